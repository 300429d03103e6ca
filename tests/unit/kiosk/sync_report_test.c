// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/sync_report.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct {
    char *folder, *status, *socket;
} Run;

static void set_up(Run *run, gconstpointer data)
{
    (void)data;
    run->folder = g_dir_make_tmp("wegwijs-report-XXXXXX", NULL);
    run->status = g_build_filename(run->folder, "sync-status.json", NULL);
    run->socket = g_build_filename(run->folder, "wake.sock", NULL);
}

static void tear_down(Run *run, gconstpointer data)
{
    (void)data;
    g_unlink(run->status);
    g_unlink(run->socket);
    g_rmdir(run->folder);
    g_free(run->folder);
    g_free(run->status);
    g_free(run->socket);
}

static void write_status(const Run *run, const char *text)
{
    g_assert_true(g_file_set_contents(run->status, text, -1, NULL));
}

/* As wegwijs-sync does; close(2) ends it. */
static int listen_there(const Run *run)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, run->socket, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(fd, (const struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

static void test_whole(Run *run, gconstpointer data)
{
    (void)data;
    write_status(run,
                 "{\"state\":\"clock\",\"message_nl\":\"De klok.\",\"message_en\":\"The clock.\","
                 "\"reason\":\"expired\",\"last_contact_unix_s\":11,\"clock_offset_s\":-7200,"
                 "\"last_try_unix_s\":12,\"next_try_unix_s\":13,\"is_trying\":true,"
                 "\"certificate_until_unix_s\":14,\"problem\":\"no room\"}");
    int fd = listen_there(run);
    g_autoptr(SyncReport) report = sync_report_read(run->folder);
    g_assert_false(report->is_missing);
    g_assert_true(report->is_running && report->is_trying);
    g_assert_cmpstr(report->state, ==, "clock");
    g_assert_cmpstr(report->message_nl, ==, "De klok.");
    g_assert_cmpstr(report->message_en, ==, "The clock.");
    g_assert_cmpstr(report->reason, ==, "expired");
    g_assert_cmpstr(report->problem, ==, "no room");
    g_assert_true(report->has_clock_offset);
    g_assert_cmpint(report->clock_offset_s, ==, -7200);
    g_assert_cmpint(report->last_contact_unix_s, ==, 11);
    g_assert_cmpint(report->last_try_unix_s, ==, 12);
    g_assert_cmpint(report->next_try_unix_s, ==, 13);
    g_assert_cmpint(report->certificate_until_unix_s, ==, 14);
    close(fd);
}

/* A socket that a crash left behind is not a program that runs. */
static void test_running(Run *run, gconstpointer data)
{
    (void)data;
    char byte = 0;
    write_status(run, "{\"state\":\"ok\",\"is_trying\":true}");
    g_autoptr(SyncReport) none = sync_report_read(run->folder);
    g_assert_false(none->is_running || none->is_trying || none->is_missing);
    g_assert_false(sync_report_send_now(run->folder));
    int fd = listen_there(run);
    g_autoptr(SyncReport) there = sync_report_read(run->folder);
    g_assert_true(there->is_running);
    g_assert_true(sync_report_send_now(run->folder));
    g_assert_cmpint(recv(fd, &byte, 1, MSG_DONTWAIT), ==, 1);
    g_assert_cmpint(byte, ==, 'n');
    close(fd);
    g_autoptr(SyncReport) gone = sync_report_read(run->folder);
    g_assert_false(gone->is_running);
    g_assert_false(sync_report_send_now(run->folder));
}

static void test_damaged(Run *run, gconstpointer data)
{
    (void)data;
    g_autofree char *huge = g_strnfill(100000, ' ');
    g_autofree char *long_reason = g_strnfill(5000, 'r');
    g_autofree char *long_one =
        g_strdup_printf("{\"state\":\"ok\",\"reason\":\"%s\"}", long_reason);
    const char *const missing[] = {"", "{", "[]", "7", "{\"state\":7}", "{}", huge};
    for (gsize i = 0; i < G_N_ELEMENTS(missing); i++) {
        write_status(run, missing[i]);
        g_autoptr(SyncReport) report = sync_report_read(run->folder);
        g_assert_true(report->is_missing);
        g_assert_cmpstr(report->state, ==, "");
        g_assert_cmpstr(report->message_nl, ==, "");
    }
    write_status(run,
                 "{\"state\":\"ok\",\"message_nl\":3,\"reason\":\"a\\nb\",\"clock_offset_s\":null,"
                 "\"last_contact_unix_s\":-5,\"next_try_unix_s\":\"soon\"}");
    g_autoptr(SyncReport) odd = sync_report_read(run->folder);
    g_assert_false(odd->is_missing || odd->has_clock_offset);
    g_assert_cmpstr(odd->message_nl, ==, "");
    g_assert_cmpstr(odd->reason, ==, "a b");
    g_assert_cmpint(odd->last_contact_unix_s, ==, 0);
    g_assert_cmpint(odd->next_try_unix_s, ==, 0);
    write_status(run, long_one);
    g_autoptr(SyncReport) cut = sync_report_read(run->folder);
    g_assert_cmpuint(strlen(cut->reason), ==, 1000);
}

static void add(const char *name, void (*test)(Run *, gconstpointer))
{
    g_test_add(name, Run, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/sync report/has all that wegwijs-sync tells", test_whole);
    add("/sync report/knows whether wegwijs-sync runs, and wakes it", test_running);
    add("/sync report/takes no harm from a damaged file", test_damaged);
    return g_test_run();
}
