// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox.h"

#include <string.h>

#include "store/outbox_file.h"
#include "store/outbox_private.h"

G_DEFINE_QUARK(wegwijs_outbox_error, outbox_error)

enum {
    HOUR_S = 3600,
    MAX_POSTPONED_S = 2 * HOUR_S, /* Retry-After is honoured up to one hour */
};

struct Outbox {
    OutboxFile *file;
    OutboxLimits limits;
};

static const char *const outcome_names[] = {
    [OUTBOX_OUTCOME_PREPARED] = "prepared", [OUTBOX_OUTCOME_PRINTED] = "printed",
    [OUTBOX_OUTCOME_SHOWN] = "shown",       [OUTBOX_OUTCOME_ABANDONED] = "abandoned",
    [OUTBOX_OUTCOME_UNKNOWN] = "unknown",
};
G_STATIC_ASSERT(G_N_ELEMENTS(outcome_names) == OUTBOX_OUTCOME_UNKNOWN + 1);

const char *outbox_outcome_name(OutboxOutcome outcome)
{
    return outcome_names[outcome];
}

/* ---- Statements ------------------------------------------------------------------------------*/

static int bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    return text ? sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT)
                : sqlite3_bind_null(statement, at);
}

/* Runs a statement that changes rows; its parameters are whole numbers. */
static int change(OutboxFile *file, const char *sql, const gint64 *numbers, int n_numbers)
{
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file, sql, &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    for (int i = 0; i < n_numbers; i++) {
        (void)sqlite3_bind_int64(statement, i + 1, numbers[i]);
    }
    return outbox_file_finish(statement);
}

/* One change of the row with this id; the statement's first parameter is the id, the second a
 * number, the third a text. */
typedef struct {
    const char *sql;
    const char *id;
    gint64 number;
    char *text;
} RowChange;

static int change_row(OutboxFile *file, gpointer data)
{
    const RowChange *row = data;
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file, row->sql, &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    (void)bind_text(statement, 1, row->id);
    (void)sqlite3_bind_int64(statement, 2, row->number);
    if (sqlite3_bind_parameter_count(statement) >= 3) {
        (void)bind_text(statement, 3, row->text);
    }
    code = outbox_file_finish(statement);
    return code == SQLITE_OK && outbox_file_changes(file) == 0 ? OUTBOX_WORK_NOT_FOUND : code;
}

/* Valid UTF-8 of at most OUTBOX_MAX_REASON_BYTES. */
static char *shorten(const char *reason)
{
    if (!reason) {
        return NULL;
    }
    g_autofree char *valid = g_utf8_make_valid(reason, -1);
    gsize size = MIN(strlen(valid), (gsize)OUTBOX_MAX_REASON_BYTES);
    const char *end;
    (void)g_utf8_validate(valid, (gssize)size, &end);
    return g_strndup(valid, (gsize)(end - valid));
}

/* ---- Opening ---------------------------------------------------------------------------------*/

Outbox *outbox_open(const char *path, const OutboxLimits *limits, bool *was_damaged, GError **error)
{
    g_assert(limits->max_rows > 0 && limits->max_bytes > 0);
    OutboxFile *file = outbox_file_open(path, error);
    if (!file) {
        return NULL;
    }
    if (was_damaged) {
        *was_damaged = outbox_file_mended(file) > 0;
    }
    Outbox *outbox = g_new0(Outbox, 1);
    outbox->file = file;
    outbox->limits = *limits;
    return outbox;
}

OutboxFile *outbox_get_file(const Outbox *outbox)
{
    return outbox->file;
}

void outbox_close(Outbox *outbox)
{
    if (outbox) {
        outbox_file_close(outbox->file);
        g_free(outbox);
    }
}

void outbox_row_free(OutboxRow *row)
{
    if (row) {
        g_free(row->id);
        g_free(row->sealed);
        g_free(row);
    }
}

/* ---- Counts ----------------------------------------------------------------------------------*/

