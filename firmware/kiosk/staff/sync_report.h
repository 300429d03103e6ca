// SPDX-License-Identifier: EUPL-1.2
/* What wegwijs-sync tells of the connection with the region (`<run>/sync-status.json`), and whether
 * it runs at all: the file is written only when something changed, so its age says nothing, but
 * somebody listens at `<run>/wake.sock` as long as it runs. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct SyncReport {
    bool is_missing; /* no file, or none that can be read: all below is empty but is_running */
    bool is_running; /* wegwijs-sync listens */
    char *state;     /* "ok", "no-network", …: sync/sync_state.h; "" when missing */
    char *message_nl, *message_en; /* for staff; "" when missing */
    char *reason;                  /* technical, one line; NULL: none */
    char *problem;                 /* of one job, while others go on; technical; NULL: none */
    gint64 last_contact_unix_s;    /* 0: never */
    gint64 last_try_unix_s;        /* end of the last exchange, good or not; 0: none yet */
    gint64 next_try_unix_s;        /* 0: not known */
    bool is_trying;                /* an exchange runs or is due */
    bool has_clock_offset;
    gint64 clock_offset_s;           /* the region's time minus ours, over a minute */
    gint64 certificate_until_unix_s; /* the kiosk's own; 0: not known */
} SyncReport;

/* Never NULL. Bounded: a file of any size and content does no harm. Caller frees. */
SyncReport *sync_report_read(const char *run_dir);
void sync_report_free(SyncReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SyncReport, sync_report_free)

/* Staff press "send now": wakes wegwijs-sync. False: it does not run. */
bool sync_report_send_now(const char *run_dir);
