// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_sqlite_parts.h"

#include <string.h>

#include "regiond/sql.h"

enum { HOUR_S = 3600 };

/* The id is unique over all kiosks, so one insert that gives way and one look decide. */
static bool store_one(sqlite3 *db, const StorageBatch *batch, gsize at, GError **error)
{
    const StorageIntake *intake = &batch->intakes[at];
    gint64 hour_unix_s = batch->now_unix_s - batch->now_unix_s % HOUR_S;
    if (!sql_run(db, error,
                 "INSERT INTO intakes(id, kiosk, outcome, sealed, sha256, received_hour)"
                 " VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO NOTHING",
                 "sisssi", intake->id, batch->kiosk, intake->outcome, intake->sealed,
                 intake->sha256, hour_unix_s)) {
        return false;
    }
    if (sqlite3_changes(db) == 1) {
        batch->results[at] = STORAGE_INTAKE_STORED;
        return true;
    }
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(db, error, "SELECT sealed=? AND kiosk=? FROM intakes WHERE id=?", "sis",
                intake->sealed, batch->kiosk, intake->id);
    if (!ask || sql_step(ask, error) != SQL_ROW) {
        return false;
    }
    batch->results[at] =
        sqlite3_column_int(ask, 0) ? STORAGE_INTAKE_DUPLICATE : STORAGE_INTAKE_CONFLICT;
    return true;
}

bool sqlite_store_intakes(Storage *base, const StorageBatch *batch, GError **error)
{
    g_assert(batch->n <= STORAGE_MAX_BATCH);
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return false;
    }
    bool ok = true;
    for (gsize i = 0; ok && i < batch->n; i++) {
        ok = store_one(db, batch, i, error);
    }
    return sql_end(db, ok, error);
}

bool sqlite_read_intakes(Storage *base, const StorageIntakeFilter *filter,
                         const StorageReader *reader, GError **error)
{
    gint64 since = filter->since_unix_s - filter->since_unix_s % HOUR_S;
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error,
                "SELECT id, outcome, sealed, sha256, kiosk, received_hour FROM intakes"
                " WHERE (?1 IS NULL OR id=?1) AND received_hour>=?2 ORDER BY seq",
                "si", filter->id, since);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        StorageIntakeRow row = {
            .id = (const char *)sqlite3_column_text(ask, 0),
            .outcome = (const char *)sqlite3_column_text(ask, 1),
            .sealed = (const char *)sqlite3_column_text(ask, 2),
            .sha256 = (const char *)sqlite3_column_text(ask, 3),
            .kiosk = sqlite3_column_int64(ask, 4),
            .received_hour_unix_s = sqlite3_column_int64(ask, 5),
        };
        if (!reader->take(&row, reader->data)) {
            return true;
        }
    }
    return step == SQL_DONE;
}
