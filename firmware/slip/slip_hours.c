// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip_hours.h"

#include <string.h>

enum { DAY_S = 24 * 60 * 60, MINUTE_S = 60, DAYS = 7, DAY_OF_1970 = 3 /* a Thursday */ };

#define EN_DASH     "\xE2\x80\x93"
#define WORD_JOINER "\xE2\x81\xA0" /* no line ends here */

const char *slip_hours_day(int weekday)
{
    static const char *const days[DAYS] = {"day.mon", "day.tue", "day.wed", "day.thu",
                                           "day.fri", "day.sat", "day.sun"};
    g_assert(weekday >= 0 && weekday < DAYS);
    return days[weekday];
}

/* Rounds down, also before 1970. */
static gint64 day_of(gint64 local_unix_s)
{
    gint64 day = local_unix_s / DAY_S;
    return local_unix_s % DAY_S < 0 ? day - 1 : day;
}

int slip_hours_weekday(gint64 local_unix_s)
{
    return (int)(((day_of(local_unix_s) + DAY_OF_1970) % DAYS + DAYS) % DAYS);
}

static int minute_of(gint64 local_unix_s)
{
    return (int)((local_unix_s - day_of(local_unix_s) * DAY_S) / MINUTE_S);
}

static char *clock_text(int minutes)
{
    return g_strdup_printf("%02d:%02d", minutes / 60, minutes % 60);
}

/* The first span of `weekday` that ends after `minute`, or NULL. */
static const OpenSpan *find_span(const OpeningHours *hours, int weekday, int minute)
{
    for (int i = 0; i < CONTENT_MAX_SPANS; i++) {
        const OpenSpan *span = &hours->spans[weekday][i];
        if (span->until_min == 0) {
            return NULL;
        }
        if (span->until_min > minute) {
            return span;
        }
    }
    return NULL;
}

char *slip_hours_now(const Content *content, int language, const OpeningHours *hours,
                     gint64 local_unix_s, bool is_clock_trusted)
{
    int today = slip_hours_weekday(local_unix_s);
    int minute = minute_of(local_unix_s);
    for (int ahead = 0; is_clock_trusted && hours->is_known && ahead <= DAYS; ahead++) {
        int weekday = (today + ahead) % DAYS;
        const OpenSpan *span = find_span(hours, weekday, ahead == 0 ? minute : -1);
        if (!span) {
            continue;
        }
        bool is_open = ahead == 0 && span->from_min <= minute;
        g_autofree char *time = clock_text(is_open ? span->until_min : span->from_min);
        if (is_open) {
            return content_format(content, language, "slip.when.now", "time", time, NULL);
        }
        return content_format(content, language, "slip.when.later", "day",
                              content_text(content, language, slip_hours_day(weekday)), "time",
                              time, NULL);
    }
    return g_strdup(content_text(content, language, "slip.when.ask"));
}

/* At a table by its number, or at a place by its name. */
static bool is_number(const char *table)
{
    return strspn(table, "0123456789") == strlen(table);
}

/* Where somebody is and until when; NULL when an older content has no words for it. Caller owns. */
static char *say_here(const Content *content, int language, const PresenceOfDoor *door)
{
    static const char *const ids[][2] = {{"slip.here", "slip.here.until"},
                                         {"slip.here.table", "slip.here.table.until"},
                                         {"slip.here.place", "slip.here.place.until"}};
    int kind = !door->table[0] ? 0 : is_number(door->table) ? 1 : 2;
    const char *id = ids[kind][door->until_min > 0 ? 1 : 0];
    if (!content_text(content, language, id)[0]) {
        return NULL;
    }
    g_autofree char *time = clock_text(door->until_min);
    return content_format(content, language, id, "table", door->table, "place", door->table, "time",
                          time, NULL);
}

/* When it opens on another day; NULL as above. Caller owns. */
static char *say_away(const Content *content, int language, const Door *door, gint64 local_unix_s)
{
    const char *away = content_text(content, language, "slip.away");
    int today = slip_hours_weekday(local_unix_s);
    if (!away[0]) {
        return NULL;
    }
    for (int ahead = 1; door->hours.is_known && ahead <= DAYS; ahead++) {
        int weekday = (today + ahead) % DAYS;
        const OpenSpan *span = find_span(&door->hours, weekday, -1);
        if (span) {
            g_autofree char *time = clock_text(span->from_min);
            const char *day = content_text(content, language, slip_hours_day(weekday));
            return content_format(content, language, "slip.away.later", "day", day, "time", time,
                                  NULL);
        }
    }
    return g_strconcat(away, " ", content_text(content, language, "slip.when.ask"), NULL);
}

PresenceKind slip_hours_presence(const SlipMoment *moment, int door)
{
    if (!moment->presence || !moment->is_clock_trusted) {
        return PRESENCE_UNKNOWN;
    }
    return presence_at(&moment->presence->doors[door], minute_of(moment->local_unix_s));
}

char *slip_hours_door(const Content *content, int language, int door, const SlipMoment *moment)
{
    gsize n;
    const Door *of = &content_doors(content, &n)[door];
    char *said = NULL;
    switch (slip_hours_presence(moment, door)) {
    case PRESENCE_HERE:
        said = say_here(content, language, &moment->presence->doors[door]);
        break;
    case PRESENCE_AWAY:
        said = say_away(content, language, of, moment->local_unix_s);
        break;
    case PRESENCE_UNKNOWN:
        break;
    }
    return said ? said
                : slip_hours_now(content, language, &of->hours, moment->local_unix_s,
                                 moment->is_clock_trusted);
}

static bool is_same_day(const OpenSpan a[CONTENT_MAX_SPANS], const OpenSpan b[CONTENT_MAX_SPANS])
{
    for (int i = 0; i < CONTENT_MAX_SPANS; i++) {
        if (a[i].until_min != b[i].until_min) {
            return false;
        }
        if (a[i].until_min == 0) {
            return true;
        }
        if (a[i].from_min != b[i].from_min) {
            return false;
        }
    }
    return true;
}

static void append_spans(GString *line, const OpenSpan spans[CONTENT_MAX_SPANS])
{
    for (int i = 0; i < CONTENT_MAX_SPANS && spans[i].until_min > 0; i++) {
        g_autofree char *from = clock_text(spans[i].from_min);
        g_autofree char *until = clock_text(spans[i].until_min);
        g_string_append_printf(line, "%s%s" WORD_JOINER EN_DASH WORD_JOINER "%s",
                               i > 0 ? ", " : " ", from, until);
    }
}

char **slip_hours_week(const Content *content, int language, const OpeningHours *hours)
{
    GPtrArray *lines = g_ptr_array_new();
    int next;
    for (int first = 0; hours->is_known && first < DAYS; first = next) {
        const OpenSpan *spans = hours->spans[first];
        for (next = first + 1; next < DAYS && is_same_day(spans, hours->spans[next]); next++) {
        }
        if (spans[0].until_min == 0) {
            continue;
        }
        GString *line = g_string_new(content_text(content, language, slip_hours_day(first)));
        if (next > first + 1) {
            const char *last = content_text(content, language, slip_hours_day(next - 1));
            g_string_append_printf(line, EN_DASH "%s", last);
        }
        append_spans(line, spans);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
