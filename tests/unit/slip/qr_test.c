// SPDX-License-Identifier: EUPL-1.2
#include "slip/qr.h"

#include <stdbool.h>

#include "intake/content_types.h"
#include "slip/token.h"

static cairo_surface_t *draw(const char *text, int dots)
{
    g_autoptr(GError) error = NULL;
    cairo_surface_t *surface = qr_draw(text, dots, &error);
    g_assert_no_error(error);
    return surface;
}

static bool is_black(cairo_surface_t *surface, int x, int y)
{
    cairo_surface_flush(surface);
    return cairo_image_surface_get_data(
               surface)[y * cairo_image_surface_get_stride(surface) + 4 * x] == 0;
}

/* The longest text a slip can have, with many different tokens. */
static void test_longest_fits(void)
{
    g_autofree char *host = g_strnfill(CONTENT_MAX_HOST_CHARS, 'W');
    for (guint32 seed = 0; seed < 100; seed++) {
        g_autoptr(GRand) random = g_rand_new_with_seed(seed);
        char token[TOKEN_CHARS + 1] = {0};
        for (int i = 0; i < TOKEN_CHARS; i++) {
            token[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[g_rand_int_range(random, 0, 32)];
        }
        g_autofree char *url = g_strconcat("HTTPS://", host, "/#", token, NULL);
        cairo_surface_t *surface = draw(url, QR_DOTS_A_MODULE);
        int side = cairo_image_surface_get_width(surface);
        g_assert_cmpint(side, ==, (41 + 2 * QR_QUIET_MODULES) * QR_DOTS_A_MODULE);
        g_assert_cmpint(side, <=, 384);
        cairo_surface_destroy(surface);
    }
}

static void test_refused(void)
{
    g_autofree char *text = g_strnfill(200, 'A');
    g_autoptr(GError) error = NULL;
    g_assert_null(qr_draw(text, 1, &error));
    g_assert_error(error, QR_ERROR, QR_ERROR_TOO_LONG);
    g_clear_error(&error);
    g_assert_null(qr_draw("", 1, &error));
    g_assert_error(error, QR_ERROR, QR_ERROR_TEXT);
}

static void test_quiet_zone(void)
{
    cairo_surface_t *surface = draw("HTTPS://W.EXAMPLE/#A", 1);
    int n = cairo_image_surface_get_width(surface);
    int n_black = 0;
    for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
            bool is_quiet = MIN(MIN(x, y), MIN(n - 1 - x, n - 1 - y)) < QR_QUIET_MODULES;
            g_assert_false(is_quiet && is_black(surface, x, y));
            n_black += is_black(surface, x, y);
        }
    }
    g_assert_cmpint(n_black, >, n * n / 6);
    cairo_surface_destroy(surface);
}

static void test_modules(void)
{
    cairo_surface_t *small = draw("HTTPS://W.EXAMPLE/#A", 1);
    cairo_surface_t *large = draw("HTTPS://W.EXAMPLE/#A", QR_DOTS_A_MODULE);
    int side = cairo_image_surface_get_width(large);
    g_assert_cmpint(side, ==, cairo_image_surface_get_width(small) * QR_DOTS_A_MODULE);
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            g_assert_cmpint(is_black(large, x, y), ==,
                            is_black(small, x / QR_DOTS_A_MODULE, y / QR_DOTS_A_MODULE));
        }
    }
    cairo_surface_destroy(small);
    cairo_surface_destroy(large);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/qr/the longest token fits version 6-M on 58 mm", test_longest_fits);
    g_test_add_func("/qr/nothing and too much are refused", test_refused);
    g_test_add_func("/qr/the quiet zone is quiet", test_quiet_zone);
    g_test_add_func("/qr/a module is a square of whole dots", test_modules);
    return g_test_run();
}
