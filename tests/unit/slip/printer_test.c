// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "printer_fixture.h"
#include "virtual_printer.h"

enum { WIDTH = FIXTURE_WIDTH };

static Printer *open_network(int port)
{
    PrinterOptions options = {.kind = "network",
                              .host = "127.0.0.1",
                              .port = port,
                              .width_dots = WIDTH,
                              .timeout_ms = 700};
    return printer_fixture_open(&options);
}

static void test_settings(void)
{
    static const PrinterOptions rows[] = {{.kind = "laser"},
                                          {.kind = "file"},
                                          {.kind = "network", .host = "", .port = 9100},
                                          {.kind = "network", .host = "x", .port = 0},
                                          {.kind = "usb", .path = ""},
                                          {.kind = "cups"},
                                          {.kind = "serial", .path = "x", .baud = 1},
                                          {.kind = "serial", .baud = 9600},
                                          {.kind = "none", .width_dots = 100}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(printer_open(&rows[i], &error));
        g_assert_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS);
    }
}

static void test_none(void)
{
    PrinterOptions options = {.kind = "none"};
    g_autoptr(Printer) printer = printer_fixture_open(&options);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_NONE);
}

static void test_file(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-jobs-XXXXXX", NULL);
    PrinterOptions options = {.kind = "file", .path = folder};
    g_autoptr(Printer) printer = printer_fixture_open(&options);
    for (int i = 1; i <= 2; i++) {
        PrinterOutcome outcome = printer_fixture_print(printer);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_SENT);
        g_assert_cmpint(outcome.state, ==, PRINTER_STATE_READY);
    }
    static const char *const names[] = {"job-0001.bin", "job-0001.png", "job-0002.bin",
                                        "job-0002.png"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void test_printed(void)
{
    g_autoptr(VirtualPrinter) paper = virtual_printer_start(WIDTH);
    g_autoptr(Printer) printer = open_network(virtual_printer_port(paper));
    g_autoptr(Raster) raster = printer_fixture_slip(11);
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_READY);
    for (int i = 1; i <= 3; i++) {
        PrinterOutcome outcome = printer_fixture_print(printer);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
        g_assert_cmpint(outcome.state, ==, PRINTER_STATE_READY);
        g_assert_cmpint(virtual_printer_count_whole(paper, raster), ==, i);
        g_assert_cmpint(virtual_printer_count(paper), ==, i);
    }
}

/* Stories 1 and 2: paper ends on the way, somebody puts paper in, the slip is printed again: one
 * whole slip, and never "printed" without it. */
static void test_paper_out(void)
{
    static const char *const faults[] = {"paper-out", "paper-out-after 100", "paper-out-after 500",
                                         "paper-out-after 900"};
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(VirtualPrinter) paper = virtual_printer_start(WIDTH);
        g_autoptr(Printer) printer = open_network(virtual_printer_port(paper));
        g_autoptr(Raster) raster = printer_fixture_slip(11);
        virtual_printer_do(paper, faults[i]);
        PrinterOutcome outcome = printer_fixture_print(printer);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
        g_assert_cmpint(outcome.state, ==, PRINTER_STATE_PAPER_OUT);
        g_assert_cmpint(virtual_printer_count_whole(paper, raster), ==, 0);
        g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_PAPER_OUT);
        virtual_printer_do(paper, "paper-ok");
        outcome = printer_fixture_print(printer);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
        g_assert_cmpint(virtual_printer_count_whole(paper, raster), ==, 1);
    }
}

static void test_other_faults(void)
{
    static const struct {
        const char *fault;
        PrinterResult result;
        PrinterState state;
    } rows[] = {
        {"paper-low", PRINTER_RESULT_PRINTED, PRINTER_STATE_NEAR_END},
        {"cover-open", PRINTER_RESULT_FAILED, PRINTER_STATE_COVER_OPEN},
        {"cutter-jam", PRINTER_RESULT_FAILED, PRINTER_STATE_OFFLINE},
        {"silent", PRINTER_RESULT_UNKNOWN, PRINTER_STATE_UNKNOWN},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(VirtualPrinter) paper = virtual_printer_start(WIDTH);
        g_autoptr(Printer) printer = open_network(virtual_printer_port(paper));
        virtual_printer_do(paper, rows[i].fault);
        PrinterOutcome outcome = printer_fixture_print(printer);
        g_test_message("%s", rows[i].fault);
        g_assert_cmpint(outcome.result, ==, rows[i].result);
        g_assert_cmpint(outcome.state, ==, rows[i].state);
        g_autoptr(Raster) raster = printer_fixture_slip(11);
        bool is_failed = rows[i].result == PRINTER_RESULT_FAILED;
        g_assert_cmpint(virtual_printer_count_whole(paper, raster), ==, !is_failed);
    }
}

