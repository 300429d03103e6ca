// SPDX-License-Identifier: EUPL-1.2
/* The offline queue: one SQLite file (WAL, synchronous=FULL) shared by the two programs; each opens
 * its own Outbox, from one thread. A row is written `prepared` before paper is asked for, gets one
 * outcome, and leaves only when the region's signed receipt names it. Nothing is deleted because a
 * server refused it: such rows are `quarantined`. What expires unsent is counted. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define OUTBOX_ERROR outbox_error_quark()
GQuark outbox_error_quark(void);
typedef enum {
    OUTBOX_ERROR_FULL,
    OUTBOX_ERROR_IO,
    OUTBOX_ERROR_CORRUPT,
    OUTBOX_ERROR_NOT_FOUND
} OutboxError;

typedef enum {
    OUTBOX_OUTCOME_PREPARED, /* recorded, paper not yet confirmed; never sent */
    OUTBOX_OUTCOME_PRINTED,
    OUTBOX_OUTCOME_SHOWN,
    OUTBOX_OUTCOME_ABANDONED,
    OUTBOX_OUTCOME_UNKNOWN, /* left prepared by a crash or power cut */
} OutboxOutcome;
const char *outbox_outcome_name(OutboxOutcome outcome); /* "printed", as in the API */

typedef enum { OUTBOX_STATE_WAITING, OUTBOX_STATE_QUARANTINED } OutboxState;

typedef struct {
    gint64 max_rows;
    gint64 max_bytes; /* of sealed text */
} OutboxLimits;

typedef struct Outbox Outbox;

/* Opens or makes `path`. A file that fails its check is set aside as "<path>.damaged-<n>", readable
 * rows are carried over to a fresh one and *was_damaged tells (may be NULL). Caller closes. */
Outbox *outbox_open(const char *path, const OutboxLimits *limits, bool *was_damaged,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void outbox_close(Outbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outbox, outbox_close)

/* Called by the kiosk at its start: rows left `prepared` become `unknown`. Returns how many, -1 on
 * error. */
gint64 outbox_settle_prepared(Outbox *outbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends a sealed intake as `prepared`. Durable when it returns true. `hour_unix_s`: the hour it
 * belongs to, for expiry; nothing finer is stored. FULL: bound reached or disk full, nothing was
 * stored. */
bool outbox_append(Outbox *outbox, const char *id, const char *sealed, gint64 hour_unix_s,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives a prepared row its outcome, once. Durable when it returns true. NOT_FOUND: no such prepared
 * row. */
bool outbox_set_outcome(Outbox *outbox, const char *id, OutboxOutcome outcome,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char *id;
    char *sealed;
    OutboxOutcome outcome;
    gint64 attempts;
} OutboxRow;
void outbox_row_free(OutboxRow *row);

/* Up to `max` waiting rows with an outcome whose next_try is due at `now_unix_s`, oldest first.
 * Elements OutboxRow*, owned by the array. */
GPtrArray *outbox_take_due(Outbox *outbox, gint64 now_unix_s, gsize max,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The region has them (its receipt was verified): removes the rows. */
bool outbox_remove(Outbox *outbox, const char *const *ids, gsize n,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One more try later. */
bool outbox_postpone(Outbox *outbox, const char *id, gint64 next_try_unix_s, const char *reason,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Set aside with its reason; shown to staff and reported. */
bool outbox_quarantine(Outbox *outbox, const char *id, const char *reason,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes waiting rows older than `before_hour_unix_s`, adds them to the count of expired. Returns
 * how many, -1 on error. */
gint64 outbox_expire(Outbox *outbox, gint64 before_hour_unix_s,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    gint64 waiting, prepared, quarantined, expired_total, sealed_bytes, oldest_hour_unix_s,
        percent_full;
} OutboxCounts;
bool outbox_count(Outbox *outbox, OutboxCounts *counts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
