// SPDX-License-Identifier: EUPL-1.2
/* Stories 15: a damaged file, and power cuts at every write. */
#include "store/outbox.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "faulty_vfs.h"
#include "scratch.h"

enum { NOW = 1763906400, PAGE = 4096 };

static const OutboxLimits limits = {.max_rows = 20000, .max_bytes = 64 << 20};

static char *make_id(int number)
{
    return g_strdup_printf("%08x-0000-4000-8000-000000000000", (guint)number);
}

static Outbox *open_outbox(const char *path, bool *was_damaged)
{
    g_autoptr(GError) error = NULL;
    Outbox *outbox = outbox_open(path, &limits, was_damaged, &error);
    g_assert_no_error(error);
    return outbox;
}

/* A page-filling row: damage to one page hits few rows. */
static bool append_printed(Outbox *outbox, int number)
{
    g_autofree char *id = make_id(number);
    g_autofree char *sealed = g_strnfill(1700, 'a');
    return outbox_append(outbox, id, sealed, NOW, NULL) &&
           outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, NULL);
}

static char *make_filled(const Scratch *scratch, int rows)
{
    char *path = scratch_file(scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path, NULL);
    for (int i = 1; i <= rows; i++) {
        g_assert_true(append_printed(outbox, i));
    }
    return path;
}

static guint count_due(Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = outbox_take_due(outbox, NOW, 100000, &error);
    g_assert_no_error(error);
    return rows->len;
}

static OutboxCounts count(Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    OutboxCounts counts = {0};
    g_assert_true(outbox_count(outbox, &counts, &error));
    g_assert_no_error(error);
    return counts;
}

static void overwrite(const char *path, gsize at, gsize size, guint8 with)
{
    g_autofree char *data = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &data, &length, NULL));
    g_assert_cmpuint(at + size, <=, length);
    memset(data + at, with, size);
    g_assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
}

static gsize size_of(const char *path)
{
    struct stat st;
    g_assert_cmpint(stat(path, &st), ==, 0);
    return (gsize)st.st_size;
}

/* A page in the second half that holds rows, not an index. */
static gsize find_row_page(const char *path)
{
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    for (gsize at = size / 2 / PAGE * PAGE; at < size; at += PAGE) {
        if (memcmp(data + at + PAGE / 2 + 500, "aaaaaaaa", 8) == 0) {
            return at;
        }
    }
    g_assert_not_reached();
}

static bool has_set_aside(const char *path, int number)
{
    g_autofree char *name = g_strdup_printf("%s.damaged-%d", path, number);
    return g_file_test(name, G_FILE_TEST_EXISTS);
}

/* ---- Damaged files ---------------------------------------------------------------------------*/

static void test_garbage(void)
{
    static const char *const garbage[] = {"",
                                          "not a database, but long enough to look like a file"};
    for (gsize i = 0; i < G_N_ELEMENTS(garbage); i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        g_autofree char *large = g_strnfill(100000, 'z');
        g_autofree char *path =
            scratch_write(&scratch, "outbox.sqlite", i == 0 ? large : garbage[i]);
        bool was_damaged = false;
        g_autoptr(Outbox) outbox = open_outbox(path, &was_damaged);
        g_assert_true(was_damaged);
        g_assert_true(has_set_aside(path, 1));
        g_assert_cmpint(count(outbox).damaged_total, ==, 1);
        g_assert_true(append_printed(outbox, 1));
    }
}

static void test_foreign_tables(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, "CREATE TABLE outbox(other)", NULL, NULL, NULL), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
    bool was_damaged = false;
    g_autoptr(Outbox) outbox = open_outbox(path, &was_damaged);
    g_assert_true(was_damaged);
    g_assert_true(append_printed(outbox, 1));
}

static void test_newer_version(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = make_filled(&scratch, 5);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db,
                                 "ALTER TABLE outbox ADD COLUMN later TEXT;"
                                 "PRAGMA user_version = 99",
                                 NULL, NULL, NULL),
                    ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
    bool was_damaged = false;
    g_autoptr(Outbox) outbox = open_outbox(path, &was_damaged);
    g_assert_true(was_damaged);
    g_assert_cmpuint(count_due(outbox), ==, 5);
}

