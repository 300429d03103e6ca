// SPDX-License-Identifier: EUPL-1.2
#include "regiond/throttle.h"

static void test_source(void)
{
    g_autoptr(Throttle) throttle = throttle_new();
    for (int i = 0; i < THROTTLE_PER_SOURCE; i++) {
        g_assert_cmpint(throttle_wait_s(throttle, "a", 1000 + i), ==, 0);
        throttle_count(throttle, "a", 1000 + i);
    }
    g_assert_cmpint(throttle_wait_s(throttle, "a", 1010), ==, 50);
    g_assert_cmpint(throttle_wait_s(throttle, "b", 1010), ==, 0);
    g_assert_cmpint(throttle_wait_s(throttle, "a", 1059), ==, 1);
    g_assert_cmpint(throttle_wait_s(throttle, "a", 1060), ==, 0);
}

static void test_overall(void)
{
    g_autoptr(Throttle) throttle = throttle_new();
    for (int i = 0; i < THROTTLE_OVERALL; i++) {
        g_autofree char *source = g_strdup_printf("%d", i);
        g_assert_cmpint(throttle_wait_s(throttle, source, 1000), ==, 0);
        throttle_count(throttle, source, 1000);
    }
    g_assert_cmpint(throttle_wait_s(throttle, "new", 1000), ==, 60);
    g_assert_cmpint(throttle_wait_s(throttle, "new", 1060), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/throttle/lets one source be wrong five times a minute", test_source);
    g_test_add_func("/throttle/bounds all sources together", test_overall);
    return g_test_run();
}
