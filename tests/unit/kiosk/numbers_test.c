// SPDX-License-Identifier: EUPL-1.2
/* Dates, times and digits on screen and paper, in every language (norms): digits 0-9, 24 hours,
 * Gregorian, the weekday in words. */
#include "layout_proof.h"

#include <string.h>

#include "slip/slip_hours.h"
#include "slip/slip_layout.h"

#define FSI "\xE2\x81\xA8"
#define PDI "\xE2\x81\xA9"

enum { DAYS = 7, HOUR_S = 3600, WEEK_H = 7 * 24 };

static const gint64 monday_unix_s = G_GINT64_CONSTANT(1795392000); /* 2026-11-23 00:00 */
static const gint64 five_past_two_s = 14 * HOUR_S + 5 * 60;

/* What is a number and not 0-9: Arabic-Indic, Persian, Ethiopic, Roman, fractions. */
static bool has_other_digits(const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        GUnicodeType type = g_unichar_type(c);
        bool is_number = type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER ||
                         type == G_UNICODE_OTHER_NUMBER;
        if (is_number && c > 0x7F) {
            return true;
        }
    }
    return false;
}

static bool matches(const char *pattern, const char *text)
{
    return g_regex_match_simple(pattern, text, G_REGEX_CASELESS, 0);
}

/* A time of day without two digits, colon, two digits; or with a word for before or after noon. */
static bool has_other_times(const char *text)
{
    static const char good[] = "(?<![0-9])([01][0-9]|2[0-4]):[0-5][0-9](?![0-9])";
    g_autoptr(GRegex) regex = g_regex_new(good, 0, 0, NULL);
    g_autofree char *rest = g_regex_replace_literal(regex, text, -1, 0, "@", 0, NULL);
    return matches("[0-9]:[0-9]", rest) || matches("@ *([ap][.]?m\\b|ص|م\\b|ق[.]ظ|ب[.]ظ)", rest);
}

/* Fails the test, with what it is about. */
static void check_text(const char *language, const char *text)
{
    if (has_other_digits(text) || has_other_times(text)) {
        g_test_message("%s: %s", language, text);
        g_test_fail();
    }
}

/* --- paper -------------------------------------------------------------------------------------
 */

static Sheet *lay_out_slip(Proof *p, const ScreenSight *sight, int language)
{
    const SlipFacts facts = {
        .content = p->content,
        .answers = &sight->visit.answers,
        .result = &sight->visit.result,
        .language = language,
        .reference = "7K3M-9QXD-W",
        .local_unix_s = monday_unix_s + five_past_two_s,
        .is_clock_trusted = true,
    };
    return slip_lay_out(&facts, p->setter, 576, SLIP_TRIM_NOTHING);
}

static bool has_text(const Sheet *sheet, const char *text)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].text && strstr(items[i].text, text)) {
            return true;
        }
    }
    return false;
}

static void check_slip(Proof *p, const ScreenSight *sight, int language, const char *code)
{
    gsize n;
    g_autoptr(Sheet) sheet = lay_out_slip(p, sight, language);
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].text) {
            check_text(code, items[i].text);
        }
    }
    g_autofree char *head = g_strdup_printf("%s " FSI "23-11-2026" PDI " \xC2\xB7 " FSI "14:05" PDI,
                                            content_text(p->content, language, "day.mon"));
    if (!has_text(sheet, head)) {
        g_test_message("%s: not on the slip: %s", code, head);
        g_test_fail();
    }
}

/* A slip for each door that can be first. */
static void test_slips(Proof *p, gconstpointer panel)
{
    gsize n;
    int n_slips = 0;
    (void)panel;
    const Language *languages = content_languages(p->content, &n);
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        if (sight->visit.state != VISIT_STATE_DOORS || sight->visit.door_shown != 0) {
            continue;
        }
        for (gsize l = 0; l < n; l++) {
            check_slip(p, sight, (int)l, languages[l].code);
            n_slips++;
        }
        text_setter_forget(p->setter);
    }
    g_assert_cmpint(n_slips, >, 5 * (int)n);
}

