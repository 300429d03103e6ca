// SPDX-License-Identifier: EUPL-1.2
/* A printer may answer anything, in any pieces: what is understood does not depend on the pieces,
 * and without all four answers the printer is never fine. */
#include "slip/escpos.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static EscposReader asked(void)
{
    EscposReader reader = {0};
    GByteArray *out = g_byte_array_new();
    escpos_ask(&reader, 15, out);
    g_byte_array_unref(out);
    return reader;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    EscposReader whole = asked();
    EscposReader pieces = asked();
    escpos_read(&whole, data, size);
    for (gsize i = 0; i < size; i++) {
        escpos_read(&pieces, data + i, 1);
    }
    g_assert(memcmp(&whole, &pieces, sizeof whole) == 0);
    PrinterState state = escpos_state(&whole);
    g_assert(size >= PRINTER_MODEL_QUESTIONS ||
             (state != PRINTER_STATE_READY && state != PRINTER_STATE_NEAR_END));
    g_assert(whole.n_part < sizeof whole.part && whole.n_asked <= PRINTER_MODEL_QUESTIONS);
    g_assert(whole.echo[ESCPOS_ID_CHARS] == 0);
    return 0;
}
