// SPDX-License-Identifier: EUPL-1.2
/* Asks wegwijs-sync to send now and waits for what comes of it. Main thread. */
#pragma once

#include "kiosk/staff/sync_report.h"

typedef struct ReadinessRegion ReadinessRegion;

/* Never inside a call, once: with the newest report, also when nothing came in time. */
typedef void (*ReadinessRegionDone)(const SyncReport *report, gint64 asked_unix_s,
                                    gpointer user_data);

/* Caller frees, also after `done`. */
ReadinessRegion *readiness_region_start(const char *run_dir, int limit_ms, ReadinessRegionDone done,
                                        gpointer user_data);
/* Gives up; nothing is called any more. NULL is fine. */
void readiness_region_free(ReadinessRegion *region);
