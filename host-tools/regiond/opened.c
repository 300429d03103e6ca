// SPDX-License-Identifier: EUPL-1.2
#include "regiond/opened.h"

#include <string.h>

#include "base/json.h"
#include "regiond/api_parts.h"
#include "store/jwe.h"

enum { DAY_CHARS = 10 };

static GBytes *open_with_any(const char *sealed, const GPtrArray *keys, GError **error)
{
    if (keys->len == 0) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_MISSING,
                    "there is no private key here; use --keys FOLDER");
        return NULL;
    }
    GBytes *plain = NULL;
    for (guint i = 0; !plain && i < keys->len; i++) {
        g_clear_error(error);
        plain = jwe_open(g_ptr_array_index(keys, i), sealed, NULL, error);
    }
    return plain;
}

json_t *opened_read(const StorageIntakeRow *row, const GPtrArray *keys, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) plain = open_with_any(row->sealed, keys, &why);
    if (!plain) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    g_autoptr(json_t) intake = json_parse(plain, "record", error);
    if (!intake) {
        return NULL;
    }
    if (g_strcmp0(json_get_string(intake, "id", NULL), row->id) != 0 ||
        json_get_integer(intake, "kiosk", -1) != row->kiosk) {
        g_set_error(error, JSON_ERROR, JSON_ERROR_SHAPE,
                    "the record inside is of another intake or kiosk");
        return NULL;
    }
    g_autofree char *received = api_format_time(row->received_hour_unix_s);
    json_object_set_new(intake, "outcome", json_string(row->outcome));
    json_object_set_new(intake, "received", json_string(received));
    return g_steal_pointer(&intake);
}

struct OpenedCounts {
    GHashTable *cells; /* "what\tvalue" -> count */
};

OpenedCounts *opened_counts_new(void)
{
    OpenedCounts *counts = g_new0(OpenedCounts, 1);
    counts->cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return counts;
}

void opened_counts_free(OpenedCounts *counts)
{
    if (counts) {
        g_hash_table_unref(counts->cells);
        g_free(counts);
    }
}

static void count_cell(OpenedCounts *counts, const char *what, const char *value)
{
    char *cell = g_strdup_printf("%s\t%s", what, value);
    gint n = GPOINTER_TO_INT(g_hash_table_lookup(counts->cells, cell));
    g_hash_table_replace(counts->cells, cell, GINT_TO_POINTER(n + 1));
}

void opened_count(OpenedCounts *counts, const json_t *intake)
{
    count_cell(counts, "outcome", json_get_string(intake, "outcome", "-"));
    count_cell(counts, "language", json_get_string(intake, "lang", "-"));
    g_autofree char *day = g_strndup(
        json_get_string(intake, "hour", json_get_string(intake, "received", "-")), DAY_CHARS);
    count_cell(counts, "day", day);
    size_t i;
    json_t *door;
    json_array_foreach(json_object_get(intake, "doors"), i, door)
    {
        count_cell(counts, "door", json_is_string(door) ? json_string_value(door) : "-");
    }
}

char *opened_counts_describe(const OpenedCounts *counts)
{
    g_autoptr(GList) cells =
        g_list_sort(g_hash_table_get_keys(counts->cells), (GCompareFunc)strcmp);
    GString *text = g_string_new("what\tvalue\tcount\n");
    for (const GList *at = cells; at; at = at->next) {
        gint n = GPOINTER_TO_INT(g_hash_table_lookup(counts->cells, at->data));
        g_string_append(text, at->data);
        if (n < OPENED_SMALLEST_CELL) {
            g_string_append_printf(text, "\t<%d\n", OPENED_SMALLEST_CELL);
        } else {
            g_string_append_printf(text, "\t%d\n", n);
        }
    }
    return g_string_free(text, FALSE);
}
