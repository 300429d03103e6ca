// SPDX-License-Identifier: EUPL-1.2
/* What lines and printers do wrong, and that it is never taken for paper. Stories 1, 2, 3 and 19.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "printer_bridge.h"
#include "printer_fixture.h"
#include "slip/byte_link.h"
#include "slip/escpos.h"
#include "virtual_printer.h"

enum { TIMEOUT_MS = 600, JOB_BYTES = FIXTURE_ROWS * FIXTURE_WIDTH / 8 };

/* A kiosk, a line and a printer. */
typedef struct {
    VirtualPrinter *paper;
    PrinterBridge *line;
    Printer *printer;
} Place;

static PrinterOptions options_for(const PrinterBridge *line, const char *model)
{
    return (PrinterOptions){.kind = "network",
                            .host = "127.0.0.1",
                            .port = printer_bridge_port(line),
                            .models_path = "assets/printers.ini",
                            .model = model,
                            .width_dots = FIXTURE_WIDTH,
                            .timeout_ms = TIMEOUT_MS};
}

static Place open_place(const char *model)
{
    Place place = {.paper = virtual_printer_start(FIXTURE_WIDTH)};
    place.line = printer_bridge_start_network(virtual_printer_port(place.paper));
    PrinterOptions options = options_for(place.line, model);
    place.printer = printer_fixture_open(&options);
    return place;
}

static void close_place(Place *place)
{
    printer_close(place->printer);
    printer_bridge_stop(place->line);
    virtual_printer_stop(place->paper);
}

static int count_whole(const Place *place, guint32 seed)
{
    g_autoptr(Raster) slip = printer_fixture_slip(seed);
    return virtual_printer_count_whole(place->paper, slip);
}

/* The fault is over: one slip, whole and once. */
static void expect_well(Place *place)
{
    static const PrinterBridgeFaults none = {0};
    printer_bridge_set(place->line, &none);
    PrinterOutcome outcome = printer_fixture_print_slip(place->printer, 77);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_READY);
    g_assert_cmpint(count_whole(place, 77), ==, 1);
}

static gint64 print_for_ms(Place *place, guint32 seed, PrinterOutcome *outcome)
{
    gint64 before_us = g_get_monotonic_time();
    *outcome = printer_fixture_print_slip(place->printer, seed);
    return (g_get_monotonic_time() - before_us) / 1000;
}

static const char *const models[] = {"generic", "star-escpos", "generic-58", "epson-tm-m30"};

static void test_models_print(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
        Place place = open_place(models[i]);
        bool is_cut = !g_str_equal(models[i], "generic-58");
        for (int n = 1; n <= 2; n++) {
            PrinterOutcome outcome = printer_fixture_print(place.printer);
            g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
            g_assert_cmpint(outcome.state, ==, PRINTER_STATE_READY);
            g_assert_cmpint(count_whole(&place, 11), ==, is_cut ? n : 0);
        }
        close_place(&place);
    }
}

/* A model that answers what it has read is watched until the knife must have moved. */
static void test_last_look(void)
{
    Place place = open_place("star-escpos");
    PrinterOutcome outcome;
    g_assert_cmpint(print_for_ms(&place, 11, &outcome), >=, 500 + (64 + 24) * 1000 / (8 * 60));
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
    close_place(&place);
}

/* The paper ends in the feed before the cut: the picture is out, but nobody says
 * that it was cut. */
static void test_end_of_slip(void)
{
    for (gsize i = 0; i < 2; i++) {
        Place place = open_place(models[i]);
        PrinterOutcome first = printer_fixture_print_slip(place.printer, 5);
        g_assert_cmpint(first.result, ==, PRINTER_RESULT_PRINTED); /* now nothing is fed first */
        g_autofree char *fault = g_strdup_printf("paper-out-after %d", FIXTURE_ROWS + 10);
        virtual_printer_do(place.paper, fault);
        PrinterOutcome outcome = printer_fixture_print(place.printer);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_UNKNOWN);
        g_assert_cmpint(outcome.state, ==, PRINTER_STATE_PAPER_OUT);
        g_assert_cmpint(count_whole(&place, 11), <=, 1);
        virtual_printer_do(place.paper, "paper-ok");
        expect_well(&place);
        close_place(&place);
    }
}

