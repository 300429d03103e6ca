// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: the outbox's SQLite file. Opens and makes it, runs work in transactions, and
 * mends it when it is damaged.
 *
 *     <path>            the file, WAL
 *     <path>.lock       flock: shared while a transaction runs, exclusive while opening or mending
 *     <path>.repaired   the fresh file while mending; complete before <path> is renamed
 *     <path>.damaged-n  what was set aside, with its -wal; the last three are kept
 *
 * Traps: never open(2) the database file beside SQLite (closing drops SQLite's locks); never let a
 * connection to a file that was set aside checkpoint at its close (it deletes the -wal by name, and
 * by then that name is the fresh file's). */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

typedef struct OutboxFile OutboxFile;

/* Results of work beside SQLite's own codes. */
enum { OUTBOX_WORK_FULL = -1, OUTBOX_WORK_NOT_FOUND = -2 };

/* Work done inside one transaction: SQLITE_OK, another code of SQLite, or one of the above;
 * anything but SQLITE_OK rolls back. It may be called again, after mending. */
typedef int (*OutboxWork)(OutboxFile *file, gpointer data);

typedef struct {
    OutboxWork work;
    bool writes;           /* takes the write lock at once */
    const char *attempted; /* for messages: "cannot <attempted>, outbox …" */
} OutboxTask;

OutboxFile *outbox_file_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void outbox_file_close(OutboxFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OutboxFile, outbox_file_close)

/* Sets OUTBOX_ERROR and returns false when it fails. */
bool outbox_file_run(OutboxFile *file, const OutboxTask *task, gpointer data,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A prepared statement, kept; `sql` must be a literal. The caller resets it. SQLite's code; a
 * statement that no longer fits the schema counts as damage. */
int outbox_file_prepare(OutboxFile *file, const char *sql, sqlite3_stmt **out);
/* Steps a statement that returns no rows, resets it. */
int outbox_file_finish(sqlite3_stmt *statement);
/* Rows changed by the last statement. */
gint64 outbox_file_changes(const OutboxFile *file);

/* How often this OutboxFile had to be mended since it was opened, opening included. */
int outbox_file_mended(const OutboxFile *file);
/* Removes what was set aside before this moment. */
void outbox_file_forget_damaged(const OutboxFile *file, gint64 before_unix_s);
