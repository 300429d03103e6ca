// SPDX-License-Identifier: EUPL-1.2
#include "fleet/outage.h"

static const gint64 second_us = G_USEC_PER_SEC;

static Outage make(OutageKind kind)
{
    return (Outage){.kind = kind, .length_us = 3600 * second_us, .per_s = 50};
}

static void test_gone_and_back(void)
{
    for (int kind = 0; kind < OUTAGE_N_KINDS; kind++) {
        Outage outage = make((OutageKind)kind);
        g_assert_false(outage_is_up(&outage, 0));
        g_assert_false(outage_is_up(&outage, outage.length_us - 1));
        g_assert_true(outage_is_up(&outage, outage.length_us));
        g_assert_true(outage_is_up(&outage, outage.length_us * 2));
        g_assert_cmpfloat(outage_rate(&outage, outage.length_us - 1), ==, 0);
    }
}

static void test_ideal(void)
{
    const struct {
        OutageKind kind;
        gint64 ideal_s;
    } cases[] = {
        {OUTAGE_PLAIN, 100},    {OUTAGE_HALF, 200}, {OUTAGE_SLOW, 227}, /* 5 t + 0.075 t^2 = 5000 */
        {OUTAGE_FLAPPING, 160}, {OUTAGE_LINK, 100},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Outage outage = make(cases[i].kind);
        gint64 ideal_s = (outage_ideal_us(&outage, 5000) + second_us / 2) / second_us;
        g_assert_cmpint(ideal_s, ==, cases[i].ideal_s);
    }
}

static void test_flapping(void)
{
    Outage outage = make(OUTAGE_FLAPPING);
    gint64 back_us = outage.length_us;
    g_assert_cmpint(outage_next_end(&outage, back_us), ==, back_us + 60 * second_us);
    g_assert_false(outage_is_up(&outage, back_us + 60 * second_us));
    g_assert_true(outage_is_up(&outage, back_us + 120 * second_us));
    g_assert_cmpint(outage_next_end(&outage, back_us + 1200 * second_us), ==, G_MAXINT64);
    g_assert_true(outage_is_up(&outage, back_us + 1260 * second_us));
}

static void test_names(void)
{
    for (int kind = 0; kind < OUTAGE_N_KINDS; kind++) {
        g_assert_cmpint(outage_find_kind(outage_kind_name((OutageKind)kind)), ==, kind);
    }
    for (int way = 0; way < OUTAGE_N_WAYS; way++) {
        g_assert_cmpint(outage_find_way(outage_way_name((OutageWay)way)), ==, way);
    }
    g_assert_cmpint(outage_find_kind("other"), ==, OUTAGE_N_KINDS);
    g_assert_cmpint(outage_find_way(""), ==, OUTAGE_N_WAYS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outage/the region is gone, then back", test_gone_and_back);
    g_test_add_func("/outage/the ideal is all work at what the region can do", test_ideal);
    g_test_add_func("/outage/flapping is a minute there, a minute gone", test_flapping);
    g_test_add_func("/outage/kinds and ways are found by their names", test_names);
    return g_test_run();
}
