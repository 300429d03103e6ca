// SPDX-License-Identifier: EUPL-1.2
/* A picture as text, small enough to keep in the repository and to read in a diff: cells of some
 * pixels square, each the mean of its pixels, as lightness in 16 steps and colour in coarse ones.
 *
 *   wegwijs-picture 1          a row of cells: [times x] then runs: [count] [colour] lightness
 *   cell 8 size 160x100        lightness a (black) to p (white)
 *   5x160p                     colour A to Y: 5 x 5 steps of Cb and Cr, M (grey) is left out
 *   20p3Hd137p
 *
 * It notices what moves by about a millimetre, changes colour, comes or goes; it does not notice
 * another version of a font that draws the same letters in the same places a little differently.
 * Pure. */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct {
    int cell_px, width_px, height_px; /* of the picture */
    int columns, rows;
    guint8 *lightness; /* columns * rows; 0 to 255, in a picture from text in steps of 17 */
    gint8 *blue, *red; /* Cb and Cr, -128 to 127, from text in steps of 40 */
} PictureText;

/* A cell differs when its lightness, or Cb or Cr, is so much further away than rounding takes it;
 * within a plain area no font matters and little is allowed. Measured: with letters drawn without
 * any hinting no screen of the set has a cell too many. */
enum { PICTURE_TEXT_LIGHTNESS = 24, PICTURE_TEXT_COLOUR = 16, PICTURE_TEXT_PLAIN = 3 };

/* Of a CAIRO_FORMAT_RGB24 or ARGB32 surface. Caller frees. */
PictureText *picture_text_from_surface(cairo_surface_t *surface, int cell_px);
void picture_text_free(PictureText *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PictureText, picture_text_free)

/* Caller owns. */
char *picture_text_write(const PictureText *picture);
/* NULL when `text` is none. Caller frees. */
PictureText *picture_text_parse(const char *text);

/* Cells of `now`, which was not rounded by writing, that differ from `before`, which was; all of
 * them when the sizes differ. `*where`, unless NULL, is the box around them in pixels. */
int picture_text_compare(const PictureText *before, const PictureText *now,
                         cairo_rectangle_int_t *where);

/* As it is kept, in its own size. Caller destroys. */
cairo_surface_t *picture_text_draw(const PictureText *picture);
/* `now` in grey with the cells that differ in red. Caller destroys. */
cairo_surface_t *picture_text_draw_difference(const PictureText *before, const PictureText *now);
