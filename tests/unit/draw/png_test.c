// SPDX-License-Identifier: EUPL-1.2
#include "draw/png.h"

#include <string.h>

typedef struct {
    GBytes *bytes;
    gsize at;
} Reader;

static cairo_status_t read_bytes(void *closure, unsigned char *data, unsigned int length)
{
    Reader *reader = closure;
    gsize n;
    const guint8 *from = g_bytes_get_data(reader->bytes, &n);
    if (length > n - reader->at) {
        return CAIRO_STATUS_READ_ERROR;
    }
    memcpy(data, from + reader->at, length);
    reader->at += length;
    return CAIRO_STATUS_SUCCESS;
}

/* What libpng makes of the file is what went in; it checks every CRC. */
static void check_same(cairo_surface_t *surface)
{
    g_autoptr(GBytes) png = png_write(surface);
    Reader reader = {png, 0};
    cairo_surface_t *again = cairo_image_surface_create_from_png_stream(read_bytes, &reader);
    g_assert_cmpint(cairo_surface_status(again), ==, CAIRO_STATUS_SUCCESS);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    g_assert_cmpint(cairo_image_surface_get_width(again), ==, width);
    g_assert_cmpint(cairo_image_surface_get_height(again), ==, height);
    for (int y = 0; y < height; y++) {
        const guint8 *a =
            cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
        const guint8 *b =
            cairo_image_surface_get_data(again) + y * cairo_image_surface_get_stride(again);
        for (int x = 0; x < width; x++) {
            g_assert_cmpmem(a + 4 * x, 3, b + 4 * x, 3);
        }
    }
    cairo_surface_destroy(again);
}

static cairo_surface_t *new_noise(int width, int height)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    guint8 *data = cairo_image_surface_get_data(surface);
    gsize stride = (gsize)cairo_image_surface_get_stride(surface);
    for (gsize i = 0; i < stride * (gsize)height; i++) {
        data[i] = (guint8)(i / stride % 3 == 0 ? 0x55 : g_rand_int(random));
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void test_same(void)
{
    static const int sizes[][2] = {{1, 1}, {1, 40}, {37, 1}, {300, 200}};
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        cairo_surface_t *surface = new_noise(sizes[i][0], sizes[i][1]);
        check_same(surface);
        cairo_surface_destroy(surface);
    }
}

/* A plain screen is a small file. */
static void test_small(void)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1280, 800);
    g_autoptr(GBytes) png = png_write(surface);
    g_assert_cmpuint(g_bytes_get_size(png), <, 20000);
    check_same(surface);
    cairo_surface_destroy(surface);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/png/what goes in comes out", test_same);
    g_test_add_func("/png/a plain picture is a small file", test_small);
    return g_test_run();
}
