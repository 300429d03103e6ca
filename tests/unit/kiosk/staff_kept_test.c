// SPDX-License-Identifier: EUPL-1.2
/* The sections of this kiosk, content and journal, and settings as the menu shows them. */
#include <string.h>

#include <glib/gstdio.h>

#include "base/kiosk_settings.h"

#include "kiosk/staff/journal_words.h"
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_setting.h"
#include "kiosk/staff/staff_states.h"
#include "kiosk/staff/sync_report.h"

enum { NOW = 1795003200 };

typedef struct {
    char *folder, *image;
    Settings *settings;
    StaffFacts facts;
    StaffScratch scratch;
    SyncReport sync;
    StaffDesk desk;
    GString *done; /* what the desk was told */
} Run;

static void take_request(StaffRequest request, gpointer user_data)
{
    Run *run = user_data;
    g_string_append_printf(run->done, "request %d;", (int)request);
}

static void take_note(const char *action, const char *result, gpointer user_data)
{
    Run *run = user_data;
    g_string_append_printf(run->done, "note %s %s;", action, result);
}

static void take_say(StaffLight light, const char *text, gpointer user_data)
{
    Run *run = user_data;
    g_assert_cmpuint(strlen(text), >, 0);
    g_string_append_printf(run->done, "say %d;", (int)light);
}

static void load(Run *run, const char *more)
{
    g_autofree char *text =
        g_strconcat("[kiosk]\nstate_dir=.\nrun_dir=r\nassets_dir=a\n", more, NULL);
    g_assert_true(g_file_set_contents(run->image, text, -1, NULL));
    settings_free(run->settings);
    run->settings = kiosk_settings_load(run->image, NULL);
    g_assert_nonnull(run->settings);
    run->facts.settings = run->settings;
    run->desk.settings = run->settings;
}

static void set_up(Run *run, gconstpointer data)
{
    (void)data;
    run->folder = g_dir_make_tmp("wegwijs-kept-XXXXXX", NULL);
    run->image = g_build_filename(run->folder, "kiosk.ini", NULL);
    run->facts = (StaffFacts){.unix_s = NOW,
                              .local_unix_s = NOW + 3600,
                              .is_clock_trusted = true,
                              .disk_free_bytes = 82560000000,
                              .sync = &run->sync,
                              .scratch = &run->scratch};
    run->done = g_string_new(NULL);
    run->desk = (StaffDesk){.facts = &run->facts,
                            .scratch = &run->scratch,
                            .state_dir = run->folder,
                            .request = take_request,
                            .note = take_note,
                            .say = take_say,
                            .user_data = run};
    load(run, "");
}

static void tear_down(Run *run, gconstpointer data)
{
    (void)data;
    g_autofree char *file = g_build_filename(run->folder, "staff-settings.ini", NULL);
    g_unlink(file);
    g_unlink(run->image);
    g_rmdir(run->folder);
    g_free(run->folder);
    g_free(run->image);
    settings_free(run->settings);
    g_string_free(run->done, TRUE);
}

static const StaffItem *find(const StaffPage *page, const char *key)
{
    for (guint i = 0; i < page->items->len; i++) {
        const StaffItem *item = g_ptr_array_index(page->items, i);
        if (g_str_equal(item->key, key)) {
            return item;
        }
    }
    return NULL;
}

static bool says(const StaffPage *page, const char *text)
{
    for (guint i = 0; i < page->items->len; i++) {
        const StaffItem *item = g_ptr_array_index(page->items, i);
        if (item->text && strstr(item->text, text)) {
            return true;
        }
    }
    return false;
}

static void test_setting(Run *run, gconstpointer data)
{
    (void)data;
    StaffItem item = {0};
    staff_setting_show(&run->facts, &item, "sound.volume");
    g_assert_cmpstr(item.origin, ==, "Ingesteld: fabriek");
    g_assert_null(item.reset_key);
    g_assert_true(staff_setting_put(&run->desk, "sound.volume", "5"));
    g_assert_cmpstr(run->done->str, ==, "note setting.sound.volume 5;request 0;");
    staff_setting_show(&run->facts, &item, "sound.volume");
    g_assert_cmpstr(item.origin, ==, "Ingesteld: hier");
    g_assert_cmpstr(item.reset_key, ==, "sound.volume");
    g_string_truncate(run->done, 0);
    g_assert_false(staff_setting_take_reset(&run->desk, "reset.sound.enabled", "sound.volume"));
    g_assert_false(staff_setting_take_reset(&run->desk, "sound.volume", "sound.volume"));
    g_assert_true(staff_setting_take_reset(&run->desk, "reset.sound.volume", "sound.volume"));
    g_assert_cmpstr(run->done->str, ==, "note setting.sound.volume put-back;request 0;");
    g_assert_cmpint(settings_int(run->settings, "sound", "volume"), ==, 3);
    g_free(item.origin);
}

