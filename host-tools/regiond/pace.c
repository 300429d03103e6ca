// SPDX-License-Identifier: EUPL-1.2
#include "regiond/pace.h"

enum {
    MAX_WAIT_S = 3600,
    LEAST_WAIT_S = 5, /* a kiosk takes less for no answer at all and backs off by itself */
    RETURN_SHARE = 4, /* one of so many is for those who were sent away */
};
static const gint64 second_us = G_USEC_PER_SEC;
/* What may come at once, and how long one may have stood in line. */
static const gint64 burst_us = G_USEC_PER_SEC, line_us = 5 * G_USEC_PER_SEC;

void pace_init(Pace *pace, gint64 per_s)
{
    *pace = (Pace){.interval_us = per_s > 0 ? MAX(second_us / per_s, 1) : 0};
}

/* The next free moment of those that are given away. */
static gint64 give_slot(Pace *pace, gint64 now_us)
{
    gint64 first_us = now_us + LEAST_WAIT_S * second_us;
    gint64 next_us = pace->slot_us + RETURN_SHARE * pace->interval_us;
    pace->slot_us = CLAMP(next_us, first_us, now_us + MAX_WAIT_S * second_us);
    return (pace->slot_us - now_us + second_us - 1) / second_us;
}

gint64 pace_wait_s(Pace *pace, gint64 now_us, gint64 waited_us)
{
    if (pace->interval_us == 0) {
        return 0;
    }
    if (pace->due_us > now_us + burst_us || waited_us > line_us) {
        return give_slot(pace, now_us);
    }
    pace->due_us = MAX(pace->due_us, now_us) + pace->interval_us;
    return 0;
}
