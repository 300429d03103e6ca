// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_sqlite_parts.h"

#include <stdlib.h>
#include <string.h>

#include "regiond/sql.h"

static json_t *parse_column(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
}

/* A serial is the time, or one more than the last: a database that was restored goes on above what
 * kiosks have seen. */
static bool keep_report(sqlite3 *db, gint64 kiosk, const StorageReport *report,
                        StorageOrders *orders, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(db, error,
                                          "UPDATE kiosks SET report=?1, last_contact=?2,"
                                          " orders_serial=max(orders_serial + 1, ?2)"
                                          " WHERE number=?3 RETURNING orders_serial, site",
                                          "sii", report->report, report->now_unix_s, kiosk);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    if (step == SQL_DONE) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND, "no such kiosk");
    }
    if (step != SQL_ROW) {
        return false;
    }
    orders->serial = sqlite3_column_int64(ask, 0);
    orders->site = sqlite3_column_int64(ask, 1);
    return sql_step(ask, error) == SQL_DONE;
}

static bool drop_commands(sqlite3 *db, gint64 kiosk, const StorageReport *report, GError **error)
{
    size_t i;
    json_t *id;
    json_array_foreach(report->done, i, id)
    {
        const char *text = json_string_value(id);
        if (text && !sql_run(db, error, "DELETE FROM commands WHERE id=? AND kiosk=?", "ii",
                             g_ascii_strtoll(text, NULL, 10), kiosk)) {
            return false;
        }
    }
    return sql_run(db, error, "DELETE FROM commands WHERE expires<=?", "i", report->now_unix_s);
}

static bool read_commands(sqlite3 *db, gint64 kiosk, json_t *commands, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(
        db, error, "SELECT id, what FROM commands WHERE kiosk=? ORDER BY id LIMIT 8", "i", kiosk);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        json_t *one = json_pack("{ssss}", "id", sqlite3_column_text(ask, 0), "do",
                                sqlite3_column_text(ask, 1));
        json_array_append_new(commands, one);
    }
    return step == SQL_DONE;
}

static bool read_settings(sqlite3 *db, gint64 kiosk, json_t **settings, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(
        db, error, "SELECT key, value FROM settings WHERE kiosk IN (0, ?) ORDER BY kiosk, key", "i",
        kiosk);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        if (!*settings) {
            *settings = json_object();
        }
        json_object_set_new(*settings, (const char *)sqlite3_column_text(ask, 0),
                            parse_column(ask, 1));
    }
    return step == SQL_DONE;
}

static bool read_presence(sqlite3 *db, gint64 kiosk, const char *today, json_t **presence,
                          GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(db, error,
                "SELECT partners FROM presence WHERE kiosk IN (0, ?) AND day=?"
                " ORDER BY kiosk DESC LIMIT 1",
                "is", kiosk, today);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    *presence = storage_renew_presence(step == SQL_ROW ? parse_column(ask, 0) : NULL);
    return step != SQL_FAILED;
}

/* A kiosk's own offer comes before its site's. */
static bool read_pack(sqlite3 *db, gint64 kiosk, gint64 site, StoragePack **pack, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(db, error,
                "SELECT sha256, bundle_sha256, name, version, sequence, size FROM packs"
                " WHERE (kiosk=? AND site=0) OR (kiosk=0 AND site=?) ORDER BY kiosk DESC LIMIT 1",
                "ii", kiosk, site);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    if (step == SQL_ROW) {
        *pack = g_new0(StoragePack, 1);
        (*pack)->sha256 = sql_dup_text(ask, 0);
        (*pack)->bundle_sha256 = sql_dup_text(ask, 1);
        (*pack)->name = sql_dup_text(ask, 2);
        (*pack)->version = sql_dup_text(ask, 3);
        (*pack)->sequence = sqlite3_column_int64(ask, 4);
        (*pack)->size_bytes = sqlite3_column_int64(ask, 5);
    }
    return step != SQL_FAILED;
}

StorageOrders *sqlite_report(Storage *base, gint64 kiosk, const StorageReport *report,
                             GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return NULL;
    }
    g_autoptr(StorageOrders) orders = g_new0(StorageOrders, 1);
    orders->commands = json_array();
    bool ok = keep_report(db, kiosk, report, orders, error) &&
              drop_commands(db, kiosk, report, error) &&
              read_commands(db, kiosk, orders->commands, error) &&
              read_settings(db, kiosk, &orders->settings, error) &&
              read_presence(db, kiosk, report->today, &orders->presence, error) &&
              read_pack(db, kiosk, orders->site, &orders->pack, error);
    return sql_end(db, ok, error) ? g_steal_pointer(&orders) : NULL;
}

bool sqlite_set_setting(Storage *base, gint64 kiosk, const char *key, const json_t *value,
                        GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!value) {
        return sql_run(db, error, "DELETE FROM settings WHERE kiosk=? AND key=?", "is", kiosk, key);
    }
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool ok = sql_run(db, error,
                      "INSERT INTO settings(kiosk, key, value) VALUES(?,?,?) ON CONFLICT(kiosk,"
                      " key) DO UPDATE SET value=excluded.value",
                      "iss", kiosk, key, text);
    free(text);
    return ok;
}

bool sqlite_set_presence(Storage *base, gint64 kiosk, const char *day, const json_t *partners,
                         GError **error)
{
    char *text = json_dumps(partners, JSON_COMPACT);
    bool ok = sql_run(sqlite_db(base), error,
                      "INSERT OR REPLACE INTO presence(kiosk, day, partners) VALUES(?,?,?)", "iss",
                      kiosk, day, text);
    free(text);
    return ok;
}

bool sqlite_add_command(Storage *base, gint64 kiosk, const char *what, gint64 expires_unix_s,
                        GError **error)
{
    return sql_run(sqlite_db(base), error,
                   "INSERT INTO commands(kiosk, what, expires) VALUES(?,?,?)", "isi", kiosk, what,
                   expires_unix_s);
}

bool sqlite_offer_pack(Storage *base, gint64 kiosk, gint64 site, const StoragePack *pack,
                       GError **error)
{
    return sql_run(sqlite_db(base), error,
                   "INSERT OR REPLACE INTO packs(kiosk, site, sha256, bundle_sha256, name, version,"
                   " sequence, size) VALUES(?,?,?,?,?,?,?,?)",
                   "iissssii", kiosk, kiosk == STORAGE_ALL_KIOSKS ? site : 0, pack->sha256,
                   pack->bundle_sha256, pack->name, pack->version, pack->sequence,
                   pack->size_bytes);
}
