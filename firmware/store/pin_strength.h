// SPDX-License-Identifier: EUPL-1.2
/* Which PINs are too easy to guess, and why: those that people choose first and visitors try first.
 * Pure; any thread. */
#pragma once

#include <glib.h>

enum { PIN_MIN_DIGITS = 6, PIN_MAX_DIGITS = 12 };

typedef enum {
    PIN_WEAKNESS_NONE,
    PIN_WEAKNESS_SHORT,  /* under PIN_MIN_DIGITS */
    PIN_WEAKNESS_LONG,   /* over PIN_MAX_DIGITS, or something else than digits */
    PIN_WEAKNESS_FEW,    /* one or two different digits only: 111111, 110101 */
    PIN_WEAKNESS_RUN,    /* the same step from each digit to the next: 123456, 890123, 135790 */
    PIN_WEAKNESS_REPEAT, /* a part again and again, or mirrored: 123123, 112233, 123321 */
    PIN_WEAKNESS_LINE,   /* lines of the keypad: 147258, 159357 */
    PIN_WEAKNESS_DATE,   /* a date, or a year at the start or the end */
    PIN_WEAKNESS_SITE,   /* the number of the site or the kiosk with zeros around it */
    PIN_WEAKNESS_COUNT,
} PinWeakness;

/* Numbers everybody there knows: of the site and the kiosk; 0: none. */
typedef struct {
    guint32 site, kiosk;
} PinKnown;

PinWeakness pin_strength_check(const char *digits, const PinKnown *known);
