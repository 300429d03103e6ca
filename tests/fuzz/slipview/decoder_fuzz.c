// SPDX-License-Identifier: EUPL-1.2
/* Any bytes, in pieces of any size: the printer takes all of them, and the pieces make no
 * difference to what it does. */
#include "slipview/printer.h"

enum { WIDTH_DOTS = 576 };

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef struct {
    GChecksum *sum; /* of all that came out, in order */
} Seen;

static void on_reply(gpointer data, const guint8 *bytes, gsize size)
{
    (void)data;
    (void)bytes;
    g_assert(size > 0);
}

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    Seen *seen = data;
    g_assert(piece->n_rows > 0 && piece->n_rows <= PAPER_MAX_ROWS);
    g_checksum_update(seen->sum, (const guint8 *)(is_cut ? "c" : "t"), 1);
    g_checksum_update(seen->sum, piece->rows, (gssize)piece->n_rows * piece->width_bytes);
}

static void on_cut(gpointer data)
{
    (void)data;
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size)
{
    Seen *seen = data;
    g_assert(offset >= 0 && size > 0);
    g_checksum_update(seen->sum, (const guint8 *)&offset, sizeof offset);
    g_checksum_update(seen->sum, bytes, (gssize)size);
}

static char *print(const guint8 *data, gsize size, gsize piece)
{
    Seen seen = {.sum = g_checksum_new(G_CHECKSUM_SHA256)};
    PrinterSink sink = {
        .reply = on_reply, .paper = on_paper, .cut = on_cut, .unknown = on_unknown, .data = &seen};
    g_autoptr(Printer) printer = printer_new(WIDTH_DOTS, 0, &sink);
    for (gsize at = 0; at < size; at += piece) {
        printer_receive(printer, data + at, MIN(piece, size - at));
    }
    printer_finish(printer);
    char *result = g_strdup(g_checksum_get_string(seen.sum));
    g_checksum_free(seen.sum);
    return result;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size == 0) {
        return 0;
    }
    g_autofree char *whole = print(data, size, size);
    g_autofree char *bytes = print(data, size, 1);
    g_assert_cmpstr(whole, ==, bytes);
    return 0;
}
