// SPDX-License-Identifier: EUPL-1.2
/* How much a region takes on: so many requests a second; what comes above that is told when to come
 * back, each at a moment of its own, so that after an outage all kiosks do not knock again and
 * again. Those told to come back are let in at half the rate: who is let in sends the rest of what
 * it has at once, and that is the other half. Time is an argument. One thread. */
#pragma once

#include <glib.h>

typedef struct {
    gint64 interval_us; /* between two requests; 0: take everything */
    gint64 due_us;      /* when the next request would be on time */
    gint64 slot_us;     /* the last moment that was given away */
} Pace;

/* `per_s` requests a second, 0: no limit. */
void pace_init(Pace *pace, gint64 per_s);

/* For a request that is looked at `now_us` (monotonic) after it stood in line for `waited_us`.
 * 0: take it on. Else it is not done, and may come back after so many seconds (1 to 3600). */
gint64 pace_wait_s(Pace *pace, gint64 now_us, gint64 waited_us);
