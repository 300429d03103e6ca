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

/* Lays out anew when that is short enough, or else leaves the sheet as it is. */
static bool try_trim(Slip *slip, const SlipFacts *facts, TextSetter *setter, guint trimmed)
{
    Sheet *sheet = slip_lay_out(facts, setter, slip->width_dots, trimmed);
    if (slip->sheet && sheet_y(sheet) > MAX_DOTS) {
        sheet_free(sheet);
        return false;
    }
    sheet_free(slip->sheet);
    slip->sheet = sheet;
    return sheet_y(sheet) <= MAX_DOTS;
}

/* Leaves out the least useful things until the rest is short enough, then takes back what there is
 * room for, the most useful first. */
Slip *slip_new(const SlipFacts *facts, TextSetter *setter, int width_dots)
{
    g_assert(width_dots >= 384 && width_dots <= RASTER_MAX_WIDTH);
    Slip *slip = g_new0(Slip, 1);
    slip->width_dots = width_dots;
    guint trimmed = SLIP_TRIM_NOTHING;
    while (!try_trim(slip, facts, setter, trimmed) && trimmed != SLIP_TRIM_ALL) {
        g_clear_pointer(&slip->sheet, sheet_free);
        trimmed = trimmed << 1 | 1;
    }
    for (int trim = g_bit_nth_msf(trimmed, -1) - 1; trim >= 0; trim--) {
        guint less = trimmed & ~(1U << trim);
        trimmed = try_trim(slip, facts, setter, less) ? less : trimmed;
    }
    slip->height_dots = sheet_y(slip->sheet);
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

const Sheet *slip_sheet(const Slip *slip)
{
    return slip->sheet;
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