static GLogWriterOutput drop(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    (void)level, (void)fields, (void)n, (void)data;
    return G_LOG_WRITER_HANDLED;
}

/* It is said, and nothing is taken over. */
static void test_setting_fails(Run *run, gconstpointer data)
{
    (void)data;
    run->desk.state_dir = "/nonexistent";
    g_assert_false(staff_setting_put(&run->desk, "sound.volume", "5"));
    g_autofree char *expected =
        g_strdup_printf("note setting.sound.volume failed;say %d;", STAFF_LIGHT_RED);
    g_assert_cmpstr(run->done->str, ==, expected);
    g_assert_cmpint(settings_int(run->settings, "sound", "volume"), ==, 3);
}

static void test_kiosk(Run *run, gconstpointer data)
{
    (void)data;
    g_autoptr(StaffPage) page = staff_page_new(STAFF_LANGUAGE_NL);
    section_kiosk_fill(&run->facts, "", page);
    g_assert_true(says(page, "82,5 GB vrij"));
    g_assert_nonnull(find(page, "restart")->confirm);
    g_assert_null(find(page, "power-off"));
    section_kiosk_act(&run->desk, "", "power-off");
    g_assert_cmpstr(run->done->str, ==, "");
    load(run, "[staff]\nmay_power_off=true\n");
    g_autoptr(StaffPage) board = staff_page_new(STAFF_LANGUAGE_NL);
    section_kiosk_fill(&run->facts, "", board);
    g_assert_nonnull(find(board, "power-off")->confirm);
    section_kiosk_act(&run->desk, "", "power-off");
    g_autofree char *asked = g_strdup_printf("request %d;", STAFF_REQUEST_SHUT_DOWN);
    g_assert_cmpstr(run->done->str, ==, asked);
}

/* Never below the norm, whatever is pressed. */
static void test_times(Run *run, gconstpointer data)
{
    (void)data;
    g_autoptr(StaffPage) page = staff_page_new(STAFF_LANGUAGE_NL);
    section_kiosk_fill(&run->facts, "times", page);
    const StaffItem *warn = find(page, "idle_warn_s");
    g_assert_cmpstr(warn->text, ==, "60 seconden");
    g_assert_true(!warn->can_less && warn->can_more);
    section_kiosk_act(&run->desk, "times", "idle_warn_s.less");
    g_assert_cmpstr(run->done->str, ==, "");
    section_kiosk_act(&run->desk, "times", "idle_warn_s.more");
    section_kiosk_act(&run->desk, "times", "idle_wipe_s.more");
    g_assert_cmpint(settings_int(run->settings, "visit", "idle_warn_s"), ==, 75);
    g_assert_cmpint(settings_int(run->settings, "visit", "idle_wipe_s"), ==, 45);
    section_kiosk_act(&run->desk, "times", "reset.visit.idle_wipe_s");
    g_assert_cmpint(settings_int(run->settings, "visit", "idle_wipe_s"), ==, 30);
    for (int i = 0; i < 100; i++) {
        section_kiosk_act(&run->desk, "times", "idle_warn_s.more");
    }
    g_assert_cmpint(settings_int(run->settings, "visit", "idle_warn_s"), ==, 600);
}

static void test_content(Run *run, gconstpointer data)
{
    (void)data;
    char sha256[] = "0123456789abcdef", name[] = "voorbeeld", version[] = "7";
    const ContentStoreEntry previous = {sha256, name, version, NOW};
    g_assert_cmpint(section_content_look(&run->facts), ==, STAFF_LIGHT_RED);
    section_content_act(&run->desk, "", "roll-back");
    g_assert_cmpstr(run->done->str, ==, "");
    run->facts.previous_entry = &previous;
    g_autoptr(StaffPage) page = staff_page_new(STAFF_LANGUAGE_NL);
    section_content_fill(&run->facts, "", page);
    g_assert_nonnull(find(page, "roll-back")->confirm);
    g_assert_true(says(page, "7"));
    section_content_act(&run->desk, "", "roll-back");
    g_autofree char *asked = g_strdup_printf("request %d;", STAFF_REQUEST_ROLL_BACK);
    g_assert_cmpstr(run->done->str, ==, asked);
}

static void test_certificate(Run *run, gconstpointer data)
{
    (void)data;
    static const struct {
        gint64 left_s;
        StaffLight light;
        const char *says;
    } rows[] = {
        {90 * 86400, STAFF_LIGHT_GREEN, "De kiosk mag verzenden tot "},
        {29 * 86400, STAFF_LIGHT_AMBER, "De kiosk mag verzenden tot "},
        {-1, STAFF_LIGHT_RED, "Verlopen op "},
    };
    g_assert_cmpint(staff_certificate_look(&run->facts), ==, STAFF_LIGHT_NONE);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        run->sync.certificate_until_unix_s = NOW + rows[i].left_s;
        g_autoptr(StaffPage) page = staff_page_new(STAFF_LANGUAGE_NL);
        staff_certificate_add(&run->facts, page);
        g_assert_cmpint(staff_certificate_look(&run->facts), ==, rows[i].light);
        g_assert_true(says(page, rows[i].says));
    }
}

