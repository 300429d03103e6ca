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

/* A slip being fitted to the paper. */
typedef struct {
    const SlipFacts *facts;
    TextSetter *setter;
    cairo_surface_t *qr;
    int width_dots;
    Sheet *sheet; /* the best so far */
} Fitting;

/* Lays out anew; the sheet stays as it was when that is too long and was short enough. */
static bool try_trim(Fitting *fitting, guint trimmed)
{
    Sheet *sheet = slip_lay_out_around(fitting->facts, fitting->setter, fitting->width_dots,
                                       trimmed, fitting->qr);
    bool is_short = sheet_y(sheet) <= MAX_DOTS;
    if (!is_short && fitting->sheet && sheet_y(fitting->sheet) <= MAX_DOTS) {
        sheet_free(sheet);
    } else {
        sheet_free(fitting->sheet);
        fitting->sheet = sheet;
    }
    return is_short;
}

/* The first `n` of what can be left out. */
static guint first_trims(int n)
{
    return (1U << n) - 1;
}

/* How many of the least useful things must go. */
static int count_trims(Fitting *fitting)
{
    int least = 1;
    int most = SLIP_TRIM_COUNT;
    while (least < most) {
        int middle = (least + most) / 2;
        if (try_trim(fitting, first_trims(middle))) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    return most;
}

/* Leaves out the least useful things, no more than it takes; then takes back what there is room
 * for, the most useful first. */
static void fit(Fitting *fitting)
{
    if (try_trim(fitting, SLIP_TRIM_NOTHING) || !try_trim(fitting, SLIP_TRIM_ALL)) {
        return;
    }
    int n = count_trims(fitting);
    guint trimmed = first_trims(n);
    for (int trim = n - 2; trim >= 0; trim--) { /* the last one was needed */
        guint less = trimmed & ~(1U << trim);
        trimmed = try_trim(fitting, less) ? less : trimmed;
    }
}

Slip *slip_new(const SlipFacts *facts, TextSetter *setter, int width_dots)
{
    g_assert(width_dots >= 384 && width_dots <= RASTER_MAX_WIDTH);
    Fitting fitting = {facts, setter, slip_draw_code(facts), width_dots, NULL};
    fit(&fitting);
    g_clear_pointer(&fitting.qr, cairo_surface_destroy);
    Slip *slip = g_new0(Slip, 1);
    slip->width_dots = width_dots;
    slip->sheet = fitting.sheet;
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