static int read_oldest_hour(OutboxFile *file, gint64 *out)
{
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(
        file, "SELECT hour FROM outbox WHERE hour > 0 ORDER BY hour LIMIT 1", &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    code = sqlite3_step(statement);
    *out = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static int read_tally(OutboxFile *file, OutboxCounts *counts)
{
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(
        file, "SELECT waiting, prepared, quarantined, bytes, expired, damaged FROM tally",
        &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    code = sqlite3_step(statement);
    *counts = (OutboxCounts){
        .waiting = sqlite3_column_int64(statement, 0),
        .prepared = sqlite3_column_int64(statement, 1),
        .quarantined = sqlite3_column_int64(statement, 2),
        .sealed_bytes = sqlite3_column_int64(statement, 3),
        .expired_total = sqlite3_column_int64(statement, 4),
        .damaged_total = sqlite3_column_int64(statement, 5),
    };
    (void)sqlite3_reset(statement);
    /* The one row is always there. */
    return code == SQLITE_ROW ? SQLITE_OK : code == SQLITE_DONE ? SQLITE_CORRUPT : code;
}

static gint64 count_rows(const OutboxCounts *counts)
{
    return counts->waiting + counts->prepared + counts->quarantined;
}

static int count_everything(OutboxFile *file, gpointer data)
{
    OutboxCounts *counts = data;
    int code = read_tally(file, counts);
    return code == SQLITE_OK ? read_oldest_hour(file, &counts->oldest_hour_unix_s) : code;
}

/* Rounded up, so that a bound that refuses never shows as 99. */
static gint64 percent(gint64 part, gint64 whole)
{
    return CLAMP(part / whole * 100 + (part % whole * 100 + whole - 1) / whole, 0, 100);
}

bool outbox_count(Outbox *outbox, OutboxCounts *counts, GError **error)
{
    OutboxCounts found = {0};
    if (!outbox_file_run(outbox->file,
                         &(const OutboxTask){count_everything, false, "count intakes"}, &found,
                         error)) {
        return false;
    }
    found.percent_full = MAX(percent(count_rows(&found), outbox->limits.max_rows),
                             percent(found.sealed_bytes, outbox->limits.max_bytes));
    *counts = found;
    return true;
}

/* ---- The kiosk's side ------------------------------------------------------------------------*/

static int settle(OutboxFile *file, gpointer data)
{
    gint64 *settled = data;
    static const gint64 unknown = OUTBOX_OUTCOME_UNKNOWN;
    int code = change(file, "UPDATE outbox SET outcome = ? WHERE outcome = 0", &unknown, 1);
    *settled = outbox_file_changes(file);
    return code;
}

gint64 outbox_settle_prepared(Outbox *outbox, GError **error)
{
    gint64 settled = 0;
    return outbox_file_run(outbox->file, &(const OutboxTask){settle, true, "settle intakes"},
                           &settled, error)
               ? settled
               : -1;
}

typedef struct {
    const OutboxLimits *limits;
    const char *id, *sealed;
    gsize sealed_bytes;
    gint64 hour_unix_s;
} Append;

static int append(OutboxFile *file, gpointer data)
{
    const Append *row = data;
    OutboxCounts counts;
    int code = read_tally(file, &counts);
    if (code != SQLITE_OK) {
        return code;
    }
    if (count_rows(&counts) >= row->limits->max_rows ||
        counts.sealed_bytes + (gint64)row->sealed_bytes > row->limits->max_bytes) {
        return OUTBOX_WORK_FULL;
    }
    sqlite3_stmt *statement;
    code = outbox_file_prepare(
        file, "INSERT INTO outbox(id, outcome, state, sealed, hour) VALUES(?, 0, 0, ?, ?)",
        &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    (void)bind_text(statement, 1, row->id);
    (void)sqlite3_bind_blob64(statement, 2, row->sealed, row->sealed_bytes, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 3, row->hour_unix_s);
    return outbox_file_finish(statement);
}

bool outbox_append(Outbox *outbox, const char *id, const char *sealed, gint64 hour_unix_s,
                   GError **error)
{
    Append row = {
        .limits = &outbox->limits,
        .id = id,
        .sealed = sealed,
        .sealed_bytes = strlen(sealed),
        .hour_unix_s = hour_unix_s > 0 ? hour_unix_s - hour_unix_s % HOUR_S : 0,
    };
    g_assert(g_uuid_string_is_valid(id));
    g_assert(row.sealed_bytes > 0 && row.sealed_bytes <= OUTBOX_MAX_SEALED_BYTES);
    return outbox_file_run(outbox->file, &(const OutboxTask){append, true, "store an intake"}, &row,
                           error);
}

bool outbox_set_outcome(Outbox *outbox, const char *id, OutboxOutcome outcome, GError **error)
{
    g_assert(outcome != OUTBOX_OUTCOME_PREPARED);
    RowChange row = {
        .sql = "UPDATE outbox SET outcome = ?2 WHERE id = ?1 AND outcome = 0 AND state = 0",
        .id = id,
        .number = outcome,
    };
    return outbox_file_run(outbox->file, &(const OutboxTask){change_row, true, "store an outcome"},
                           &row, error);
}

/* ---- The region's side -----------------------------------------------------------------------*/

typedef struct {
    gint64 now_unix_s;
    gint64 max;
    GPtrArray *rows;
} TakeDue;

/* NULL when the row cannot be one of ours. */
static OutboxRow *read_row(sqlite3_stmt *statement)
{
    const char *id = (const char *)sqlite3_column_text(statement, 0);
    int outcome = sqlite3_column_int(statement, 1);
    const char *sealed = sqlite3_column_blob(statement, 2);
    int size = sqlite3_column_bytes(statement, 2);
    if (!id || !g_uuid_string_is_valid(id) || outcome <= OUTBOX_OUTCOME_PREPARED ||
        outcome > OUTBOX_OUTCOME_UNKNOWN || !sealed || size <= 0 ||
        size > OUTBOX_MAX_SEALED_BYTES || memchr(sealed, 0, (gsize)size)) {
        return NULL;
    }
    OutboxRow *row = g_new0(OutboxRow, 1);
    row->id = g_strdup(id);
    row->sealed = g_strndup(sealed, (gsize)size);
    row->outcome = (OutboxOutcome)outcome;
    row->attempts = sqlite3_column_int64(statement, 3);
    return row;
}

/* The partial index holds seq and next_try: rows that are not due are passed over without being
 * read. */
static const char take_due_sql[] =
    "SELECT id, outcome, sealed, attempts FROM outbox WHERE seq IN ("
    " SELECT seq FROM outbox INDEXED BY outbox_due WHERE state = 0 AND outcome <> 0"
    " AND (next_try <= ?1 OR next_try > ?2) ORDER BY seq LIMIT ?3) ORDER BY seq";

static int take_due(OutboxFile *file, gpointer data)
{
    const TakeDue *take = data;
    g_ptr_array_set_size(take->rows, 0);
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file, take_due_sql, &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    (void)sqlite3_bind_int64(statement, 1, take->now_unix_s);
    (void)sqlite3_bind_int64(statement, 2, take->now_unix_s + MAX_POSTPONED_S);
    (void)sqlite3_bind_int64(statement, 3, take->max);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        OutboxRow *row = read_row(statement);
        if (!row) {
            code = SQLITE_CORRUPT;
            break;
        }
        g_ptr_array_add(take->rows, row);
    }
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

GPtrArray *outbox_take_due(Outbox *outbox, gint64 now_unix_s, gsize max, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)outbox_row_free);
    TakeDue take = {now_unix_s, (gint64)MIN(max, G_MAXINT32), rows};
    if (!outbox_file_run(outbox->file, &(const OutboxTask){take_due, false, "read intakes"}, &take,
                         error)) {
        return NULL;
    }
    return g_steal_pointer(&rows);
}

typedef struct {
    const char *const *ids;
    gsize n;
} Remove;

static int remove_rows(OutboxFile *file, gpointer data)
{
    const Remove *rows = data;
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file, "DELETE FROM outbox WHERE id = ?", &statement);
    for (gsize i = 0; code == SQLITE_OK && i < rows->n; i++) {
        (void)bind_text(statement, 1, rows->ids[i]);
        code = outbox_file_finish(statement);
    }
    return code;
}

bool outbox_remove(Outbox *outbox, const char *const *ids, gsize n, GError **error)
{
    Remove rows = {ids, n};
    return outbox_file_run(outbox->file, &(const OutboxTask){remove_rows, true, "remove intakes"},
                           &rows, error);
}

bool outbox_postpone(Outbox *outbox, const char *id, gint64 next_try_unix_s, const char *reason,
                     GError **error)
{
    g_autofree char *text = shorten(reason);
    RowChange row = {
        .sql = "UPDATE outbox SET next_try = ?2, reason = ?3, attempts = attempts + 1"
               " WHERE id = ?1 AND state = 0",
        .id = id,
        .number = next_try_unix_s,
        .text = text,
    };
    return outbox_file_run(
        outbox->file, &(const OutboxTask){change_row, true, "postpone an intake"}, &row, error);
}

bool outbox_quarantine(Outbox *outbox, const char *id, const char *reason, GError **error)
{
    g_autofree char *text = shorten(reason);
    RowChange row = {
        .sql = "UPDATE outbox SET state = ?2, reason = ?3 WHERE id = ?1 AND state = 0",
        .id = id,
        .number = OUTBOX_STATE_QUARANTINED,
        .text = text,
    };
    return outbox_file_run(
        outbox->file, &(const OutboxTask){change_row, true, "set an intake aside"}, &row, error);
}

/* ---- Age -------------------------------------------------------------------------------------*/

typedef struct {
    gint64 hour_unix_s;
    gint64 changed;
} Aging;

static int expire(OutboxFile *file, gpointer data)
{
    Aging *aging = data;
    int code =
        change(file, "DELETE FROM outbox WHERE hour > 0 AND hour < ?", &aging->hour_unix_s, 1);
    aging->changed = outbox_file_changes(file);
    if (code == SQLITE_OK && aging->changed > 0) {
        code = change(file, "UPDATE tally SET expired = expired + ?", &aging->changed, 1);
    }
    return code;
}

gint64 outbox_expire(Outbox *outbox, gint64 before_hour_unix_s, GError **error)
{
    Aging aging = {.hour_unix_s = before_hour_unix_s};
    if (!outbox_file_run(outbox->file, &(const OutboxTask){expire, true, "remove old intakes"},
                         &aging, error)) {
        return -1;
    }
    outbox_file_forget_damaged(outbox->file, before_hour_unix_s);
    return aging.changed;
}

static int date_undated(OutboxFile *file, gpointer data)
{
    Aging *aging = data;
    int code = change(file, "UPDATE outbox SET hour = ?1 WHERE hour <= 0 OR hour > ?1",
                      &aging->hour_unix_s, 1);
    aging->changed = outbox_file_changes(file);
    return code;
}

gint64 outbox_date_undated(Outbox *outbox, gint64 hour_unix_s, GError **error)
{
    Aging aging = {.hour_unix_s = hour_unix_s - hour_unix_s % HOUR_S};
    bool ok = outbox_file_run(outbox->file, &(const OutboxTask){date_undated, true, "date intakes"},
                              &aging, error);
    return ok ? aging.changed : -1;
}

typedef struct {
    gint64 numbers[3];
    gint64 changed;
} Moving;

/* An hour of 0 would be none. */
static int move_hours(OutboxFile *file, gpointer data)
{
    Moving *moving = data;
    int code = change(file,
                      "UPDATE outbox SET hour = max(min(hour + ?2, ?3), 3600)"
                      " WHERE hour > 0 AND hour >= ?1",
                      moving->numbers, G_N_ELEMENTS(moving->numbers));
    moving->changed = outbox_file_changes(file);
    return code;
}

gint64 outbox_move_hours(Outbox *outbox, const OutboxMove *move, GError **error)
{
    Moving moving = {.numbers = {move->from_unix_s - move->from_unix_s % HOUR_S,
                                 move->by_s / HOUR_S * HOUR_S,
                                 move->most_unix_s - move->most_unix_s % HOUR_S}};
    bool ok = outbox_file_run(outbox->file, &(const OutboxTask){move_hours, true, "date intakes"},
                              &moving, error);
    return ok ? moving.changed : -1;
}

/* ---- Check -----------------------------------------------------------------------------------*/

static int check_once(OutboxFile *file)
{
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file, "PRAGMA integrity_check(1)", &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *answer = (const char *)sqlite3_column_text(statement, 0);
        code = g_strcmp0(answer, "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
    }
    (void)sqlite3_reset(statement);
    return code;
}

/* SQLite calls a page that could not be read just now damaged, too: damage is what is found twice.
 */
static int check_all(OutboxFile *file, gpointer data)
{
    (void)data;
    int code = check_once(file);
    return code == SQLITE_CORRUPT ? check_once(file) : code;
}

bool outbox_check(Outbox *outbox, bool *was_damaged, GError **error)
{
    int before = outbox_file_mended(outbox->file);
    if (!outbox_file_run(outbox->file, &(const OutboxTask){check_all, false, "check all intakes"},
                         NULL, error)) {
        return false;
    }
    if (was_damaged) {
        *was_damaged = outbox_file_mended(outbox->file) > before;
    }
    return true;
}
