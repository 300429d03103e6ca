// SPDX-License-Identifier: EUPL-1.2
/* The offline queue: one SQLite file (WAL, synchronous=FULL) shared by the two programs; each opens
 * its own Outbox, from one thread. A row is written `prepared` before paper is asked for, gets one
 * outcome, and leaves only when the region's signed receipt names it. Nothing is deleted because a
 * server refused it: such rows are `quarantined`. What expires unsent is counted.
 *
 * A damaged file heals itself, at opening or when a call meets the damage: it is set aside as
 * "<path>.damaged-<n>" (with its -wal), every readable row is carried over into a fresh file, and
 * the call is done again there. Opening looks at no more than the file's head, however many rows
 * it has; outbox_check looks at everything. "<path>.lock" keeps one program from writing into a
 * file the other is setting aside. Calls wait for the other program at most 2 s. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define OUTBOX_ERROR outbox_error_quark()
GQuark outbox_error_quark(void);
typedef enum {
    OUTBOX_ERROR_FULL,    /* bound reached or disk full: nothing was stored */
    OUTBOX_ERROR_IO,      /* folder missing, read-only, disk failing, or the file locked too long */
    OUTBOX_ERROR_CORRUPT, /* damaged, and could not be mended either */
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

enum { OUTBOX_MAX_SEALED_BYTES = 64 * 1024, OUTBOX_MAX_REASON_BYTES = 300 };

typedef struct Outbox Outbox;

/* Opens or makes `path` (0600; its folder must exist). *was_damaged (may be NULL): the file had to
 * be set aside. `limits` is copied. Caller closes. */
Outbox *outbox_open(const char *path, const OutboxLimits *limits, bool *was_damaged,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void outbox_close(Outbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outbox, outbox_close)

/* Called by the kiosk at its start: rows left `prepared` become `unknown`. Returns how many, -1 on
 * error. */
gint64 outbox_settle_prepared(Outbox *outbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends a sealed intake as `prepared`. Durable when it returns true. `id` is a random UUID in
 * lower case, `sealed` at most OUTBOX_MAX_SEALED_BYTES. `hour_unix_s`: the hour it belongs to, for
 * expiry, 0 when the clock is not trusted; it is rounded down, nothing finer is stored. FULL or IO:
 * nothing was stored, the visitor is sent to the desk. */
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

/* Up to `max` waiting rows with an outcome whose next_try is due at `now_unix_s`, in the order they
 * came. A next_try more than two hours ahead was set by a clock gone wrong and counts as due.
 * Elements OutboxRow*, owned by the array. */
GPtrArray *outbox_take_due(Outbox *outbox, gint64 now_unix_s, gsize max,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The region has them (its receipt was verified): removes the rows, in one transaction. Ids that
 * are not there are passed over. */
bool outbox_remove(Outbox *outbox, const char *const *ids, gsize n,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One more try later. `reason` (may be NULL) is kept up to OUTBOX_MAX_REASON_BYTES. NOT_FOUND: no
 * such waiting row. */
bool outbox_postpone(Outbox *outbox, const char *id, gint64 next_try_unix_s, const char *reason,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Set aside with its reason; shown to staff and reported. NOT_FOUND: no such waiting row. */
bool outbox_quarantine(Outbox *outbox, const char *id, const char *reason,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes rows of hours before `before_hour_unix_s`, quarantined ones too (an intake is kept at
 * most 168 h in any case), and damaged files set aside before it; adds the rows to the count of
 * expired. Rows without an hour stay. Returns how many, -1 on error. Only with a trusted clock. */
gint64 outbox_expire(Outbox *outbox, gint64 before_hour_unix_s,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rows appended without an hour, or with one that is yet to come, get this one, so that their 168 h
 * begin. Returns how many, -1 on error. */
gint64 outbox_date_undated(Outbox *outbox, gint64 hour_unix_s,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The clock by which rows from `from_unix_s` on got their hours turned out to be wrong by `by_s`:
 * they move along with it, to `most_unix_s` at the latest, and so keep their age. Rows without an
 * hour stay so. Returns how many, -1 on error. */
typedef struct {
    gint64 from_unix_s, by_s, most_unix_s;
} OutboxMove;
gint64 outbox_move_hours(Outbox *outbox, const OutboxMove *move,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    gint64 waiting, prepared, quarantined;
    gint64 expired_total;      /* rows that expired unsent, ever */
    gint64 damaged_total;      /* files set aside, ever */
    gint64 sealed_bytes;       /* of all rows */
    gint64 oldest_hour_unix_s; /* 0 when no row has an hour */
    gint64 percent_full;       /* 0 to 100, of the nearer limit */
} OutboxCounts;
/* Does not look at the rows: as fast with 10,000 as with none. */
bool outbox_count(Outbox *outbox, OutboxCounts *counts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The hour of the intake that waits longest, 0: none waits, or its hour is not known. As fast with
 * 10,000 as with none. */
bool outbox_oldest_waiting(Outbox *outbox, gint64 *hour_unix_s,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

enum { OUTBOX_MAX_REASONS = 20 };

/* What was set aside for one reason. No ids: staff cannot do anything to one of them. */
typedef struct {
    char *reason; /* technical, as the region gave it; "" none */
    gint64 rows;
    gint64 oldest_hour_unix_s; /* 0: not known */
} OutboxSetAside;
void outbox_set_aside_free(OutboxSetAside *set_aside);

/* By reason, the most rows first, at most OUTBOX_MAX_REASONS; further reasons come together as one
 * without a text. No intake is read, only an index of them. Elements OutboxSetAside*, owned by the
 * array. */
GPtrArray *outbox_list_set_aside(Outbox *outbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at every page and index (seconds with a full outbox on a slow card: for wegwijs-sync, once
 * a day) and mends what is damaged. *was_damaged (may be NULL) tells. */
bool outbox_check(Outbox *outbox, bool *was_damaged, GError **error) G_GNUC_WARN_UNUSED_RESULT;