/* Whatever happens to the line: in time, never "printed" without a whole slip, never twice, and
 * well when it is well. */
static void test_lines(void)
{
    static const PrinterBridgeFaults rows[] = {
        {.break_after = 1},
        {.break_after = 13},
        {.break_after = 10000},
        {.break_after = JOB_BYTES},
        {.stall_after = 5},
        {.stall_after = 10000},

        {.trickle = 7},
        {.deaf_after = 1},
        {.deaf_after = 10000},
        {.deaf_after = JOB_BYTES},
        {.late_after = 10000},

        {.repeats = true},
        {.echoes = true},

        {.noise = "HTTP/1.1 200\r"},
        {.noise = "\x37\x22"},
        {.flood_bytes = 50000000},
        {.noise = "\x03\x03\x12\x12"},
        {.noise = "\x37\x22"
                  "0001"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Place place = open_place(models[i % 2]);
        printer_bridge_set(place.line, &rows[i]);
        PrinterOutcome outcome;
        gint64 took_ms = print_for_ms(&place, 11, &outcome);
        int n_whole = count_whole(&place, 11);
        g_test_message("%" G_GSIZE_FORMAT " %s: result %d, %s, %d whole, %d ms", i, models[i % 2],
                       (int)outcome.result, printer_state_name(outcome.state), n_whole,
                       (int)took_ms);
        g_assert_cmpint(took_ms, <=, printer_job_limit_ms(place.printer, FIXTURE_ROWS));
        g_assert_cmpint(n_whole, <=, 1);
        if (outcome.result == PRINTER_RESULT_PRINTED) {
            g_assert_cmpint(n_whole, ==, 1);
        }
        if (outcome.result == PRINTER_RESULT_FAILED) {
            g_assert_cmpint(n_whole, ==, 0);
        }
        expect_well(&place);
        g_assert_cmpint(count_whole(&place, 11), ==, n_whole); /* the old one does not come late */
        close_place(&place);
    }
}

/* The answers to a slip that nobody waited for any more come during the next one, whose paper is
 * out: they confirm nothing. */
static void test_late_answers(void)
{
    for (gsize i = 0; i < 2; i++) {
        Place place = open_place(models[i]);
        printer_bridge_set(place.line, &(PrinterBridgeFaults){.late_after = JOB_BYTES});
        g_assert_cmpint(printer_fixture_print_slip(place.printer, 5).result, !=,
                        PRINTER_RESULT_PRINTED);
        printer_bridge_set(place.line, &(PrinterBridgeFaults){0});
        virtual_printer_do(place.paper, "paper-out-after 700");
        PrinterOutcome outcome = printer_fixture_print_slip(place.printer, 6);
        g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
        g_assert_cmpint(outcome.state, ==, PRINTER_STATE_PAPER_OUT);
        g_assert_cmpint(count_whole(&place, 6), ==, 0);
        close_place(&place);
    }
}

/* Story 2: what hangs out when the paper ends is struck through and cut off as soon as paper is
 * in, by the next question already, once; then nothing more comes out by itself. */
static void test_voided(void)
{
    Place place = open_place("generic");
    virtual_printer_do(place.paper, "paper-out-after 500");
    PrinterOutcome outcome = printer_fixture_print(place.printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_PAPER_OUT);
    g_assert_cmpint(virtual_printer_count(place.paper), ==, 0);
    virtual_printer_do(place.paper, "paper-ok");
    for (int i = 0; i < 3; i++) {
        g_assert_cmpint(printer_fixture_ask(place.printer), ==, PRINTER_STATE_READY);
        g_assert_cmpint(virtual_printer_count(place.paper), ==, 1);
    }
    g_assert_cmpint(count_whole(&place, 11), ==, 0);
    expect_well(&place);
    g_assert_cmpint(virtual_printer_count(place.paper), ==, 2);
    close_place(&place);
}

/* A program of before that was killed in the middle of a job. */
static void print_and_die(int port)
{
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        ByteLink link = {.fd = -1, .timeout_ms = TIMEOUT_MS};
        g_autoptr(Raster) slip = printer_fixture_slip(5);
        EscposJob job = {.id = "0000", .model = printer_model_generic()};
        GByteArray *bytes = escpos_job_write(slip, &job);
        gsize sent = 0, n = 0;
        if (byte_link_open_network(&link, "127.0.0.1", port, NULL)) {
            while (sent < bytes->len &&
                   byte_link_write(&link, bytes->data + sent, bytes->len - sent, TIMEOUT_MS, &n) ==
                       BYTE_LINK_READY) {
                sent += n;
            }
        }
        kill(getpid(), SIGKILL);
    }
    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
}

