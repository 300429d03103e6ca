// SPDX-License-Identifier: EUPL-1.2
/* Any bytes: a value or an error, never both, and a value that was read is written and read again
 * as the same. A list gives the same items one by one as it does whole. */
#include "base/json.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* The list's items, gone through one by one; NULL when there is a mistake in it. */
static json_t *collect_items(GBytes *text)
{
    JsonItems items;
    if (!json_items_begin(&items, text, "input")) {
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) list = json_array();
    json_t *item;
    while ((item = json_items_next(&items, &error)) != NULL) {
        json_array_append_new(list, item);
    }
    return error ? NULL : json_incref(list);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) value = json_parse(text, "input", &error);
    g_assert((value != NULL) != (error != NULL));
    g_autoptr(json_t) list = collect_items(text);
    if (!value) {
        g_assert(!list);
        return 0;
    }
    g_assert(json_is_array(value) ? list && json_equal(list, value) : !list);
    g_autoptr(GBytes) written = json_write(value);
    g_autoptr(GError) none = NULL;
    g_autoptr(json_t) again = json_parse(written, "written", &none);
    g_assert_no_error(none);
    g_assert(json_equal(value, again));
    return 0;
}