/* A model that only listens: sent at once, and the visitor is asked. */
static void test_one_way(void)
{
    g_autoptr(VirtualPrinter) paper = virtual_printer_start(WIDTH);
    PrinterOptions options = {.kind = "network",
                              .host = "127.0.0.1",
                              .port = virtual_printer_port(paper),
                              .models_path = "assets/printers.ini",
                              .model = "one-way"};
    g_autoptr(Printer) printer = printer_fixture_open(&options);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_UNKNOWN);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNKNOWN);
    options.model = "no-such";
    g_autoptr(GError) error = NULL;
    g_assert_null(printer_open(&options, &error));
    g_assert_nonnull(strstr(error->message, "no-such"));
}

static void test_unreachable(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    guint16 port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    g_socket_listener_close(listener);
    g_autoptr(Printer) printer = open_network(port);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNREACHABLE);
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_UNREACHABLE);
}

static gboolean answer_http(GSocketService *service, GSocketConnection *connection, GObject *source,
                            gpointer data)
{
    (void)service;
    (void)source;
    (void)data;
    static const char ANSWER[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(connection)), ANSWER,
                              strlen(ANSWER), NULL, NULL, NULL);
    return TRUE;
}

/* A web server at the printer's address. */
static void test_not_a_printer(void)
{
    g_autoptr(GSocketService) service = g_socket_service_new();
    guint16 port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(service), NULL, NULL);
    g_signal_connect(service, "incoming", G_CALLBACK(answer_http), NULL);
    g_autoptr(Printer) printer = open_network(port);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, !=, PRINTER_RESULT_PRINTED);
    g_assert_cmpint(outcome.state, !=, PRINTER_STATE_READY);
    g_socket_service_stop(service);
}

static void test_busy_and_close(void)
{
    g_autoptr(GSocketListener) black_hole = g_socket_listener_new();
    guint16 port = g_socket_listener_add_any_inet_port(black_hole, NULL, NULL);
    PrinterOptions options = {
        .kind = "network", .host = "127.0.0.1", .port = port, .timeout_ms = 60000};
    Printer *printer = printer_fixture_open(&options);
    PrinterOutcome outcome = {0};
    g_assert_true(
        printer_print_take(printer, printer_fixture_slip(11), printer_fixture_on_done, &outcome));
    Raster *second = printer_fixture_slip(11);
    g_assert_false(printer_print_take(printer, second, printer_fixture_on_done, &outcome));
    raster_free(second);
    printer_ask_state(printer, printer_fixture_on_state, &outcome);
    gint64 before_us = g_get_monotonic_time();
    printer_close(printer);
    g_assert_cmpint(g_get_monotonic_time() - before_us, <, 5 * G_USEC_PER_SEC);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_false(outcome.is_done);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer/settings that cannot work are refused", test_settings);
    g_test_add_func("/printer/none prints nothing and says so", test_none);
    g_test_add_func("/printer/a file is sent, not printed", test_file);
    g_test_add_func("/printer/printed means the same dots came out", test_printed);
    g_test_add_func("/printer/story 2: paper out, refilled, gives exactly one whole slip",
                    test_paper_out);
    g_test_add_func("/printer/story 1: printed is never said without paper", test_other_faults);
    g_test_add_func("/printer/a one-way model leaves it to the visitor", test_one_way);
    g_test_add_func("/printer/nobody there is unreachable", test_unreachable);
    g_test_add_func("/printer/a web server is not a printer", test_not_a_printer);
    g_test_add_func("/printer/one job at a time, and closing does not wait", test_busy_and_close);
    return g_test_run();
}
