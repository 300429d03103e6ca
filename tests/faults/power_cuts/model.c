// SPDX-License-Identifier: EUPL-1.2
#include "model.h"

#include <string.h>

#include "store/outbox_private.h"

enum { ALPHABET = 64 };

Model *model_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(ModelRow));
}

Model *model_copy(const Model *model)
{
    return g_array_copy((Model *)model);
}

ModelRow *model_find(const Model *model, gint64 number)
{
    for (guint i = 0; i < model->len; i++) {
        ModelRow *row = &g_array_index(model, ModelRow, i);
        if (row->number == number) {
            return row;
        }
    }
    return NULL;
}

void model_append(Model *model, gint64 number, gint64 hour)
{
    const ModelRow row = {.number = number, .hour = hour};
    g_array_append_val(model, row);
}

void model_remove(Model *model, gint64 number)
{
    for (guint i = 0; i < model->len; i++) {
        if (g_array_index(model, ModelRow, i).number == number) {
            g_array_remove_index(model, i);
            return;
        }
    }
}

bool model_is_due(const ModelRow *row)
{
    return row->state == OUTBOX_STATE_WAITING && row->outcome != OUTBOX_OUTCOME_PREPARED &&
           row->next_try <= MODEL_NOW_UNIX_S;
}

gsize model_expire(Model *model, gint64 before_hour)
{
    gsize n = 0;
    for (guint i = model->len; i > 0; i--) {
        gint64 hour = g_array_index(model, ModelRow, i - 1).hour;
        if (hour > 0 && hour < before_hour) {
            g_array_remove_index(model, i - 1);
            n++;
        }
    }
    return n;
}

gsize model_settle(Model *model)
{
    gsize n = 0;
    for (guint i = 0; i < model->len; i++) {
        ModelRow *row = &g_array_index(model, ModelRow, i);
        if (row->outcome == OUTBOX_OUTCOME_PREPARED) {
            row->outcome = OUTBOX_OUTCOME_UNKNOWN;
            n++;
        }
    }
    return n;
}

gsize model_date(Model *model, gint64 hour)
{
    gsize n = 0;
    for (guint i = 0; i < model->len; i++) {
        ModelRow *row = &g_array_index(model, ModelRow, i);
        if (row->hour == 0) {
            row->hour = hour;
            n++;
        }
    }
    return n;
}

/* ---- Texts -----------------------------------------------------------------------------------*/

char *model_id(gint64 number)
{
    return g_strdup_printf("%08x-0000-4000-8000-%012x", (guint)number,
                           (guint)number * 2654435761u % 99991);
}

/* Mostly small; some fill a page, some several. */
static gsize text_size(gint64 number)
{
    guint32 mixed = (guint32)number * 2654435761u >> 8;
    return number % 7 == 3 ? 2000 + mixed % 7000 : 60 + mixed % 1500;
}

const char *model_text(gint64 number)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    static char text[MODEL_MAX_TEXT_BYTES];
    gsize size = text_size(number);
    for (gsize i = 0; i < size; i++) {
        text[i] = letters[((gsize)number + i) % ALPHABET];
    }
    text[size] = 0;
    return text;
}

/* ---- Looking ---------------------------------------------------------------------------------*/

static gint64 read_number(sqlite3_stmt *row)
{
    const char *id = (const char *)sqlite3_column_text(row, 0);
    gint64 number = id ? (gint64)g_ascii_strtoull(id, NULL, 16) : -1;
    g_autofree char *wanted = model_id(number);
    const char *text = model_text(number);
    gsize size = strlen(text);
    bool is_whole = g_strcmp0(id, wanted) == 0 && (gsize)sqlite3_column_bytes(row, 1) == size &&
                    memcmp(sqlite3_column_blob(row, 1), text, size) == 0;
    return is_whole ? number : -1;
}

static int read_rows(OutboxFile *file, gpointer data)
{
    Model *model = data;
    g_array_set_size(model, 0);
    sqlite3_stmt *rows;
    int code = outbox_file_prepare(file,
                                   "SELECT id, sealed, outcome, state, attempts, next_try, hour"
                                   " FROM outbox NOT INDEXED ORDER BY seq",
                                   &rows);
    if (code != SQLITE_OK) {
        return code;
    }
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        const ModelRow row = {
            .number = read_number(rows),
            .outcome = sqlite3_column_int64(rows, 2),
            .state = sqlite3_column_int64(rows, 3),
            .attempts = sqlite3_column_int64(rows, 4),
            .next_try = sqlite3_column_int64(rows, 5),
            .hour = sqlite3_column_int64(rows, 6),
        };
        g_array_append_val(model, row);
    }
    (void)sqlite3_reset(rows);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

Model *model_read(Outbox *outbox, GError **error)
{
    g_autoptr(GArray) model = model_new();
    bool ok =
        outbox_file_run(outbox_get_file(outbox),
                        &(const OutboxTask){read_rows, false, "read everything"}, model, error);
    return ok ? g_steal_pointer(&model) : NULL;
}

bool model_equal(const Model *a, const Model *b)
{
    return a->len == b->len &&
           (a->len == 0 || memcmp(a->data, b->data, a->len * sizeof(ModelRow)) == 0);
}

char *model_describe(const Model *model)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < model->len; i++) {
        const ModelRow *row = &g_array_index(model, ModelRow, i);
        g_string_append_printf(text,
                               "#   %" G_GINT64_FORMAT ": outcome %" G_GINT64_FORMAT
                               ", state %" G_GINT64_FORMAT ", attempts %" G_GINT64_FORMAT
                               ", next %" G_GINT64_FORMAT ", hour %" G_GINT64_FORMAT "\n",
                               row->number, row->outcome, row->state, row->attempts, row->next_try,
                               row->hour);
    }
    return g_string_free(text, FALSE);
}
