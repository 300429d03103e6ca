// SPDX-License-Identifier: EUPL-1.2
/* The vector signs of the interface, one drawing each for screen and paper: filled and stroked
 * paths in a unit square. Signs with a direction (back, next, arrow to the start or end side) are
 * mirrored in right-to-left languages. Any thread. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "draw/theme.h"

typedef enum {
    SIGN_NONE,
    SIGN_BACK, /* arrow to where one came from */
    SIGN_NEXT,
    SIGN_LISTEN,   /* loudspeaker with waves */
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
    SIGN_COUNT,
} Sign;

/* A square of `side` at (x, y), in units of the cairo_t. */
typedef struct {
    Sign sign;
    double x, y, side;
    bool is_rtl; /* signs that point along the text are mirrored */
} SignPlace;

void sign_paint(const SignPlace *place, Colour colour, cairo_t *cairo);
