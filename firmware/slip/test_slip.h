// SPDX-License-Identifier: EUPL-1.2
/* A slip for staff, in Dutch, that sends nobody anywhere: a proof of the paper (every heating
 * element, small type, a code) and, when there are rows, the results of a check with sign and
 * words. Any one thread. */
#pragma once

#include "draw/text.h"
#include "slip/raster.h"

/* Each has its own sign and its own word. */
typedef enum {
    TEST_SLIP_NOT_TESTED,
    TEST_SLIP_GOOD,
    TEST_SLIP_ATTENTION,
    TEST_SLIP_BAD
} TestSlipMark;

typedef struct {
    TestSlipMark mark;
    const char *title;  /* "Klok" */
    const char *state;  /* "De klok loopt gelijk met de regio." or NULL */
    const char *advice; /* what to do, or NULL */
} TestSlipRow;

typedef struct {
    const char *title;     /* "Proefbon" */
    const char *place;     /* name of the site, or NULL */
    const char *kiosk;     /* "Kiosk 12", or NULL */
    gint64 local_unix_s;   /* as a local clock shows it */
    bool is_clock_trusted; /* false: it says that the time is not known */
    const TestSlipRow *rows;
    gsize n_rows;
    const char *end;     /* what to look at on the paper */
    const char *qr_text; /* NULL: no code */
} TestSlipFacts;

/* `width_dots` as the paper. Texts are only read during the call. Caller frees. */
Raster *test_slip_draw(const TestSlipFacts *facts, TextSetter *setter, int width_dots);
