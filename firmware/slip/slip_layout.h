// SPDX-License-Identifier: EUPL-1.2
/* What is on a slip and where: from the facts of a visit to a sheet. One thread. */
#pragma once

#include "slip/sheet.h"
#include "slip/slip.h"

/* How much is left out when a slip would be longer than a hand can hold, each with all before it.
 */
typedef enum {
    SLIP_TRIM_NOTHING,
    SLIP_TRIM_NEXT,       /* what happens at the second and third door */
    SLIP_TRIM_WEEK,       /* the week's hours of the first */
    SLIP_TRIM_TASKS,      /* staff have them below */
    SLIP_TRIM_BRING,      /* what to bring to the second and third */
    SLIP_TRIM_DETAIL,     /* their hours, phones and notes */
    SLIP_TRIM_DOORS,      /* they become titles */
    SLIP_TRIM_PLACES,     /* without their places */
    SLIP_TRIM_HINT,       /* the last line for staff */
    SLIP_TRIM_FIRST_NEXT, /* what happens at the first */
    SLIP_TRIM_NOTES,      /* its notes */
    SLIP_TRIM_COUNT,
} SlipTrim;

/* Caller frees. */
Sheet *slip_lay_out(const SlipFacts *facts, TextSetter *setter, int width_dots, SlipTrim trim);
