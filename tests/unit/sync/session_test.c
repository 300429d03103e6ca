// SPDX-License-Identifier: EUPL-1.2
#include "sync/session.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "base/kiosk_settings.h"
#include "store/clock_floor.h"
#include "store/jwk.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S, YEAR_S = 365 * DAY_S };

typedef struct {
    char *root;
    Settings *settings;
    Session session;
} Kiosk;

static void remove_tree(const char *path)
{
    GDir *folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_tree(inside);
    }
    g_clear_pointer(&folder, g_dir_close);
    g_assert_cmpint(g_remove(path), ==, 0);
}

static void start(Kiosk *kiosk)
{
    g_autoptr(GError) error = NULL;
    bool ok = session_open(&kiosk->session, kiosk->settings, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static void restart(Kiosk *kiosk)
{
    session_close(&kiosk->session);
    start(kiosk);
}

static void set_up(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    kiosk->root = g_dir_make_tmp("wegwijs-session-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(kiosk->root, "kiosk.ini", NULL);
    g_autofree char *text =
        g_strdup_printf("[kiosk]\nstate_dir=state\nrun_dir=run\nassets_dir=%s\n", kiosk->root);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    kiosk->settings = kiosk_settings_load(path, &error);
    g_assert_no_error(error);
    start(kiosk);
}

static void tear_down(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    session_close(&kiosk->session);
    settings_free(kiosk->settings);
    remove_tree(kiosk->root);
    g_free(kiosk->root);
}

/* A moment of which the whole hour is its own. */
static gint64 some_time(void)
{
    return (clock_build_unix_s() / HOUR_S + 24 * 30) * HOUR_S;
}

/* The program runs on for so long, and looks at its intakes every hour. */
static void pass(Kiosk *kiosk, gint64 seconds)
{
    for (; seconds > 0; seconds -= HOUR_S) {
        gint64 step_s = MIN(seconds, HOUR_S);
        kiosk->session.age_mono_ms -= step_s * 1000;
        kiosk->session.region_mono_ms -= step_s * 1000;
        session_age_intakes(&kiosk->session);
    }
}

static void say_time(Kiosk *kiosk, gint64 unix_s)
{
    session_take_region_time(&kiosk->session, unix_s);
}

/* A visit, by a kiosk whose clock says so; 0: it does not trust it. */
static void visit(Kiosk *kiosk, gint64 unix_s)
{
    g_autofree char *id = g_uuid_string_random();
    g_assert_true(outbox_append(kiosk->session.outbox, id, "sealed", unix_s, NULL));
    g_assert_true(outbox_set_outcome(kiosk->session.outbox, id, OUTBOX_OUTCOME_PRINTED, NULL));
}

static gint64 waiting(Kiosk *kiosk)
{
    OutboxCounts counts;
    session_age_intakes(&kiosk->session);
    g_assert_true(outbox_count(kiosk->session.outbox, &counts, NULL));
    return counts.waiting;
}

/* ---- Facts -----------------------------------------------------------------------------------*/

static void test_kept_for_a_week(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    visit(kiosk, some_time());
    pass(kiosk, 7 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 1);
    pass(kiosk, HOUR_S);
    g_assert_cmpint(waiting(kiosk), ==, 0);
}

/* A board that was off, without a battery for its clock: visits under an old time that may well be,
 * then the right one. */
static void test_stale_clock(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    const gint64 behind_s[] = {6 * DAY_S, 10 * DAY_S, 60 * DAY_S, 3LL * YEAR_S};
    for (gsize i = 0; i < G_N_ELEMENTS(behind_s); i++) {
        gint64 old_s = some_time() + i * 4LL * YEAR_S;
        say_time(kiosk, old_s);
        restart(kiosk);
        visit(kiosk, old_s + 600);
        visit(kiosk, 0);
        pass(kiosk, 3 * DAY_S);
        say_time(kiosk, old_s + 3 * DAY_S + behind_s[i]);
        g_assert_cmpint(waiting(kiosk), ==, 2);
        pass(kiosk, 4 * DAY_S);
        g_assert_cmpint(waiting(kiosk), ==, 2);
        pass(kiosk, 2 * HOUR_S);
        g_assert_cmpint(waiting(kiosk), ==, 0);
    }
}

/* It moves between starts too, before the region said anything. */
static void test_stale_clock_and_restarts(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    restart(kiosk);
    visit(kiosk, some_time() + 600);
    pass(kiosk, 3 * HOUR_S);
    restart(kiosk);
    visit(kiosk, some_time() + 12 * DAY_S); /* the network's time has come */
    pass(kiosk, 3 * HOUR_S);
    restart(kiosk);
    g_assert_cmpint(waiting(kiosk), ==, 2);
    say_time(kiosk, some_time() + 12 * DAY_S + 6 * HOUR_S);
    g_assert_cmpint(waiting(kiosk), ==, 2);
}

/* Years ahead: neither are the others thrown away, nor are these kept for years. */
static void test_clock_ahead(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    visit(kiosk, some_time());
    visit(kiosk, some_time() + 2LL * YEAR_S);
    pass(kiosk, HOUR_S);
    say_time(kiosk, some_time() + HOUR_S);
    pass(kiosk, 6 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 2);
    pass(kiosk, DAY_S + HOUR_S);
    g_assert_cmpint(waiting(kiosk), ==, 0);
}

/* The last contact was when it was: what came before it is as old as it is. */
static void test_right_dates_stay(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    visit(kiosk, some_time());
    pass(kiosk, 5 * DAY_S);
    say_time(kiosk, some_time() + 5 * DAY_S);
    restart(kiosk);
    visit(kiosk, some_time() + 5 * DAY_S);
    say_time(kiosk, some_time() + 8 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 1);
}

/* The region is heard for a moment now and then, and will not have it. */
static void test_short_contacts(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    visit(kiosk, some_time());
    say_time(kiosk, some_time() + 3 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 1);
    restart(kiosk);
    say_time(kiosk, some_time() + 9 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 1);
    restart(kiosk);
    say_time(kiosk, some_time() + 11 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 0);
}

/* Without the region an intake is not kept for ever either. */
static void test_without_region(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    visit(kiosk, 0);
    visit(kiosk, some_time() + 9LL * YEAR_S);
    pass(kiosk, 7 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 2);
    pass(kiosk, 2 * HOUR_S);
    g_assert_cmpint(waiting(kiosk), ==, 0);
}

/* The region's own clock goes back: nothing grows older by it. */
static void test_region_goes_back(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time() + 30 * DAY_S);
    restart(kiosk);
    visit(kiosk, some_time() + 30 * DAY_S);
    say_time(kiosk, some_time());
    g_assert_cmpint(waiting(kiosk), ==, 1);
    pass(kiosk, 7 * DAY_S + HOUR_S);
    g_assert_cmpint(waiting(kiosk), ==, 0);
}

/* The outbox cannot be written at that moment: then nothing is aged by the new time. */
static void test_locked_outbox(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    say_time(kiosk, some_time());
    restart(kiosk);
    visit(kiosk, some_time());
    g_autofree char *path = g_build_filename(kiosk->root, "state", "outbox.sqlite", NULL);
    sqlite3 *other = NULL;
    g_assert_cmpint(sqlite3_open(path, &other), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
    say_time(kiosk, some_time() + 30 * DAY_S);
    g_assert_cmpint(sqlite3_close(other), ==, SQLITE_OK);
    g_assert_cmpint(waiting(kiosk), ==, 1);
    restart(kiosk);
    g_assert_cmpint(waiting(kiosk), ==, 1);
    say_time(kiosk, some_time() + 30 * DAY_S);
    g_assert_cmpint(waiting(kiosk), ==, 1);
}

/* The region's time goes on by the monotonic clock, whatever the wall clock does. */
static void test_region_time(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    gint64 now_s = 5;
    g_assert_false(session_region_time(&kiosk->session, &now_s));
    g_assert_cmpint(now_s, ==, 5);
    say_time(kiosk, some_time());
    pass(kiosk, 90);
    g_assert_true(session_region_time(&kiosk->session, &now_s));
    g_assert_cmpint(now_s, >=, some_time() + 90);
    g_assert_cmpint(now_s, <=, some_time() + 150);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK); /* warnings are part of it */
    g_assert_true(keys_init(NULL));
    static const struct {
        const char *fact;
        void (*test)(Kiosk *kiosk, gconstpointer data);
    } tests[] = {
        {"an intake is kept for a week, and an hour", test_kept_for_a_week},
        {"an old clock put right makes no intake older", test_stale_clock},
        {"nor does it between starts", test_stale_clock_and_restarts},
        {"a clock ahead keeps no intake for years", test_clock_ahead},
        {"what was dated rightly stays as old as it is", test_right_dates_stay},
        {"nor is it kept for ever by short contacts", test_short_contacts},
        {"without the region it is the time that passed", test_without_region},
        {"a region whose clock goes back makes nothing older", test_region_goes_back},
        {"dates that cannot be moved are not judged by the new time", test_locked_outbox},
        {"the region's time is carried on, whatever our clock says", test_region_time},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strconcat("/session/", tests[i].fact, NULL);
        g_test_add(name, Kiosk, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
