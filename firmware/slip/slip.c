// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip.h"

#include <string.h>

#include "base/file.h"
#include "draw/pdf.h"
#include "slip/slip_layout.h"

enum { MAX_DOTS = SLIP_MAX_MM * SLIP_DOTS_PER_MM };

struct Slip {
    Sheet *sheet;
    int width_dots, height_dots;
};

Slip *slip_new(const SlipFacts *facts, TextSetter *setter, int width_dots)
{
    g_assert(width_dots >= 384 && width_dots <= RASTER_MAX_WIDTH);
    Slip *slip = g_new0(Slip, 1);
    slip->width_dots = width_dots;
    for (SlipTrim trim = SLIP_TRIM_NOTHING; trim < SLIP_TRIM_COUNT; trim++) {
        sheet_free(slip->sheet);
        slip->sheet = slip_lay_out(facts, setter, width_dots, trim);
        slip->height_dots = sheet_y(slip->sheet);
        if (slip->height_dots <= MAX_DOTS) {
            break;
        }
    }
    return slip;
}

void slip_free(Slip *slip)
{
    if (slip) {
        sheet_free(slip->sheet);
        g_free(slip);
    }
}

int slip_width_dots(const Slip *slip)
{
    return slip->width_dots;
}

int slip_height_dots(const Slip *slip)
{
    return slip->height_dots;
}

void slip_paint(Slip *slip, cairo_t *cairo)
{
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, 0, 0, slip->width_dots, slip->height_dots);
    cairo_fill(cairo);
    sheet_paint(slip->sheet, cairo);
    cairo_restore(cairo);
}

Raster *raster_from_slip(Slip *slip)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, slip->width_dots, slip->height_dots);
    cairo_t *cairo = cairo_create(surface);
    slip_paint(slip, cairo);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(surface);
    explicit_bzero(cairo_image_surface_get_data(surface),
                   (gsize)cairo_image_surface_get_stride(surface) * (gsize)slip->height_dots);
    cairo_surface_destroy(surface);
    return raster;
}

static void paint_page(gpointer data, cairo_t *cairo)
{
    slip_paint(data, cairo);
}

bool slip_save_pdf(Slip *slip, const char *path, GError **error)
{
    const PdfPage page = {slip->width_dots, slip->height_dots, RASTER_DOTS_PER_INCH};
    g_autoptr(GBytes) pdf = pdf_write(&page, paint_page, slip);
    return file_save(path, pdf, 0600, error);
}
