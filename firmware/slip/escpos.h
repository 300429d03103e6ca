// SPDX-License-Identifier: EUPL-1.2
/* ESC/POS as receipt printers speak it: the bytes of one job, the questions about the printer's
 * state, and the reading of its answers. Pure: no descriptor, no time.
 *
 * A printer tells three ways how it is: it answers DLE EOT at once, even when it cannot print; it
 * sends four bytes by itself whenever its state changes (ASB, after GS a); and it echoes a number
 * (GS ( H, process id) or answers GS r when it has come that far in a job. Only the last two say
 * that paper has moved. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "slip/printer_model.h"
#include "slip/printer_state.h"
#include "slip/raster.h"

enum {
    ESCPOS_BAND_ROWS = 64, /* rows of one GS v 0 */
    ESCPOS_ID_CHARS = 4,
};

typedef struct {
    PrinterModel model;
    char hello[ESCPOS_ID_CHARS + 1]; /* echoed before the picture, so that older answers are told
                                        from this job's; "": none */
    char id[ESCPOS_ID_CHARS + 1];    /* echoed after the cut: characters 0x20 to 0x7E */
    bool must_flush; /* an earlier job may have ended inside a picture: first come as many empty
                        bytes as a band can be long with its head; outside a picture printers ignore
                        them */
    bool must_cut;   /* a piece of it may hang out: it is cut off first */
    bool must_void;  /* and is struck through before: nobody takes it for a slip */
} EscposJob;

/* A whole job: start, the wish to be told of every change (ASB), picture in bands, feed, partial
 * cut, request for confirmation. `raster` is read during the call only. Caller owns, wipes and
 * frees: use escpos_job_free. */
GByteArray *escpos_job_write(const Raster *raster, const EscposJob *job);
/* The same in pieces, for a printer that is listened to: a band ends with a question (GS r 1) that
 * the printer answers when it has come so far. Sent only when the band before was answered, no more
 * than one band can be left in the printer when its paper ends. Each is freed by
 * escpos_job_free. */
GByteArray *escpos_job_write_start(const EscposJob *job);
GByteArray *escpos_job_write_band(const Raster *raster, const EscposJob *job, int first_row);
GByteArray *escpos_job_write_end(const EscposJob *job);
void escpos_job_free(GByteArray *bytes);

/* Reads a printer's answers. All-zero is a fresh one. */
typedef struct {
    guint8 asked[16]; /* DLE EOT numbers not answered yet, oldest first */
    guint8 n_asked;
    guint8 questions; /* those of the last escpos_ask, as a model has them */
    guint8 part[8];   /* of an answer of several bytes */
    guint8 n_part;
    bool is_answered[PRINTER_MODEL_QUESTIONS]; /* since the last escpos_ask */
    bool is_offline, is_cover_open, is_paper_out, is_near_end, has_error;
    bool is_garbled;                /* a byte that is no answer came since the last escpos_ask */
    char echo[ESCPOS_ID_CHARS + 1]; /* last process id that came back */
    guint n_paper_answers;          /* so often GS r was answered */
    guint n_before_echo;            /* of these, before the last process id came back */
    bool is_cleared;                /* DLE DC4 8 was answered */
} EscposReader;

/* Appends the questions that a model answers to `out` and forgets what was answered before. */
void escpos_ask(EscposReader *reader, guint8 questions, GByteArray *out);
/* Throws away what the printer has not printed yet (DLE DC4 8), so that nothing of it comes out
 * when paper is put in. Nothing more may be sent until it has answered, or some time has
 * passed: it would be thrown away too. */
void escpos_clear_buffer(GByteArray *out);
/* Takes the next bytes that came from the printer, in any pieces. */
void escpos_read(EscposReader *reader, const guint8 *bytes, gsize size_bytes);

/* Every question was answered, and there was one. */
bool escpos_is_answered(const EscposReader *reader);
/* What the answers and reports so far say; UNKNOWN when answers are missing or garbled, but bad
 * news counts at once. */
PrinterState escpos_state(const EscposReader *reader);