static void test_damaged_row_page(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = make_filled(&scratch, 200);
    overwrite(path, find_row_page(path), PAGE, 0xa5);
    bool was_damaged = true;
    g_autoptr(Outbox) outbox = open_outbox(path, &was_damaged);
    g_assert_false(was_damaged);
    guint due = count_due(outbox);
    g_test_message("%u of 200 rows carried over", due);
    g_assert_cmpuint(due, >=, 190);
    g_assert_cmpint(count(outbox).waiting, ==, due);
    g_assert_cmpint(count(outbox).damaged_total, ==, 1);
    g_assert_true(has_set_aside(path, 1));
    g_assert_true(append_printed(outbox, 1000));
    g_assert_cmpuint(count_due(outbox), ==, due + 1);
}

/* Whatever page is lost, the outbox opens, serves, and keeps what is on the other pages. */
static void test_any_damaged_page(void)
{
    g_auto(Scratch) original = {0};
    scratch_init(&original);
    g_autofree char *source = make_filled(&original, 40);
    gsize pages = size_of(source) / PAGE;
    for (gsize page = 1; page < pages; page++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
        g_autofree char *data = NULL;
        gsize size;
        g_assert_true(g_file_get_contents(source, &data, &size, NULL));
        g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
        overwrite(path, page * PAGE, PAGE, (guint8)(page * 37));
        g_autoptr(GError) error = NULL;
        g_autoptr(Outbox) outbox = open_outbox(path, NULL);
        g_assert_true(outbox_check(outbox, NULL, &error));
        g_assert_no_error(error);
        g_test_message("page %" G_GSIZE_FORMAT ": %u rows", page + 1, count_due(outbox));
        g_assert_true(append_printed(outbox, 1000));
        g_assert_cmpuint(count_due(outbox), ==, count(outbox).waiting);
    }
}

static void test_check_finds_what_no_call_meets(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = make_filled(&scratch, 100);
    g_autoptr(Outbox) outbox = open_outbox(path, NULL);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db,
                                 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql ="
                                 " 'CREATE INDEX outbox_hour ON outbox(attempts)'"
                                 " WHERE name = 'outbox_hour'",
                                 NULL, NULL, NULL),
                    ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
    g_autoptr(GError) error = NULL;
    bool was_damaged = false;
    outbox_close(g_steal_pointer(&outbox));
    outbox = open_outbox(path, NULL);
    g_assert_true(outbox_check(outbox, &was_damaged, &error));
    g_assert_no_error(error);
    g_assert_true(was_damaged);
    g_assert_cmpuint(count_due(outbox), ==, 100);
    g_assert_true(outbox_check(outbox, &was_damaged, &error));
    g_assert_false(was_damaged);
}

/* The other program notices that the file was replaced, and does not write into the old one. */
static void test_other_program_follows(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = make_filled(&scratch, 10);
    g_autoptr(Outbox) kiosk = open_outbox(path, NULL);
    g_assert_cmpuint(count_due(kiosk), ==, 10);
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    memset(data, 0, 100);
    g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
    g_autoptr(Outbox) sync = open_outbox(path, NULL);
    g_assert_true(append_printed(kiosk, 50));
    g_assert_true(append_printed(sync, 51));
    g_assert_cmpuint(count_due(kiosk), ==, count_due(sync));
    g_assert_cmpuint(count_due(kiosk), >=, 2);
    outbox_close(g_steal_pointer(&kiosk));
    g_assert_true(append_printed(sync, 52));
    g_autoptr(Outbox) again = open_outbox(path, NULL);
    g_assert_cmpuint(count_due(again), ==, count_due(sync));
}

