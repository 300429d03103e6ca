// SPDX-License-Identifier: EUPL-1.2
/* A strip of paper being laid out from top to bottom: texts, signs and lines with their places, in
 * dots. Places are given from the start side of the language in use; a right-to-left language
 * mirrors them. Texts are kept as text and set again when painted, so that nothing is borrowed for
 * longer than a call. One thread. */
#pragma once

#include "draw/sign.h"
#include "draw/text.h"

enum { SHEET_MIN_CAP = 20 }; /* 2.5 mm: nothing smaller is read (design 11) */

typedef enum {
    SHEET_TEXT,
    SHEET_PICTOGRAM,
    SHEET_SIGN,
    SHEET_BAR,   /* filled: rules, list marks */
    SHEET_FRAME, /* outline */
    SHEET_PICTURE,
} SheetKind;

typedef struct {
    SheetKind kind;
    int x, y, w, h; /* from the left and the top, dots; of a text: its block */
    TextStyle style;
    char *text; /* owned */
    Sign sign;
    bool is_rtl;
    cairo_surface_t *picture; /* owned */
} SheetItem;

typedef struct Sheet Sheet;

Sheet *sheet_new(TextSetter *setter, int width_dots);
void sheet_free(Sheet *sheet); /* texts are wiped */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

/* For what is added from now on. `bcp47` outlives the sheet. */
void sheet_use_language(Sheet *sheet, const char *bcp47, bool is_rtl);

/* Lines of what is added from now on stand closer than usual. */
void sheet_set_tight(Sheet *sheet, bool is_tight);

/* Where the next thing goes, from the top. */
int sheet_y(const Sheet *sheet);
void sheet_move_to(Sheet *sheet, int y);
void sheet_skip(Sheet *sheet, int dots);
/* Room for texts between the pads. */
int sheet_width(const Sheet *sheet);
/* Space at both sides of what is added from now on. */
void sheet_set_pad(Sheet *sheet, int dots);
/* From baseline to baseline of a text of this size in the language in use. */
int sheet_line(const Sheet *sheet, int cap);

typedef struct {
    int start, width; /* from the start side */
    int cap;          /* set smaller, down to SHEET_MIN_CAP, when a word does not fit */
    int weight;
    bool is_ltr; /* a code: left to right in every language */
} SheetText;

/* Height of the paragraph that sheet_add_text would add. */
int sheet_measure_text(const Sheet *sheet, const SheetText *how, const char *text);
/* Adds a paragraph at sheet_y and moves below it. Empty text adds nothing. */
void sheet_add_text(Sheet *sheet, const SheetText *how, const char *text);
/* These do not move. */
void sheet_add_pictogram(Sheet *sheet, int start, int side, const char *emoji);
void sheet_add_sign(Sheet *sheet, int start, int side, Sign sign);
void sheet_add_bar(Sheet *sheet, int start, int width, int height);
/* A list's mark beside the first line of the text that follows. */
void sheet_add_mark(Sheet *sheet, int start, int cap);
void sheet_add_frame(Sheet *sheet, int from_y, int thickness);
void sheet_add_picture_take(Sheet *sheet, int start, cairo_surface_t *picture);

const SheetItem *sheet_items(const Sheet *sheet, gsize *n);
/* Black on what is there. */
void sheet_paint(const Sheet *sheet, cairo_t *cairo);
