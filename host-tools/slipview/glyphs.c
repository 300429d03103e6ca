// SPDX-License-Identifier: EUPL-1.2
#include "slipview/glyphs.h"

#include <string.h>

#include <cairo.h>

enum { FONT_PX = 20, BASELINE_PX = 18, DARK = 128 };

static void paint(cairo_t *cr, guint8 character)
{
    if (character > 0x7e) {
        cairo_rectangle(cr, 1.5, 4.5, GLYPH_DOTS - 3, GLYPH_ROWS - 8);
        cairo_set_line_width(cr, 1);
        cairo_stroke(cr);
        return;
    }
    char text[2] = {(char)character, 0};
    cairo_select_font_face(cr, "monospace", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, FONT_PX);
    cairo_move_to(cr, 0, BASELINE_PX);
    cairo_show_text(cr, text);
}

void glyphs_draw(guint8 character, guint8 out[GLYPH_ROWS][GLYPH_ROW_BYTES])
{
    memset(out, 0, (gsize)GLYPH_ROWS * GLYPH_ROW_BYTES);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, GLYPH_DOTS, GLYPH_ROWS);
    cairo_t *cr = cairo_create(surface);
    paint(cr, character);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const guint8 *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; pixels && y < GLYPH_ROWS; y++) {
        for (int x = 0; x < GLYPH_DOTS; x++) {
            if (pixels[y * stride + x] >= DARK) {
                out[y][x / 8] |= (guint8)(0x80 >> x % 8);
            }
        }
    }
    cairo_surface_destroy(surface);
}
