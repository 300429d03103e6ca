// SPDX-License-Identifier: EUPL-1.2
#include "slip/raster.h"

#include <string.h>

static Raster *sample(void)
{
    Raster *raster = raster_new(21, 5);
    for (int i = 0; i < 5; i++) {
        raster->bits[i * raster->stride_bytes + i / 2] |= (guint8)(0x80 >> i);
    }
    return raster;
}

static void test_threshold(void)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 10, 2);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    static const double greys[] = {0, 0.45, 0.55, 1};
    for (int i = 0; i < 4; i++) {
        cairo_set_source_rgb(cairo, greys[i], greys[i], greys[i]);
        cairo_rectangle(cairo, i + 6, 1, 1, 1);
        cairo_fill(cairo);
    }
    cairo_destroy(cairo);
    g_autoptr(Raster) raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    g_assert_cmpint(raster->stride_bytes, ==, 2);
    static const guint8 wanted[] = {0, 0, 0x03, 0};
    g_assert_cmpmem(raster->bits, 4, wanted, 4);
}

static void test_round(void)
{
    g_autoptr(Raster) raster = sample();
    cairo_surface_t *surface = raster_to_surface(raster);
    g_autoptr(Raster) again = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    g_assert_cmpmem(again->bits, 15, raster->bits, 15);
    g_assert_true(raster_is_black(again, 0, 0));
    g_assert_false(raster_is_black(again, 1, 0));
}

static void test_files(void)
{
    g_autoptr(Raster) raster = sample();
    g_autoptr(GBytes) png = raster_to_png(raster);
    g_autoptr(GBytes) pdf = raster_to_pdf(raster);
    g_assert_cmpmem(g_bytes_get_data(png, NULL), 4, "\x89PNG", 4);
    g_assert_cmpmem(g_bytes_get_data(pdf, NULL), 5, "%PDF-", 5);
    gsize size;
    const char *text = g_bytes_get_data(pdf, &size);
    static const char PAGE[] = "/MediaBox [ 0 0 7.4"; /* points: 21 dots at 203 dpi */
    g_assert_nonnull(memmem(text, size, PAGE, strlen(PAGE)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/raster/darker than half is black", test_threshold);
    g_test_add_func("/raster/goes to a picture and back", test_round);
    g_test_add_func("/raster/PNG and PDF are what they say", test_files);
    return g_test_run();
}
