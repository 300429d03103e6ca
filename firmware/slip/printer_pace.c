// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_pace.h"

enum { HOUR_MS = 60 * 60 * 1000, PROBLEM_CHARS = 150 };

bool printer_pace_take(PrinterPace *pace, PrinterState state)
{
    bool has_changed = !pace->is_known || pace->state != state;
    if (has_changed) {
        pace->is_known = true;
        pace->state = state;
        pace->wait_ms = 0;
    }
    return has_changed;
}

int printer_pace_next_ms(PrinterPace *pace)
{
    bool is_well = pace->is_known &&
                   (pace->state == PRINTER_STATE_READY || pace->state == PRINTER_STATE_NEAR_END);
    if (is_well) {
        return PRINTER_PACE_WELL_MS;
    }
    pace->wait_ms =
        pace->wait_ms ? MIN(2 * pace->wait_ms, PRINTER_PACE_LONGEST_MS) : PRINTER_PACE_FIRST_MS;
    return pace->wait_ms;
}

char *printer_pace_describe(PrinterPace *pace, const char *problem, gint64 now_ms)
{
    if (pace->n_lines == 0 || now_ms - pace->hour_ms >= HOUR_MS) {
        pace->hour_ms = now_ms;
        pace->n_lines = 0;
    }
    if (pace->n_lines >= PRINTER_PACE_LINES_AN_HOUR) {
        pace->n_unlogged++;
        return NULL;
    }
    pace->n_lines++;
    GString *line = g_string_new("printer: ");
    g_string_append(line, printer_state_name(pace->state));
    if (problem) {
        g_string_append_printf(line, " (%.*s)", PROBLEM_CHARS, problem);
    }
    if (pace->n_unlogged > 0) {
        g_string_append_printf(line, "; %d changes before this were not logged", pace->n_unlogged);
        pace->n_unlogged = 0;
    }
    return g_string_free(line, FALSE);
}
