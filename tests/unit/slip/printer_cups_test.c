// SPDX-License-Identifier: EUPL-1.2
/* Queues of a real CUPS scheduler, with printers of a few lines of shell behind it. Skipped where
 * cupsd is not installed or must not run. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "printer_fixture.h"

enum { TIMEOUT_MS = 1000, START_S = 10 };

/* What stands behind a queue: says in a file how it is to behave, and keeps what it got. */
static const char BACKEND[] = "#!/bin/sh\n"
                              "[ $# -gt 0 ] || exit 0\n"
                              "case $(cat %1$s/mood) in\n"
                              "hang) read -r never <%1$s/never ;;\n"
                              "fail) exit 1 ;;\n"
                              "empty) echo 'STATE: +media-empty-error' >&2 ;;\n"
                              "esac\n"
                              "cat \"${6:--}\" >%1$s/got.$1.pdf\n";

static const char CUPSD[] = "Listen 127.0.0.1:%d\nLogLevel warn\nBrowsing Off\nWebInterface No\n"
                            "DefaultAuthType None\n<Location />\nOrder allow,deny\nAllow all\n"
                            "</Location>\n<Policy default>\n<Limit All>\nOrder deny,allow\n"
                            "Allow all\n</Limit>\n</Policy>\n";

static const char FILES[] = "ServerRoot %1$s/root\nRequestRoot %1$s/requests\nStateDir %1$s/state\n"
                            "CacheDir %1$s/cache\nTempDir %1$s/tmp\nErrorLog %1$s/error.log\n"
                            "AccessLog %1$s/access.log\nPageLog %1$s/page.log\n"
                            "DataDir /usr/share/cups\nServerBin %1$s/bin\n";

typedef struct {
    char *folder;
    GSubprocess *child;
} Scheduler;

static void put(const char *folder, const char *name, const char *text, int mode)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
}

static void set_mood(const Scheduler *scheduler, const char *mood)
{
    put(scheduler->folder, "mood", mood, 0644);
}

static int find_port(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    int port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    g_socket_listener_close(listener);
    return port;
}

static bool run(const char *const *argv)
{
    g_autoptr(GSubprocess) child = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
    return child && g_subprocess_wait_check(child, NULL, NULL);
}

static bool add_queue(const char *name, const char *uri)
{
    const char *const argv[] = {"lpadmin", "-h", g_getenv("CUPS_SERVER"),          "-p", name, "-v",
                                uri,       "-o", "printer-error-policy=abort-job", "-E", NULL};
    return run(argv);
}

static void write_files(const Scheduler *scheduler, int port)
{
    static const char *const folders[] = {"root",  "requests", "state",
                                          "cache", "tmp",      "bin/backend"};
    g_assert_cmpint(g_chmod(scheduler->folder, 0755), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(scheduler->folder, folders[i], NULL);
        g_assert_cmpint(g_mkdir_with_parents(path, 0755), ==, 0);
    }
    g_autofree char *daemon = g_build_filename(scheduler->folder, "bin/daemon", NULL);
    g_assert_cmpint(symlink("/usr/lib/cups/daemon", daemon), ==, 0);
    g_autofree char *never = g_build_filename(scheduler->folder, "never", NULL);
    g_assert_cmpint(mkfifo(never, 0600), ==, 0);
    g_autofree char *backend = g_strdup_printf(BACKEND, scheduler->folder);
    g_autofree char *cupsd = g_strdup_printf(CUPSD, port);
    g_autofree char *files = g_strdup_printf(FILES, scheduler->folder);
    put(scheduler->folder, "bin/backend/ipp", backend, 0700);
    put(scheduler->folder, "bin/backend/example", backend, 0700);
    put(scheduler->folder, "cupsd.conf", cupsd, 0644);
    put(scheduler->folder, "cups-files.conf", files, 0644);
    set_mood(scheduler, "ok");
}

