// SPDX-License-Identifier: EUPL-1.2
#include "machine/power.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct {
    GMainLoop *loop;
    bool is_going;
    char *reason;
} Heard;

static void hear(bool is_going, const char *reason, gpointer user_data)
{
    Heard *heard = user_data;
    heard->is_going = is_going;
    heard->reason = g_strdup(reason);
    g_main_loop_quit(heard->loop);
}

/* Asks a systemctl of ours that does as `script` says; none when it is NULL. */
static Heard ask(const char *script)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-power-XXXXXX", NULL);
    g_autofree char *program = g_build_filename(folder, "systemctl", NULL);
    g_autofree char *path = g_strdup(g_getenv("PATH"));
    if (script) {
        g_assert_true(g_file_set_contents(program, script, -1, NULL));
        g_assert_cmpint(g_chmod(program, 0700), ==, 0);
    }
    g_setenv("PATH", folder, TRUE); /* never the machine's own */
    Heard heard = {.loop = g_main_loop_new(NULL, FALSE)};
    power_switch_off(hear, &heard);
    if (!heard.reason) {
        g_main_loop_run(heard.loop);
    }
    g_setenv("PATH", path, TRUE);
    g_main_loop_unref(heard.loop);
    g_unlink(program);
    g_rmdir(folder);
    return heard;
}

static void test_goes(void)
{
    Heard heard = ask("#!/bin/sh\n[ \"$*\" = '--no-ask-password poweroff' ]\n");
    g_assert_true(heard.is_going);
    g_assert_null(heard.reason);
}

static void test_refused(void)
{
    Heard heard = ask("#!/bin/sh\necho 'Access denied' >&2\necho more >&2\nexit 1\n");
    g_assert_false(heard.is_going);
    g_assert_cmpstr(heard.reason, ==, "Access denied");
    g_free(heard.reason);
}

static void test_none(void)
{
    Heard heard = ask(NULL);
    g_assert_false(heard.is_going);
    g_assert_nonnull(heard.reason);
    g_free(heard.reason);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/power/is switched off where that is allowed", test_goes);
    g_test_add_func("/power/says why not where it is refused", test_refused);
    g_test_add_func("/power/says so where nobody can", test_none);
    return g_test_run();
}
