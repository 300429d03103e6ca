// SPDX-License-Identifier: EUPL-1.2
#include "sync/link.h"

#include <sched.h>
#include <stdbool.h>

static void count(gpointer user_data)
{
    ++*(int *)user_data;
}

static bool run(const char *const *argv)
{
    int status = 0;
    return g_spawn_sync(NULL, (char **)(guintptr)argv, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                        &status, NULL) &&
           g_spawn_check_wait_status(status, NULL);
}

static void test_rests(void)
{
    int times = 0;
    Link *link = link_watch(count, &times);
    if (!link) {
        g_test_skip("the system allows no netlink socket");
        return;
    }
    g_assert_false(g_main_context_pending(NULL));
    link_free(link);
    g_assert_false(g_main_context_pending(NULL));
    g_assert_cmpint(times, ==, 0);
}

/* A network of this process's own, so that nobody else's is touched. */
static bool enter_own_network(void)
{
    return unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

/* An address more on loopback stands for a cable that is plugged in. */
static void test_address(void)
{
    if (!enter_own_network()) {
        g_test_skip("the system allows no network of our own");
        return;
    }
    const char *add[] = {"ip", "address", "add", "127.73.73.73/32", "dev", "lo", NULL};
    const char *remove[] = {"ip", "address", "del", "127.73.73.73/32", "dev", "lo", NULL};
    int times = 0;
    Link *link = link_watch(count, &times);
    if (!link || !run(add)) {
        link_free(link);
        g_test_skip("this user may not add an address");
        return;
    }
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    g_assert_cmpint(times, ==, 1);
    g_assert_true(run(remove));
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_cmpint(times, ==, 1);
    link_free(link);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/link/rests while nothing changes", test_rests);
    g_test_add_func("/link/tells of a new address and not of a lost one", test_address);
    return g_test_run();
}
