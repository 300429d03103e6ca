// SPDX-License-Identifier: EUPL-1.2
/* PostgreSQL's statements with our errors: parameters apart from the text, bounded in time, tried
 * again where that is safe. `types` names the values that follow, one character each: s = const
 * char* or NULL, i = gint64. Everything is in UTF-8 text format. Errors tell the server's message
 * and SQLSTATE, never values, and never the URL, which may hold a password.
 *
 * A connection that was lost is made anew at the next statement, at once the first time; while the
 * server does not answer, calls fail for PG_PAUSE_MS without asking it, so that a service that has
 * one thread stays able to say so. No named statements are kept: a pool in front may hand out
 * another server session for each transaction. One thread per Pg. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, PQclear)

enum {
    PG_TRIES = 8, /* of a transaction that the server gave up in favour of another */
    PG_PAUSE_MS = 1000,
    PG_MAX_VALUES = 512,
};

typedef struct Pg Pg;

/* Connects. Refuses a server that would forget what it said it stored (fsync off), or that cannot
 * keep every text (no UTF-8). Caller closes. */
Pg *pg_open(const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pg_close(Pg *pg);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pg, pg_close)

/* Whether `url` has a password in it, which other users see in the list of processes. */
bool pg_has_password(const char *url);

/* One statement and all its rows. Outside a transaction it is one by itself, durable when it
 * returns, and is given again when the connection was lost meanwhile: so it must be one that may be
 * carried out twice. Caller clears (g_autoptr). */
PGresult *pg_ask(Pg *pg, GError **error, const char *text, const char *types,
                 ...) G_GNUC_WARN_UNUSED_RESULT;
/* The same with `n` texts, at most PG_MAX_VALUES. */
PGresult *pg_ask_values(Pg *pg, GError **error, const char *text, int n,
                        const char *const *values) G_GNUC_WARN_UNUSED_RESULT;
/* The same where nobody looks at the rows. */
bool pg_run(Pg *pg, GError **error, const char *text, const char *types,
            ...) G_GNUC_WARN_UNUSED_RESULT;

/* Runs `work` in a transaction and commits when it returns true; true: that is durable. `work` is
 * called again, from the start, when the server gave the transaction up in favour of another (up to
 * PG_TRIES times) or the connection was lost before the commit (once); so it keeps nothing from an
 * earlier call. After a commit whose answer was lost it is not called again: the changes were made
 * or not, and the call fails. */
typedef bool (*PgWork)(Pg *pg, gpointer data, GError **error);
bool pg_transact(Pg *pg, PgWork work, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SQLSTATE of the last statement that failed, "" when it never reached the server. Borrowed. */
const char *pg_state(const Pg *pg);

/* How many rows a statement changed. */
gint64 pg_changed(PGresult *result);
gint64 pg_int(const PGresult *result, int row, int column);
/* Column as a text of the caller's, NULL for NULL. */
char *pg_dup_text(const PGresult *result, int row, int column);
