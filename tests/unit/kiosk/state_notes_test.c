// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/state_notes.h"

#include <string.h>

#include <glib/gstdio.h>

enum { HOUR = 3600, DAY = 86400, NOON = 1795003200 };

typedef struct {
    char *folder, *path;
    Journal *journal;
    StateNotes *notes;
    StateSeen seen;
} Run;

static void set_up(Run *run, gconstpointer data)
{
    (void)data;
    run->folder = g_dir_make_tmp("wegwijs-notes-XXXXXX", NULL);
    run->path = g_build_filename(run->folder, "journal.log", NULL);
    run->journal = journal_open(run->path);
    run->notes = state_notes_new(run->journal);
    run->seen = (StateSeen){
        .now_ms = 5000,
        .unix_s = NOON + 754,
        .is_clock_trusted = true,
        .printer = PRINTER_STATE_READY,
        .content_version = "1",
        .last_contact_unix_s = NOON,
    };
}

static void tear_down(Run *run, gconstpointer data)
{
    (void)data;
    state_notes_free(run->notes);
    journal_close(run->journal);
    g_unlink(run->path);
    g_rmdir(run->folder);
    g_free(run->path);
    g_free(run->folder);
}

static void pass(Run *run, gint64 seconds)
{
    run->seen.now_ms += seconds * 1000;
    run->seen.unix_s += seconds;
    state_notes_take(run->notes, &run->seen);
}

/* "printer=ready started=0.1.0", newest first; every line at a whole hour. */
static char *list(const Run *run)
{
    g_autoptr(GPtrArray) lines = journal_list(run->journal, 0, 1000, NULL);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++) {
        const JournalLine *line = g_ptr_array_index(lines, i);
        g_assert_cmpint(line->unix_s % HOUR, ==, 0);
        g_assert_true(g_str_has_prefix(line->action, JOURNAL_STATE_PREFIX));
        g_string_append_printf(text, "%s%s=%s", i > 0 ? " " : "",
                               line->action + strlen(JOURNAL_STATE_PREFIX), line->result);
    }
    return g_string_free(text, FALSE);
}

static void assert_list(const Run *run, const char *expected)
{
    g_autofree char *listed = list(run);
    g_assert_cmpstr(listed, ==, expected);
}

static void test_start(Run *run, gconstpointer data)
{
    (void)data;
    pass(run, 0);
    assert_list(run, "started=" WEGWIJS_VERSION);
    pass(run, 2 * HOUR);
    assert_list(run, "started=" WEGWIJS_VERSION);
}

/* Paper that runs out tells that slips were printed: not when. */
static void test_printer(Run *run, gconstpointer data)
{
    (void)data;
    pass(run, 0);
    run->seen.printer = PRINTER_STATE_PAPER_OUT;
    pass(run, 60);
    assert_list(run, "started=" WEGWIJS_VERSION);
    run->seen.printer = PRINTER_STATE_READY;
    pass(run, 60);
    pass(run, HOUR);
    assert_list(run, "printer=ready printer=paper-out started=" WEGWIJS_VERSION);
    g_autoptr(GPtrArray) lines = journal_list(run->journal, 0, 1, NULL);
    const JournalLine *line = g_ptr_array_index(lines, 0);
    g_assert_cmpint(line->unix_s, ==, NOON);
    pass(run, 5 * HOUR);
    g_autoptr(GPtrArray) same = journal_list(run->journal, 0, 10, NULL);
    g_assert_cmpuint(same->len, ==, 3);
}

/* What the hour under way holds is not lost when the program ends. */
static void test_end(Run *run, gconstpointer data)
{
    (void)data;
    pass(run, 0);
    state_notes_see_printer(run->notes, PRINTER_STATE_COVER_OPEN);
    state_notes_free(run->notes);
    run->notes = NULL;
    assert_list(run, "printer=cover-open started=" WEGWIJS_VERSION);
}

static void test_changes(Run *run, gconstpointer data)
{
    (void)data;
    pass(run, 0);
    run->seen.closed_by = "staff";
    pass(run, 1);
    run->seen.closed_by = "region";
    pass(run, 1);
    run->seen.closed_by = NULL;
    run->seen.content_version = "2";
    pass(run, 1);
    run->seen.content_version = NULL;
    pass(run, 1);
    assert_list(run,
                "content=none content=2 open= closed=region closed=staff started=" WEGWIJS_VERSION);
}

static void test_region(Run *run, gconstpointer data)
{
    (void)data;
    pass(run, 0);
    pass(run, DAY);
    run->seen.is_clock_trusted = false; /* nobody knows how long ago */
    pass(run, HOUR);
    run->seen.is_clock_trusted = true;
    pass(run, 0);
    run->seen.last_contact_unix_s = run->seen.unix_s;
    pass(run, 10);
    assert_list(run, "region=reached region=missed started=" WEGWIJS_VERSION);
}

/* A printer and a region that flap for a day. */
static void test_flapping(Run *run, gconstpointer data)
{
    (void)data;
    for (int i = 0; i < DAY / 10; i++) {
        run->seen.printer = (PrinterState)(i % (PRINTER_STATE_UNKNOWN + 1));
        run->seen.closed_by = i % 2 ? "region" : NULL;
        pass(run, 10);
    }
    g_autoptr(GPtrArray) lines = journal_list(run->journal, 0, 10000, NULL);
    g_assert_cmpuint(lines->len, >, 24);
    g_assert_cmpuint(lines->len, <=, (24 + 1) * STATE_NOTES_AN_HOUR);
}

static void add(const char *name, void (*test)(Run *, gconstpointer))
{
    g_test_add(name, Run, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/state notes/the start is noted, and nothing while nothing changes", test_start);
    add("/state notes/the printer is noted by the hour", test_printer);
    add("/state notes/the last hour is noted at the end", test_end);
    add("/state notes/closing, opening and content are noted", test_changes);
    add("/state notes/a region not reached for a day is noted", test_region);
    add("/state notes/whatever flaps, an hour has few lines", test_flapping);
    return g_test_run();
}
