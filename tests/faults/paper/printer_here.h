// SPDX-License-Identifier: EUPL-1.2
/* slipview's printer on a port of this very program, in still time, with what came out of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    int width_bytes, n_rows;
    guint8 *rows;
    bool is_cut; /* by the knife, or torn off by printer_here_tear; else it fell out */
} PaperOut;

typedef struct PrinterHere PrinterHere;

/* Starts still time too, so there is one in a program. */
PrinterHere *printer_here_new(int width_dots, int cutter_dots);
int printer_here_port(const PrinterHere *here);
/* See StillTimePeer. */
void printer_here_be_eager(PrinterHere *here, bool is_eager);
/* As line_do; aborts when it is not understood. */
void printer_here_do(PrinterHere *here, const char *rule);
/* The visitor tears off what hangs out, as of a printer without a knife. */
void printer_here_tear(PrinterHere *here);
/* Everything that can happen without time passing has happened after this. */
void printer_here_settle(PrinterHere *here);
/* Bytes that came from callers so far. */
gint64 printer_here_bytes(const PrinterHere *here);

/* What came out since the last printer_here_take_away, oldest first; borrowed until then. */
guint printer_here_count(const PrinterHere *here);
const PaperOut *printer_here_piece(const PrinterHere *here, guint i);
void printer_here_take_away(PrinterHere *here);
/* When everything was mended since then; -1: not yet. */
gint64 printer_here_mended_us(const PrinterHere *here);
