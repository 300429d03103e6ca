// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_postgres_parts.h"

#include <string.h>

enum {
    HOUR_S = 3600,
    COMMON_VALUES = 2, /* $1 the kiosk, $2 the hour, then those of each intake */
    OWN_VALUES = 4,
    PAGE_ROWS = 200,
};
G_STATIC_ASSERT(COMMON_VALUES + OWN_VALUES * STORAGE_MAX_BATCH <= PG_MAX_VALUES);

/* One statement, so one transaction: all of the batch that was not there yet. It tells which. The
 * rows of two batches are inserted in the order of their ids, so that they cannot wait for each
 * other in a circle. */
static PGresult *insert(Pg *pg, const StorageBatch *batch, const gsize *order, GError **error)
{
    g_autofree char *kiosk = g_strdup_printf("%" G_GINT64_FORMAT, batch->kiosk);
    g_autofree char *hour =
        g_strdup_printf("%" G_GINT64_FORMAT, batch->now_unix_s - batch->now_unix_s % HOUR_S);
    const char *values[COMMON_VALUES + OWN_VALUES * STORAGE_MAX_BATCH] = {kiosk, hour};
    g_autoptr(GString) text = g_string_new(
        "INSERT INTO intakes(kiosk, received_hour, id, outcome, sealed, sha256) VALUES");
    int n = COMMON_VALUES;
    for (gsize i = 0; i < batch->n; i++) {
        const StorageIntake *intake = &batch->intakes[order[i]];
        g_string_append_printf(text, "%s($1,$2,$%d,$%d,$%d,$%d)", i > 0 ? "," : "", n + 1, n + 2,
                               n + 3, n + 4);
        values[n++] = intake->id;
        values[n++] = intake->outcome;
        values[n++] = intake->sealed;
        values[n++] = intake->sha256;
    }
    g_string_append(text, " ON CONFLICT(id) DO NOTHING RETURNING id");
    return pg_ask_values(pg, error, text->str, n, values);
}

/* What is kept under the ids that were there already: rows are never changed or removed. */
static PGresult *look(Pg *pg, const StorageBatch *batch, GError **error)
{
    const char *values[STORAGE_MAX_BATCH];
    int n = 0;
    g_autoptr(GString) text = g_string_new("SELECT id, kiosk, sealed FROM intakes WHERE id IN (");
    for (gsize i = 0; i < batch->n; i++) {
        if (batch->results[i] != STORAGE_INTAKE_STORED) {
            values[n++] = batch->intakes[i].id;
            g_string_append_printf(text, "%s$%d", n > 1 ? "," : "", n);
        }
    }
    g_string_append_c(text, ')');
    return pg_ask_values(pg, error, text->str, n, values);
}

/* Row of `id`, which is in the first column; -1. */
static int find_row(const PGresult *rows, const char *id)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        if (g_ascii_strcasecmp(PQgetvalue(rows, row, 0), id) == 0) {
            return row;
        }
    }
    return -1;
}

/* The first of the batch under an id that was stored now is the one that was stored. */
static gsize mark_stored(const StorageBatch *batch, const PGresult *stored)
{
    gsize n = 0;
    for (gsize i = 0; i < batch->n; i++) {
        bool is_first = true;
        for (gsize earlier = 0; earlier < i; earlier++) {
            is_first = is_first && strcmp(batch->intakes[earlier].id, batch->intakes[i].id) != 0;
        }
        bool is_stored = is_first && find_row(stored, batch->intakes[i].id) >= 0;
        batch->results[i] = is_stored ? STORAGE_INTAKE_STORED : STORAGE_INTAKE_CONFLICT;
        n += is_stored;
    }
    return n;
}

