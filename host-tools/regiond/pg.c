// SPDX-License-Identifier: EUPL-1.2
#include "regiond/pg.h"

#include <stdarg.h>
#include <string.h>

#include "base/clock.h"
#include "regiond/storage.h"

enum { STATE_CHARS = 5 };

struct Pg {
    char *url;
    PGconn *connection;
    gint64 silent_until_ms; /* monotonic; 0: it answered last time */
    char state[STATE_CHARS + 1];
    bool is_in_transaction;
    bool was_lost; /* the last statement found no connection, or lost it */
};

/* A statement never waits longer than kiosks do for their answer; another's lock, less. */
static const char session[] = "SET statement_timeout = 20000; SET lock_timeout = 8000;"
                              " SET idle_in_transaction_session_timeout = 30000;"
                              " SET client_min_messages = warning";

static void forget_notice(void *data, const PGresult *notice)
{
    (void)data;
    (void)notice;
}

static bool is_lost(const Pg *pg)
{
    return PQstatus(pg->connection) != CONNECTION_OK ||
           strncmp(pg->state, "57P", strlen("57P")) == 0 || /* it stops, or stands by */
           strncmp(pg->state, "08", strlen("08")) == 0 ||
           strcmp(pg->state, "25006") == 0; /* read-only: another took over as the first server */
}

static bool is_given_up(const Pg *pg)
{
    return strcmp(pg->state, "40001") == 0 || strcmp(pg->state, "40P01") == 0;
}

static void set_error(Pg *pg, const PGresult *result, GError **error)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    g_strlcpy(pg->state, state ? state : "", sizeof pg->state);
    g_autofree char *text = g_strdup(message ? message : PQerrorMessage(pg->connection));
    g_strdelimit(g_strchomp(text), "\r\n", ' ');
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                "the region's database (PostgreSQL): %s%s%s", text, state ? ", SQLSTATE " : "",
                state ? state : "");
}

static bool is_fine(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* What this server promises. Those that do not know a setting (they speak PostgreSQL but are not)
 * say nothing of it. */
static bool check_server(Pg *pg, GError **error)
{
    g_autoptr(PGresult) result =
        PQexec(pg->connection, "SELECT current_setting('fsync', true),"
                               " current_setting('synchronous_commit', true),"
                               " current_setting('server_encoding', true)");
    if (!is_fine(result)) {
        set_error(pg, result, error);
        return false;
    }
    if (strcmp(PQgetvalue(result, 0, 0), "off") == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_URL,
                    "the database runs with fsync = off and would lose intakes that kiosks were "
                    "told are stored; set fsync = on in postgresql.conf");
        return false;
    }
    const char *encoding = PQgetvalue(result, 0, 2);
    if (encoding[0] && g_ascii_strcasecmp(encoding, "UTF8") != 0 &&
        g_ascii_strcasecmp(encoding, "UTF-8") != 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_URL,
                    "the database's encoding is %s; make it with: CREATE DATABASE … ENCODING 'UTF8'"
                    " TEMPLATE template0",
                    encoding);
        return false;
    }
    bool is_deferred = strcmp(PQgetvalue(result, 0, 1), "off") == 0;
    g_autoptr(PGresult) commits =
        is_deferred ? PQexec(pg->connection, "SET synchronous_commit = on") : NULL;
    if (is_deferred && !is_fine(commits)) {
        set_error(pg, commits, error);
        return false;
    }
    return true;
}

/* What the URL says comes before these; a password comes from it, PGPASSFILE, ~/.pgpass or a
 * service file. */
static PGconn *dial(const char *url)
{
    const char *const names[] = {
        "connect_timeout",      "tcp_user_timeout", "keepalives_idle", "fallback_application_name",
        "target_session_attrs", "client_encoding",  "dbname",          NULL};
    const char *const values[] = {"5", "15000", "10", "regiond", "read-write", "UTF8", url, NULL};
    return PQconnectdbParams(names, values, 1);
}

