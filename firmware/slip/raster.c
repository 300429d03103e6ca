// SPDX-License-Identifier: EUPL-1.2
#include "slip/raster.h"

#include <string.h>

#include "base/file.h"
#include "draw/pdf.h"

Raster *raster_new(int width_dots, int height_dots)
{
    g_assert(width_dots > 0 && width_dots <= RASTER_MAX_WIDTH);
    g_assert(height_dots > 0 && height_dots <= RASTER_MAX_HEIGHT);
    Raster *raster = g_new0(Raster, 1);
    raster->width_dots = width_dots;
    raster->height_dots = height_dots;
    raster->stride_bytes = (width_dots + 7) / 8;
    raster->bits = g_malloc0((gsize)raster->stride_bytes * (gsize)height_dots);
    return raster;
}

void raster_free(Raster *raster)
{
    if (!raster) {
        return;
    }
    explicit_bzero(raster->bits, (gsize)raster->stride_bytes * (gsize)raster->height_dots);
    g_free(raster->bits);
    g_free(raster);
}

/* Whether eight pixels are white, as most of a slip is. */
static bool is_all_white(const guint8 *pixels)
{
    static const guint64 mask = G_GUINT64_CONSTANT(0x00FFFFFF00FFFFFF);
    guint64 pairs[4];
    memcpy(pairs, pixels, sizeof pairs);
    return (pairs[0] & pairs[1] & pairs[2] & pairs[3] & mask) == mask;
}

static bool is_dark(const guint8 *at)
{
    guint32 pixel;
    memcpy(&pixel, at, sizeof pixel);
    return 299 * (pixel >> 16 & 255) + 587 * (pixel >> 8 & 255) + 114 * (pixel & 255) < 127500;
}

Raster *raster_from_surface(cairo_surface_t *surface)
{
    enum { PIXEL_BYTES = 4 };
    g_assert(cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24);
    cairo_surface_flush(surface);
    Raster *raster =
        raster_new(cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
    const guint8 *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < raster->height_dots; y++) {
        guint8 *row = raster->bits + y * raster->stride_bytes;
        const guint8 *pixels = data + y * stride;
        for (int x = 0; x < raster->width_dots; x += 8) {
            int n = MIN(8, raster->width_dots - x);
            if (n == 8 && is_all_white(pixels + PIXEL_BYTES * x)) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                row[x / 8] |= is_dark(pixels + PIXEL_BYTES * (x + i)) ? (guint8)(0x80 >> i) : 0;
            }
        }
    }
    return raster;
}

bool raster_is_black(const Raster *raster, int x, int y)
{
    g_assert(x >= 0 && x < raster->width_dots && y >= 0 && y < raster->height_dots);
    return raster->bits[y * raster->stride_bytes + x / 8] & 0x80 >> x % 8;
}

cairo_surface_t *raster_to_surface(const Raster *raster)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, raster->width_dots, raster->height_dots);
    cairo_surface_flush(surface);
    guint8 *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < raster->height_dots; y++) {
        for (int x = 0; x < raster->width_dots; x++) {
            guint32 pixel = raster_is_black(raster, x, y) ? 0 : 0xFFFFFF;
            memcpy(data + y * stride + 4 * x, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static cairo_status_t take_bytes(void *closure, const unsigned char *data, unsigned int size)
{
    g_byte_array_append(closure, data, size);
    return CAIRO_STATUS_SUCCESS;
}

GBytes *raster_to_png(const Raster *raster)
{
    GByteArray *out = g_byte_array_new();
    cairo_surface_t *surface = raster_to_surface(raster);
    cairo_status_t status = cairo_surface_write_to_png_stream(surface, take_bytes, out);
    g_assert(status == CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    return g_byte_array_free_to_bytes(out);
}

static void paint_raster(gpointer data, cairo_t *cairo)
{
    cairo_surface_t *picture = raster_to_surface(data);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(cairo);
    cairo_surface_destroy(picture);
}

GBytes *raster_to_pdf(const Raster *raster)
{
    const PdfPage page = {raster->width_dots, raster->height_dots, RASTER_DOTS_PER_INCH};
    return pdf_write(&page, paint_raster, (gpointer)raster);
}

bool raster_save_png(const Raster *raster, const char *path, GError **error)
{
    g_autoptr(GBytes) png = raster_to_png(raster);
    return file_save(path, png, 0600, error);
}
