// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: connections to an outbox's SQLite file, and its tables. The file is made
 * (0600) with a rollback journal under synchronous=EXTRA, which also syncs the folder, and becomes
 * WAL with FULL only when it is whole. Codes are SQLite's, extended; on failure *db may be a handle
 * all the same, to ask for words and to close. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* Makes what is missing. SQLITE_CORRUPT: not a file of ours, or of a version we do not know. Looks
 * at the head of the file only. */
int outbox_db_open(const char *path, sqlite3 **db);
/* The same without becoming WAL, for a file that is yet to get its name. */
int outbox_db_make(const char *path, sqlite3 **db);

/* The one whole number a statement gives. */
int outbox_db_read_number(sqlite3 *db, const char *sql, gint64 *out);