static bool connect_now(Pg *pg, GError **error)
{
    g_clear_pointer(&pg->connection, PQfinish);
    pg->connection = dial(pg->url);
    pg->state[0] = '\0';
    if (PQstatus(pg->connection) != CONNECTION_OK) {
        set_error(pg, NULL, error);
        return false;
    }
    PQsetNoticeReceiver(pg->connection, forget_notice, NULL);
    g_autoptr(PGresult) result = PQexec(pg->connection, session);
    if (!is_fine(result)) {
        set_error(pg, result, error);
        return false;
    }
    return check_server(pg, error);
}

/* True with a connection that was good when it was last used. Within a transaction a new one would
 * be another's. */
static bool ensure(Pg *pg, GError **error)
{
    if (pg->connection && PQstatus(pg->connection) == CONNECTION_OK) {
        return true;
    }
    gint64 now_ms = clock_monotonic_ms();
    if (pg->is_in_transaction || now_ms < pg->silent_until_ms) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                    "the region's database (PostgreSQL) did not answer a moment ago");
        return false;
    }
    if (!connect_now(pg, error)) {
        g_clear_pointer(&pg->connection, PQfinish);
        pg->silent_until_ms = clock_monotonic_ms() + PG_PAUSE_MS;
        return false;
    }
    pg->silent_until_ms = 0;
    return true;
}

Pg *pg_open(const char *url, GError **error)
{
    PQconninfoOption *parsed = PQconninfoParse(url, NULL);
    if (!parsed) { /* libpq's own words may repeat a password */
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_URL,
                    "the database's URL cannot be read; it is like "
                    "postgresql://user@host:5432/wegwijs?sslmode=verify-full");
        return NULL;
    }
    PQconninfoFree(parsed);
    g_autoptr(Pg) pg = g_new0(Pg, 1);
    pg->url = g_strdup(url);
    return connect_now(pg, error) ? g_steal_pointer(&pg) : NULL;
}

void pg_close(Pg *pg)
{
    if (pg) {
        PQfinish(pg->connection);
        explicit_bzero(pg->url, strlen(pg->url));
        g_free(pg->url);
        g_free(pg);
    }
}

bool pg_has_password(const char *url)
{
    PQconninfoOption *parsed = PQconninfoParse(url, NULL);
    bool has_one = false;
    for (const PQconninfoOption *option = parsed; option && option->keyword; option++) {
        has_one = has_one || (strcmp(option->keyword, "password") == 0 && option->val);
    }
    PQconninfoFree(parsed);
    return has_one;
}

/* One statement, once. */
static PGresult *say(Pg *pg, const char *text, int n, const char *const *values, GError **error)
{
    pg->state[0] = '\0';
    pg->was_lost = !ensure(pg, error);
    if (pg->was_lost) {
        return NULL;
    }
    g_autoptr(PGresult) result = PQexecParams(pg->connection, text, n, NULL, values, NULL, NULL, 0);
    if (is_fine(result)) {
        return g_steal_pointer(&result);
    }
    set_error(pg, result, error);
    pg->was_lost = is_lost(pg);
    if (pg->was_lost) {
        g_clear_pointer(&pg->connection, PQfinish);
    }
    return NULL;
}

PGresult *pg_ask_values(Pg *pg, GError **error, const char *text, int n, const char *const *values)
{
    g_assert(n <= PG_MAX_VALUES);
    if (pg->is_in_transaction) {
        return say(pg, text, n, values, error);
    }
    bool may_reconnect = true;
    for (int try = 1;; try++) {
        g_autoptr(GError) why = NULL;
        bool had_connection = pg->connection != NULL;
        PGresult *result = say(pg, text, n, values, &why);
        bool again = !result && ((pg->was_lost && had_connection && may_reconnect) ||
                                 (is_given_up(pg) && try < PG_TRIES));
        if (!again) {
            if (!result) {
                g_propagate_error(error, g_steal_pointer(&why));
            }
            return result;
        }
        may_reconnect = may_reconnect && !pg->was_lost;
    }
}

