// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as a catalogue are refused with a reason, or give messages that all have a text. */
#include "packctl/po_file.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) text = g_bytes_new_static(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) messages = po_file_parse(text, "fuzz.po", &error);
    g_assert((messages == NULL) == (error != NULL));
    for (guint i = 0; messages && i < messages->len; i++) {
        const PoMessage *message = g_ptr_array_index(messages, i);
        g_assert(message->id && message->text && message->line > 0);
        g_autofree char *field = po_file_header_field(message->text, "X-Reviewed");
        g_assert(!field || g_utf8_validate(field, -1, NULL));
    }
    return 0;
}
