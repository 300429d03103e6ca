// SPDX-License-Identifier: EUPL-1.2
#include "sync/wake.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct {
    char *folder;
    int intakes, nows;
} Run;

static void set_up(Run *run, gconstpointer data)
{
    (void)data;
    run->folder = g_dir_make_tmp("wegwijs-wake-XXXXXX", NULL);
}

static void tear_down(Run *run, gconstpointer data)
{
    (void)data;
    g_autofree char *lock = g_build_filename(run->folder, "sync.lock", NULL);
    g_unlink(lock);
    g_assert_cmpint(g_rmdir(run->folder), ==, 0);
    g_free(run->folder);
}

static void on_wake(WakeKind kind, gpointer user_data)
{
    Run *run = user_data;
    run->intakes += kind == WAKE_INTAKE;
    run->nows += kind == WAKE_NOW;
}

static void send_bytes(const Run *run, const char *bytes)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_snprintf(address.sun_path, sizeof address.sun_path, "%s/wake.sock", run->folder);
    for (; *bytes; bytes++) {
        g_assert_cmpint(sendto(fd, bytes, 1, 0, (struct sockaddr *)&address, sizeof address), ==,
                        1);
    }
    close(fd);
}

static void test_wakes(Run *run, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Wake) wake = wake_listen(run->folder, on_wake, run, &error);
    g_assert_no_error(error);
    g_assert_nonnull(wake);
    g_assert_false(g_main_context_pending(NULL));
    send_bytes(run, "wwwww");
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    g_assert_cmpint(run->intakes, ==, 1);
    g_assert_false(g_main_context_pending(NULL));
    send_bytes(run, "wnw");
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    g_assert_cmpint(run->nows, ==, 1);
    send_bytes(run, "xyz");
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    g_assert_cmpint(run->intakes + run->nows, ==, 2);
}

static void test_one_at_a_time(Run *run, gconstpointer data)
{
    (void)data;
    g_autoptr(Wake) first = wake_listen(run->folder, on_wake, run, NULL);
    g_assert_nonnull(first);
    g_autoptr(GError) error = NULL;
    g_assert_null(wake_listen(run->folder, on_wake, run, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
    send_bytes(run, "w");
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    g_assert_cmpint(run->intakes, ==, 1);
}

static void test_left_behind(Run *run, gconstpointer data)
{
    (void)data;
    g_autofree char *path = g_build_filename(run->folder, "wake.sock", NULL);
    g_assert_true(g_file_set_contents(path, "left by a crash", -1, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(Wake) wake = wake_listen(run->folder, on_wake, run, &error);
    g_assert_no_error(error);
    g_assert_nonnull(wake);
    send_bytes(run, "w");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/wake/many bytes wake once", Run, NULL, set_up, test_wakes, tear_down);
    g_test_add("/wake/only one program listens", Run, NULL, set_up, test_one_at_a_time, tear_down);
    g_test_add("/wake/what a crash left behind is replaced", Run, NULL, set_up, test_left_behind,
               tear_down);
    return g_test_run();
}
