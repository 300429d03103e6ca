// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip_hours.h"

#include <string.h>

#include "slip_fixture.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };

static const gint64 MONDAY_UNIX_S = G_GINT64_CONSTANT(1795392000); /* 2026-11-23 00:00 */

/* Monday to Wednesday in the morning and afternoon, Saturday in the morning. */
static OpeningHours sample(void)
{
    OpeningHours hours = {.is_known = true};
    for (int day = 0; day < 3; day++) {
        hours.spans[day][0] = (OpenSpan){9 * 60, 12 * 60 + 30};
        hours.spans[day][1] = (OpenSpan){13 * 60, 17 * 60};
    }
    hours.spans[5][0] = (OpenSpan){10 * 60, 12 * 60};
    return hours;
}

/* Isolates around inserted values are for the setter of text. */
static char *without_isolates(char *text)
{
    g_auto(GStrv) open = g_strsplit(text, "\xE2\x81\xA8", -1);
    g_autofree char *half = g_strjoinv("", open);
    g_auto(GStrv) closed = g_strsplit(half, "\xE2\x81\xA9", -1);
    g_free(text);
    return g_strjoinv("", closed);
}

static void test_now(void)
{
    static const struct {
        int day, minute;
        const char *said;
    } rows[] = {
        {0, 8 * 60 + 59, "Nu dicht. Open op maandag om 09:00"},
        {0, 9 * 60, "Nu open, tot 12:30"},
        {0, 12 * 60 + 29, "Nu open, tot 12:30"},
        {0, 12 * 60 + 30, "Nu dicht. Open op maandag om 13:00"},
        {0, 16 * 60 + 59, "Nu open, tot 17:00"},
        {0, 17 * 60, "Nu dicht. Open op dinsdag om 09:00"},
        {2, 17 * 60, "Nu dicht. Open op zaterdag om 10:00"},
        {5, 12 * 60, "Nu dicht. Open op maandag om 09:00"},
        {6, 23 * 60, "Nu dicht. Open op maandag om 09:00"},
    };
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", "{}");
    fixture_visit_speak(visit, "nl");
    OpeningHours hours = sample();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gint64 now = MONDAY_UNIX_S + rows[i].day * DAY_S + rows[i].minute * 60;
        g_autofree char *said = without_isolates(
            slip_hours_now(visit->content, visit->facts.language, &hours, now, true));
        g_assert_cmpstr(said, ==, rows[i].said);
    }
}

static void test_once_a_week(void)
{
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", "{}");
    fixture_visit_speak(visit, "nl");
    OpeningHours hours = {.is_known = true};
    hours.spans[0][0] = (OpenSpan){9 * 60, 10 * 60};
    g_autofree char *said = without_isolates(slip_hours_now(
        visit->content, visit->facts.language, &hours, MONDAY_UNIX_S + 11 * HOUR_S, true));
    g_assert_cmpstr(said, ==, "Nu dicht. Open op maandag om 09:00");
}

static void test_ask(void)
{
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", "{}");
    fixture_visit_speak(visit, "nl");
    OpeningHours known = sample();
    OpeningHours unknown = {0};
    OpeningHours never = {.is_known = true};
    const OpeningHours *rows[] = {&known, &unknown, &never};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool is_trusted = i > 0;
        g_autofree char *said = slip_hours_now(visit->content, visit->facts.language, rows[i],
                                               MONDAY_UNIX_S, is_trusted);
        g_assert_cmpstr(said, ==, "Vraag de tijden aan de balie.");
    }
}

/* What is said of UWV, which is open Monday to Friday from 9:00 to 17:00, at a minute of Monday. */
static char *say_today(const FixtureVisit *visit, const PresenceOfDoor *of, int minute,
                       bool is_trusted)
{
    Presence presence = {0};
    int door = content_find_door(visit->content, "uwv");
    presence.doors[door] = *of;
    const SlipMoment moment = {&presence, MONDAY_UNIX_S + minute * 60, is_trusted};
    return without_isolates(slip_hours_door(visit->content, visit->facts.language, door, &moment));
}

