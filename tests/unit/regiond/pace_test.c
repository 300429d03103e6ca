// SPDX-License-Identifier: EUPL-1.2
#include "regiond/pace.h"

static const gint64 second_us = G_USEC_PER_SEC;
static const gint64 start_us = 1234567890;

static Pace fresh(gint64 per_s)
{
    Pace pace;
    pace_init(&pace, per_s);
    return pace;
}

static void test_no_limit(void)
{
    Pace pace = fresh(0);
    for (int i = 0; i < 100000; i++) {
        g_assert_cmpint(pace_wait_s(&pace, start_us, 60 * second_us), ==, 0);
    }
}

/* Twice as many as it can do, for ten minutes. */
static void test_rate(void)
{
    Pace pace = fresh(50);
    int taken = 0;
    for (int i = 0; i < 600 * 100; i++) {
        taken += pace_wait_s(&pace, start_us + i * second_us / 100, 0) == 0;
    }
    g_assert_cmpint(taken, >=, 600 * 50);
    g_assert_cmpint(taken, <=, 601 * 50 + 1);
}

static void test_below_the_rate(void)
{
    Pace pace = fresh(50);
    for (int i = 0; i < 10000; i++) {
        g_assert_cmpint(pace_wait_s(&pace, start_us + i * second_us / 50, second_us), ==, 0);
    }
}

/* Each gets a moment of its own, far fewer a second than can be done, and an hour at most. */
static void test_slots(void)
{
    Pace pace = fresh(10);
    int per_second[3601] = {0};
    for (int i = 0; i < 20000; i++) {
        gint64 wait_s = pace_wait_s(&pace, start_us, 0);
        if (wait_s > 0) {
            g_assert_cmpint(wait_s, >=, 5);
            g_assert_cmpint(wait_s, <=, 3600);
            per_second[wait_s]++;
        }
    }
    for (int s = 0; s < 3600; s++) {
        g_assert_cmpint(per_second[s], <=, 3);
    }
    g_assert_cmpint(per_second[3600], >, 0);
}

static void test_line(void)
{
    Pace pace = fresh(50);
    g_assert_cmpint(pace_wait_s(&pace, start_us, 5 * second_us), ==, 0);
    g_assert_cmpint(pace_wait_s(&pace, start_us, 6 * second_us), >=, 5);
}

/* Slots that nobody came for do not make those wait who come an hour later. */
static void test_old_slots(void)
{
    Pace pace = fresh(1);
    for (int i = 0; i < 100; i++) {
        (void)pace_wait_s(&pace, start_us, 0);
    }
    gint64 later_us = start_us + 3600 * second_us;
    while (pace_wait_s(&pace, later_us, 0) == 0) {
    }
    g_assert_cmpint(pace_wait_s(&pace, later_us, 0), <=, 10);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pace/without a limit all are taken on", test_no_limit);
    g_test_add_func("/pace/no more are taken on than so many a second", test_rate);
    g_test_add_func("/pace/who comes at the rate is never sent away", test_below_the_rate);
    g_test_add_func("/pace/who is sent away gets a moment of its own", test_slots);
    g_test_add_func("/pace/who stood in line too long is sent away", test_line);
    g_test_add_func("/pace/old promises hold nobody up", test_old_slots);
    return g_test_run();
}
