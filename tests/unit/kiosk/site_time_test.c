// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/site_time.h"

enum { HOUR_S = 3600, DAY_S = 86400 };

static gint64 utc(int year, int month, int day, int hour)
{
    g_autoptr(GDateTime) at = g_date_time_new_utc(year, month, day, hour, 0, 0);
    return g_date_time_to_unix(at);
}

static void test_zone(void)
{
    static const struct {
        int month, day, hour, offset_h;
    } cases[] = {
        {11, 23, 13, 1}, /* winter */
        {7, 1, 13, 2},   /* summer */
        {3, 29, 0, 1},   /* the hour before the clock goes forward */
        {3, 29, 1, 2},   /* and after */
        {10, 25, 0, 2},  /* the hour before it goes back */
        {10, 25, 1, 1},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 now = utc(2026, cases[i].month, cases[i].day, cases[i].hour);
        SiteTime time = site_time_at(now, "Europe/Amsterdam", 0);
        g_assert_cmpint(time.unix_s, ==, now);
        g_assert_cmpint(time.local_unix_s - now, ==, cases[i].offset_h * HOUR_S);
    }
}

static void test_unknown_zone(void)
{
    gint64 now = utc(2026, 7, 1, 13);
    g_assert_cmpint(site_time_at(now, "Elsewhere/Nowhere", 0).local_unix_s, ==, now);
}

static void test_day(void)
{
    /* the day begins at the site's midnight: 23:00 UTC in winter */
    gint64 day = utc(2026, 11, 24, 0) / DAY_S;
    g_assert_cmpint(site_time_at(utc(2026, 11, 23, 22), "Europe/Amsterdam", 0).today, ==, day - 1);
    g_assert_cmpint(site_time_at(utc(2026, 11, 23, 23), "Europe/Amsterdam", 0).today, ==, day);
    g_assert_cmpint(site_time_at(-1, "UTC", 0).today, ==, -1);
}

static void test_trust(void)
{
    gint64 floor = utc(2026, 11, 23, 0);
    g_assert_true(site_time_at(floor, "UTC", floor).is_trusted);
    g_assert_false(site_time_at(floor - 1, "UTC", floor).is_trusted);
    g_assert_false(site_time_at(0, "UTC", floor).is_trusted);
    g_assert_false(site_time_at(utc(2040, 1, 1, 0), "UTC", floor).is_trusted);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/site time/follows the zone through summer and winter", test_zone);
    g_test_add_func("/site time/an unknown zone counts as UTC", test_unknown_zone);
    g_test_add_func("/site time/the day begins at local midnight", test_day);
    g_test_add_func("/site time/what cannot be is not trusted", test_trust);
    return g_test_run();
}
