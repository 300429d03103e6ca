// SPDX-License-Identifier: EUPL-1.2
#include "sync/session.h"

#include <glib/gstdio.h>

#include "base/clock.h"
#include "store/clock_floor.h"

enum { YEAR_S = 365 * 24 * 3600 };

typedef struct {
    char *state_dir;
} Folder;

static void set_up(Folder *folder, gconstpointer data)
{
    (void)data;
    folder->state_dir = g_dir_make_tmp("wegwijs-session-XXXXXX", NULL);
}

static void tear_down(Folder *folder, gconstpointer data)
{
    (void)data;
    g_autofree char *clock = g_build_filename(folder->state_dir, "clock.json", NULL);
    g_unlink(clock);
    g_assert_cmpint(g_rmdir(folder->state_dir), ==, 0);
    g_free(folder->state_dir);
}

/* A session whose program started just now. */
static Session fresh(const char *state_dir)
{
    return (Session){.state_dir = state_dir,
                     .wall_unix_s = clock_unix_s(),
                     .wall_mono_ms = clock_monotonic_ms()};
}

static void test_own_clock(Folder *folder, gconstpointer data)
{
    (void)data;
    g_assert_true(clock_floor_correct(folder->state_dir, clock_unix_s() - 3600, NULL));
    Session session = fresh(folder->state_dir);
    gint64 now_s = 0;
    g_assert_true(session_trusted_time(&session, &now_s));
    g_assert_cmpint(ABS(now_s - clock_unix_s()), <=, 1);
}

/* What the system says now is not what it said at the start plus the time that passed. */
static void test_jump(Folder *folder, gconstpointer data)
{
    (void)data;
    const gint64 jumps_s[] = {-2 * 3600, 2 * 3600, 14 * (gint64)YEAR_S, -56 * (gint64)YEAR_S};
    g_assert_true(clock_floor_correct(folder->state_dir, clock_unix_s() - 3600, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(jumps_s); i++) {
        Session session = fresh(folder->state_dir);
        session.wall_unix_s -= jumps_s[i];
        gint64 untouched = 5;
        g_assert_false(session_trusted_time(&session, &untouched));
        g_assert_cmpint(untouched, ==, 5);
    }
}

/* Before the pack in use was signed. */
static void test_before_pack(Folder *folder, gconstpointer data)
{
    (void)data;
    Session session = fresh(folder->state_dir);
    session.pack_signed_unix_s = clock_unix_s() + 86400;
    gint64 now_s = 0;
    g_assert_false(session_trusted_time(&session, &now_s));
}

/* The region's time goes on by the monotonic clock, whatever the wall clock does. */
static void test_region_time(Folder *folder, gconstpointer data)
{
    (void)data;
    const gint64 offsets_s[] = {0, -56 * (gint64)YEAR_S, 14 * (gint64)YEAR_S, 7200};
    for (gsize i = 0; i < G_N_ELEMENTS(offsets_s); i++) {
        Session session = fresh(folder->state_dir);
        session.wall_unix_s += offsets_s[i];
        session.has_region_time = true;
        session.region_unix_s = 1795438800;
        session.region_mono_ms = clock_monotonic_ms() - 90 * 1000;
        gint64 now_s = 0;
        g_assert_true(session_trusted_time(&session, &now_s));
        g_assert_cmpint(now_s, >=, 1795438890);
        g_assert_cmpint(now_s, <=, 1795438892);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *fact;
        void (*test)(Folder *folder, gconstpointer data);
    } tests[] = {
        {"a plausible clock that has not jumped is trusted", test_own_clock},
        {"a clock that jumped is not", test_jump},
        {"a clock before the pack in use is not", test_before_pack},
        {"the region's time is carried on, whatever our clock says", test_region_time},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strconcat("/session/", tests[i].fact, NULL);
        g_test_add(name, Folder, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
