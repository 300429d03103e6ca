// SPDX-License-Identifier: EUPL-1.2
/* The roll of paper under the print head: rows of dots, one bit a dot, and the line being set. A
 * unit of feed is one dot (8 dots a millimetre) unless GS P says otherwise. Pure but for glyphs. */
#pragma once

#include "slipview/decoder.h"

enum {
    PAPER_MAX_ROWS = 30000,      /* 3.75 m: what comes after is not kept */
    PAPER_OWN_SPACING_DOTS = 34, /* a sixth of an inch */
    PAPER_DOTS_PER_INCH = 203,
};

typedef struct Paper Paper;

/* `width_dots` a multiple of 8. `cutter_dots`: from the print head to the knife; 0: the knife cuts
 * right behind what was printed. */
Paper *paper_new(int width_dots, int cutter_dots);
void paper_free(Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

/* Does what one event says; the kinds that do not touch paper are ignored. For DECODER_CUT call
 * paper_cut. */
void paper_take(Paper *paper, const DecoderEvent *event);

/* One piece of paper, as it comes out. */
typedef struct {
    guint8 *rows; /* width_bytes a row, first dot highest, 1 is black; owned */
    int width_bytes, n_rows;
} PaperPiece;
void paper_piece_clear(PaperPiece *piece);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PaperPiece, paper_piece_clear)

/* Cuts; `feed_units` as DECODER_CUT has it. False when there is no paper past the knife. */
bool paper_cut(Paper *paper, int feed_units, PaperPiece *out);
/* What hangs on the roll, uncut: everything printed since the last cut. False when there is none.
 */
bool paper_tear(Paper *paper, PaperPiece *out);
/* Rows printed or fed since paper_new. */
gint64 paper_total_rows(const Paper *paper);
