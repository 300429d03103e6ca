// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "faulty_vfs.h"
#include "scratch.h"

enum { HOUR = 3600, NOW = 1763906400 };

static const OutboxLimits limits = {.max_rows = 20000, .max_bytes = 64 << 20};

/* An id for a number, so that tests can name rows. */
static const char *id_of(int number)
{
    static char text[40];
    (void)g_snprintf(text, sizeof text, "%08x-0000-4000-8000-000000000000", (guint)number);
    return text;
}

static Outbox *open_outbox(const char *path)
{
    g_autoptr(GError) error = NULL;
    Outbox *outbox = outbox_open(path, &limits, NULL, &error);
    g_assert_no_error(error);
    return outbox;
}

static void append_row(Outbox *outbox, int number)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(
        outbox_append(outbox, id_of(number), "a.b.c.d.e", NOW - number % 7 * HOUR, &error));
    g_assert_no_error(error);
}

static void append_printed(Outbox *outbox, int number)
{
    g_autoptr(GError) error = NULL;
    append_row(outbox, number);
    g_assert_true(outbox_set_outcome(outbox, id_of(number), OUTBOX_OUTCOME_PRINTED, &error));
    g_assert_no_error(error);
}

static OutboxCounts count(Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    OutboxCounts counts = {0};
    g_assert_true(outbox_count(outbox, &counts, &error));
    g_assert_no_error(error);
    return counts;
}

static GPtrArray *take(Outbox *outbox, gint64 now_unix_s, gsize max)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *rows = outbox_take_due(outbox, now_unix_s, max, &error);
    g_assert_no_error(error);
    return rows;
}

static void assert_due(Outbox *outbox, gint64 now_unix_s, const int *numbers, guint n)
{
    g_autoptr(GPtrArray) rows = take(outbox, now_unix_s, 1000);
    g_assert_cmpuint(rows->len, ==, n);
    for (guint i = 0; i < n; i++) {
        const OutboxRow *row = g_ptr_array_index(rows, i);
        g_assert_cmpstr(row->id, ==, id_of(numbers[i]));
    }
}
#define ASSERT_DUE(outbox, now, ...)                                                               \
    assert_due(outbox, now, (const int[]){__VA_ARGS__},                                            \
               sizeof(const int[]){__VA_ARGS__} / sizeof(int))

/* ---- What it keeps ---------------------------------------------------------------------------*/

static void test_keeps_after_reopening(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    Outbox *outbox = open_outbox(path);
    append_printed(outbox, 1);
    outbox_close(outbox);
    g_autoptr(Outbox) again = open_outbox(path);
    g_autoptr(GPtrArray) rows = take(again, NOW, 50);
    g_assert_cmpuint(rows->len, ==, 1);
    const OutboxRow *row = g_ptr_array_index(rows, 0);
    g_assert_cmpstr(row->id, ==, id_of(1));
    g_assert_cmpstr(row->sealed, ==, "a.b.c.d.e");
    g_assert_cmpint(row->outcome, ==, OUTBOX_OUTCOME_PRINTED);
    struct stat st;
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
}

static void test_prepared_is_never_sent(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    append_row(outbox, 1);
    g_autoptr(GPtrArray) rows = take(outbox, NOW, 50);
    g_assert_cmpuint(rows->len, ==, 0);
    g_assert_cmpint(count(outbox).prepared, ==, 1);
    g_assert_cmpint(count(outbox).waiting, ==, 0);
}

