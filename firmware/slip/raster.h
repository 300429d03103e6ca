// SPDX-License-Identifier: EUPL-1.2
/* A slip as black dots, and its ways out that need no printer: PNG and PDF. Any one thread. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

enum { RASTER_MAX_WIDTH = 2048, RASTER_MAX_HEIGHT = 16384, RASTER_DOTS_PER_INCH = 203 };

/* 1 bit a dot, rows padded to bytes with white, most significant bit left, 1 = black. */
typedef struct {
    int width_dots, height_dots, stride_bytes;
    guint8 *bits; /* wiped by raster_free */
} Raster;

/* All white. Caller frees. */
Raster *raster_new(int width_dots, int height_dots);
/* CAIRO_FORMAT_RGB24, what is darker than half grey becomes black. Caller frees. */
Raster *raster_from_surface(cairo_surface_t *surface);
void raster_free(Raster *raster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raster, raster_free)

bool raster_is_black(const Raster *raster, int x, int y);

/* CAIRO_FORMAT_RGB24, one pixel a dot. Caller destroys. */
cairo_surface_t *raster_to_surface(const Raster *raster);
/* Whole files as bytes, so that the caller decides where, if anywhere, they are kept. The PDF has
 * one page as large as the paper. Caller owns. */
GBytes *raster_to_png(const Raster *raster);
GBytes *raster_to_pdf(const Raster *raster);
/* raster_to_png into a file, mode 0600. G_FILE_ERROR. */
bool raster_save_png(const Raster *raster, const char *path,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