static PGresult *ask(Pg *pg, GError **error, const char *text, const char *types, va_list list)
{
    const char *values[PG_MAX_VALUES];
    char numbers[16][24]; /* a gint64 has at most 20 characters */
    int n = (int)strlen(types);
    g_assert(n <= (int)G_N_ELEMENTS(numbers));
    for (int i = 0; i < n; i++) {
        if (types[i] == 's') {
            values[i] = va_arg(list, const char *);
        } else {
            g_assert(types[i] == 'i');
            g_snprintf(numbers[i], sizeof numbers[i], "%" G_GINT64_FORMAT, va_arg(list, gint64));
            values[i] = numbers[i];
        }
    }
    return pg_ask_values(pg, error, text, n, values);
}

PGresult *pg_ask(Pg *pg, GError **error, const char *text, const char *types, ...)
{
    va_list list;
    va_start(list, types);
    PGresult *result = ask(pg, error, text, types, list);
    va_end(list);
    return result;
}

bool pg_run(Pg *pg, GError **error, const char *text, const char *types, ...)
{
    va_list list;
    va_start(list, types);
    g_autoptr(PGresult) result = ask(pg, error, text, types, list);
    va_end(list);
    return result != NULL;
}

typedef enum { TRY_DONE, TRY_AGAIN, TRY_LOST, TRY_FAILED } Try;

/* A server answers COMMIT with ROLLBACK when a statement before it failed. */
static Try commit(Pg *pg, GError **error)
{
    g_autoptr(PGresult) result = say(pg, "COMMIT", 0, NULL, error);
    if (!result) {
        return is_given_up(pg) ? TRY_AGAIN : TRY_FAILED;
    }
    if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                    "the region's database (PostgreSQL) did not commit");
        return TRY_FAILED;
    }
    return TRY_DONE;
}

static Try try_once(Pg *pg, PgWork work, gpointer data, GError **error)
{
    g_autoptr(PGresult) begun = say(pg, "BEGIN", 0, NULL, error);
    if (!begun) {
        return pg->was_lost ? TRY_LOST : TRY_FAILED;
    }
    pg->is_in_transaction = true;
    Try result = TRY_FAILED;
    if (work(pg, data, error)) {
        result = commit(pg, error);
    } else {
        result = pg->was_lost ? TRY_LOST : is_given_up(pg) ? TRY_AGAIN : TRY_FAILED;
        PQclear(pg->was_lost ? NULL : say(pg, "ROLLBACK", 0, NULL, NULL));
    }
    pg->is_in_transaction = false;
    return result;
}

bool pg_transact(Pg *pg, PgWork work, gpointer data, GError **error)
{
    g_assert(!pg->is_in_transaction);
    bool may_reconnect = pg->connection != NULL;
    for (int try = 1;; try++) {
        g_autoptr(GError) why = NULL;
        Try result = try_once(pg, work, data, &why);
        bool again =
            (result == TRY_AGAIN && try < PG_TRIES) || (result == TRY_LOST && may_reconnect);
        if (!again) {
            if (result != TRY_DONE) {
                g_propagate_error(error, g_steal_pointer(&why));
            }
            return result == TRY_DONE;
        }
        may_reconnect = may_reconnect && result != TRY_LOST;
    }
}

const char *pg_state(const Pg *pg)
{
    return pg->state;
}

gint64 pg_changed(PGresult *result)
{
    return g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
}

gint64 pg_int(const PGresult *result, int row, int column)
{
    return g_ascii_strtoll(PQgetvalue(result, row, column), NULL, 10);
}

char *pg_dup_text(const PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) ? NULL : g_strdup(PQgetvalue(result, row, column));
}
