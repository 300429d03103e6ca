// SPDX-License-Identifier: EUPL-1.2
/* A thermal printer without the hardware: a buffer, paper, a knife, sensors, and answers as Epson's
 * printers give them. Pure but for glyphs: bytes and faults in, answers and paper out. */
#pragma once

#include "slipview/paper.h"

typedef struct {
    void (*reply)(gpointer data, const guint8 *bytes, gsize size_bytes);
    void (*paper)(gpointer data, const PaperPiece *piece, bool is_cut); /* else torn off */
    void (*cut)(gpointer data); /* the knife has fallen, nothing behind it has been done */
    void (*unknown)(gpointer data, gint64 offset, const guint8 *bytes, gsize size_bytes);
    gpointer data;
} PrinterSink;

typedef struct Printer Printer;

/* Dots as paper_new has them. */
Printer *printer_new(int width_dots, int cutter_dots, const PrinterSink *sink);
void printer_free(Printer *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Printer, printer_free)

/* One piece as it came from the line. Status requests (DLE EOT) are answered and the buffer is
 * cleared (DLE DC4 8) at once, also while everything else waits; a piece of nothing but these
 * counts as such even in the middle of other data, as on the real thing. */
void printer_receive(Printer *printer, const guint8 *bytes, gsize size_bytes);
/* Whether so much waits that no more should be read. */
bool printer_is_full(const Printer *printer);
/* The end of all input: what is unfinished is reported, what hangs on the roll is torn off. */
void printer_finish(Printer *printer);

bool printer_is_off(const Printer *printer);

/* Makes something happen:
 *   paper-out, paper-out-after ROWS   the roll ends, and what hangs out of it falls down, torn
 *   paper-low, paper-ok               the end is near; a new roll
 *   cover-open, cover-closed, cutter-jam, cutter-ok
 *   offline, online                   paused at its panel
 *   silent, speaks                    no answers
 *   power-off, power-on               forgets all that is not on paper
 *   tear                              somebody tears off, at the edge, what hangs out
 *   mend                              nothing is wrong any more
 * False when it is none of these. What was waiting goes on when nothing is wrong any more. */
bool printer_do(Printer *printer, const char *what);
bool printer_knows(const char *what);
