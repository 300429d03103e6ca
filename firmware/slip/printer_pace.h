// SPDX-License-Identifier: EUPL-1.2
/* How often a printer is asked how it is while nobody prints, and which of its answers are worth a
 * line in the log. Pure: time is an argument. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "slip/printer_state.h"

enum {
    PRINTER_PACE_WELL_MS = 8000,    /* between two questions while all is well */
    PRINTER_PACE_FIRST_MS = 1000,   /* after it has just changed */
    PRINTER_PACE_LONGEST_MS = 4000, /* while it is not well: with a time limit of 5 s to reach it,
                                       the end of a fault is seen within 10 s */
    PRINTER_PACE_LINES_AN_HOUR = 20,
};

/* All-zero is one that was never asked. */
typedef struct {
    bool is_known;
    PrinterState state;
    int wait_ms;
    gint64 hour_ms; /* when the hour that is counted began */
    int n_lines, n_unlogged;
} PrinterPace;

/* Takes an answer; true when it differs from the one before. */
bool printer_pace_take(PrinterPace *pace, PrinterState state);
/* After how long to ask again; grows with each call while the printer is not well. */
int printer_pace_next_ms(PrinterPace *pace);
/* What to log about a change: NULL when enough was logged this hour. `problem` may be NULL. Caller
 * owns. */
char *printer_pace_describe(PrinterPace *pace, const char *problem, gint64 now_ms);
