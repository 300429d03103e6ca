// SPDX-License-Identifier: EUPL-1.2
/* Counts wrong tries at enrolment: few from one source, not many from all together, per minute.
 * Time is an argument. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    THROTTLE_WINDOW_S = 60,
    THROTTLE_PER_SOURCE = 5,
    THROTTLE_OVERALL = 100, /* so that many sources together do not find a code either */
};

typedef struct Throttle Throttle;

Throttle *throttle_new(void);
void throttle_free(Throttle *throttle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Throttle, throttle_free)

/* Seconds until `source` may try again; 0: now. */
gint64 throttle_wait_s(Throttle *throttle, const char *source, gint64 now_s);
/* `source` was wrong. */
void throttle_count(Throttle *throttle, const char *source, gint64 now_s);
