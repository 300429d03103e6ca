// SPDX-License-Identifier: EUPL-1.2
/* The keys at the foot of every visitor's screen, and the room that their words have there: what
 * the kiosk lays out and packctl checks beforehand. Pure but for setting text. */
#pragma once

#include "draw/sign.h"
#include "draw/text.h"
#include "draw/theme.h"

enum { FOOT_KEYS = 8 };

/* A key that means nothing on a screen leaves its place empty. */
typedef struct {
    const char *id;
    const char *text; /* string id */
    Sign sign;
    bool is_above;    /* in portrait: in the row above the other */
    bool is_on_first; /* means something on the languages screen */
} FootKey;

/* In the order of every screen, from the start side: FOOT_KEYS of them. In portrait the keys for
 * seeing and hearing stand in a row above those for moving on. */
const FootKey *foot_keys(void);

/* How large the words are: a text size and, below the least, a factor. All keys keep one size. */
typedef struct {
    int text_size;
    double factor;
} FootType;

enum { FOOT_NARROW_TYPES = 2 };
/* On a narrow panel, where a row's words are wider than the glass: a little smaller, the largest
 * first. */
const FootType *foot_narrow_types(void);

/* How a word is set; `scale` with any text size. */
TextStyle foot_word_style(const ThemeScale *scale, const FootType *type, const char *bcp47,
                          bool is_rtl);
/* What a key needs for a word of this width on one line. */
int foot_key_width_px(const ThemeScale *scale, int word_px);
/* Between keys. */
int foot_gap_px(const ThemeScale *scale);
/* What `n` keys beside each other share of a glass of this width. */
int foot_row_room_px(const ThemeScale *scale, int glass_px, int n);
