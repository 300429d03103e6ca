// SPDX-License-Identifier: EUPL-1.2
/* Thousands of kiosks on a virtual clock, each with the schedule of wegwijs-sync itself, and one
 * region that can do so many requests a second, around one outage. The same seed, the same run. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "fleet/outage.h"
#include "sync/schedule.h"

typedef struct {
    guint kiosks;
    guint intakes;        /* that wait at a kiosk when the outage ends, on average */
    guint visits_h;       /* further ones an hour and kiosk, while all is being sent */
    guint lost_per_mille; /* of answers, on their way back */
    bool is_paced;        /* the region says when to come back (regiond/pace) */
    guint32 seed;
    ScheduleLimits limits; /* as in the settings of a kiosk */
    Outage outage;
} SimulationPlan;

typedef struct {
    gint64 intakes;                       /* that waited when the outage ended */
    gint64 requests;                      /* they and one status report a kiosk take, at least */
    gint64 ideal_us;                      /* in which the region could have done these */
    gint64 peak_second, peak_ten_seconds; /* most requests that arrived in one, in ten */
    gint64 arrived, refused, timed_out;   /* requests since the outage; 503; waited too long */
    gint64 sent_again;                    /* intakes that the region had already */
    gint64 lost; /* intakes a kiosk removed that the region has not, or that never arrived */
    gint64 drained_p50_us, drained_p95_us, drained_p99_us, drained_last_us;
    bool has_ended; /* all was sent within a day */
} SimulationResult;

void simulation_run(const SimulationPlan *plan, SimulationResult *result);
