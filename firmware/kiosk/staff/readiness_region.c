// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_region.h"

#include "base/clock.h"
#include "base/folder_watch.h"
#include "kiosk/staff/readiness_judge.h"

enum { WAIT_MS = 100, MAX_WAITS = 30 };

struct ReadinessRegion {
    char *run_dir;
    int limit_ms;
    int n_waits; /* for a new second */
    gint64 asked_unix_s;
    FolderWatch *watch; /* NULL: the limit ends the wait */
    guint limit, at_once, wait;
    bool is_over;
    ReadinessRegionDone done;
    gpointer user_data;
};

static void report(ReadinessRegion *region, const SyncReport *report)
{
    region->is_over = true;
    region->done(report, region->asked_unix_s, region->user_data);
}

static gboolean take_limit(gpointer user_data)
{
    ReadinessRegion *region = user_data;
    region->limit = region->at_once = 0;
    if (!region->is_over) {
        SyncReport *newest = sync_report_read(region->run_dir);
        report(region, newest);
        sync_report_free(newest);
    }
    return G_SOURCE_REMOVE;
}

static gboolean take_change(gpointer user_data)
{
    ReadinessRegion *region = user_data;
    SyncReport *newest = region->is_over ? NULL : sync_report_read(region->run_dir);
    if (newest && region->asked_unix_s > 0 &&
        readiness_region_answered(newest, region->asked_unix_s)) {
        report(region, newest);
    }
    sync_report_free(newest);
    return G_SOURCE_CONTINUE;
}

/* Moments are told in whole seconds: what was done within this one before the question must not
 * pass for its answer, so the question waits for the next. */
static bool must_wait(ReadinessRegion *region, gint64 now_s)
{
    SyncReport *before = sync_report_read(region->run_dir);
    bool is_recent = MAX(before->last_contact_unix_s, before->last_try_unix_s) >= now_s;
    sync_report_free(before);
    return is_recent && region->n_waits++ < MAX_WAITS;
}

static gboolean ask(gpointer user_data)
{
    ReadinessRegion *region = user_data;
    gint64 now_s = clock_unix_s();
    region->wait = 0;
    if (must_wait(region, now_s)) {
        region->wait = g_timeout_add(WAIT_MS, ask, region);
        return G_SOURCE_REMOVE;
    }
    region->asked_unix_s = now_s;
    if (sync_report_send_now(region->run_dir)) {
        region->limit = g_timeout_add((guint)region->limit_ms, take_limit, region);
    } else {
        region->at_once = g_idle_add(take_limit, region);
    }
    return G_SOURCE_REMOVE;
}

ReadinessRegion *readiness_region_start(const char *run_dir, int limit_ms, ReadinessRegionDone done,
                                        gpointer user_data)
{
    ReadinessRegion *region = g_new0(ReadinessRegion, 1);
    region->run_dir = g_strdup(run_dir);
    region->limit_ms = limit_ms;
    region->done = done;
    region->user_data = user_data;
    region->watch = folder_watch_new(&run_dir, 1, take_change, region, NULL);
    (void)ask(region);
    return region;
}

void readiness_region_free(ReadinessRegion *region)
{
    if (!region) {
        return;
    }
    g_clear_handle_id(&region->limit, g_source_remove);
    g_clear_handle_id(&region->at_once, g_source_remove);
    g_clear_handle_id(&region->wait, g_source_remove);
    folder_watch_free(region->watch);
    g_free(region->run_dir);
    g_free(region);
}
