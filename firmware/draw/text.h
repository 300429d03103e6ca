// SPDX-License-Identifier: EUPL-1.2
/* Setting text with Pango: one layout = one paragraph in one language, style and width. Layouts are
 * kept by their key, so that setting the same text again costs a look-up and painting it allocates
 * nothing of ours. Screen and paper alike. One thread a TextSetter; fonts_use comes before. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

#include "draw/theme.h"

typedef struct TextSetter TextSetter;
/* Owned by its setter. Valid until text_setter_forget, text_setter_free, or until `max_layouts`
 * other paragraphs were set after it was last set: keep more than two screens' worth. */
typedef struct TextLayout TextLayout;

typedef enum { TEXT_ALIGN_START, TEXT_ALIGN_CENTER, TEXT_ALIGN_END } TextAlign;

typedef struct {
    const char *language; /* BCP 47; chooses font, shaping, line breaks and line height */
    bool is_rtl;          /* paragraph direction; start is then the right side */
    double cap_px;        /* height of a capital H; other scripts are set to look equally large */
    int weight;           /* 400 or 600 (the fonts we ship: regular and bold) */
    TextAlign align;
    double line_height;   /* factor on the em; 0: the theme's for the language's script */
    bool is_emoji;        /* one pictogram in the emoji font; cap_px is then its side */
    bool may_break_words; /* a word wider than the line is broken, with a hyphen: the last resort
                             where nothing else can give way */
    bool is_mono_paper;   /* for 1-bit paper: no antialiasing; pictograms as outlines */
} TextStyle;

/* The families of every text, in order of liking. */
#define TEXT_FAMILIES "Noto Sans,Noto Sans Arabic,Noto Sans Ethiopic"

enum { TEXT_MAX_BYTES = 4096 }; /* of one paragraph; what is longer is our own mistake */

/* `max_layouts`: bound of what is kept, pictograms apart. Caller frees. */
TextSetter *text_setter_new(gsize max_layouts);
/* One that shares `other`'s pictograms and takes over its line heights; either may be freed first.
 */
TextSetter *text_setter_new_beside(const TextSetter *other, gsize max_layouts);
void text_setter_free(TextSetter *setter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextSetter, text_setter_free)

/* Line heights of `theme` instead of 1.3 (Latin, Cyrillic) and 1.6 (Arabic, Ethiopic); before
 * anything is set. */
void text_setter_use_theme(TextSetter *setter, const Theme *theme);

/* The paragraph broken to `width_px` (<= 0: one line as wide as it needs), at words only. `text` is
 * UTF-8, copied. Borrowed from the setter. */
const TextLayout *text_set(TextSetter *setter, const TextStyle *style, const char *text,
                           int width_px);
/* Wipes and drops every kept paragraph (end of a visit: what a visitor saw does not stay).
 * Pictograms stay: they are the pack's, prepared for everybody. */
void text_setter_forget(TextSetter *setter);
/* Paragraphs kept now. */
gsize text_setter_count(const TextSetter *setter);

/* Extents in pixels; height is lines x line height, so that blocks sit on a grid. `first_baseline`
 * from the top. */
typedef struct {
    int width;   /* of the widest line: at most width_px unless is_overlong */
    int height;  /* n_lines * line_px */
    int line_px; /* from baseline to baseline */
    int first_baseline;
    int n_lines;
    bool is_overlong;   /* a word did not fit in width_px even alone: it sticks out */
    int unknown_glyphs; /* characters that no font has, left blank: a defect */
} TextExtents;
const TextExtents *text_extents(const TextLayout *layout);

/* Top left corner of the block at (x, y), rounded to whole pixels on the target's grid. Lines are
 * aligned in width_px as set, or in the widest line when that was <= 0. */
void text_paint(const TextLayout *layout, cairo_t *cairo, double x, double y, Colour colour);
