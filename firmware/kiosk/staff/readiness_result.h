// SPDX-License-Identifier: EUPL-1.2
/* What one item of the readiness check found: a light, how it is and what to do, in both languages.
 * Any one thread. */
#pragma once

#include "kiosk/staff/staff_page.h"
#include "kiosk/staff/staff_text.h"

/* All-zero: none yet. */
typedef struct {
    StaffLight light; /* NONE with a state: not tested */
    char *state[STAFF_LANGUAGE_COUNT], *advice[STAFF_LANGUAGE_COUNT]; /* owned; NULL: nothing */
    char *detail; /* technical, owned, or NULL */
} ReadinessResult;

void readiness_result_clear(ReadinessResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReadinessResult, readiness_result_clear)

/* An advice that says nothing. */
#define READINESS_NO_ADVICE ((StaffText){NULL, NULL})

/* Of a result that is all-zero. Texts are copied; `advice.nl` NULL: nothing to do. */
void readiness_result_say(ReadinessResult *result, StaffLight light, StaffText state,
                          StaffText advice);
/* The same with {name} in state and advice replaced by another text in each language. */
typedef struct {
    const char *name;
    StaffText value;
} ReadinessWord;
void readiness_result_fill(ReadinessResult *result, const ReadinessWord *word);
/* {n} */
void readiness_result_fill_number(ReadinessResult *result, gint64 n);