static void test_damaged_files_are_bounded(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = NULL;
    for (int i = 1; i <= 6; i++) {
        g_free(path);
        path = scratch_write(&scratch, "outbox.sqlite", "garbage garbage garbage garbage garbage");
        outbox_close(open_outbox(path, NULL));
        g_assert_true(has_set_aside(path, i));
    }
    g_assert_false(has_set_aside(path, 3));
    g_assert_true(has_set_aside(path, 4));
    g_autoptr(Outbox) outbox = open_outbox(path, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(outbox_expire(outbox, g_get_real_time() / G_USEC_PER_SEC + 3600, &error), ==,
                    0);
    g_assert_false(has_set_aside(path, 6));
}

/* ---- Power cuts ------------------------------------------------------------------------------*/

enum { VISITS = 6 };

/* What the outbox acknowledged. */
typedef struct {
    bool appended[VISITS], printed[VISITS], removed[VISITS];
    bool tried_to_remove[VISITS];
} Promises;

static void visit(Outbox *outbox, int number, Promises *promises)
{
    g_autofree char *id = make_id(number);
    g_autofree char *sealed = g_strnfill(900, 'a');
    promises->appended[number] = outbox_append(outbox, id, sealed, NOW, NULL);
    promises->printed[number] =
        promises->appended[number] && outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, NULL);
    if (number % 3 == 2 && promises->printed[number]) {
        const char *const ids[] = {id};
        promises->tried_to_remove[number] = true;
        promises->removed[number] = outbox_remove(outbox, ids, 1, NULL);
    }
}

static void run_visits(const char *path, Promises *promises)
{
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    for (int i = 0; outbox && i < VISITS; i++) {
        visit(outbox, i, promises);
    }
}

static void check_promises(Outbox *outbox, const Promises *promises)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(outbox_settle_prepared(outbox, &error), >=, 0);
    g_autoptr(GPtrArray) rows = outbox_take_due(outbox, NOW, 1000, &error);
    g_assert_no_error(error);
    g_assert_cmpint(count(outbox).waiting, ==, rows->len);
    for (int i = 0; i < VISITS; i++) {
        g_autofree char *id = make_id(i);
        const OutboxRow *found = NULL;
        for (guint j = 0; j < rows->len; j++) {
            const OutboxRow *row = g_ptr_array_index(rows, j);
            found = strcmp(row->id, id) == 0 ? row : found;
        }
        g_assert_false(promises->removed[i] && found);
        g_assert_false(promises->appended[i] && !promises->tried_to_remove[i] && !found);
        g_assert_false(promises->printed[i] && found && found->outcome != OUTBOX_OUTCOME_PRINTED);
    }
}

/* One power cut after `changes` writes; how many writes there were in all. */
static int cut_power_after(int changes, PowerCut kind, GRand *random)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    Promises promises = {0};
    faulty_vfs_reset();
    faulty_vfs_fail(changes, SQLITE_IOERR_WRITE);
    run_visits(path, &promises);
    int made = faulty_vfs_changes();
    faulty_vfs_cut_power(scratch.path, kind, random);
    bool was_damaged = false;
    g_autoptr(Outbox) outbox = open_outbox(path, &was_damaged);
    g_assert_false(was_damaged);
    check_promises(outbox, &promises);
    g_autoptr(GError) error = NULL;
    g_assert_true(outbox_check(outbox, &was_damaged, &error));
    g_assert_false(was_damaged);
    return made;
}

static void test_power_cuts(void)
{
    static const PowerCut kinds[] = {POWER_CUT_NOTHING_UNSYNCED, POWER_CUT_ALL_UNSYNCED,
                                     POWER_CUT_SOME_UNSYNCED};
    g_autoptr(GRand) random = g_rand_new_with_seed(20261123);
    int changes = cut_power_after(0, POWER_CUT_ALL_UNSYNCED, random);
    g_test_message("%d writes", changes);
    g_assert_cmpint(changes, >, 50);
    for (int at = 1; at <= changes; at++) {
        for (gsize kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
            (void)cut_power_after(at, kinds[kind], random);
        }
    }
}

enum { MENDED_ROWS = 30 };

