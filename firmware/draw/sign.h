// SPDX-License-Identifier: EUPL-1.2
/* The vector signs of the interface, one drawing each for screen and paper: filled and stroked
 * paths in a unit square. Signs with a direction (back, next, arrow to the start or end side) are
 * mirrored in right-to-left languages. Any thread. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "draw/theme.h"

enum { SIGN_MAX_DOTS = 24 };

typedef enum {
    SIGN_NONE,
    SIGN_BACK, /* arrow to where one came from */
    SIGN_NEXT,
    SIGN_LISTEN,   /* loudspeaker with waves */
    SIGN_SOFTER,   /* ... with a minus */
    SIGN_LOUDER,   /* ... with a plus */
    SIGN_SILENT,   /* ... with a cross */
    SIGN_LARGER,   /* reading glass with a plus: no letter of one script */
    SIGN_CONTRAST, /* half-filled disc */
    SIGN_REACH,    /* panel with its lower half marked */
    SIGN_LANGUAGE, /* globe */
    SIGN_STOP,     /* cross */
    SIGN_CHECK,
    SIGN_STAFF, /* person behind a desk */
    SIGN_PRINT, /* slip coming out */
    SIGN_PLACE, /* map pin */
    SIGN_TIME,  /* clock */
    SIGN_BRING, /* bag */
    SIGN_PHONE,
    SIGN_ARROW_DOWN,
    SIGN_ARROW_UP,
    SIGN_ARROW_LEFT,
    SIGN_ARROW_RIGHT,
    SIGN_NETWORK, /* two arrows, up and down: what goes to the region and comes from it */
    SIGN_BOOK,    /* the content */
    SIGN_PANEL,   /* a screen on its foot: this kiosk */
    SIGN_LIST,    /* the journal */
    SIGN_KEY,
    SIGN_SCREEN, /* sun: how bright it is */
    SIGN_MINUS,
    SIGN_PLUS,
    SIGN_PUT_BACK, /* arrow that goes back in a curve */
    SIGN_EXCLAMATION,
    SIGN_MORE,   /* three dots: there are further pages */
    SIGN_DOTS_1, /* one dot in a square, as on a die; the next ones have two, three, … */
    SIGN_DOTS_LAST = SIGN_DOTS_1 + SIGN_MAX_DOTS - 1,
    SIGN_COUNT,
} Sign;

/* The sign with `n` dots, for what has a name and no picture: it can be found again and pointed out
 * without reading. SIGN_NONE beyond SIGN_MAX_DOTS. */
Sign sign_of_dots(int n);

/* A square of `side` at (x, y), in units of the cairo_t. */
typedef struct {
    Sign sign;
    double x, y, side;
    bool is_rtl; /* signs that point along the text are mirrored */
} SignPlace;

void sign_paint(const SignPlace *place, Colour colour, cairo_t *cairo);
