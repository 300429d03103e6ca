// SPDX-License-Identifier: EUPL-1.2
/* The line between a caller and the printer, with all that can go wrong on it: bytes that are lost,
 * slow or stuck, answers that are late, doubled, garbled or far too many, a line that breaks. Holds
 * the printer. Pure but for glyphs: time comes as an argument and may not go back. */
#pragma once

#include "slipview/printer.h"

/* What comes out. */
typedef struct {
    void (*send)(gpointer data, const guint8 *bytes, gsize size_bytes); /* to the caller */
    void (*hang_up)(gpointer data, bool is_reset); /* the caller's line ends, by RST or FIN */
    void (*paper)(gpointer data, const PaperPiece *piece, bool is_cut); /* else torn off */
    void (*unknown)(gpointer data, gint64 offset, const guint8 *bytes, gsize size_bytes);
    void (*happened)(gpointer data, const char *what); /* of a line given to line_do */
    gpointer data;
} LineSink;

typedef struct Line Line;

/* Dots as paper_new has them. */
Line *line_new(int width_dots, int cutter_dots, const LineSink *sink);
void line_free(Line *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Line, line_free)

/* A caller is there, or has gone. */
void line_open(Line *line, gint64 now_us);
void line_close(Line *line);
/* Nobody answers: callers are to be refused. */
bool line_is_refusing(const Line *line);

/* How many bytes may be taken from the caller now; 0: none, for the time being. */
gsize line_room(const Line *line, gint64 now_us);
/* Of bytes behind a break nothing is left. */
void line_receive(Line *line, const guint8 *bytes, gsize size_bytes, gint64 now_us);
/* What time alone brings, and when that is; -1: nothing. */
void line_pass_time(Line *line, gint64 now_us);
gint64 line_due_us(const Line *line, gint64 now_us);
/* Bytes that came from callers so far. */
gint64 line_bytes(const Line *line);
/* The end of everything: what hangs out of the printer is torn off. */
void line_finish(Line *line);

/* A line as rules_add has it. WHAT is one of printer_do's, or of these:
 *   garbage, zeros    each answer has noise or zeros in place of its bytes
 *   late MS           answers come so much later
 *   repeat N          each answer comes N times
 *   speaks            ends all of these and "silent"
 *   flood N           N bytes of noise to the caller (zeros after "zeros")
 *   slow N            N bytes a second are taken
 *   stall             none are taken
 *   deaf              all are taken and lost
 *   go                ends slow, stall and deaf
 *   disconnect, reset the line breaks, by FIN or RST; callers may call again
 *   mend              nothing is wrong any more, and nothing is to happen any more
 * False, and nothing changes, when it is not understood. */
bool line_do(Line *line, const char *rule, gint64 now_us);
/* The same of every line of `script`; lines that are empty or begin with # say nothing. The number
 * of the first that is not understood, from 1; 0 when all are. */
int line_do_script(Line *line, const char *script, gint64 now_us);