static void test_outcome_is_given_once(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    append_printed(outbox, 1);
    g_autoptr(GError) error = NULL;
    g_assert_false(outbox_set_outcome(outbox, id_of(1), OUTBOX_OUTCOME_ABANDONED, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(outbox_set_outcome(outbox, id_of(2), OUTBOX_OUTCOME_PRINTED, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_NOT_FOUND);
    g_autoptr(GPtrArray) rows = take(outbox, NOW, 50);
    g_assert_cmpint(((OutboxRow *)g_ptr_array_index(rows, 0))->outcome, ==, OUTBOX_OUTCOME_PRINTED);
}

static void test_settles_prepared(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    append_row(outbox, 1);
    append_printed(outbox, 2);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(outbox_settle_prepared(outbox, &error), ==, 1);
    g_assert_cmpint(outbox_settle_prepared(outbox, &error), ==, 0);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) rows = take(outbox, NOW, 50);
    g_assert_cmpuint(rows->len, ==, 2);
    g_assert_cmpint(((OutboxRow *)g_ptr_array_index(rows, 0))->outcome, ==, OUTBOX_OUTCOME_UNKNOWN);
    g_assert_cmpstr(outbox_outcome_name(OUTBOX_OUTCOME_UNKNOWN), ==, "unknown");
}

static void test_order_and_postponing(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    for (int i = 5; i > 0; i--) {
        append_printed(outbox, i);
    }
    ASSERT_DUE(outbox, NOW, 5, 4, 3, 2, 1);
    g_autoptr(GPtrArray) first = take(outbox, NOW, 2);
    g_assert_cmpuint(first->len, ==, 2);
    g_assert_true(outbox_postpone(outbox, id_of(4), NOW + 60, "no network", &error));
    ASSERT_DUE(outbox, NOW, 5, 3, 2, 1);
    ASSERT_DUE(outbox, NOW + 60, 5, 4, 3, 2, 1);
    g_autoptr(GPtrArray) rows = take(outbox, NOW + 60, 2);
    g_assert_cmpint(((OutboxRow *)g_ptr_array_index(rows, 1))->attempts, ==, 1);
    g_assert_false(outbox_postpone(outbox, id_of(9), NOW, NULL, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_NOT_FOUND);
}

/* Story 16: a row postponed while the clock stood in 2040 is not lost for fourteen years. */
static void test_wrong_clock_does_not_hold_rows(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    append_printed(outbox, 1);
    g_assert_true(outbox_postpone(outbox, id_of(1), NOW + 14LL * 365 * 86400, NULL, &error));
    g_assert_no_error(error);
    ASSERT_DUE(outbox, NOW, 1);
}

/* Story 10: one refused row blocks no other and is never deleted. */
static void test_quarantine(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    for (int i = 1; i <= 3; i++) {
        append_printed(outbox, i);
    }
    g_autofree char *endless = g_strnfill(5000, 'x');
    g_assert_true(outbox_quarantine(outbox, id_of(2), endless, &error));
    g_assert_no_error(error);
    ASSERT_DUE(outbox, NOW, 1, 3);
    g_assert_cmpint(count(outbox).quarantined, ==, 1);
    g_assert_cmpint(count(outbox).waiting, ==, 2);
    g_assert_false(outbox_quarantine(outbox, id_of(2), "again", &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_NOT_FOUND);
}

static void test_remove(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    for (int i = 1; i <= 3; i++) {
        append_printed(outbox, i);
    }
    g_autofree char *one = g_strdup(id_of(1));
    g_autofree char *nobody = g_strdup(id_of(9));
    g_autofree char *three = g_strdup(id_of(3));
    const char *const ids[] = {one, nobody, three};
    g_assert_true(outbox_remove(outbox, ids, 3, &error));
    g_assert_no_error(error);
    ASSERT_DUE(outbox, NOW, 2);
    g_assert_cmpint(count(outbox).sealed_bytes, ==, 9);
}

static void test_expiry(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    g_assert_true(outbox_append(outbox, id_of(1), "old", NOW - 200 * HOUR + 1234, &error));
    g_assert_true(outbox_append(outbox, id_of(2), "new", NOW, &error));
    g_assert_true(outbox_append(outbox, id_of(3), "undated", 0, &error));
    g_assert_cmpint(count(outbox).oldest_hour_unix_s, ==, NOW - 200 * HOUR);
    g_assert_cmpint(outbox_expire(outbox, NOW - 168 * HOUR, &error), ==, 1);
    g_assert_cmpint(outbox_expire(outbox, NOW - 168 * HOUR, &error), ==, 0);
    g_assert_cmpint(count(outbox).expired_total, ==, 1);
    g_assert_cmpint(count(outbox).prepared, ==, 2);
    g_assert_cmpint(outbox_date_undated(outbox, NOW, &error), ==, 1);
    g_assert_cmpint(count(outbox).oldest_hour_unix_s, ==, NOW);
    g_assert_no_error(error);
}

/* A clock two years ahead: 168 hours must begin some time. */
static void test_hours_to_come(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    g_assert_true(outbox_append(outbox, id_of(1), "ahead", NOW + 17520 * HOUR, &error));
    g_assert_true(outbox_append(outbox, id_of(2), "now", NOW, &error));
    g_assert_cmpint(outbox_date_undated(outbox, NOW, &error), ==, 1);
    g_assert_cmpint(outbox_date_undated(outbox, NOW, &error), ==, 0);
    g_assert_cmpint(outbox_expire(outbox, NOW + HOUR, &error), ==, 2);
    g_assert_no_error(error);
}

/* hour before, by how much the clock was wrong, hour after. */
static void test_moved_hours(void)
{
    static const gint64 moves[][3] = {
        {NOW - 3 * HOUR, 240 * HOUR + 1800, NOW + 237 * HOUR},
        {NOW - 3 * HOUR, -48 * HOUR, NOW - 51 * HOUR},
        {NOW - 1 * HOUR, 500 * HOUR, NOW + 300 * HOUR}, /* the latest there may be */
        {NOW - 4 * HOUR, 240 * HOUR, NOW - 4 * HOUR},   /* dated by a clock that was right */
        {NOW - 1 * HOUR, -NOW, HOUR},                   /* never without an hour */
        {0, 240 * HOUR, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
        g_autoptr(Outbox) outbox = open_outbox(path);
        g_autoptr(GError) error = NULL;
        OutboxMove move = {NOW - 3 * HOUR + 60, moves[i][1], NOW + 300 * HOUR + 5};
        g_assert_true(outbox_append(outbox, id_of(1), "row", moves[i][0], &error));
        g_assert_cmpint(outbox_move_hours(outbox, &move, &error), ==,
                        moves[i][0] >= NOW - 3 * HOUR);
        g_assert_no_error(error);
        g_assert_cmpint(count(outbox).oldest_hour_unix_s, ==, moves[i][2]);
    }
}

/* ---- Bounds ----------------------------------------------------------------------------------*/

static void test_bounds(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(GError) error = NULL;
    const OutboxLimits few = {.max_rows = 5, .max_bytes = 1000};
    g_autoptr(Outbox) outbox = outbox_open(path, &few, NULL, &error);
    for (int i = 1; i <= 4; i++) {
        append_row(outbox, i);
    }
    g_assert_cmpint(count(outbox).percent_full, ==, 80);
    append_row(outbox, 5);
    g_assert_cmpint(count(outbox).percent_full, ==, 100);
    g_assert_false(outbox_append(outbox, id_of(6), "x", NOW, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_FULL);
    g_assert_cmpint(count(outbox).prepared, ==, 5);
    g_clear_error(&error);
    const OutboxLimits small = {.max_rows = 50, .max_bytes = 50};
    g_autoptr(Outbox) other = outbox_open(path, &small, NULL, &error);
    g_assert_cmpint(count(other).percent_full, ==, 90);
    g_assert_false(outbox_append(other, id_of(6), "123456", NOW, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_FULL);
}

static void test_full_disk(void)
{
    static const struct {
        int code;
        OutboxError expected;
    } faults[] = {{SQLITE_FULL, OUTBOX_ERROR_FULL}, {SQLITE_IOERR_WRITE, OUTBOX_ERROR_IO}};
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        faulty_vfs_reset();
        g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
        g_autoptr(Outbox) outbox = open_outbox(path);
        append_printed(outbox, 1);
        g_autoptr(GError) error = NULL;
        faulty_vfs_fail(1, faults[i].code);
        g_assert_false(outbox_append(outbox, id_of(2), "x", NOW, &error));
        g_assert_error(error, OUTBOX_ERROR, (gint)faults[i].expected);
        faulty_vfs_fail(0, 0);
        append_printed(outbox, 3);
        ASSERT_DUE(outbox, NOW, 1, 3);
    }
}

/* The region has them, and the disk has no byte left: they can still be removed. */
static void test_full_disk_lets_rows_go(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    faulty_vfs_reset();
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    Outbox *filled = open_outbox(path);
    for (int i = 0; i < 50; i++) {
        append_printed(filled, i);
    }
    outbox_close(filled);
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < 50; i++) {
        g_assert_true(outbox_postpone(outbox, id_of(i), NOW, "no network", &error));
    }
    faulty_vfs_forbid_growth();
    for (int i = 0; i < 50; i++) {
        const char *const ids[] = {id_of(i)};
        g_assert_true(outbox_remove(outbox, ids, 1, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpint(count(outbox).waiting, ==, 0);
    append_printed(outbox, 51);
    outbox_close(g_steal_pointer(&outbox));
    faulty_vfs_reset();
}

static void test_full_disk_at_first_start(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    faulty_vfs_reset();
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(GError) error = NULL;
    faulty_vfs_fail(1, SQLITE_FULL);
    g_assert_null(outbox_open(path, &limits, NULL, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_FULL);
    faulty_vfs_fail(0, 0);
    g_autoptr(Outbox) outbox = open_outbox(path);
    append_printed(outbox, 1);
    ASSERT_DUE(outbox, NOW, 1);
}

static void test_missing_folder(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "nowhere/outbox.sqlite");
    g_autoptr(GError) error = NULL;
    g_assert_null(outbox_open(path, &limits, NULL, &error));
    g_assert_error(error, OUTBOX_ERROR, OUTBOX_ERROR_IO);
    g_assert_nonnull(strstr(error->message, path));
}

/* In a child, so that it is also true for root: permissions hold for nobody. */
static int open_as_nobody(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) {
            _exit(9);
        }
        g_autoptr(GError) error = NULL;
        g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, &error);
        bool is_io = g_error_matches(error, OUTBOX_ERROR, OUTBOX_ERROR_IO);
        _exit(outbox ? 1 : is_io ? 0 : 2);
    }
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_read_only_folder(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_assert_cmpint(chmod(scratch.path, 0555), ==, 0);
    g_assert_cmpint(open_as_nobody(path), ==, 0);
    g_assert_cmpint(chmod(scratch.path, 0777), ==, 0);
    outbox_close(open_outbox(path));
    g_autofree char *lock = g_strconcat(path, ".lock", NULL);
    g_assert_cmpint(chmod(lock, 0666), ==, 0);
    g_assert_cmpint(chmod(path, 0444), ==, 0);
    if (geteuid() == 0) {
        g_assert_cmpint(open_as_nobody(path), ==, 0);
    }
    g_assert_cmpint(chmod(scratch.path, 0700), ==, 0);
}

static void test_start_reads_no_rows(void)
{
    gint64 bytes_read[2];
    static const int rows[] = {10, 10000};
    for (int i = 0; i < 2; i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
        Outbox *filled = open_outbox(path);
        for (int row = 0; row < rows[i]; row++) {
            append_printed(filled, row);
        }
        outbox_close(filled);
        faulty_vfs_reset();
        g_autoptr(GError) error = NULL;
        g_autoptr(Outbox) outbox = open_outbox(path);
        g_assert_cmpint(outbox_settle_prepared(outbox, &error), ==, 0);
        g_assert_cmpint(count(outbox).waiting, ==, rows[i]);
        append_row(outbox, 99999);
        bytes_read[i] = faulty_vfs_bytes_read();
    }
    g_test_message("bytes read: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT, bytes_read[0],
                   bytes_read[1]);
    g_assert_cmpint(bytes_read[1], <, 2 * bytes_read[0] + 65536);
}

/* ---- Two programs ----------------------------------------------------------------------------*/

static void test_two_connections(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    g_autoptr(Outbox) kiosk = open_outbox(path);
    g_autoptr(Outbox) sync = open_outbox(path);
    g_autoptr(GError) error = NULL;
    append_printed(kiosk, 1);
    ASSERT_DUE(sync, NOW, 1);
    const char *const ids[] = {id_of(1)};
    g_assert_true(outbox_remove(sync, ids, 1, &error));
    g_assert_cmpint(count(kiosk).waiting, ==, 0);
}

enum { ROWS_A_WRITER = 60 };

/* Appends in a child; the pid. */
static pid_t start_writer(const char *path, int first)
{
    pid_t child = fork();
    if (child == 0) {
        g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
        bool ok = outbox != NULL;
        for (int i = 0; ok && i < ROWS_A_WRITER; i++) {
            ok = outbox_append(outbox, id_of(first + i), "x", NOW, NULL) &&
                 outbox_set_outcome(outbox, id_of(first + i), OUTBOX_OUTCOME_SHOWN, NULL);
        }
        _exit(ok ? 0 : 1);
    }
    g_assert_cmpint(child, >, 0);
    return child;
}

static void test_processes_at_once(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    pid_t children[3];
    for (int i = 0; i < 3; i++) {
        children[i] = start_writer(path, i * 1000);
    }
    for (int i = 0; i < 3; i++) {
        int status = -1;
        g_assert_cmpint(waitpid(children[i], &status, 0), ==, children[i]);
        g_assert_cmpint(status, ==, 0);
    }
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_assert_cmpint(count(outbox).waiting, ==, 3 * ROWS_A_WRITER);
}

/* Appends without end and reports each row that is durable, as its number on `pipe`. */
static void append_until_killed(const char *path, int first, int pipe)
{
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, NULL);
    for (int number = first; outbox; number++) {
        if (!outbox_append(outbox, id_of(number), "x", NOW, NULL) ||
            write(pipe, &number, sizeof number) != sizeof number) {
            break;
        }
    }
    _exit(1);
}

/* Runs a writer, kills it after `reports` rows, returns the last row it reported. */
static int kill_writer(const char *path, int first, int reports)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        append_until_killed(path, first, ends[1]);
    }
    close(ends[1]);
    int last = first - 1;
    int number;
    for (int i = 0; i < reports; i++) {
        g_assert_cmpint(read(ends[0], &number, sizeof number), ==, (gssize)sizeof number);
        last = number;
    }
    g_assert_cmpint(kill(child, SIGKILL), ==, 0);
    g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
    while (read(ends[0], &number, sizeof number) == (gssize)sizeof number) {
        last = number;
    }
    close(ends[0]);
    return last;
}

static void test_killed_writer(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "outbox.sqlite");
    gint64 reported = 0;
    for (int round = 0; round < 20; round++) {
        int first = round * 10000;
        int last = kill_writer(path, first, 1 + round % 5);
        g_autoptr(Outbox) outbox = open_outbox(path);
        g_autoptr(GError) error = NULL;
        for (int number = first; number <= last; number++) {
            g_assert_true(
                outbox_set_outcome(outbox, id_of(number), OUTBOX_OUTCOME_PRINTED, &error));
            g_assert_no_error(error);
            reported++;
        }
        g_assert_cmpint(outbox_settle_prepared(outbox, &error), <=, 1);
    }
    g_autoptr(Outbox) outbox = open_outbox(path);
    g_assert_cmpint(count(outbox).waiting, >=, reported);
}

static void add_tests(void)
{
    g_test_add_func("/outbox/keeps a row after reopening", test_keeps_after_reopening);
    g_test_add_func("/outbox/a prepared row is never sent", test_prepared_is_never_sent);
    g_test_add_func("/outbox/an outcome is given once", test_outcome_is_given_once);
    g_test_add_func("/outbox/prepared rows become unknown at the next start",
                    test_settles_prepared);
    g_test_add_func("/outbox/rows go in the order they came, postponed ones later",
                    test_order_and_postponing);
    g_test_add_func("/outbox/a clock gone wrong holds no row back",
                    test_wrong_clock_does_not_hold_rows);
    g_test_add_func("/outbox/a refused row is set aside and blocks no other", test_quarantine);
    g_test_add_func("/outbox/what the region has is removed", test_remove);
    g_test_add_func("/outbox/old rows expire and are counted, undated ones stay", test_expiry);
    g_test_add_func("/outbox/an hour that is yet to come becomes this one", test_hours_to_come);
    g_test_add_func("/outbox/hours move with the clock they came from", test_moved_hours);
    g_test_add_func("/outbox/a reached bound refuses and stores nothing", test_bounds);
    g_test_add_func("/outbox/a full or failing disk loses nothing", test_full_disk);
    g_test_add_func("/outbox/a full disk lets rows be removed", test_full_disk_lets_rows_go);
    g_test_add_func("/outbox/a full disk at the first start is survived",
                    test_full_disk_at_first_start);
    g_test_add_func("/outbox/a missing folder is named", test_missing_folder);
    g_test_add_func("/outbox/a read-only folder or file is refused", test_read_only_folder);
    g_test_add_func("/outbox/a start reads no more with 10000 rows", test_start_reads_no_rows);
    g_test_add_func("/outbox/two connections see each other's rows", test_two_connections);
    g_test_add_func("/outbox/processes that start at once all write", test_processes_at_once);
    g_test_add_func("/outbox/a killed writer loses no row it reported", test_killed_writer);
}

int main(int argc, char **argv)
{
    faulty_vfs_install();
    return scratch_main(argc, argv, add_tests);
}
