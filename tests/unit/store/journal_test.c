// SPDX-License-Identifier: EUPL-1.2
#include "store/journal.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"

#include "scratch.h"

enum { DAY_S = 86400, NOW = 1795000000 };

static void note(Journal *journal, gint64 unix_s, const char *action, const char *result)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(journal_note(journal, unix_s, action, result, &error));
    g_assert_no_error(error);
}

/* "action=result action=result …", newest first. */
static char *list(const Journal *journal, gint64 now_unix_s, gsize max)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) lines = journal_list(journal, now_unix_s, max, &error);
    g_assert_no_error(error);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++) {
        const JournalLine *line = g_ptr_array_index(lines, i);
        g_string_append_printf(text, "%s%s=%s", i > 0 ? " " : "", line->action, line->result);
    }
    return g_string_free(text, FALSE);
}

static void assert_list(const Journal *journal, gint64 now_unix_s, gsize max, const char *expected)
{
    g_autofree char *listed = list(journal, now_unix_s, max);
    g_assert_cmpstr(listed, ==, expected);
}

static void test_keeps(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autoptr(Journal) journal = journal_open(path);
    assert_list(journal, NOW, 10, "");
    note(journal, NOW - 60, "printer.test-slip", "ok");
    note(journal, NOW, "today.close", "two\tlines\nof \x01 it");
    g_autoptr(Journal) again = journal_open(path);
    assert_list(again, NOW, 10, "today.close=two lines of   it printer.test-slip=ok");
    assert_list(again, NOW, 1, "today.close=two lines of   it");
    struct stat st;
    g_assert_cmpint(g_stat(path, &st), ==, 0);
    g_assert_cmpuint(st.st_mode & 0777, ==, 0600);
}

static void test_long_result(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autoptr(Journal) journal = journal_open(path);
    GString *text = g_string_new("a");
    while (text->len < 1000) {
        g_string_append(text, "é"); /* the bound falls into one */
    }
    note(journal, NOW, "network.send-now", text->str);
    g_string_free(text, TRUE);
    g_autoptr(GPtrArray) lines = journal_list(journal, NOW, 10, NULL);
    const JournalLine *line = g_ptr_array_index(lines, 0);
    g_assert_cmpuint(strlen(line->result), ==, JOURNAL_MAX_RESULT_BYTES - 1);
    g_assert_true(g_utf8_validate(line->result, -1, NULL));
}

/* Whatever a power cut leaves of the file's end: all whole lines before are there, and what is
 * noted next is too. */
static void test_torn(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    {
        g_autoptr(Journal) journal = journal_open(path);
        note(journal, NOW, "a", "1");
        note(journal, NOW, "b", "2");
    }
    g_autoptr(GBytes) whole = file_load(path, 4096, NULL);
    const char *text = g_bytes_get_data(whole, NULL);
    gsize first = (gsize)(strchr(text, '\n') - text) + 1;
    for (gsize cut = 0; cut + 1 < g_bytes_get_size(whole); cut++) {
        g_autoptr(GBytes) part = g_bytes_new_from_bytes(whole, 0, cut);
        g_assert_true(file_save(path, part, 0600, NULL));
        g_autoptr(Journal) journal = journal_open(path);
        note(journal, NOW, "c", "3");
        assert_list(journal, NOW, 10, cut + 1 < first ? "c=3" : "c=3 a=1");
    }
}

/* Bytes that changed: that line alone is missing. */
static void test_damaged(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autoptr(Journal) journal = journal_open(path);
    note(journal, NOW, "a", "1");
    note(journal, NOW, "b", "2");
    note(journal, NOW, "c", "3");
    g_autoptr(GBytes) whole = file_load(path, 4096, NULL);
    gsize size;
    const char *text = g_bytes_get_data(whole, &size);
    gsize start = (gsize)(strchr(text, '\n') - text) + 1;
    gsize end = (gsize)(strchr(text + start, '\n') - text);
    for (gsize at = start; at < end; at++) {
        g_autofree char *copy = g_memdup2(text, size);
        copy[at] = copy[at] == 'x' ? 'y' : 'x';
        g_autoptr(GBytes) changed = g_bytes_new(copy, size);
        g_assert_true(file_save(path, changed, 0600, NULL));
        assert_list(journal, NOW, 10, "c=3 a=1");
    }
}

static void test_days(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autoptr(Journal) journal = journal_open(path);
    note(journal, 0, "undated-old", "");
    note(journal, NOW - 91 * DAY_S, "old", "");
    note(journal, 0, "undated", "");
    note(journal, NOW - 89 * DAY_S, "young", "");
    assert_list(journal, NOW, 10, "young= undated=");
    assert_list(journal, 0, 10, "young= undated= old= undated-old=");
    note(journal, NOW, "now", "");
    assert_list(journal, 0, 10, "now= young= undated=");
}

static void test_bounded(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autofree char *result = g_strnfill(JOURNAL_MAX_RESULT_BYTES, 'r');
    GString *full = g_string_new(NULL);
    {
        g_autoptr(Journal) journal = journal_open(path);
        note(journal, NOW - 1, "old", result);
    }
    g_autoptr(GBytes) one = file_load(path, 4096, NULL);
    while (full->len < JOURNAL_MAX_BYTES - 100) {
        g_string_append_len(full, g_bytes_get_data(one, NULL), (gssize)g_bytes_get_size(one));
    }
    scratch_put(&scratch, "journal.log", full->str);
    g_string_free(full, TRUE);
    g_autoptr(Journal) journal = journal_open(path);
    note(journal, 0, "new", "1");
    note(journal, 0, "newer", "2");
    struct stat st;
    g_assert_cmpint(g_stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_size, <=, JOURNAL_MAX_BYTES);
    g_assert_cmpint(st.st_size, >, JOURNAL_MAX_BYTES / 2);
    assert_list(journal, NOW, 2, "newer=2 new=1");
}

static void test_foreign(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "journal.log");
    g_autofree char *huge = g_strnfill(4 * JOURNAL_MAX_BYTES + 1, '\n');
    scratch_put(&scratch, "journal.log", huge);
    g_autoptr(Journal) journal = journal_open(path);
    note(journal, NOW, "a", "1");
    assert_list(journal, NOW, 10, "a=1");
}

static void test_no_folder(void)
{
    g_autoptr(Journal) journal = journal_open("/nonexistent/journal.log");
    g_autoptr(GError) error = NULL;
    g_assert_false(journal_note(journal, NOW, "a", "1", &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void add_tests(void)
{
    g_test_add_func("/journal/keeps lines, newest first", test_keeps);
    g_test_add_func("/journal/cuts a long result where a character ends", test_long_result);
    g_test_add_func("/journal/passes over what a power cut tore", test_torn);
    g_test_add_func("/journal/passes over a damaged line", test_damaged);
    g_test_add_func("/journal/forgets after 90 days", test_days);
    g_test_add_func("/journal/stays within its bound and keeps the newest", test_bounded);
    g_test_add_func("/journal/sets aside a file that is none of its own", test_foreign);
    g_test_add_func("/journal/tells when it cannot be written", test_no_folder);
}

static GLogWriterOutput drop_warnings(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                      gpointer data)
{
    return level & G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED
                                       : g_log_writer_default(level, fields, n_fields, data);
}

int main(int argc, char **argv)
{
    g_log_set_writer_func(drop_warnings, NULL, NULL);
    return scratch_main(argc, argv, add_tests);
}
