// SPDX-License-Identifier: EUPL-1.2
#include "printer_fixture.h"

enum { LIMIT_S = 40 };

void printer_fixture_on_done(PrinterResult result, PrinterState state, gpointer outcome)
{
    *(PrinterOutcome *)outcome = (PrinterOutcome){true, result, state};
}

void printer_fixture_on_state(PrinterState state, gpointer outcome)
{
    *(PrinterOutcome *)outcome = (PrinterOutcome){true, PRINTER_RESULT_UNKNOWN, state};
}

static gboolean keep_going(gpointer data)
{
    (void)data;
    return G_SOURCE_CONTINUE;
}

/* The tick is only there so that the limit is seen. */
void printer_fixture_wait(const bool *is_done)
{
    guint tick = g_timeout_add_seconds(1, keep_going, NULL);
    gint64 until_us = g_get_monotonic_time() + LIMIT_S * G_USEC_PER_SEC;
    while (!*is_done && g_get_monotonic_time() < until_us) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(tick);
    g_assert_true(*is_done);
}

Raster *printer_fixture_slip(guint32 seed)
{
    Raster *raster = raster_new(FIXTURE_WIDTH, FIXTURE_ROWS);
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    for (int i = 0; i < raster->stride_bytes * FIXTURE_ROWS; i++) {
        raster->bits[i] = (guint8)g_rand_int_range(random, 0, 256);
    }
    return raster;
}

Printer *printer_fixture_open(const PrinterOptions *options)
{
    g_autoptr(GError) error = NULL;
    Printer *printer = printer_open(options, &error);
    g_assert_no_error(error);
    return printer;
}

PrinterOutcome printer_fixture_print_slip(Printer *printer, guint32 seed)
{
    PrinterOutcome outcome = {0};
    g_assert_true(
        printer_print_take(printer, printer_fixture_slip(seed), printer_fixture_on_done, &outcome));
    printer_fixture_wait(&outcome.is_done);
    return outcome;
}

PrinterOutcome printer_fixture_print(Printer *printer)
{
    return printer_fixture_print_slip(printer, 11);
}

PrinterState printer_fixture_ask(Printer *printer)
{
    PrinterOutcome outcome = {0};
    printer_ask_state(printer, printer_fixture_on_state, &outcome);
    printer_fixture_wait(&outcome.is_done);
    return outcome.state;
}
