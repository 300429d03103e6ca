// SPDX-License-Identifier: EUPL-1.2
#include "regiond/sql.h"

#include <stdarg.h>

#include "regiond/storage.h"

enum { BUSY_TIMEOUT_MS = 10000 };

static void set_error(sqlite3 *db, GError **error)
{
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO, "the region's database %s: %s",
                db ? sqlite3_db_filename(db, "main") : "", db ? sqlite3_errmsg(db) : "no memory");
}

sqlite3 *sql_open(const char *path, GError **error)
{
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO, "cannot open the database %s: %s", path,
                    db ? sqlite3_errmsg(db) : "no memory");
        sqlite3_close(db);
        return NULL;
    }
    sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS);
    return db;
}

static bool bind_values(sqlite3_stmt *statement, const char *types, va_list values)
{
    for (int i = 0; types[i]; i++) {
        int result;
        if (types[i] == 's') {
            result = sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1,
                                       SQLITE_TRANSIENT);
        } else {
            g_assert(types[i] == 'i');
            result = sqlite3_bind_int64(statement, i + 1, va_arg(values, gint64));
        }
        if (result != SQLITE_OK) {
            return false;
        }
    }
    return true;
}

static sqlite3_stmt *ask(sqlite3 *db, GError **error, const char *text, const char *types,
                         va_list values)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK ||
        !bind_values(statement, types, values)) {
        set_error(db, error);
        return NULL;
    }
    return g_steal_pointer(&statement);
}

sqlite3_stmt *sql_ask(sqlite3 *db, GError **error, const char *text, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = ask(db, error, text, types, values);
    va_end(values);
    return statement;
}

SqlStep sql_step(sqlite3_stmt *statement, GError **error)
{
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        return SQL_ROW;
    }
    if (result == SQLITE_DONE) {
        return SQL_DONE;
    }
    set_error(sqlite3_db_handle(statement), error);
    return SQL_FAILED;
}

bool sql_run(sqlite3 *db, GError **error, const char *text, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    g_autoptr(sqlite3_stmt) statement = ask(db, error, text, types, values);
    va_end(values);
    SqlStep step = statement ? SQL_ROW : SQL_FAILED;
    while (step == SQL_ROW) {
        step = sql_step(statement, error);
    }
    return step == SQL_DONE;
}

bool sql_begin(sqlite3 *db, GError **error)
{
    return sql_run(db, error, "BEGIN IMMEDIATE", "");
}

bool sql_end(sqlite3 *db, bool ok, GError **error)
{
    if (ok && sql_run(db, error, "COMMIT", "")) {
        return true;
    }
    if (!sqlite3_get_autocommit(db)) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return false;
}

char *sql_dup_text(sqlite3_stmt *statement, int column)
{
    return g_strdup((const char *)sqlite3_column_text(statement, column));
}
