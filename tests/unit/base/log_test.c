// SPDX-License-Identifier: EUPL-1.2
#include "base/log.h"

#include <glib.h>
#include <unistd.h>

/* What a program with this log writes to standard error, its own process because a log is for the
 * life of one. */
static void speak(bool debug)
{
    log_start("kiosk", debug);
    g_debug("for developers");
    g_message("once a day");
    g_log("test", G_LOG_LEVEL_WARNING, "paper is out");
    fsync(STDERR_FILENO);
}

static void test_quiet(void)
{
    if (g_test_subprocess()) {
        g_log_set_always_fatal(G_LOG_FATAL_MASK);
        speak(false);
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*kiosk: once a day\nkiosk: warning: paper is out\n*");
    g_test_trap_assert_stderr_unmatched("*for developers*");
}

static void test_debug(void)
{
    if (g_test_subprocess()) {
        g_log_set_always_fatal(G_LOG_FATAL_MASK);
        speak(true);
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*kiosk: for developers\nkiosk: once a day\n*");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/writes a line a message, and warnings as such", test_quiet);
    g_test_add_func("/log/tells developers more", test_debug);
    return g_test_run();
}
