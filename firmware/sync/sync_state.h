// SPDX-License-Identifier: EUPL-1.2
/* How things are between this kiosk and the region, for staff: `<run>/sync-status.json`, which
 * wegwijs-kiosk shows. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    SYNC_STATE_OK,
    SYNC_STATE_NOT_ENROLLED,
    SYNC_STATE_NO_NETWORK,
    SYNC_STATE_BUSY, /* the region answers, but not now */
    SYNC_STATE_WRONG_CERTIFICATE,
    SYNC_STATE_CAPTIVE_PORTAL,
    SYNC_STATE_CLOCK,
    SYNC_STATE_REFUSED,
    SYNC_N_STATES,
} SyncState;

/* "ok", "not-enrolled", … as in the file. */
const char *sync_state_name(SyncState state);
/* One sentence or two for staff, without technical words. */
const char *sync_state_message_nl(SyncState state);
const char *sync_state_message_en(SyncState state);

typedef struct {
    SyncState state;
    const char *reason;         /* technical, one line, for who is called for help; NULL: none */
    gint64 last_contact_unix_s; /* by our clock; 0: never */
    bool has_clock_offset;
    gint64 clock_offset_s; /* region's time minus ours; set when it is more than a minute */
    bool has_region_clock;
    gint64 region_clock_ms;          /* the region's time when the monotonic clock was 0 */
    gint64 last_try_unix_s;          /* end of the last exchange, good or not; 0: none yet */
    gint64 next_try_unix_s;          /* 0: nothing is due but what happens may make due */
    bool is_trying;                  /* an exchange runs or is due */
    gint64 certificate_until_unix_s; /* the kiosk's own; 0: none */
    const char *problem;             /* of one job while others go on, technical; NULL: none */
} SyncStatus;

/* Writes the file when it would differ from what is there. */
bool sync_state_save(const char *run_dir, const SyncStatus *status,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
