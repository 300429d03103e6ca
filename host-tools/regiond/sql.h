// SPDX-License-Identifier: EUPL-1.2
/* SQLite's statements with our errors. `types` names the values that follow, one character each:
 * s = const char* or NULL, i = gint64. Texts are read until the statement is done. One thread. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

typedef enum { SQL_ROW, SQL_DONE, SQL_FAILED } SqlStep;

/* Opens or makes `path`, mode 0600. */
sqlite3 *sql_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A statement with its values bound. Caller finalizes (g_autoptr). */
sqlite3_stmt *sql_ask(sqlite3 *db, GError **error, const char *text, const char *types,
                      ...) G_GNUC_WARN_UNUSED_RESULT;
SqlStep sql_step(sqlite3_stmt *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks and steps to the end. */
bool sql_run(sqlite3 *db, GError **error, const char *text, const char *types,
             ...) G_GNUC_WARN_UNUSED_RESULT;

/* One writer at a time; waits up to 10 s for another process. sql_end commits when `ok`, and rolls
 * back otherwise or when the commit fails; it returns whether the changes are durable. */
bool sql_begin(sqlite3 *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sql_end(sqlite3 *db, bool ok, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Column as a text of the caller's, NULL for NULL. */
char *sql_dup_text(sqlite3_stmt *statement, int column);