static void test_durations(Run *run, gconstpointer data)
{
    (void)run, (void)data;
    static const struct {
        gint64 seconds;
        const char *nl, *en;
    } rows[] = {
        {0, "0 minuten", "0 minutes"},
        {61, "1 minuut", "1 minute"},
        {7500, "2 uur en 5 minuten", "2 hours and 5 minutes"},
        {3600, "1 uur", "1 hour"},
        {90000, "1 dag en 1 uur", "1 day and 1 hour"},
        {86460, "1 dag", "1 day"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *nl = staff_duration(STAFF_LANGUAGE_NL, rows[i].seconds);
        g_autofree char *en = staff_duration(STAFF_LANGUAGE_EN, rows[i].seconds);
        g_assert_cmpstr(nl, ==, rows[i].nl);
        g_assert_cmpstr(en, ==, rows[i].en);
    }
}

static void assert_line(const JournalLine *line, StaffLanguage language, const char *expected)
{
    g_autofree char *words = journal_words(language, line);
    g_autofree char *moment = journal_moment(language, line, line->unix_s);
    g_autofree char *whole = g_strdup_printf("%s: %s", moment, words);
    g_assert_cmpstr(whole, ==, expected);
}

static void test_journal(Run *run, gconstpointer data)
{
    (void)run, (void)data;
    char paper_out[] = "paper-out", text[] = "odd", ok[] = "ok";
    const JournalLine state = {NOW, "state.printer", paper_out};
    const JournalLine staff = {NOW + 61, "content-roll-back", ok};
    const JournalLine other = {0, "new.thing", text};
    assert_line(&state, STAFF_LANGUAGE_NL,
                "18 november, tussen 12 en 13 uur: Printer: geen papier");
    assert_line(&staff, STAFF_LANGUAGE_EN, "18 November, 12:01: Back to the content before: done");
    assert_line(&other, STAFF_LANGUAGE_NL, "tijd niet bekend: new.thing: odd");
    g_assert_false(journal_knows("new.thing"));
}

/* Every setting that staff may change has words in the journal. */
static void test_journal_settings(Run *run, gconstpointer data)
{
    (void)data;
    gsize n;
    const SettingKey *rows = settings_keys(run->settings, &n);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *action = g_strdup_printf("setting.%s.%s", rows[i].group, rows[i].key);
        g_test_message("%s", action);
        g_assert_cmpint(journal_knows(action), ==, (rows[i].layers & SETTING_BY_STAFF) != 0);
    }
}

/* Whatever the menu notes by a name that stands in its source. */
static void test_journal_actions(Run *run, gconstpointer data)
{
    (void)run, (void)data;
    g_autoptr(GRegex) noted =
        g_regex_new("\\b(?:note|keep)\\([a-z_>-]*,? ?\"([a-z][a-z.-]*)\"", 0, 0, NULL);
    g_autoptr(GDir) folder = g_dir_open("firmware/kiosk/staff", 0, NULL);
    guint found = 0;
    for (const char *name = g_dir_read_name(folder); name; name = g_dir_read_name(folder)) {
        g_autofree char *path = g_build_filename("firmware/kiosk/staff", name, NULL);
        g_autofree char *text = NULL;
        g_autoptr(GMatchInfo) match = NULL;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        for (g_regex_match(noted, text, 0, &match); g_match_info_matches(match);
             g_match_info_next(match, NULL)) {
            g_autofree char *action = g_match_info_fetch(match, 1);
            g_test_message("%s: %s", name, action);
            g_assert_true(journal_knows(action));
            found++;
        }
    }
    g_assert_cmpuint(found, >, 10);
}

static void add(const char *name, void (*test)(Run *, gconstpointer))
{
    g_test_add(name, Run, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_writer_func(drop, NULL, NULL);
    add("/staff kept/a setting shows who set it, and is put back", test_setting);
    add("/staff kept/a setting that cannot be kept does not count", test_setting_fails);
    add("/staff kept/a board is switched off only where that is allowed", test_kiosk);
    add("/staff kept/visitors' times are never below the norm", test_times);
    add("/staff kept/content goes back only where there is another", test_content);
    add("/staff kept/a certificate that ends is told in time", test_certificate);
    add("/staff kept/durations in words", test_durations);
    add("/staff kept/the journal in words", test_journal);
    add("/staff kept/every setting of staff has words in the journal", test_journal_settings);
    add("/staff kept/everything the menu notes has words in the journal", test_journal_actions);
    return g_test_run();
}