static void stop_scheduler(Scheduler *scheduler)
{
    if (scheduler->child) {
        g_subprocess_send_signal(scheduler->child, SIGTERM);
        g_subprocess_wait(scheduler->child, NULL, NULL);
        g_object_unref(scheduler->child);
    }
    const char *const argv[] = {"rm", "-rf", scheduler->folder, NULL};
    g_assert_true(run(argv));
    g_free(scheduler->folder);
}

/* Two queues: "office", an IPP printer as its address says, and "old", which is none. */
static bool start_scheduler(Scheduler *scheduler)
{
    *scheduler = (Scheduler){.folder = g_dir_make_tmp("wegwijs-cups-XXXXXX", NULL)};
    int port = find_port();
    write_files(scheduler, port);
    g_autofree char *server = g_strdup_printf("127.0.0.1:%d", port);
    g_autofree char *cupsd = g_build_filename(scheduler->folder, "cupsd.conf", NULL);
    g_autofree char *files = g_build_filename(scheduler->folder, "cups-files.conf", NULL);
    g_setenv("CUPS_SERVER", server, TRUE);
    const char *const argv[] = {"/usr/sbin/cupsd", "-f", "-c", cupsd, "-s", files, NULL};
    scheduler->child = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
    gint64 until_us = g_get_monotonic_time() + START_S * G_USEC_PER_SEC;
    while (scheduler->child && !add_queue("office", "ipp://127.0.0.1:1/ipp/print")) {
        if (g_get_monotonic_time() > until_us) {
            break;
        }
    }
    if (scheduler->child && add_queue("old", "example://anything")) {
        return true;
    }
    stop_scheduler(scheduler);
    return false;
}

static Printer *open_queue(const char *name)
{
    PrinterOptions options = {.kind = "cups", .queue = name, .timeout_ms = TIMEOUT_MS};
    return printer_fixture_open(&options);
}

static void expect(const Scheduler *scheduler, const char *mood, const char *queue,
                   PrinterResult result)
{
    set_mood(scheduler, mood);
    g_autoptr(Printer) printer = open_queue(queue);
    gint64 before_us = g_get_monotonic_time();
    PrinterOutcome outcome = printer_fixture_print(printer);
    gint64 took_ms = (g_get_monotonic_time() - before_us) / 1000;
    g_test_message("%s, %s: %d, %s, %d ms", queue, mood, (int)outcome.result,
                   printer_state_name(outcome.state), (int)took_ms);
    g_assert_cmpint(outcome.result, ==, result);
    g_assert_cmpint(took_ms, <=, printer_job_limit_ms(printer, FIXTURE_ROWS));
}

static void expect_pdf(const Scheduler *scheduler, const char *name)
{
    g_autofree char *path = g_build_filename(scheduler->folder, name, NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_true(g_str_has_prefix(text, "%PDF-"));
}

/* "Completed" is paper only where the printer itself says so. */
static void test_queues(void)
{
    Scheduler scheduler;
    if (!start_scheduler(&scheduler)) {
        g_test_skip("cupsd is not installed, or may not run here");
        return;
    }
    expect(&scheduler, "ok", "office", PRINTER_RESULT_PRINTED);
    expect_pdf(&scheduler, "got.1.pdf");
    expect(&scheduler, "ok", "old", PRINTER_RESULT_SENT);
    expect_pdf(&scheduler, "got.2.pdf");
    expect(&scheduler, "fail", "old", PRINTER_RESULT_UNKNOWN);
    expect(&scheduler, "hang", "office", PRINTER_RESULT_UNKNOWN);
    expect(&scheduler, "ok", "nowhere", PRINTER_RESULT_FAILED);
    expect(&scheduler, "empty", "office", PRINTER_RESULT_UNKNOWN); /* paper out at the end */
    expect(&scheduler, "ok", "office",
           PRINTER_RESULT_FAILED); /* and nothing is sent until it is in */
    g_autofree char *late = g_build_filename(scheduler.folder, "got.4.pdf", NULL);
    g_assert_false(g_file_test(late, G_FILE_TEST_EXISTS)); /* taken back */
    stop_scheduler(&scheduler);
}

/* Somebody listens and never answers: neither a job nor closing waits for ever. */
static void test_black_hole(void)
{
    g_autoptr(GSocketListener) hole = g_socket_listener_new();
    int port = g_socket_listener_add_any_inet_port(hole, NULL, NULL);
    g_autofree char *server = g_strdup_printf("127.0.0.1:%d", port);
    g_setenv("CUPS_SERVER", server, TRUE);
    Printer *printer = open_queue("office");
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, !=, PRINTER_RESULT_PRINTED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNREACHABLE);
    printer_close(printer);
    PrinterOptions options = {.kind = "cups", .queue = "office", .timeout_ms = 20000};
    printer = printer_fixture_open(&options);
    PrinterOutcome second = {0};
    g_assert_true(
        printer_print_take(printer, printer_fixture_slip(11), printer_fixture_on_done, &second));
    gint64 before_us = g_get_monotonic_time();
    printer_close(printer);
    g_assert_cmpint(g_get_monotonic_time() - before_us, <, 2 * G_USEC_PER_SEC);
    g_socket_listener_close(hole); /* the worker that was left behind ends by itself */
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_false(second.is_done);
}