/* Its bytes are in the kernel's buffer and half of them in the printer. */
static void expect_killed(bool asks_first)
{
    Place place = open_place("generic");
    printer_bridge_set(place.line, &(PrinterBridgeFaults){.stall_after = 20000});
    print_and_die(printer_bridge_port(place.line));
    printer_bridge_set(place.line, &(PrinterBridgeFaults){0});
    for (int i = 0; i < 2 * asks_first; i++) {
        g_assert_cmpint(printer_fixture_ask(place.printer), ==, PRINTER_STATE_READY);
        g_assert_cmpint(virtual_printer_count(place.paper), ==, 1); /* its piece, cut off */
    }
    expect_well(&place);
    g_assert_cmpint(count_whole(&place, 5), ==, 0);
    g_assert_cmpint(virtual_printer_count(place.paper), ==, 2); /* its piece, and ours */
    close_place(&place);
}

static void test_killed(void)
{
    expect_killed(false);
    expect_killed(true);
}

typedef struct {
    PrinterState states[20];
    int n;
    bool is_last; /* the wanted one came */
    PrinterState wanted;
} Watched;

static void on_watched(PrinterState state, gpointer data)
{
    Watched *watched = data;
    g_assert_cmpint(watched->n, <, (int)G_N_ELEMENTS(watched->states));
    watched->states[watched->n++] = state;
    watched->is_last = watched->is_last || state == watched->wanted;
}

static gint64 await_state(Watched *watched, PrinterState wanted)
{
    gint64 before_us = g_get_monotonic_time();
    watched->wanted = wanted;
    watched->is_last = watched->n > 0 && watched->states[watched->n - 1] == wanted;
    printer_fixture_wait(&watched->is_last);
    return (g_get_monotonic_time() - before_us) / 1000;
}

static void test_watch(void)
{
    Place place = open_place("generic");
    Watched watched = {0};
    virtual_printer_do(place.paper, "paper-out");
    printer_watch_state(place.printer, on_watched, &watched);
    g_assert_cmpint(await_state(&watched, PRINTER_STATE_PAPER_OUT), <, 5000);
    virtual_printer_do(place.paper, "paper-ok");
    g_assert_cmpint(await_state(&watched, PRINTER_STATE_READY), <, 10000);
    virtual_printer_do(place.paper, "paper-out-after 300");
    g_assert_cmpint(printer_fixture_print(place.printer).result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(watched.states[watched.n - 1], ==, PRINTER_STATE_PAPER_OUT);
    virtual_printer_do(place.paper, "paper-ok");
    g_assert_cmpint(await_state(&watched, PRINTER_STATE_READY), <, 10000);
    g_assert_cmpint(virtual_printer_count(place.paper), ==, 1); /* the piece was cut off by then */
    g_assert_cmpint(watched.n, ==, 4);
    close_place(&place);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_cmpint(watched.n, ==, 4);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN);
    g_test_add_func("/printer_faults/models confirm each in their own way", test_models_print);
    g_test_add_func("/printer_faults/a count is believed when the knife has moved", test_last_look);
    g_test_add_func("/printer_faults/the end of paper at the end of a slip is unknown",
                    test_end_of_slip);
    g_test_add_func("/printer_faults/no line's fault is taken for paper", test_lines);
    g_test_add_func("/printer_faults/late answers confirm nothing", test_late_answers);
    g_test_add_func("/printer_faults/story 2: a piece is struck through and cut off once",
                    test_voided);
    g_test_add_func("/printer_faults/a killed program's job does not come out", test_killed);
    g_test_add_func("/printer_faults/the watch sees faults come and go", test_watch);
    return g_test_run();
}
