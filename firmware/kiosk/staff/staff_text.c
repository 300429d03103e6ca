// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_text.h"

#include <string.h>

const char *staff_language_code(StaffLanguage language)
{
    return language == STAFF_LANGUAGE_EN ? "en" : "nl";
}

const char *staff_text(StaffLanguage language, StaffText text)
{
    return language == STAFF_LANGUAGE_EN ? text.en : text.nl;
}

char *staff_format(StaffLanguage language, StaffText text, ...)
{
    GString *out = g_string_new(staff_text(language, text));
    va_list pairs;
    va_start(pairs, text);
    const char *name;
    while ((name = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);
        g_autofree char *place = g_strconcat("{", name, "}", NULL);
        g_string_replace(out, place, value, 0);
    }
    va_end(pairs);
    return g_string_free(out, FALSE);
}

/* --- moments -----------------------------------------------------------------------------------
 */

enum { MINUTE_S = 60, HOUR_S = 60 * MINUTE_S, DAY_S = 24 * HOUR_S };

static const StaffText months[] = {
    {"januari", "January"}, {"februari", "February"}, {"maart", "March"},
    {"april", "April"},     {"mei", "May"},           {"juni", "June"},
    {"juli", "July"},       {"augustus", "August"},   {"september", "September"},
    {"oktober", "October"}, {"november", "November"}, {"december", "December"},
};

static char *format_count(StaffLanguage language, gint64 n, StaffText one, StaffText many)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, n);
    return staff_format(language, n == 1 ? one : many, "n", number, NULL);
}

static char *format_day(StaffLanguage language, gint64 local_unix_s, gint64 now_local_unix_s)
{
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(local_unix_s);
    g_autofree char *time = g_date_time_format(then, "%H:%M");
    gint64 days = now_local_unix_s / DAY_S - local_unix_s / DAY_S;
    if (days == 0) {
        return staff_format(language, (StaffText){"vandaag om {time}", "today at {time}"}, "time",
                            time, NULL);
    }
    if (days == 1) {
        return staff_format(language, (StaffText){"gisteren om {time}", "yesterday at {time}"},
                            "time", time, NULL);
    }
    return g_strdup_printf("%d %s %d", g_date_time_get_day_of_month(then),
                           staff_text(language, months[g_date_time_get_month(then) - 1]),
                           g_date_time_get_year(then));
}

char *staff_format_moment(StaffLanguage language, gint64 local_unix_s, gint64 now_local_unix_s)
{
    gint64 ago_s = now_local_unix_s - local_unix_s;
    if (local_unix_s <= 0) {
        return g_strdup(staff_text(language, (StaffText){"nog niet", "not yet"}));
    }
    if (ago_s >= -MINUTE_S && ago_s < MINUTE_S) {
        return g_strdup(staff_text(language, (StaffText){"zojuist", "just now"}));
    }
    if (ago_s > 0 && ago_s < HOUR_S) {
        return format_count(language, ago_s / MINUTE_S,
                            (StaffText){"{n} minuut geleden", "{n} minute ago"},
                            (StaffText){"{n} minuten geleden", "{n} minutes ago"});
    }
    return format_day(language, local_unix_s, now_local_unix_s);
}
