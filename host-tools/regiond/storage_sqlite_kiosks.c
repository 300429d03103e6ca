// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_sqlite_parts.h"

#include <string.h>

#include "regiond/sql.h"

#define KIOSK_COLUMNS                                                                              \
    "SELECT number, site, name, revoked, last_contact, report, staff_secret FROM kiosks "
#define CERTIFICATE_COLUMNS "SELECT serial, kiosk, pem, not_after, revoked FROM certificates "

static StorageKiosk *read_kiosk(sqlite3_stmt *row)
{
    StorageKiosk *kiosk = g_new0(StorageKiosk, 1);
    kiosk->number = sqlite3_column_int64(row, 0);
    kiosk->site = sqlite3_column_int64(row, 1);
    kiosk->name = sql_dup_text(row, 2);
    kiosk->is_revoked = sqlite3_column_int64(row, 3) != 0;
    kiosk->last_contact_unix_s = sqlite3_column_int64(row, 4);
    kiosk->report = sql_dup_text(row, 5);
    kiosk->staff_secret = sql_dup_text(row, 6);
    return kiosk;
}

static StorageCertificate *read_certificate(sqlite3_stmt *row)
{
    StorageCertificate *certificate = g_new0(StorageCertificate, 1);
    certificate->serial = sql_dup_text(row, 0);
    certificate->kiosk = sqlite3_column_int64(row, 1);
    certificate->pem = sql_dup_text(row, 2);
    certificate->not_after_unix_s = sqlite3_column_int64(row, 3);
    certificate->revoked_unix_s = sqlite3_column_int64(row, 4);
    return certificate;
}

/* True with a row; false with NOT_FOUND (`what` names it) or the database's error. */
static bool need_row(sqlite3_stmt *ask, const char *what, GError **error)
{
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    if (step == SQL_DONE) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND, "no such %s", what);
    }
    return step == SQL_ROW;
}

bool sqlite_add_kiosk(Storage *base, const char *name, gint64 site, gint64 *number_out,
                      GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return false;
    }
    g_autoptr(GError) why = NULL;
    bool ok = sql_run(db, &why, "INSERT INTO kiosks(name, site) VALUES(?,?)", "si", name, site);
    gint64 number = ok ? sqlite3_last_insert_rowid(db) : 0;
    if (!ok && sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_UNIQUE) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "there is a kiosk named '%s' already; choose another name", name);
    } else if (!ok) {
        g_propagate_error(error, g_steal_pointer(&why));
    } else if (number > STORAGE_MAX_KIOSK) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "all %d kiosk numbers have been given", STORAGE_MAX_KIOSK);
        ok = false;
    }
    if (!sql_end(db, ok, error)) {
        return false;
    }
    *number_out = number;
    return true;
}

StorageKiosk *sqlite_find_kiosk(Storage *base, gint64 number, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error, KIOSK_COLUMNS "WHERE number=?", "i", number);
    return need_row(ask, "kiosk", error) ? read_kiosk(ask) : NULL;
}

StorageKiosk *sqlite_find_kiosk_by_name(Storage *base, const char *name, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error, KIOSK_COLUMNS "WHERE name=?", "s", name);
    return need_row(ask, "kiosk", error) ? read_kiosk(ask) : NULL;
}

GPtrArray *sqlite_list_kiosks(Storage *base, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error, KIOSK_COLUMNS "ORDER BY number", "");
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)storage_kiosk_free);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        g_ptr_array_add(list, read_kiosk(ask));
    }
    return step == SQL_DONE ? g_steal_pointer(&list) : NULL;
}

bool sqlite_revoke_kiosk(Storage *base, gint64 number, gint64 now_unix_s, GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return false;
    }
    bool ok = sql_run(db, error, "UPDATE kiosks SET revoked=1 WHERE number=?", "i", number);
    if (ok && sqlite3_changes(db) == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND,
                    "no such kiosk: %" G_GINT64_FORMAT, number);
        ok = false;
    }
    ok = ok &&
         sql_run(db, error, "UPDATE certificates SET revoked=? WHERE kiosk=? AND revoked=0", "ii",
                 now_unix_s, number) &&
         sql_run(db, error, "DELETE FROM codes WHERE kiosk=?", "i", number);
    return sql_end(db, ok, error);
}

bool sqlite_add_code(Storage *base, const StorageCode *code, GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return false;
    }
    bool ok = sql_run(db, error, "DELETE FROM codes WHERE kiosk=? AND request_hash IS NULL", "i",
                      code->kiosk) &&
              sql_run(db, error, "INSERT INTO codes(hash, kiosk, expires) VALUES(?,?,?)", "sii",
                      code->hash, code->kiosk, code->expires_unix_s);
    return sql_end(db, ok, error);
}

StorageCode *sqlite_find_code(Storage *base, const char *hash, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(
        sqlite_db(base), error,
        "SELECT kiosk, expires, request_hash, serial, slip_key FROM codes WHERE hash=?", "s", hash);
    if (!need_row(ask, "code", error)) {
        return NULL;
    }
    StorageCode *code = g_new0(StorageCode, 1);
    code->hash = g_strdup(hash);
    code->kiosk = sqlite3_column_int64(ask, 0);
    code->expires_unix_s = sqlite3_column_int64(ask, 1);
    code->request_hash = sql_dup_text(ask, 2);
    code->serial = sql_dup_text(ask, 3);
    code->slip_key = sqlite3_column_int64(ask, 4);
    return code;
}

