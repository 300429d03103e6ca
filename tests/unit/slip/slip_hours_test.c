// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip_hours.h"

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
    g_test_add_func("/hours/days with the same hours share a line", test_week);
    g_test_add_func("/hours/weekdays", test_weekday);
    return g_test_run();
}
