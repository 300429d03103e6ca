// SPDX-License-Identifier: EUPL-1.2
#include "regiond/pg.h"

#include <string.h>

#include "base/clock.h"
#include "regiond/storage.h"
#include "scratch.h"

enum { LIMIT_MS = 60000 };

typedef struct {
    const ScratchStore *store;
    char *folder;
    char *url;
    Pg *pg;
    int calls; /* of the work */
    int times; /* how often it goes wrong */
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    fixture->store = data;
    fixture->folder = scratch_folder();
    fixture->url = scratch_url(data, fixture->folder);
    fixture->pg = pg_open(fixture->url, &error);
    g_assert_no_error(error);
    g_assert_true(pg_run(fixture->pg, &error, "CREATE TABLE t(n bigint)", ""));
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    pg_close(fixture->pg);
    scratch_remove(fixture->folder);
    g_free(fixture->url);
}

/* Ends every connection to the server but its own, from another. */
static void cut(const Fixture *fixture)
{
    scratch_execute(fixture->url,
                    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE"
                    " pid<>pg_backend_pid() AND backend_type='client backend'");
}

static gint64 count_rows(Pg *pg)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PGresult) rows = pg_ask(pg, &error, "SELECT count(*) FROM t", "");
    g_assert_no_error(error);
    return pg_int(rows, 0, 0);
}

static void test_reconnects(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (int i = 0; i < 3; i++) {
        cut(fixture);
        g_assert_cmpint(count_rows(fixture->pg), ==, 0);
    }
}

static bool insert_and_be_cut(Pg *pg, gpointer data, GError **error)
{
    Fixture *fixture = data;
    bool ok = pg_run(pg, error, "INSERT INTO t VALUES($1)", "i", (gint64)fixture->calls);
    if (fixture->calls++ < fixture->times) {
        cut(fixture);
    }
    return ok && pg_run(pg, error, "INSERT INTO t VALUES($1)", "i", (gint64)-1);
}

