// SPDX-License-Identifier: EUPL-1.2
/* What tests of printers share: a job, and waiting for what is called back. */
#pragma once

#include "slip/printer.h"

enum { FIXTURE_WIDTH = 384, FIXTURE_ROWS = 1000 };

typedef struct {
    bool is_done;
    PrinterResult result;
    PrinterState state;
} PrinterOutcome;

/* Fails the test when the settings are refused. */
Printer *printer_fixture_open(const PrinterOptions *options);
/* A slip of dots at random, always the same; other seeds are other slips. */
Raster *printer_fixture_slip(guint32 seed);
/* Prints the slip of seed 11, or of another. */
PrinterOutcome printer_fixture_print(Printer *printer);
PrinterOutcome printer_fixture_print_slip(Printer *printer, guint32 seed);
PrinterState printer_fixture_ask(Printer *printer);

void printer_fixture_on_done(PrinterResult result, PrinterState state, gpointer outcome);
void printer_fixture_on_state(PrinterState state, gpointer outcome);
/* Iterates the main loop until it is true; fails the test after 40 s. */
void printer_fixture_wait(const bool *is_done);