static bool compare(Pg *pg, const StorageBatch *batch, GError **error)
{
    g_autoptr(PGresult) rows = look(pg, batch, error);
    if (!rows) {
        return false;
    }
    for (gsize i = 0; i < batch->n; i++) {
        if (batch->results[i] == STORAGE_INTAKE_STORED) {
            continue;
        }
        int row = find_row(rows, batch->intakes[i].id);
        if (row < 0) {
            g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                        "the region's database (PostgreSQL) has lost an intake that it had");
            return false;
        }
        if (pg_int(rows, row, 1) == batch->kiosk &&
            strcmp(PQgetvalue(rows, row, 2), batch->intakes[i].sealed) == 0) {
            batch->results[i] = STORAGE_INTAKE_DUPLICATE;
        }
    }
    return true;
}

static gint by_id(gconstpointer a, gconstpointer b, gpointer data)
{
    const StorageBatch *batch = data;
    gsize one = *(const gsize *)a, other = *(const gsize *)b;
    int order = strcmp(batch->intakes[one].id, batch->intakes[other].id);
    return order != 0 ? order : one < other ? -1 : 1;
}

bool postgres_store_intakes(Storage *base, const StorageBatch *batch, GError **error)
{
    g_assert(batch->n <= STORAGE_MAX_BATCH);
    Pg *pg = postgres_pg(base);
    gsize order[STORAGE_MAX_BATCH];
    for (gsize i = 0; i < batch->n; i++) {
        order[i] = i;
    }
    g_qsort_with_data(order, (gint)batch->n, sizeof order[0], by_id, (gpointer)batch);
    g_autoptr(PGresult) stored = insert(pg, batch, order, error);
    return stored && (mark_stored(batch, stored) == batch->n || compare(pg, batch, error));
}

/* False ends the reading. */
static bool give(const PGresult *rows, int row, const StorageReader *reader)
{
    StorageIntakeRow intake = {
        .id = PQgetvalue(rows, row, 0),
        .outcome = PQgetvalue(rows, row, 1),
        .sealed = PQgetvalue(rows, row, 2),
        .sha256 = PQgetvalue(rows, row, 3),
        .kiosk = pg_int(rows, row, 4),
        .received_hour_unix_s = pg_int(rows, row, 5),
    };
    return reader->take(&intake, reader->data);
}

#define COLUMNS "SELECT id, outcome, sealed, sha256, kiosk, received_hour FROM intakes "

static bool read_one(Pg *pg, const char *id, gint64 since, const StorageReader *reader,
                     GError **error)
{
    if (!g_uuid_string_is_valid(id)) {
        return true;
    }
    g_autoptr(PGresult) rows =
        pg_ask(pg, error, COLUMNS "WHERE id=$1 AND received_hour>=$2", "si", id, since);
    if (rows && PQntuples(rows) > 0) {
        give(rows, 0, reader);
    }
    return rows != NULL;
}

/* In pages, each from where the one before ended: no cursor or snapshot is held meanwhile. */
bool postgres_read_intakes(Storage *base, const StorageIntakeFilter *filter,
                           const StorageReader *reader, GError **error)
{
    Pg *pg = postgres_pg(base);
    gint64 since = filter->since_unix_s - filter->since_unix_s % HOUR_S;
    if (filter->id) {
        return read_one(pg, filter->id, since, reader, error);
    }
    gint64 hour = since - 1;
    g_autofree char *id = g_strdup("ffffffff-ffff-ffff-ffff-ffffffffffff");
    for (int n = PAGE_ROWS; n == PAGE_ROWS;) {
        g_autoptr(PGresult) rows =
            pg_ask(pg, error,
                   COLUMNS "WHERE (received_hour, id) > ($1, $2) ORDER BY received_hour, id"
                           " LIMIT $3",
                   "isi", hour, id, (gint64)PAGE_ROWS);
        if (!rows) {
            return false;
        }
        n = PQntuples(rows);
        for (int row = 0; row < n; row++) {
            if (!give(rows, row, reader)) {
                return true;
            }
        }
        if (n > 0) {
            hour = pg_int(rows, n - 1, 5);
            g_free(id);
            id = pg_dup_text(rows, n - 1, 0);
        }
    }
    return true;
}
