// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "regiond/opened.h"
#include "regiond/table.h"

/* Opened intakes on their way out. */
typedef struct {
    GPtrArray *keys;
    bool (*take)(gpointer data, const json_t *intake);
    gpointer data;
    gint64 n_unreadable;
    char *first; /* unreadable one, and why */
} Opening;

static bool open_row(const StorageIntakeRow *row, gpointer data)
{
    Opening *opening = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) intake = opened_read(row, opening->keys, &error);
    if (!intake) {
        if (opening->n_unreadable++ == 0) {
            opening->first = g_strdup_printf("intake %s: %s", row->id, error->message);
        }
        return true;
    }
    return opening->take(opening->data, intake);
}

/* Reads what --id and --since ask for, opens it and hands it on. */
static bool open_all(Admin *admin, Opening *opening, GError **error)
{
    const AdminOptions *options = admin->options;
    StorageIntakeFilter filter = {.id = options->id};
    if (options->since) {
        g_autofree char *midnight = g_strconcat(options->since, "T00:00:00Z", NULL);
        g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(midnight, NULL);
        if (!time) {
            return admin_refuse(error, "--since '%s' is no date like 2026-11-23", options->since);
        }
        filter.since_unix_s = g_date_time_to_unix(time);
    }
    g_autoptr(GPtrArray) keys = region_load_private(admin->region, options->keys, error);
    if (!keys) {
        return false;
    }
    opening->keys = keys;
    StorageReader reader = {.take = open_row, .data = opening};
    bool ok = admin->storage->class->read_intakes(admin->storage, &filter, &reader, error);
    opening->keys = NULL;
    g_autofree char *first = g_steal_pointer(&opening->first);
    if (ok && first) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED,
                    "%" G_GINT64_FORMAT " intakes could not be opened; the first is %s",
                    opening->n_unreadable, first);
        return false;
    }
    return ok;
}

static bool print_line(gpointer data, const json_t *intake)
{
    (void)data;
    g_autoptr(GBytes) line = json_write(intake);
    fwrite(g_bytes_get_data(line, NULL), 1, g_bytes_get_size(line), stdout);
    return putchar('\n') != EOF;
}

static bool add_to_table(gpointer data, const json_t *intake)
{
    table_add(data, intake);
    return true;
}

static bool add_to_counts(gpointer data, const json_t *intake)
{
    opened_count(data, intake);
    return true;
}

bool admin_open(Admin *admin, GError **error)
{
    Opening opening = {.take = print_line};
    return open_all(admin, &opening, error);
}

bool admin_export(Admin *admin, GError **error)
{
    const char *format = admin->options->format ? admin->options->format : "jsonl";
    if (g_str_equal(format, "jsonl")) {
        return admin_open(admin, error);
    }
    if (!g_str_equal(format, "csv")) {
        return admin_refuse(error, "--format '%s' is not jsonl or csv", format);
    }
    g_autoptr(Table) table = table_new();
    Opening opening = {.take = add_to_table, .data = table};
    bool ok = open_all(admin, &opening, error);
    g_autofree char *text = table_write_csv(table);
    fputs(text, stdout);
    return ok;
}

bool admin_stats(Admin *admin, GError **error)
{
    g_autoptr(OpenedCounts) counts = opened_counts_new();
    Opening opening = {.take = add_to_counts, .data = counts};
    bool ok = open_all(admin, &opening, error);
    g_autofree char *text = opened_counts_describe(counts);
    fputs(text, stdout);
    return ok;
}
