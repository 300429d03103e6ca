// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_sqlite.h"

#include <string.h>

#include "regiond/sql.h"
#include "regiond/storage_sqlite_parts.h"

enum { SCHEMA_VERSION = 2, WAL_TRIES = 100 };

static const char schema[] =
    "CREATE TABLE kiosks(number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
    " site INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0, orders_serial INTEGER NOT NULL"
    " DEFAULT 0, last_contact INTEGER NOT NULL DEFAULT 0, report TEXT) STRICT;"
    "CREATE TABLE codes(hash TEXT PRIMARY KEY, kiosk INTEGER NOT NULL REFERENCES kiosks,"
    " expires INTEGER NOT NULL, request_hash TEXT, serial TEXT, slip_key INTEGER) STRICT;"
    "CREATE TABLE certificates(serial TEXT PRIMARY KEY, kiosk INTEGER NOT NULL REFERENCES kiosks,"
    " pem TEXT NOT NULL, not_after INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE slip_keys(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kiosk INTEGER NOT NULL REFERENCES kiosks, jwk TEXT NOT NULL) STRICT;"
    "CREATE TABLE intakes(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
    " kiosk INTEGER NOT NULL REFERENCES kiosks, outcome TEXT NOT NULL, sealed TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, received_hour INTEGER NOT NULL) STRICT;"
    "CREATE INDEX intakes_by_hour ON intakes(received_hour);"
    "CREATE TABLE settings(kiosk INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY(kiosk, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE presence(kiosk INTEGER PRIMARY KEY, day TEXT NOT NULL, partners TEXT NOT NULL)"
    " STRICT;"
    "CREATE TABLE commands(id INTEGER PRIMARY KEY AUTOINCREMENT, kiosk INTEGER NOT NULL,"
    " what TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;"
    "CREATE TABLE packs(kiosk INTEGER NOT NULL, site INTEGER NOT NULL, sha256 TEXT NOT NULL,"
    " bundle_sha256 TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,"
    " sequence INTEGER NOT NULL, size INTEGER NOT NULL, PRIMARY KEY(kiosk, site)) STRICT,"
    " WITHOUT ROWID;"
    "PRAGMA user_version=1;";

/* What later versions added, each from the one before; a new database goes through all of them. */
static const char *const additions[SCHEMA_VERSION - 1] = {
    "ALTER TABLE kiosks ADD COLUMN staff_secret TEXT;"
    "ALTER TABLE kiosks ADD COLUMN staff_codes INTEGER NOT NULL DEFAULT 0;"
    "PRAGMA user_version=2;",
};

static gint64 read_version(sqlite3 *db, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(db, error, "PRAGMA user_version", "");
    if (!ask || sql_step(ask, error) != SQL_ROW) {
        return -1;
    }
    return sqlite3_column_int64(ask, 0);
}

static bool run_all(sqlite3 *db, const char *text, GError **error)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK) {
        return true;
    }
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO, "cannot make the tables: %s",
                sqlite3_errmsg(db));
    return false;
}

/* Two programs may start on a fresh file at once: the second finds the first's tables. */
static bool make_tables(sqlite3 *db, GError **error)
{
    if (!sql_begin(db, error)) {
        return false;
    }
    gint64 version = read_version(db, error);
    bool ok = version >= 0;
    if (version == 0) {
        ok = run_all(db, schema, error);
        version = ok ? 1 : -1;
    }
    if (version > SCHEMA_VERSION) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                    "the database is of a newer version (%" G_GINT64_FORMAT
                    "); use the regiond that made it or a newer one",
                    version);
        ok = false;
    }
    for (; ok && version < SCHEMA_VERSION; version++) {
        ok = run_all(db, additions[version - 1], error);
    }
    return sql_end(db, ok, error);
}

/* While another program turns the same fresh file, SQLite answers "locked" at once, without the
 * wait that a transaction gets: wait with one of those, and try again. */
static bool turn_to_wal(sqlite3 *db, GError **error)
{
    for (int i = 1;; i++) {
        if (sqlite3_exec(db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) == SQLITE_OK) {
            return true;
        }
        if (sqlite3_errcode(db) != SQLITE_BUSY || i == WAL_TRIES) {
            g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO, "cannot open the database %s: %s",
                        sqlite3_db_filename(db, "main"), sqlite3_errmsg(db));
            return false;
        }
        if (!sql_begin(db, error) || !sql_run(db, error, "ROLLBACK", "")) {
            return false;
        }
    }
}

static bool prepare(sqlite3 *db, GError **error)
{
    return sql_run(db, error, "PRAGMA synchronous=EXTRA", "") && turn_to_wal(db, error) &&
           make_tables(db, error) && sql_run(db, error, "PRAGMA synchronous=FULL", "") &&
           sql_run(db, error, "PRAGMA foreign_keys=ON", "") &&
           sql_run(db, error, "PRAGMA trusted_schema=OFF", "");
}

static Storage *open_file(const char *url, GError **error)
{
    const char *path = strchr(url, ':') + 1;
    sqlite3 *db = sql_open(path, error);
    if (!db || !prepare(db, error)) {
        sqlite3_close(db);
        return NULL;
    }
    StorageSqlite *self = g_new0(StorageSqlite, 1);
    self->base.class = &storage_sqlite_class;
    self->db = db;
    return &self->base;
}

static void close_file(Storage *base)
{
    StorageSqlite *self = (StorageSqlite *)base;
    sqlite3_close(self->db);
    g_free(self);
}

static bool count(Storage *base, StorageCounts *counts, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error,
                "SELECT (SELECT count(*) FROM kiosks), (SELECT count(*) FROM kiosks WHERE"
                " revoked<>0), (SELECT count(*) FROM intakes)",
                "");
    if (!ask || sql_step(ask, error) != SQL_ROW) {
        return false;
    }
    counts->kiosks = sqlite3_column_int64(ask, 0);
    counts->kiosks_revoked = sqlite3_column_int64(ask, 1);
    counts->intakes = sqlite3_column_int64(ask, 2);
    return true;
}

const StorageClass storage_sqlite_class = {
    .scheme = "sqlite",
    .open = open_file,
    .close = close_file,
    .add_kiosk = sqlite_add_kiosk,
    .find_kiosk = sqlite_find_kiosk,
    .find_kiosk_by_name = sqlite_find_kiosk_by_name,
    .list_kiosks = sqlite_list_kiosks,
    .revoke_kiosk = sqlite_revoke_kiosk,
    .add_code = sqlite_add_code,
    .find_code = sqlite_find_code,
    .enrol = sqlite_enrol,
    .take_staff_code = sqlite_take_staff_code,
    .add_certificate = sqlite_add_certificate,
    .find_certificate = sqlite_find_certificate,
    .list_revoked = sqlite_list_revoked,
    .list_slip_keys = sqlite_list_slip_keys,
    .store_intakes = sqlite_store_intakes,
    .read_intakes = sqlite_read_intakes,
    .report = sqlite_report,
    .set_setting = sqlite_set_setting,
    .set_presence = sqlite_set_presence,
    .add_command = sqlite_add_command,
    .offer_pack = sqlite_offer_pack,
    .count = count,
};
