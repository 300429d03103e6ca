// SPDX-License-Identifier: EUPL-1.2
/* A drawing as a PDF of one page, kept in memory, so that the caller decides where, if anywhere, it
 * goes. Any thread. */
#pragma once

#include <cairo.h>
#include <glib.h>

/* `paint` draws in units of 1/`dots_per_inch` inch on a page of `width` by `height` such units.
 * Caller owns the result. */
typedef struct {
    int width, height;
    int dots_per_inch;
} PdfPage;
typedef void (*PdfPaint)(gpointer data, cairo_t *cairo);
GBytes *pdf_write(const PdfPage *page, PdfPaint paint, gpointer data);