/* Open on Saturday from 13:05 until midnight: at every other hour the day is named. */
static void check_week(const Content *content, int language, const char *code)
{
    OpeningHours hours = {.is_known = true};
    hours.spans[5][0] = (OpenSpan){13 * 60 + 5, 24 * 60};
    const char *saturday = content_text(content, language, "day.sat");
    for (int hour = 0; hour < WEEK_H; hour++) {
        gint64 now = monday_unix_s + (gint64)hour * HOUR_S;
        bool is_open = hour / 24 == 5 && hour % 24 >= 14;
        g_autofree char *said = slip_hours_now(content, language, &hours, now, true);
        check_text(code, said);
        g_assert_nonnull(strstr(said, is_open ? FSI "24:00" PDI : FSI "13:05" PDI));
        g_assert_cmpint(strstr(said, saturday) != NULL, ==, !is_open);
    }
    g_auto(GStrv) week = slip_hours_week(content, language, &hours);
    g_assert_true(g_str_has_prefix(week[0], saturday));
    g_assert_nonnull(strstr(week[0], "13:05"));
    check_text(code, week[0]);
}

static void test_hours(Proof *p, gconstpointer panel)
{
    gsize n;
    (void)panel;
    const Language *languages = content_languages(p->content, &n);
    for (gsize i = 0; i < n; i++) {
        check_week(p->content, (int)i, languages[i].code);
    }
}

/* Seven different words of the language's own. */
static void test_weekdays(Proof *p, gconstpointer panel)
{
    gsize n;
    (void)panel;
    content_languages(p->content, &n);
    int dutch = content_find_language(p->content, "nl");
    for (int i = 0; i < (int)n; i++) {
        for (int day = 0; day < DAYS; day++) {
            const char *id = slip_hours_day(day);
            const char *word = content_text(p->content, i, id);
            g_assert_cmpstr(word, !=, "");
            g_assert_cmpint(strcmp(word, content_text(p->content, dutch, id)) == 0, ==, i == dutch);
            for (int other = 0; other < day; other++) {
                g_assert_cmpstr(word, !=, content_text(p->content, i, slip_hours_day(other)));
            }
        }
    }
}

/* --- screens -----------------------------------------------------------------------------------
 */

static void test_screens(Proof *p, gconstpointer panel)
{
    gsize n;
    int n_numbers = 0;
    (void)panel;
    const Language *languages = content_languages(p->content, &n);
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        for (gsize l = 0; l < n; l++) {
            Visit visit = sight->visit;
            visit.language = (int)l;
            proof_lay_out(p, sight, &visit, p->scene);
            for (gsize w = 0; w < p->scene->n_widgets; w++) {
                const char *label = p->scene->widgets[w].label;
                check_text(languages[l].code, label ? label : "");
                n_numbers += label && matches("[0-9]", label);
            }
        }
        text_setter_forget(p->setter);
    }
    g_assert_cmpint(n_numbers, >, (int)n);
}

/* The checks find what they are for. */
static void test_found(void)
{
    static const char *const other[] = {"٢٣-١١-٢٠٢٦", "۱۴:۰۵", "፳፫", "½", "Ⅻ"};
    static const char *const times[] = {"9:05",     "om 1:30", "25:00",
                                        "09:00 am", "10:00 ص", "113:00"};
    for (gsize i = 0; i < G_N_ELEMENTS(other); i++) {
        g_assert_true(has_other_digits(other[i]));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        g_assert_true(has_other_times(times[i]));
    }
    g_assert_false(has_other_digits("23-11-2026 14:05, 0182 123456"));
    g_assert_false(has_other_times("09:00–24:00, 2 m"));
}

static void set_up(Proof *p, gconstpointer panel)
{
    proof_init(p, panel, NULL);
}

static void tear_down(Proof *p, gconstpointer panel)
{
    (void)panel;
    proof_clear(p);
}

static void add(const Panel *panel, const char *fact, void (*test)(Proof *, gconstpointer))
{
    g_autofree char *name = g_strdup_printf("/numbers/%s, %s", fact, panel->pack);
    g_test_add(name, Proof, panel, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbers/others are found", test_found);
    for (gsize i = 0; i < PROOF_PANELS; i += PROOF_PANELS / 2) { /* one panel a pack */
        add(&proof_panels[i], "on slips are 0-9, 24 hours, Gregorian, the day in words",
            test_slips);
        add(&proof_panels[i], "of opening hours are the same", test_hours);
        add(&proof_panels[i], "are words for weekdays", test_weekdays);
        add(&proof_panels[i], "on screens are 0-9 and 24 hours", test_screens);
    }
    return g_test_run();
}
