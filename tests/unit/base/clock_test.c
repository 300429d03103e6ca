// SPDX-License-Identifier: EUPL-1.2
#include "base/clock.h"

static void test_plausible(void)
{
    enum { FLOOR = 1795392000, DAY = 86400 };
    static const struct {
        gint64 unix_s;
        bool is_plausible;
    } cases[] = {
        {FLOOR, true},
        {FLOOR - 1, false},
        {0, false},
        {FLOOR + G_GINT64_CONSTANT(3650) * DAY, true},
        {FLOOR + G_GINT64_CONSTANT(3661) * DAY, false},
        {G_MAXINT64 / 2, false},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_true(clock_is_plausible(cases[i].unix_s, FLOOR) == cases[i].is_plausible);
    }
}

static void test_build(void)
{
    g_assert_cmpint(clock_build_unix_s(), >, 1767225600); /* 2026-01-01 */
    g_assert_cmpint(clock_build_unix_s() % 86400, ==, 0);
    g_assert_true(clock_is_plausible(clock_build_unix_s(), clock_build_unix_s()));
}

static void test_rises(void)
{
    gint64 before_ms = clock_monotonic_ms();
    gint64 wall_s = g_get_real_time() / G_USEC_PER_SEC;
    g_assert_cmpint(clock_unix_s(), >=, wall_s);
    g_assert_cmpint(clock_unix_s(), <=, wall_s + 60);
    g_assert_cmpint(clock_monotonic_ms(), >=, before_ms);
    g_assert_cmpint(clock_monotonic_ms(), <=, before_ms + 60000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/clock/is plausible from its floor and ten years on", test_plausible);
    g_test_add_func("/clock/knows the day of the build", test_build);
    g_test_add_func("/clock/counts milliseconds and seconds", test_rises);
    return g_test_run();
}
