// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_salvage.h"

#include <string.h>

#include "store/outbox.h"
#include "store/outbox_db.h"

enum { MAX_LOOKUPS = 100000, MAX_PASSES = 3 };

#define COLUMNS "seq, id, outcome, state, sealed, attempts, next_try, reason, hour"
enum { SEQ, ID, OUTCOME, STATE, SEALED, ATTEMPTS, NEXT_TRY, REASON, HOUR, N_COLUMNS };

typedef struct {
    sqlite3 *from;
    sqlite3_stmt *insert;
    gint64 carried, expired, damaged;
    int insert_code; /* of the fresh file; ends the work */
    int read_code;   /* of a read that failed without meeting damage */
} Salvage;

/* A damaged page can hold anything: only what we could have written is carried over. */
static bool is_sound(sqlite3_stmt *row)
{
    const char *id = (const char *)sqlite3_column_text(row, ID);
    int outcome = sqlite3_column_int(row, OUTCOME);
    int state = sqlite3_column_int(row, STATE);
    const char *sealed = sqlite3_column_blob(row, SEALED);
    int size = sqlite3_column_bytes(row, SEALED);
    static const char alphabet[] =
        ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (!id || !g_uuid_string_is_valid(id) || outcome < OUTBOX_OUTCOME_PREPARED ||
        outcome > OUTBOX_OUTCOME_UNKNOWN || state < OUTBOX_STATE_WAITING ||
        state > OUTBOX_STATE_QUARANTINED || !sealed || size <= 0 ||
        size > OUTBOX_MAX_SEALED_BYTES || sqlite3_column_type(row, HOUR) != SQLITE_INTEGER) {
        return false;
    }
    for (int i = 0; i < size; i++) {
        if (!sealed[i] || !strchr(alphabet, sealed[i])) {
            return false;
        }
    }
    return true;
}

static void copy_row(Salvage *salvage, sqlite3_stmt *row)
{
    if (!is_sound(row)) {
        return;
    }
    for (int i = 0; i < N_COLUMNS; i++) {
        (void)sqlite3_bind_value(salvage->insert, i + 1, sqlite3_column_value(row, i));
    }
    int code = sqlite3_step(salvage->insert);
    (void)sqlite3_reset(salvage->insert);
    if (code == SQLITE_DONE) {
        salvage->carried += sqlite3_changes64(sqlite3_db_handle(salvage->insert));
    } else if ((code & 0xff) != SQLITE_CONSTRAINT) {
        salvage->insert_code = code;
    }
}

/* What is damaged stays so; what the disk did not give now it may give at the next pass. */
static int note_read(Salvage *salvage, int code)
{
    int primary = code & 0xff;
    if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL ||
        primary == SQLITE_READONLY || primary == SQLITE_NOMEM || primary == SQLITE_BUSY) {
        salvage->read_code = code;
    }
    return code;
}

static sqlite3_stmt *prepare_read(Salvage *salvage, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    (void)note_read(salvage, sqlite3_prepare_v2(salvage->from, sql, -1, &statement, NULL));
    return statement;
}

/* Copies rows in the statement's order until it ends or meets damage; true when it ended. `last` is
 * the last row seen. Stops before `stop`. */
static bool copy_along(Salvage *salvage, const char *sql, gint64 *last, gint64 stop)
{
    sqlite3_stmt *rows = prepare_read(salvage, sql);
    int code = rows ? note_read(salvage, sqlite3_step(rows)) : SQLITE_CORRUPT;
    while (code == SQLITE_ROW && salvage->insert_code == SQLITE_OK &&
           sqlite3_column_int64(rows, SEQ) != stop) {
        *last = sqlite3_column_int64(rows, SEQ);
        copy_row(salvage, rows);
        code = note_read(salvage, sqlite3_step(rows));
    }
    (void)sqlite3_finalize(rows);
    return code == SQLITE_DONE || code == SQLITE_ROW;
}

