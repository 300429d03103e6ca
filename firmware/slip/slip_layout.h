// SPDX-License-Identifier: EUPL-1.2
/* What is on a slip and where: from the facts of a visit to a sheet. One thread. */
#pragma once

#include "slip/sheet.h"
#include "slip/slip.h"

/* What is left out when a slip would be longer than a hand can hold, the least useful first. */
typedef enum {
    SLIP_TRIM_STAFF_NOTES,    /* the notes in Dutch */
    SLIP_TRIM_NEXT,           /* what happens at the second and third door */
    SLIP_TRIM_STAFF_PRESENCE, /* who is here today, in Dutch */
    SLIP_TRIM_REPEAT,         /* the staff's list of doors where the slip is in Dutch already */
    SLIP_TRIM_WEEK,           /* the week's hours of the first */
    SLIP_TRIM_TASKS,          /* staff have them below */
    SLIP_TRIM_BRING,          /* what to bring to the second and third */
    SLIP_TRIM_DETAIL,         /* their hours if nothing is said of today, phones, notes */
    SLIP_TRIM_HINT,           /* the last line for staff */
    SLIP_TRIM_DOORS,          /* they become titles */
    SLIP_TRIM_PLACES,         /* without their places */
    SLIP_TRIM_SPACE,          /* lines stand closer */
    SLIP_TRIM_INTERPRETER,    /* only which language is spoken */
    SLIP_TRIM_ALSO_LIST,      /* titles in one paragraph */
    SLIP_TRIM_LAST_DOORS,     /* the seventh and eighth */
    SLIP_TRIM_STAFF_TASKS,    /* the tasks in Dutch */
    SLIP_TRIM_FIRST_NEXT,     /* what happens at the first */
    SLIP_TRIM_BRING_LIST,     /* what to bring to the first in one paragraph */
    SLIP_TRIM_MORE_DOORS,     /* the fifth and sixth */
    SLIP_TRIM_ASSURANCE,      /* no name, free: the screen said so */
    SLIP_TRIM_LAST_NOTES,     /* the notes at the first but for two */
    SLIP_TRIM_NOTES,          /* these two */
    SLIP_TRIM_PICTOGRAM,      /* its picture */
    SLIP_TRIM_COUNT,
} SlipTrim;

enum { SLIP_TRIM_NOTHING = 0, SLIP_TRIM_ALL = (1 << SLIP_TRIM_COUNT) - 1 };

/* `trimmed`: bits 1 << SlipTrim. Caller frees. */
Sheet *slip_lay_out(const SlipFacts *facts, TextSetter *setter, int width_dots, guint trimmed);
/* The same in two steps, for laying out several times: the QR of the facts, NULL when there is
 * none (caller destroys), and the rest around it. */
cairo_surface_t *slip_draw_code(const SlipFacts *facts);
Sheet *slip_lay_out_around(const SlipFacts *facts, TextSetter *setter, int width_dots,
                           guint trimmed, cairo_surface_t *qr);
