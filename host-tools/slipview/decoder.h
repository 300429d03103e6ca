// SPDX-License-Identifier: EUPL-1.2
/* ESC/POS as Epson's printers read it: bytes in, events out. Takes any bytes in any pieces; what it
 * does not know is an event with its place in the stream. Keeps at most one command's parameters or
 * one row of dots. Pure, one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    DECODER_INIT,           /* ESC @ */
    DECODER_TEXT,           /* data: one character's byte */
    DECODER_LINE,           /* value: LF or ESC d n, lines to feed after what is in the line */
    DECODER_FEED,           /* value: ESC J n, units to feed after what is in the line */
    DECODER_SPACING,        /* value: units between lines, -1 the printer's own */
    DECODER_VERTICAL_UNIT,  /* value: units an inch, 0 the printer's own (GS P) */
    DECODER_ALIGN,          /* value: 0 left, 1 centre, 2 right */
    DECODER_ROW,            /* data: one row of a raster, eight dots a byte, first dot highest */
    DECODER_COLUMNS,        /* value: mode of ESC *; data: its columns */
    DECODER_CUT,            /* value: units to feed to the cutter and beyond, -1 cut where it is */
    DECODER_STATUS,         /* value: n of DLE EOT n */
    DECODER_SENSOR,         /* value: n of GS r n */
    DECODER_AUTO_STATUS,    /* value: n of GS a n */
    DECODER_PROCESS_ID,     /* data: four bytes to send back when all before is done */
    DECODER_CLEAR,          /* DLE DC4 8: forget what was received and not printed */
    DECODER_IDENTIFY,       /* value: n of GS I n */
    DECODER_WITHOUT_EFFECT, /* known, and nothing to do with the picture */
    DECODER_UNKNOWN,        /* data: the bytes that were skipped */
} DecoderKind;

typedef struct {
    DecoderKind kind;
    gint64 offset; /* of the command's first byte since decoder_new */
    gint value;
    gint scale_x, scale_y; /* DECODER_ROW: dots a bit, 1 or 2 */
    const guint8 *data;    /* during the call */
    gsize size_bytes;
} DecoderEvent;

/* False pauses: the bytes behind this event are not read. */
typedef bool (*DecoderSink)(const DecoderEvent *event, gpointer data);

typedef struct Decoder Decoder;

Decoder *decoder_new(DecoderSink sink, gpointer data);
void decoder_free(Decoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decoder, decoder_free)

/* Returns how many bytes were taken: all, or fewer when the sink paused. */
gsize decoder_feed(Decoder *decoder, const guint8 *bytes, gsize size_bytes);
/* Whether the last call ended because the sink paused. */
bool decoder_is_paused(const Decoder *decoder);
/* No more bytes come: an unfinished command is reported as unknown. */
void decoder_end(Decoder *decoder);
/* Forgets a command that has begun, and counts `skipped_bytes` that were never fed. */
void decoder_reset(Decoder *decoder, gsize skipped_bytes);
/* What a command that has begun is still waiting for; 0 between commands. */
gsize decoder_missing_bytes(const Decoder *decoder);