/* A kiosk that was revoked meanwhile gets none: its certificates would be in no list. */
static bool insert_certificate(sqlite3 *db, const StorageCertificate *certificate, GError **error)
{
    bool ok = sql_run(db, error,
                      "INSERT INTO certificates(serial, kiosk, pem, not_after)"
                      " SELECT ?,number,?,? FROM kiosks WHERE number=? AND revoked=0",
                      "ssii", certificate->serial, certificate->pem, certificate->not_after_unix_s,
                      certificate->kiosk);
    if (ok && sqlite3_changes(db) != 1) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the kiosk was revoked");
        return false;
    }
    return ok;
}

static bool use_code(sqlite3 *db, const StorageEnrolment *enrolment, gint64 slip_key,
                     GError **error)
{
    bool ok = sql_run(db, error,
                      "UPDATE codes SET request_hash=?, serial=?, slip_key=? WHERE hash=? AND"
                      " kiosk=? AND request_hash IS NULL AND expires>? AND"
                      " kiosk IN (SELECT number FROM kiosks WHERE revoked=0)",
                      "ssisii", enrolment->request_hash, enrolment->certificate->serial, slip_key,
                      enrolment->code_hash, enrolment->certificate->kiosk, enrolment->now_unix_s);
    if (ok && sqlite3_changes(db) != 1) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the code was used already");
        return false;
    }
    return ok;
}

bool sqlite_enrol(Storage *base, const StorageEnrolment *enrolment, gint64 *slip_key_out,
                  GError **error)
{
    sqlite3 *db = sqlite_db(base);
    if (!sql_begin(db, error)) {
        return false;
    }
    gint64 slip_key = 0;
    bool ok = sql_run(db, error, "INSERT INTO slip_keys(kiosk, jwk) VALUES(?,?)", "is",
                      enrolment->certificate->kiosk, enrolment->slip_key);
    if (ok) {
        slip_key = sqlite3_last_insert_rowid(db);
    }
    if (slip_key > STORAGE_MAX_SLIP_KEY) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "all %d slip key numbers have been given", STORAGE_MAX_SLIP_KEY);
        ok = false;
    }
    ok = ok && use_code(db, enrolment, slip_key, error) &&
         sql_run(db, error, "UPDATE certificates SET revoked=? WHERE kiosk=? AND revoked=0", "ii",
                 enrolment->now_unix_s, enrolment->certificate->kiosk) &&
         sql_run(db, error, "UPDATE kiosks SET staff_secret=?, staff_codes=0 WHERE number=?", "si",
                 enrolment->staff_secret, enrolment->certificate->kiosk) &&
         insert_certificate(db, enrolment->certificate, error);
    if (!sql_end(db, ok, error)) {
        return false;
    }
    *slip_key_out = slip_key;
    return true;
}

bool sqlite_take_staff_code(Storage *base, gint64 kiosk, gint64 *number_out, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error,
                "UPDATE kiosks SET staff_codes=staff_codes+1 WHERE number=? AND revoked=0 AND"
                " staff_secret IS NOT NULL RETURNING staff_codes-1",
                "i", kiosk);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    if (step == SQL_DONE) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the kiosk has no secret");
    }
    if (step != SQL_ROW) {
        return false;
    }
    *number_out = sqlite3_column_int64(ask, 0);
    return sql_step(ask, error) == SQL_DONE;
}

bool sqlite_add_certificate(Storage *base, const StorageCertificate *certificate, GError **error)
{
    return insert_certificate(sqlite_db(base), certificate, error);
}

StorageCertificate *sqlite_find_certificate(Storage *base, const char *serial, GError **error)
{
    g_autoptr(sqlite3_stmt) ask =
        sql_ask(sqlite_db(base), error, CERTIFICATE_COLUMNS "WHERE serial=?", "s", serial);
    return need_row(ask, "certificate", error) ? read_certificate(ask) : NULL;
}

GPtrArray *sqlite_list_revoked(Storage *base, gint64 now_unix_s, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(
        sqlite_db(base), error,
        CERTIFICATE_COLUMNS "WHERE revoked<>0 AND not_after>=? ORDER BY serial", "i", now_unix_s);
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)storage_certificate_free);
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        g_ptr_array_add(list, read_certificate(ask));
    }
    return step == SQL_DONE ? g_steal_pointer(&list) : NULL;
}

json_t *sqlite_list_slip_keys(Storage *base, GError **error)
{
    g_autoptr(sqlite3_stmt) ask = sql_ask(
        sqlite_db(base), error,
        "SELECT id, jwk FROM slip_keys JOIN kiosks ON kiosk=number WHERE revoked=0 ORDER BY id",
        "");
    g_autoptr(json_t) keys = json_array();
    SqlStep step = ask ? sql_step(ask, error) : SQL_FAILED;
    for (; step == SQL_ROW; step = sql_step(ask, error)) {
        json_t *key = json_loads((const char *)sqlite3_column_text(ask, 1), 0, NULL);
        g_autofree char *kid =
            g_strdup_printf("%" G_GINT64_FORMAT, (gint64)sqlite3_column_int64(ask, 0));
        json_object_set_new(key, "kid", json_string(kid));
        json_array_append_new(keys, key);
    }
    return step == SQL_DONE ? g_steal_pointer(&keys) : NULL;
}
