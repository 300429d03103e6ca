// SPDX-License-Identifier: EUPL-1.2
#include "slip/qr_read.h"

#include "slip/qr.h"
#include "slip_fixture.h"

/* The code of `text` in the middle of white paper. */
static Raster *draw(const char *text, int dots)
{
    g_autoptr(GError) error = NULL;
    cairo_surface_t *code = qr_draw(text, dots, &error);
    g_assert_no_error(error);
    int side = cairo_image_surface_get_width(code);
    cairo_surface_t *paper = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side + 40, side + 100);
    cairo_t *cairo = cairo_create(paper);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_source_surface(cairo, code, 17, 43);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(paper);
    cairo_surface_destroy(paper);
    cairo_surface_destroy(code);
    return raster;
}

static void flip(Raster *raster, int x, int y)
{
    raster->bits[y * raster->stride_bytes + x / 8] ^= (guint8)(0x80 >> x % 8);
}

/* Letters, and characters that are only bytes, in turns. */
static char *make_text(GRand *random, int n)
{
    GString *text = g_string_new(NULL);
    bool are_letters = true;
    for (int i = 0; i < n; i++) {
        are_letters ^= g_rand_int_range(random, 0, 8) == 0;
        g_string_append_c(
            text,
            are_letters
                ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:"[g_rand_int_range(random, 0, 45)]
                : (char)g_rand_int_range(random, 'a', 'z' + 1));
    }
    return g_string_free(text, FALSE);
}

static void test_reads_all(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(6);
    int n_read = 0;
    for (int n = 1; n <= 100; n++) {
        for (int dots = 2; dots <= 8; dots += 3) {
            g_autofree char *text = make_text(random, n);
            cairo_surface_t *fits = qr_draw(text, 1, NULL);
            if (!fits) {
                continue; /* too many turns for version 6 */
            }
            cairo_surface_destroy(fits);
            g_autoptr(Raster) raster = draw(text, dots);
            g_autoptr(GError) error = NULL;
            g_autofree char *read = qr_read(raster, &error);
            g_assert_no_error(error);
            g_assert_cmpstr(read, ==, text);
            n_read++;
        }
    }
    g_assert_cmpint(n_read, >, 250);
}

static void test_slip(void)
{
    fixture_use_fonts();
    static const int widths[] = {384, 576};
    g_autoptr(FixtureVisit) visit = fixture_visit_new(
        "werkcafe-midden-holland", "{\"goal\":\"work\",\"tasks\":[\"t_office\"]}");
    fixture_visit_speak(visit, "ar");
    g_autoptr(TextSetter) setter = text_setter_new(200);
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Slip) slip = slip_new(&visit->facts, setter, widths[i]);
        g_autoptr(Raster) raster = raster_from_slip(slip);
        g_autofree char *read = qr_read(raster, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(read, ==, visit->qr_text);
    }
}

/* One dot anywhere in the code or the white around it. */
static void test_one_dot(void)
{
    g_autoptr(Raster) raster = draw("HTTPS://W.EXAMPLE/#ABCDEFGH", 2);
    int side = raster->width_dots - 40;
    int n_refused = 0;
    for (int y = 43; y < 43 + side; y += 3) {
        for (int x = 17; x < 17 + side; x += 3, n_refused++) {
            g_autoptr(GError) error = NULL;
            flip(raster, x, y);
            g_assert_null(qr_read(raster, &error));
            g_assert_nonnull(error);
            flip(raster, x, y);
        }
    }
    g_assert_cmpint(n_refused, >, 100);
}

/* A whole module of data, which a phone would repair. */
static void test_one_module(void)
{
    enum { DOTS = 3 };
    g_autoptr(Raster) raster = draw("HTTPS://W.EXAMPLE/#ABCDEFGH", DOTS);
    g_autofree char *read = qr_read(raster, NULL);
    g_assert_nonnull(read);
    int side = (raster->width_dots - 40) / DOTS - 2 * QR_QUIET_MODULES;
    for (int row = 9; row < side - 8; row++) {
        g_autoptr(GError) error = NULL;
        for (int i = 0; i < DOTS * DOTS; i++) {
            flip(raster, 17 + (QR_QUIET_MODULES + 10) * DOTS + i % DOTS,
                 43 + (QR_QUIET_MODULES + row) * DOTS + i / DOTS);
        }
        g_assert_null(qr_read(raster, &error));
        g_assert_error(error, QR_READ_ERROR, QR_READ_ERROR_DAMAGED);
        for (int i = 0; i < DOTS * DOTS; i++) {
            flip(raster, 17 + (QR_QUIET_MODULES + 10) * DOTS + i % DOTS,
                 43 + (QR_QUIET_MODULES + row) * DOTS + i / DOTS);
        }
    }
}

static void test_nothing(void)
{
    g_autoptr(Raster) white = raster_new(384, 300);
    g_autoptr(GError) error = NULL;
    g_assert_null(qr_read(white, &error));
    g_assert_error(error, QR_READ_ERROR, QR_READ_ERROR_NONE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/qr_read/reads back whatever was drawn", test_reads_all);
    g_test_add_func("/qr_read/reads the code on a slip", test_slip);
    g_test_add_func("/qr_read/refuses one wrong dot", test_one_dot);
    g_test_add_func("/qr_read/refuses one wrong module", test_one_module);
    g_test_add_func("/qr_read/says when there is none", test_nothing);
    return g_test_run();
}
