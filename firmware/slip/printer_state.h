// SPDX-License-Identifier: EUPL-1.2
/* How a slip printer is, in words that all kinds of printers share. Pure. */
#pragma once

typedef enum {
    PRINTER_STATE_NONE, /* no printer is configured */
    PRINTER_STATE_READY,
    PRINTER_STATE_NEAR_END, /* works, paper is nearly out */
    PRINTER_STATE_PAPER_OUT,
    PRINTER_STATE_COVER_OPEN,
    PRINTER_STATE_OFFLINE, /* says itself that it cannot print: jam, cutter, heat, paused */
    PRINTER_STATE_UNREACHABLE,
    PRINTER_STATE_UNKNOWN, /* answers are missing or garbage: never taken for fine */
} PrinterState;

const char *printer_state_name(PrinterState state); /* "paper-out" */
