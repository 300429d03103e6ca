// SPDX-License-Identifier: EUPL-1.2
/* A trial with the real thing: so many processes of wegwijs-sync, each with its own outbox, against
 * a real region, if wanted after an outage of it. On the main loop, in real time. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "fleet/real_kiosk.h"

typedef struct {
    RealPlace place;
    guint kiosks, intakes; /* at each */
    const char *script;    /* region.sh, to stop and start the region */
    int outage_s;          /* 0: none */
    int per_s;             /* requests a second, when the region comes back; 0: no limit */
    int limit_s;           /* by then all must have been sent */
} TrialPlan;

typedef struct {
    gint64 requests, fine, refused;         /* exchanges; told to come back, or not answered */
    gint64 sent_us;                         /* from the first request that arrived to the last */
    gint64 peak_second;                     /* most requests that began in a second */
    gint64 p50_ms, p95_ms, p99_ms;          /* of those answered well */
    gint64 arrived;                         /* intakes with a receipt */
    gint64 drained_p99_us, drained_last_us; /* of kiosks, since the region is back */
    gint64 growth_kib;                      /* of the memory of the one that grew most */
    gint64 missing, doubled, strange;       /* at the region, against what was made */
} TrialResult;

/* False when it could not be done; what came of it is in `result`. */
bool trial_run(const TrialPlan *plan, TrialResult *result, GError **error);
