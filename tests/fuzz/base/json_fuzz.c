// SPDX-License-Identifier: EUPL-1.2
/* Any bytes: a value or an error, never both, and a value that was read is written and read again
 * as the same. */
#include "base/json.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) value = json_parse(text, "input", &error);
    g_assert((value != NULL) != (error != NULL));
    if (!value) {
        return 0;
    }
    g_autoptr(GBytes) written = json_write(value);
    g_autoptr(GError) none = NULL;
    g_autoptr(json_t) again = json_parse(written, "written", &none);
    g_assert_no_error(none);
    g_assert(json_equal(value, again));
    return 0;
}
