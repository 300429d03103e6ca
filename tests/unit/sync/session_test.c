// SPDX-License-Identifier: EUPL-1.2
#include "sync/session.h"

#include "base/clock.h"

enum { YEAR_S = 365 * 24 * 3600 };

/* A session whose program started just now, in an empty folder. */
static Session fresh(const char *state_dir)
{
    return (Session){.state_dir = state_dir,
                     .wall_unix_s = clock_unix_s(),
                     .wall_mono_ms = clock_monotonic_ms()};
}

static void test_own_clock(void)
{
    Session session = fresh("/no/such/folder");
    gint64 now_s = 0;
    g_assert_true(session_trusted_time(&session, &now_s));
    g_assert_cmpint(ABS(now_s - clock_unix_s()), <=, 1);
}

/* What the system says now is not what it said at the start plus the time that passed. */
static void test_jump(void)
{
    const gint64 jumps_s[] = {-2 * 3600, 2 * 3600, 14 * (gint64)YEAR_S, -56 * (gint64)YEAR_S};
    for (gsize i = 0; i < G_N_ELEMENTS(jumps_s); i++) {
        Session session = fresh("/no/such/folder");
        session.wall_unix_s -= jumps_s[i];
        gint64 untouched = 5;
        g_assert_false(session_trusted_time(&session, &untouched));
        g_assert_cmpint(untouched, ==, 5);
    }
}

/* The region's time goes on by the monotonic clock, whatever the wall clock does. */
static void test_region_time(void)
{
    const gint64 offsets_s[] = {0, -56 * (gint64)YEAR_S, 14 * (gint64)YEAR_S, 7200};
    for (gsize i = 0; i < G_N_ELEMENTS(offsets_s); i++) {
        Session session = fresh("/no/such/folder");
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
    g_test_add_func("/session/a plausible clock that has not jumped is trusted", test_own_clock);
    g_test_add_func("/session/a clock that jumped is not", test_jump);
    g_test_add_func("/session/the region's time is carried on, whatever our clock says",
                    test_region_time);
    return g_test_run();
}