static void test_works_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    fixture->times = 1;
    g_assert_true(pg_transact(fixture->pg, insert_and_be_cut, fixture, &error));
    g_assert_no_error(error);
    g_assert_cmpint(fixture->calls, ==, 2);
    g_assert_cmpint(count_rows(fixture->pg), ==, 2);
    fixture->times = 100;
    g_assert_false(pg_transact(fixture->pg, insert_and_be_cut, fixture, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    g_assert_cmpint(fixture->calls, ==, 4); /* once again and no more */
    g_assert_cmpint(count_rows(fixture->pg), ==, 2);
}

static bool be_cut_before_commit(Pg *pg, gpointer data, GError **error)
{
    Fixture *fixture = data;
    fixture->calls++;
    bool ok = pg_run(pg, error, "INSERT INTO t VALUES(1)", "");
    cut(fixture);
    return ok;
}

/* Nobody knows what became of it, so it is neither said to be stored nor done twice. */
static void test_lost_commit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_false(pg_transact(fixture->pg, be_cut_before_commit, fixture, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    g_assert_cmpint(fixture->calls, ==, 1);
    g_assert_cmpint(count_rows(fixture->pg), ==, 0);
}

static bool give_up(Pg *pg, gpointer data, GError **error)
{
    Fixture *fixture = data;
    bool ok = pg_run(pg, error, "INSERT INTO t VALUES(1)", "");
    if (fixture->calls++ < fixture->times) {
        ok = pg_run(pg, error,
                    "DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE='40001'; END $$", "");
    }
    return ok;
}

static void test_gives_way(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    fixture->times = PG_TRIES - 1;
    g_assert_true(pg_transact(fixture->pg, give_up, fixture, &error));
    g_assert_cmpint(fixture->calls, ==, PG_TRIES);
    g_assert_cmpint(count_rows(fixture->pg), ==, 1);
    fixture->times = 1000;
    fixture->calls = 0;
    g_assert_false(pg_transact(fixture->pg, give_up, fixture, &error));
    g_assert_nonnull(strstr(error->message, "40001"));
    g_assert_cmpint(fixture->calls, ==, PG_TRIES);
    g_assert_cmpint(count_rows(fixture->pg), ==, 1);
}

static bool overlook(Pg *pg, gpointer data, GError **error)
{
    (void)data;
    return pg_run(pg, error, "INSERT INTO t VALUES(1)", "") &&
           !pg_run(pg, NULL, "INSERT INTO t VALUES($1)", "s", "no number");
}

static void test_no_false_commit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_false(pg_transact(fixture->pg, overlook, NULL, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    g_assert_cmpint(count_rows(fixture->pg), ==, 0);
}

/* Durable whatever the server's own setting is; and no value of a row gets into an error. */
static void test_durable(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *url = g_strconcat(fixture->url, "%20-csynchronous_commit%3Doff", NULL);
    g_autoptr(Pg) pg = pg_open(url, &error);
    g_assert_no_error(error);
    g_autoptr(PGresult) rows = pg_ask(pg, &error, "SHOW synchronous_commit", "");
    g_assert_cmpstr(PQgetvalue(rows, 0, 0), ==, "on");
    g_assert_true(pg_run(pg, &error, "CREATE TABLE u(a text PRIMARY KEY)", ""));
    g_assert_true(pg_run(pg, &error, "INSERT INTO u VALUES($1)", "s", "secret"));
    g_assert_false(pg_run(pg, &error, "INSERT INTO u VALUES($1)", "s", "secret"));
    g_assert_nonnull(strstr(error->message, "23505"));
    g_assert_null(strstr(error->message, "secret"));
}

static bool answers(Pg *pg)
{
    return pg_run(pg, NULL, "SELECT 1", "");
}

static void test_away(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(pg_run(fixture->pg, &error, "INSERT INTO t VALUES(1)", ""));
    scratch_tell_server(fixture->store, "stop --mode immediate");
    for (int i = 0; i < 1000; i++) { /* answered at once, or this takes long */
        g_clear_error(&error);
        g_assert_false(pg_run(fixture->pg, &error, "INSERT INTO t VALUES(1)", ""));
        g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    }
    scratch_tell_server(fixture->store, "start");
    gint64 until_ms = clock_monotonic_ms() + LIMIT_MS;
    while (!answers(fixture->pg)) {
        g_assert_cmpint(clock_monotonic_ms(), <, until_ms);
        g_poll(NULL, 0, 20);
    }
    g_assert_cmpint(count_rows(fixture->pg), ==, 1);
}

/* A receipt would be a lie there. The server takes the setting while it runs. */
static void test_no_fsync(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Pg *pg = fixture->pg;
    gint64 until_ms = clock_monotonic_ms() + LIMIT_MS;
    g_assert_true(pg_run(pg, &error, "ALTER SYSTEM SET fsync = off", ""));
    g_assert_true(pg_run(pg, &error, "SELECT pg_reload_conf()", ""));
    for (Pg *lax = pg_open(fixture->url, &error); lax; lax = pg_open(fixture->url, &error)) {
        pg_close(lax);
        g_assert_cmpint(clock_monotonic_ms(), <, until_ms);
        g_poll(NULL, 0, 20);
    }
    g_assert_nonnull(strstr(error->message, "fsync = off and would lose"));
    g_clear_error(&error);
    g_assert_true(pg_run(pg, &error, "ALTER SYSTEM RESET fsync", ""));
    g_assert_true(pg_run(pg, &error, "SELECT pg_reload_conf()", ""));
    Pg *strict;
    while (!(strict = pg_open(fixture->url, NULL))) {
        g_assert_cmpint(clock_monotonic_ms(), <, until_ms);
        g_poll(NULL, 0, 20);
    }
    pg_close(strict);
}

static void test_password(void)
{
    g_assert_true(pg_has_password("postgresql://user:word@host/db"));
    g_assert_true(pg_has_password("postgresql://user@host/db?password=word"));
    g_assert_false(pg_has_password("postgresql://user@host/db?passfile=/etc/pass"));
    g_assert_false(pg_has_password("sqlite:/a/b"));
}

static const struct {
    const char *fact;
    void (*test)(Fixture *, gconstpointer);
} facts[] = {
    {"connects again when a connection was cut", test_reconnects},
    {"starts a transaction again that was cut, once", test_works_again},
    {"does not repeat a commit whose answer was lost", test_lost_commit},
    {"gives way to others, not for ever", test_gives_way},
    {"never takes an undone transaction for a commit", test_no_false_commit},
    {"commits durably and keeps values out of errors", test_durable},
    {"fails quickly while the server is away, and goes on after", test_away},
    {"refuses a server that loses what it stored", test_no_fsync},
};

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *folder = NULL;
    g_autofree char *server = NULL;
    g_test_add_func("/pg/sees a password in a URL", test_password);
    bool is_there = scratch_start_server(&folder, &server);
    ScratchStore store = {.kind = "postgresql", .folder = folder, .server = server};
    for (gsize i = 0; is_there && i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *path = g_strdup_printf("/pg/%s", facts[i].fact);
        g_test_add(path, Fixture, &store, set_up, facts[i].test, tear_down);
    }
    return g_test_run();
}