/* A scheduler that says a byte now and then for ever. */
typedef struct {
    GSocketConnection *caller;
} Trickle;

static gboolean take_caller(GSocketService *service, GSocketConnection *caller, GObject *source,
                            gpointer data)
{
    (void)service;
    (void)source;
    g_set_object(&((Trickle *)data)->caller, caller);
    return TRUE;
}

static gboolean say_a_byte(gpointer data)
{
    Trickle *trickle = data;
    if (trickle->caller) {
        GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(trickle->caller));
        (void)g_output_stream_write(out, "H", 1, NULL, NULL);
    }
    return G_SOURCE_CONTINUE;
}

/* No step of it takes too long, but all of it does: the job is given up in time, and the printer
 * gets no other one until that one has ended. */
static void test_trickle(void)
{
    g_autoptr(GSocketService) service = g_socket_service_new();
    int port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(service), NULL, NULL);
    Trickle trickle = {0};
    g_signal_connect(service, "incoming", G_CALLBACK(take_caller), &trickle);
    guint ticks = g_timeout_add(50, say_a_byte, &trickle);
    g_autofree char *server = g_strdup_printf("127.0.0.1:%d", port);
    g_setenv("CUPS_SERVER", server, TRUE);
    PrinterOptions options = {.kind = "cups", .queue = "office", .timeout_ms = 200};
    Printer *printer = printer_fixture_open(&options);
    gint64 before_us = g_get_monotonic_time();
    PrinterOutcome outcome = printer_fixture_print(printer);
    gint64 took_ms = (g_get_monotonic_time() - before_us) / 1000;
    int limit_ms = printer_job_limit_ms(printer, FIXTURE_ROWS);
    g_assert_cmpint(took_ms, >=, limit_ms - 100);
    g_assert_cmpint(took_ms, <, limit_ms + 2000);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_UNKNOWN);
    PrinterOutcome second = {0};
    g_autoptr(Raster) slip = printer_fixture_slip(12);
    g_assert_false(printer_print_take(printer, slip, printer_fixture_on_done, &second));
    printer_close(printer);
    g_assert_cmpint(g_get_monotonic_time() / 1000 - before_us / 1000 - took_ms, <, 2000);
    g_source_remove(ticks);
    g_socket_service_stop(service);
    g_clear_object(&trickle.caller); /* hangs up: the worker that was left behind ends by itself */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer_cups/completed is paper only on an IPP printer", test_queues);
    g_test_add_func("/printer_cups/a scheduler that hangs holds nobody", test_black_hole);
    g_test_add_func("/printer_cups/a scheduler that trickles is given up in time", test_trickle);
    return g_test_run();
}
