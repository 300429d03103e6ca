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
    for (char *at = cell + strlen(what) + 1; *at; at++) {
        *at = g_ascii_iscntrl(*at) ? '?' : *at;
    }
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

static bool is_of(const char *cell, const char *what)
{
    gsize length = strlen(what);
    return strncmp(cell, what, length) == 0 && cell[length] == '\t';
}

/* What is hidden of one kind of cell: those below `bound`. */
typedef struct {
    gint bound, next; /* the smallest count that is not hidden, 0: none */
    gint n, sum;
} Hidden;

static Hidden hide_below(const OpenedCounts *counts, const char *what, gint bound)
{
    Hidden hidden = {.bound = bound};
    GHashTableIter iter;
    gpointer cell;
    gpointer value;
    g_hash_table_iter_init(&iter, counts->cells);
    while (g_hash_table_iter_next(&iter, &cell, &value)) {
        gint n = GPOINTER_TO_INT(value);
        if (is_of(cell, what) && n < bound) {
            hidden.n++;
            hidden.sum += n;
        } else if (is_of(cell, what)) {
            hidden.next = hidden.next ? MIN(hidden.next, n) : n;
        }
    }
    return hidden;
}

/* Every intake is in one cell of each kind but "door", so that all but one of them and the total
 * would tell the last. */
static gint find_bound(const OpenedCounts *counts, const char *what)
{
    Hidden hidden = hide_below(counts, what, OPENED_SMALLEST_CELL);
    bool adds_up = strcmp(what, "door") != 0;
    while (adds_up && hidden.n > 0 && hidden.next > 0 &&
           (hidden.n < 2 || hidden.sum < OPENED_SMALLEST_CELL)) {
        hidden = hide_below(counts, what, hidden.next + 1);
    }
    return hidden.bound;
}

static void describe_kind(const OpenedCounts *counts, const GList *cells, const char *what,
                          GString *text)
{
    gint bound = find_bound(counts, what);
    for (const GList *at = cells; at; at = at->next) {
        gint n = GPOINTER_TO_INT(g_hash_table_lookup(counts->cells, at->data));
        if (is_of(at->data, what) && n < bound) {
            g_string_append_printf(text, "%s\thidden\n", (const char *)at->data);
        } else if (is_of(at->data, what)) {
            g_string_append_printf(text, "%s\t%d\n", (const char *)at->data, n);
        }
    }
}

char *opened_counts_describe(const OpenedCounts *counts)
{
    static const char *const kinds[] = {"day", "door", "language", "outcome"};
    g_autoptr(GList) cells =
        g_list_sort(g_hash_table_get_keys(counts->cells), (GCompareFunc)strcmp);
    GString *text = g_string_new("what\tvalue\tcount\n");
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        describe_kind(counts, cells, kinds[i], text);
    }
    return g_string_free(text, FALSE);
}