/* A power cut while a damaged file (one index page lost, all rows readable) is mended. */
static int cut_power_while_mending(int changes, PowerCut kind, GRand *random)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    faulty_vfs_reset();
    g_autofree char *path = make_filled(&scratch, MENDED_ROWS);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, "DROP TABLE tally", NULL, NULL, NULL), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
    faulty_vfs_reset();
    faulty_vfs_fail(changes, SQLITE_IOERR_WRITE);
    outbox_close(outbox_open(path, &limits, NULL, NULL));
    int made = faulty_vfs_changes();
    faulty_vfs_cut_power(scratch.path, kind, random);
    g_autoptr(Outbox) outbox = open_outbox(path, NULL);
    g_assert_cmpuint(count_due(outbox), ==, MENDED_ROWS);
    g_assert_cmpint(count(outbox).waiting, ==, MENDED_ROWS);
    return made;
}

static void test_power_cuts_while_mending(void)
{
    static const PowerCut kinds[] = {POWER_CUT_NOTHING_UNSYNCED, POWER_CUT_SOME_UNSYNCED};
    g_autoptr(GRand) random = g_rand_new_with_seed(20261123);
    int changes = cut_power_while_mending(0, POWER_CUT_ALL_UNSYNCED, random);
    g_test_message("%d writes", changes);
    for (int at = 1; at <= changes; at++) {
        for (gsize kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
            (void)cut_power_while_mending(at, kinds[kind], random);
        }
    }
}

/* Power cuts between the renames of a mending. */
static void test_stopped_between_renames(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = make_filled(&scratch, 3);
    g_autofree char *repaired = g_strconcat(path, ".repaired", NULL);
    g_assert_cmpint(g_rename(path, repaired), ==, 0);
    scratch_put(&scratch, "outbox.sqlite-wal", "of the damaged file");
    g_autoptr(Outbox) outbox = open_outbox(path, NULL);
    g_assert_cmpuint(count_due(outbox), ==, 3);
    g_assert_false(g_file_test(repaired, G_FILE_TEST_EXISTS));
    outbox_close(g_steal_pointer(&outbox));
    scratch_put(&scratch, "outbox.sqlite.repaired", "half");
    outbox = open_outbox(path, NULL);
    g_assert_cmpuint(count_due(outbox), ==, 3);
    g_assert_false(g_file_test(repaired, G_FILE_TEST_EXISTS));
}

/* The outbox warns each time it mends; under GLib's tests a warning would end the program. */
static GLogWriterOutput drop_warnings(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                      gpointer data)
{
    return level == G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED
                                        : g_log_writer_default(level, fields, n_fields, data);
}

static void add_tests(void)
{
    (void)g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    g_log_set_writer_func(drop_warnings, NULL, NULL);
    g_test_add_func("/outbox damage/a file that is no database is set aside", test_garbage);
    g_test_add_func("/outbox damage/a file of other tables is set aside", test_foreign_tables);
    g_test_add_func("/outbox damage/a newer program's rows are carried over", test_newer_version);
    g_test_add_func("/outbox damage/a lost page costs its own rows only", test_damaged_row_page);
    g_test_add_func("/outbox damage/whatever page is lost it serves again", test_any_damaged_page);
    g_test_add_func("/outbox damage/a check finds what no call meets",
                    test_check_finds_what_no_call_meets);
    g_test_add_func("/outbox damage/the other program follows to the fresh file",
                    test_other_program_follows);
    g_test_add_func("/outbox damage/no more than three damaged files are kept",
                    test_damaged_files_are_bounded);
    g_test_add_func("/outbox damage/a power cut at any write loses nothing acknowledged",
                    test_power_cuts);
    g_test_add_func("/outbox damage/a power cut while mending loses no row",
                    test_power_cuts_while_mending);
    g_test_add_func("/outbox damage/a mending stopped between its renames is gone on with",
                    test_stopped_between_renames);
}

int main(int argc, char **argv)
{
    faulty_vfs_install();
    return scratch_main(argc, argv, add_tests);
}
