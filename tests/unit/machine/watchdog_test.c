// SPDX-License-Identifier: EUPL-1.2
#include "machine/watchdog.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct {
    char *folder, *path;
    int socket;
} Systemd;

/* Listens as systemd does. */
static void set_up(Systemd *systemd, gconstpointer data)
{
    (void)data;
    systemd->folder = g_dir_make_tmp("wegwijs-notify-XXXXXX", NULL);
    systemd->path = g_build_filename(systemd->folder, "notify", NULL);
    systemd->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, systemd->path, sizeof address.sun_path);
    g_assert_cmpint(bind(systemd->socket, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_setenv("NOTIFY_SOCKET", systemd->path, TRUE);
    g_setenv("WATCHDOG_USEC", "40000", TRUE);
    g_unsetenv("WATCHDOG_PID");
}

static void tear_down(Systemd *systemd, gconstpointer data)
{
    (void)data;
    close(systemd->socket);
    g_unlink(systemd->path);
    g_rmdir(systemd->folder);
    g_free(systemd->path);
    g_free(systemd->folder);
}

static void expect(const Systemd *systemd, const char *wanted)
{
    char text[256];
    gssize n = recv(systemd->socket, text, sizeof text - 1, 0);
    g_assert_cmpint(n, >, 0);
    text[n] = 0;
    g_assert_cmpstr(text, ==, wanted);
}

static void test_words(Systemd *systemd, gconstpointer data)
{
    (void)data;
    watchdog_ready();
    expect(systemd, "READY=1");
    watchdog_status("two\nlines");
    expect(systemd, "STATUS=two lines");
    watchdog_stopping();
    expect(systemd, "STOPPING=1");
}

static void test_fed(Systemd *systemd, gconstpointer data)
{
    (void)data;
    Watchdog *watchdog = watchdog_start();
    gint64 start_us = g_get_monotonic_time();
    for (int i = 0; i < 3; i++) {
        g_main_context_iteration(NULL, TRUE);
        expect(systemd, "WATCHDOG=1");
    }
    g_assert_cmpint(g_get_monotonic_time() - start_us, >=, 3 * 20000);
    watchdog_stop(watchdog);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/watchdog/says ready, status and stopping", Systemd, NULL, set_up, test_words,
               tear_down);
    g_test_add("/watchdog/is fed at half its time", Systemd, NULL, set_up, test_fed, tear_down);
    return g_test_run();
}
