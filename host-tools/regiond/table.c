// SPDX-License-Identifier: EUPL-1.2
#include "regiond/table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Table {
    GPtrArray *keys;   /* char* in order */
    GHashTable *known; /* the same */
    GPtrArray *rows;   /* json_t* */
};

Table *table_new(void)
{
    Table *table = g_new0(Table, 1);
    table->keys = g_ptr_array_new_with_free_func(g_free);
    table->known = g_hash_table_new(g_str_hash, g_str_equal);
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    return table;
}

void table_free(Table *table)
{
    if (table) {
        g_hash_table_unref(table->known);
        g_ptr_array_unref(table->keys);
        g_ptr_array_unref(table->rows);
        g_free(table);
    }
}

void table_add(Table *table, const json_t *object)
{
    json_t *row = json_incref((json_t *)object);
    const char *key;
    json_t *value;
    json_object_foreach(row, key, value)
    {
        if (!g_hash_table_contains(table->known, key)) {
            char *copy = g_strdup(key);
            g_ptr_array_add(table->keys, copy);
            g_hash_table_add(table->known, copy);
        }
    }
    g_ptr_array_add(table->rows, row);
}

/* Caller owns. */
static char *describe(const json_t *value)
{
    if (!value || json_is_null(value)) {
        return g_strdup("");
    }
    if (json_is_string(value)) {
        return g_strdup(json_string_value(value));
    }
    if (!json_is_array(value)) {
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        char *copy = g_strdup(text);
        free(text);
        return copy;
    }
    GString *joined = g_string_new(NULL);
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item)
    {
        g_autofree char *text = describe(item);
        g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", text);
    }
    return g_string_free(joined, FALSE);
}

/* A spreadsheet runs what begins with one of these. */
static bool is_formula(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]) &&
           !g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

static void add_cell(GString *csv, const char *text, bool is_first)
{
    if (!is_first) {
        g_string_append_c(csv, ',');
    }
    const char *guard = is_formula(text) ? "'" : "";
    if (!strpbrk(text, ",\"\r\n") && !guard[0]) {
        g_string_append(csv, text);
        return;
    }
    g_string_append_printf(csv, "\"%s", guard);
    for (const char *at = text; *at; at++) {
        if (*at == '"') {
            g_string_append_c(csv, '"');
        }
        g_string_append_c(csv, *at);
    }
    g_string_append_c(csv, '"');
}

char *table_write_csv(const Table *table)
{
    GString *csv = g_string_new(NULL);
    for (guint k = 0; k < table->keys->len; k++) {
        add_cell(csv, g_ptr_array_index(table->keys, k), k == 0);
    }
    g_string_append(csv, "\r\n");
    for (guint r = 0; r < table->rows->len; r++) {
        const json_t *row = g_ptr_array_index(table->rows, r);
        for (guint k = 0; k < table->keys->len; k++) {
            g_autofree char *text =
                describe(json_object_get(row, g_ptr_array_index(table->keys, k)));
            add_cell(csv, text, k == 0);
        }
        g_string_append(csv, "\r\n");
    }
    return g_string_free(csv, FALSE);
}