/* One look for each row between two damaged places. */
static void copy_between(Salvage *salvage, gint64 after, gint64 before)
{
    sqlite3_stmt *one =
        prepare_read(salvage, "SELECT " COLUMNS " FROM outbox NOT INDEXED WHERE seq = ?");
    gint64 looks = 0;
    for (gint64 seq = after + 1; one && seq < before && looks < MAX_LOOKUPS; seq++, looks++) {
        if (salvage->insert_code != SQLITE_OK) {
            break;
        }
        (void)sqlite3_bind_int64(one, 1, seq);
        if (note_read(salvage, sqlite3_step(one)) == SQLITE_ROW) {
            copy_row(salvage, one);
        }
        (void)sqlite3_reset(one);
    }
    (void)sqlite3_finalize(one);
}

/* Up from the first row, and when that meets damage down from the last, then what lies between. */
static void copy_rows(Salvage *salvage)
{
    gint64 up = 0;
    gint64 down = G_MAXINT64;
    if (copy_along(salvage, "SELECT " COLUMNS " FROM outbox NOT INDEXED ORDER BY seq", &up, -1)) {
        return;
    }
    if (!copy_along(salvage, "SELECT " COLUMNS " FROM outbox NOT INDEXED ORDER BY seq DESC", &down,
                    up)) {
        copy_between(salvage, up, down);
    }
}

static void read_totals(Salvage *salvage)
{
    (void)note_read(salvage, outbox_db_read_number(salvage->from, "SELECT expired FROM tally",
                                                   &salvage->expired));
    (void)note_read(salvage, outbox_db_read_number(salvage->from, "SELECT damaged FROM tally",
                                                   &salvage->damaged));
}

static int write_totals(const Salvage *salvage, sqlite3 *fresh)
{
    sqlite3_stmt *set = NULL;
    int code =
        sqlite3_prepare_v2(fresh, "UPDATE tally SET expired = ?, damaged = ?", -1, &set, NULL);
    if (code == SQLITE_OK) {
        (void)sqlite3_bind_int64(set, 1, CLAMP(salvage->expired, 0, G_MAXINT32));
        (void)sqlite3_bind_int64(set, 2, CLAMP(salvage->damaged, 0, G_MAXINT32));
        code = sqlite3_step(set) == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(fresh);
    }
    (void)sqlite3_finalize(set);
    return code;
}

static int open_damaged(Salvage *salvage, const char *path)
{
    int code =
        sqlite3_open_v2(path, &salvage->from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        (void)sqlite3_db_config(salvage->from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_exec(salvage->from, "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;",
                           NULL, NULL, NULL);
    }
    return code;
}

/* One reading of the file, with a handle of its own. Rows that an earlier pass copied stay. */
static int copy_pass(Salvage *salvage, const char *path)
{
    salvage->read_code = SQLITE_OK;
    int code = open_damaged(salvage, path);
    if (code == SQLITE_OK) {
        copy_rows(salvage);
        read_totals(salvage);
    }
    (void)sqlite3_close(salvage->from);
    salvage->from = NULL;
    return code;
}

int outbox_salvage(const char *path, sqlite3 *fresh, gint64 *carried)
{
    Salvage salvage = {0};
    int code = sqlite3_prepare_v2(
        fresh, "INSERT OR IGNORE INTO outbox(" COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", -1,
        &salvage.insert, NULL);
    bool is_done = code != SQLITE_OK;
    for (int pass = 0; pass < MAX_PASSES && !is_done; pass++) {
        code = copy_pass(&salvage, path);
        is_done = salvage.insert_code != SQLITE_OK ||
                  (code == SQLITE_OK && salvage.read_code == SQLITE_OK);
    }
    if (salvage.insert_code != SQLITE_OK) {
        code = salvage.insert_code;
    }
    /* A place that no pass could read is lost like a damaged one; a file that gave nothing is not
     * taken for an empty one. */
    if (code == SQLITE_OK && salvage.carried == 0) {
        code = salvage.read_code;
    }
    (void)sqlite3_finalize(salvage.insert);
    *carried = salvage.carried;
    return code == SQLITE_OK ? write_totals(&salvage, fresh) : code;
}