static void test_presence(void)
{
    static const struct {
        PresenceOfDoor of;
        int minute;
        const char *said;
    } rows[] = {
        {{PRESENCE_HERE, "3", 16 * 60 + 30}, 600, "Nu hier, aan tafel 3, tot 16:30"},
        {{PRESENCE_HERE, "3", 0}, 600, "Nu hier, aan tafel 3"},
        {{PRESENCE_HERE, "", 16 * 60 + 30}, 600, "Nu hier, tot 16:30"},
        {{PRESENCE_HERE, "", 0}, 600, "Nu hier"},
        {{PRESENCE_HERE, "balie 4", 0}, 600, "Nu hier: balie 4"},
        {{PRESENCE_HERE, "balie 4", 16 * 60 + 30}, 600, "Nu hier: balie 4, tot 16:30"},
        {{PRESENCE_HERE, "3", 16 * 60 + 30}, 16 * 60 + 29, "Nu hier, aan tafel 3, tot 16:30"},
        {{PRESENCE_HERE, "3", 16 * 60 + 30}, 16 * 60 + 30, "Nu open, tot 17:00"},
        {{PRESENCE_AWAY, "", 0}, 600, "Vandaag niet hier. Open op dinsdag om 09:00"},
        {{PRESENCE_AWAY, "", 0}, 0, "Vandaag niet hier. Open op dinsdag om 09:00"},
        {{PRESENCE_UNKNOWN, "", 0}, 600, "Nu open, tot 17:00"},
    };
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", "{}");
    fixture_visit_speak(visit, "nl");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *said = say_today(visit, &rows[i].of, rows[i].minute, true);
        g_assert_cmpstr(said, ==, rows[i].said);
        g_autofree char *untrusted = say_today(visit, &rows[i].of, rows[i].minute, false);
        g_assert_cmpstr(untrusted, ==, "Vraag de tijden aan de balie.");
    }
}

/* On paper in the visitor's language and in Dutch for staff. */
static void test_on_paper(void)
{
    g_autoptr(FixtureVisit) visit =
        fixture_visit_new("werkcafe-midden-holland", "{\"goal\":\"work\"}");
    fixture_use_fonts();
    fixture_visit_speak(visit, "en");
    Presence presence = {0};
    presence.doors[visit->result.doors[0].door] = (PresenceOfDoor){PRESENCE_HERE, "3", 0};
    visit->facts.presence = &presence;
    g_autoptr(TextSetter) setter = text_setter_new(512);
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 576);
    gsize n;
    int n_found = 0;
    const SheetItem *items = sheet_items(slip_sheet(slip), &n);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *text = without_isolates(g_strdup(items[i].text ? items[i].text : ""));
        n_found += g_str_equal(text, "Here now, at table 3") ? 1 : 0;
        n_found += strstr(text, "(Nu hier, aan tafel 3)") ? 1 : 0;
    }
    g_assert_cmpint(n_found, ==, 2);
}

static void test_week(void)
{
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", "{}");
    fixture_visit_speak(visit, "nl");
    OpeningHours hours = sample();
    g_auto(GStrv) week = slip_hours_week(visit->content, visit->facts.language, &hours);
    g_assert_cmpuint(g_strv_length(week), ==, 2);
#define DASH "\xE2\x81\xA0\xE2\x80\x93\xE2\x81\xA0"
    g_assert_cmpstr(week[0], ==, "maandag–woensdag 09:00" DASH "12:30, 13:00" DASH "17:00");
    g_assert_cmpstr(week[1], ==, "zaterdag 10:00" DASH "12:00");
}

static void test_weekday(void)
{
    g_assert_cmpint(slip_hours_weekday(0), ==, 3);
    g_assert_cmpint(slip_hours_weekday(-1), ==, 2);
    g_assert_cmpint(slip_hours_weekday(MONDAY_UNIX_S), ==, 0);
    g_assert_cmpint(slip_hours_weekday(MONDAY_UNIX_S - 1), ==, 6);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hours/now is open, later or another day", test_now);
    g_test_add_func("/hours/once a week comes round", test_once_a_week);
    g_test_add_func("/hours/what is not known is asked at the desk", test_ask);
    g_test_add_func("/hours/who is here today comes before the hours", test_presence);
    g_test_add_func("/hours/visitor and staff read it on paper", test_on_paper);
    g_test_add_func("/hours/days with the same hours share a line", test_week);
    g_test_add_func("/hours/weekdays", test_weekday);
    return g_test_run();
}
