// SPDX-License-Identifier: EUPL-1.2
#include "draw/pdf.h"

#include <cairo-pdf.h>

static cairo_status_t take_bytes(void *closure, const unsigned char *data, unsigned int size)
{
    g_byte_array_append(closure, data, size);
    return CAIRO_STATUS_SUCCESS;
}

GBytes *pdf_write(const PdfPage *page, PdfPaint paint, gpointer data)
{
    double points = 72.0 / page->dots_per_inch;
    GByteArray *out = g_byte_array_new();
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
        take_bytes, out, page->width * points, page->height * points);
    cairo_t *cairo = cairo_create(pdf);
    cairo_scale(cairo, points, points);
    paint(data, cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(pdf);
    g_assert(cairo_surface_status(pdf) == CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(pdf);
    return g_byte_array_free_to_bytes(out);
}
