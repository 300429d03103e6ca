// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox.h"

#include <string.h>

#include "store/outbox_file.h"
#include "store/outbox_private.h"

/* ---- The oldest ------------------------------------------------------------------------------*/

/* Rows come in the order of their hours, so the first waiting one is the oldest. */
static int read_oldest_waiting(OutboxFile *file, gpointer data)
{
    gint64 *hour_unix_s = data;
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file,
                                   "SELECT hour FROM outbox WHERE seq = ("
                                   " SELECT seq FROM outbox INDEXED BY outbox_due"
                                   " WHERE state = 0 AND outcome <> 0 ORDER BY seq LIMIT 1)",
                                   &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    code = sqlite3_step(statement);
    *hour_unix_s = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

bool outbox_oldest_waiting(Outbox *outbox, gint64 *hour_unix_s, GError **error)
{
    gint64 found = 0;
    bool ok = outbox_file_run(outbox_get_file(outbox),
                              &(const OutboxTask){read_oldest_waiting, false, "read intakes"},
                              &found, error);
    *hour_unix_s = ok ? found : *hour_unix_s;
    return ok;
}

/* ---- What was set aside ----------------------------------------------------------------------*/

void outbox_set_aside_free(OutboxSetAside *set_aside)
{
    if (set_aside) {
        g_free(set_aside->reason);
        g_free(set_aside);
    }
}

/* An id of an intake is nobody's business here, and would make a reason of its own of each. */
static char *mask_ids(const char *reason)
{
    enum { UUID_CHARS = 36 };
    GString *text = g_string_new(NULL);
    gsize size = strlen(reason);
    for (gsize i = 0; i < size;) {
        char part[UUID_CHARS + 1] = "";
        if (i + UUID_CHARS <= size && reason[i + 8] == '-') {
            g_strlcpy(part, reason + i, sizeof part);
        }
        bool is_id = part[0] && g_uuid_string_is_valid(part);
        if (is_id) {
            g_string_append(text, "…");
        } else {
            g_string_append_c(text, reason[i]);
        }
        i += is_id ? UUID_CHARS : 1;
    }
    return g_string_free(text, FALSE);
}

static OutboxSetAside *find_group(GPtrArray *groups, const char *reason)
{
    for (guint i = 0; i < groups->len; i++) {
        OutboxSetAside *group = g_ptr_array_index(groups, i);
        if (g_str_equal(group->reason, reason)) {
            return group;
        }
    }
    if (groups->len < OUTBOX_MAX_REASONS) {
        OutboxSetAside *group = g_new0(OutboxSetAside, 1);
        group->reason = g_strdup(reason);
        g_ptr_array_add(groups, group);
        return group;
    }
    OutboxSetAside *last = g_ptr_array_index(groups, OUTBOX_MAX_REASONS - 1);
    last->reason[0] = 0; /* all further ones */
    return last;
}

static void add_group(GPtrArray *groups, const OutboxSetAside *found)
{
    g_autofree char *reason = mask_ids(found->reason ? found->reason : "");
    OutboxSetAside *group = find_group(groups, reason);
    gint64 hour = found->oldest_hour_unix_s;
    group->rows += found->rows;
    if (hour > 0 && (group->oldest_hour_unix_s == 0 || hour < group->oldest_hour_unix_s)) {
        group->oldest_hour_unix_s = hour;
    }
}

static gint compare_groups(gconstpointer a, gconstpointer b)
{
    const OutboxSetAside *const *left = a, *const *right = b;
    return (*left)->rows == (*right)->rows  ? strcmp((*left)->reason, (*right)->reason)
           : (*left)->rows > (*right)->rows ? -1
                                            : 1;
}

/* The partial index holds reason and hour: no intake is touched. */
static int read_set_aside(OutboxFile *file, gpointer data)
{
    GPtrArray *groups = data;
    g_ptr_array_set_size(groups, 0);
    sqlite3_stmt *statement;
    int code = outbox_file_prepare(file,
                                   "SELECT reason, count(*), min(nullif(hour, 0))"
                                   " FROM outbox INDEXED BY outbox_set_aside WHERE state = 1"
                                   " GROUP BY reason ORDER BY 2 DESC, 1",
                                   &statement);
    if (code != SQLITE_OK) {
        return code;
    }
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const OutboxSetAside found = {
            .reason = (char *)sqlite3_column_text(statement, 0),
            .rows = sqlite3_column_int64(statement, 1),
            .oldest_hour_unix_s = sqlite3_column_int64(statement, 2),
        };
        add_group(groups, &found);
    }
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

GPtrArray *outbox_list_set_aside(Outbox *outbox, GError **error)
{
    g_autoptr(GPtrArray) groups =
        g_ptr_array_new_with_free_func((GDestroyNotify)outbox_set_aside_free);
    bool ok = outbox_file_run(outbox_get_file(outbox),
                              &(const OutboxTask){read_set_aside, false, "list what was set aside"},
                              groups, error);
    g_ptr_array_sort(groups, compare_groups);
    return ok ? g_steal_pointer(&groups) : NULL;
}
