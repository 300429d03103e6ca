// SPDX-License-Identifier: EUPL-1.2
/* Setting text with Pango: one layout = one paragraph in one language, style and width. Layouts are
 * kept by their key, so that setting the same text again costs a look-up. Screen and paper alike.
 * One thread a TextSetter. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

#include "draw/theme.h"

typedef struct TextSetter TextSetter;
typedef struct TextLayout
    TextLayout; /* owned by its setter, valid until text_setter_forget or free */

typedef enum { TEXT_ALIGN_START, TEXT_ALIGN_CENTER, TEXT_ALIGN_END } TextAlign;

typedef struct {
    const char *language; /* BCP 47; chooses font, shaping and line breaks */
    bool is_rtl;          /* paragraph direction; start is then the right side */
    double cap_px;        /* height of a capital H */
    int weight;           /* 400 or 600 */
    TextAlign align;
    double line_height; /* factor; 0: the theme's for the language's script (1.3 or 1.6) */
    bool is_emoji;      /* set in the emoji font; cap_px is then the glyph's side */
    bool is_mono_paper; /* on paper: no antialiasing, hinted */
} TextStyle;

/* `max_layouts`: bound of what is kept. Caller frees. */
TextSetter *text_setter_new(gsize max_layouts);
void text_setter_free(TextSetter *setter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextSetter, text_setter_free)

/* The paragraph broken to `width_px` (<= 0: one line as wide as it needs). `text` is UTF-8, copied.
 * Borrowed from the setter. */
const TextLayout *text_set(TextSetter *setter, const TextStyle *style, const char *text,
                           int width_px);
/* Drops every kept layout (end of a visit: what a visitor saw does not stay). */
void text_setter_forget(TextSetter *setter);

/* Extents in pixels; height is lines x line height, so that blocks sit on a grid. `first_baseline`
 * from the top. */
typedef struct {
    int width, height;
    int first_baseline;
    int n_lines;
    bool is_overlong;   /* a word did not fit in width_px even alone */
    int unknown_glyphs; /* boxes for characters no font has: a defect */
} TextExtents;
const TextExtents *text_extents(const TextLayout *layout);

/* Top left corner of the block at (x, y); width as set. */
void text_paint(const TextLayout *layout, cairo_t *cairo, double x, double y, Colour colour);
