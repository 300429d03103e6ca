// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox.h"

#include <sqlite3.h>
#include <string.h>

#include "scratch.h"

enum { HOUR = 3600, NOW = 1763906400, MANY = 10000 };

static const OutboxLimits limits = {.max_rows = 20000, .max_bytes = 64 << 20};

static const char *id_of(int number)
{
    static char text[40];
    (void)g_snprintf(text, sizeof text, "%08x-0000-4000-8000-000000000000", (guint)number);
    return text;
}

static void append(Outbox *outbox, int number, gint64 hour_unix_s)
{
    g_assert_true(outbox_append(outbox, id_of(number), "a.b.c.d.e", hour_unix_s, NULL));
    g_assert_true(outbox_set_outcome(outbox, id_of(number), OUTBOX_OUTCOME_PRINTED, NULL));
}

static void set_aside(Outbox *outbox, int number, gint64 hour_unix_s, const char *reason)
{
    append(outbox, number, hour_unix_s);
    g_assert_true(outbox_quarantine(outbox, id_of(number), reason, NULL));
}

/* "3 reason (hours before NOW)|…" */
static char *list(Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) groups = outbox_list_set_aside(outbox, &error);
    g_assert_no_error(error);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < groups->len; i++) {
        const OutboxSetAside *group = g_ptr_array_index(groups, i);
        gint64 hour = group->oldest_hour_unix_s;
        g_string_append_printf(text, "%s%d %s (%d)", i > 0 ? "|" : "", (int)group->rows,
                               group->reason, hour > 0 ? (int)((NOW - hour) / HOUR) : -1);
    }
    return g_string_free(text, FALSE);
}

static void test_groups(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    append(outbox, 1, NOW - 5 * HOUR);
    g_autofree char *none = list(outbox);
    g_assert_cmpstr(none, ==, "");
    set_aside(outbox, 2, NOW - HOUR, "unknown key");
    set_aside(outbox, 3, NOW - 2 * HOUR, "too large");
    set_aside(outbox, 4, NOW - 3 * HOUR, "too large");
    set_aside(outbox, 5, 0, NULL);
    g_autofree char *some = list(outbox);
    g_assert_cmpstr(some, ==, "2 too large (3)|1  (-1)|1 unknown key (1)");
}

/* The region may put an id into its reason. */
static void test_no_ids(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    for (int i = 0; i < 3; i++) {
        g_autofree char *reason = g_strdup_printf("intake %s: é conflict", id_of(i));
        set_aside(outbox, i, NOW - i * HOUR, reason);
    }
    g_autofree char *text = list(outbox);
    g_assert_cmpstr(text, ==, "3 intake …: é conflict (2)");
}

static void test_many_reasons(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    for (int i = 0; i < OUTBOX_MAX_REASONS + 5; i++) {
        g_autofree char *reason = g_strdup_printf("reason %02d", i);
        set_aside(outbox, i, NOW, reason);
    }
    g_autoptr(GPtrArray) groups = outbox_list_set_aside(outbox, NULL);
    g_assert_cmpuint(groups->len, ==, OUTBOX_MAX_REASONS);
    const OutboxSetAside *rest = g_ptr_array_index(groups, 0);
    g_assert_cmpstr(rest->reason, ==, "");
    g_assert_cmpint(rest->rows, ==, 6);
}

static void test_oldest(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    gint64 hour = -1;
    g_assert_true(outbox_oldest_waiting(outbox, &hour, NULL));
    g_assert_cmpint(hour, ==, 0);
    set_aside(outbox, 1, NOW - 9 * HOUR, "too large");
    append(outbox, 2, NOW - 4 * HOUR);
    append(outbox, 3, NOW - 2 * HOUR);
    g_assert_true(outbox_oldest_waiting(outbox, &hour, NULL));
    g_assert_cmpint(hour, ==, NOW - 4 * HOUR);
}

/* Staff's page is made from these: within a frame, whatever lies there. */
static void test_fast(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    outbox_close(outbox_open(path, &limits, NULL, NULL));
    sqlite3 *db;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_autofree char *sql = g_strdup_printf(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
        " INSERT INTO outbox(id, outcome, state, sealed, reason, hour) SELECT"
        " printf('%%08x-0000-4000-8000-000000000000', i), 1, i %% 2, randomblob(1700),"
        " 'reason ' || (i %% 7), %d - i %% 100 * 3600 FROM n",
        MANY, NOW);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    gint64 start_us = g_get_monotonic_time();
    gint64 hour;
    g_autoptr(GPtrArray) groups = outbox_list_set_aside(outbox, NULL);
    g_assert_true(outbox_oldest_waiting(outbox, &hour, NULL));
    gint64 took_us = g_get_monotonic_time() - start_us;
    g_test_message("%d rows took %d us", MANY, (int)took_us);
    g_assert_cmpuint(groups->len, ==, 7);
    g_assert_cmpint(took_us, <, 100000);
}

static void add_tests(void)
{
    g_test_add_func("/outbox lists/what was set aside, by reason", test_groups);
    g_test_add_func("/outbox lists/names no intake", test_no_ids);
    g_test_add_func("/outbox lists/many reasons are one", test_many_reasons);
    g_test_add_func("/outbox lists/the oldest that waits", test_oldest);
    g_test_add_func("/outbox lists/take no time with 10,000 rows", test_fast);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
