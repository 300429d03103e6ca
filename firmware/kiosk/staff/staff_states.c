// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_states.h"

#include "kiosk/staff/sync_report.h"

enum {
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
    SOON_S = 30 * DAY_S, /* a certificate that should have been renewed long ago */
};

static const StaffText day_text[] = {{"{n} dag", "{n} day"}, {"{n} dagen", "{n} days"}};
static const StaffText hour_text[] = {{"{n} uur", "{n} hour"}, {"{n} uur", "{n} hours"}};
static const StaffText minute_text[] = {{"{n} minuut", "{n} minute"},
                                        {"{n} minuten", "{n} minutes"}};

gint64 staff_local(const StaffFacts *facts, gint64 unix_s)
{
    return unix_s > 0 ? unix_s + facts->local_unix_s - facts->unix_s : 0;
}

char *staff_hour(const StaffFacts *facts, gint64 hour_unix_s)
{
    static const StaffText words = {"{day}, tussen {hour} en {next} uur",
                                    "{day}, between {hour} and {next} o'clock"};
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(staff_local(facts, hour_unix_s));
    if (!then) {
        return g_strdup("?");
    }
    int at = g_date_time_get_hour(then);
    g_autofree char *day = g_date_time_format(then, "%d-%m-%Y");
    g_autofree char *hour = g_strdup_printf("%d", at);
    g_autofree char *next = g_strdup_printf("%d", at + 1);
    return staff_format(facts->language, words, "day", day, "hour", hour, "next", next, NULL);
}

char *staff_count(StaffLanguage language, gint64 n, StaffText one, StaffText many)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, n);
    return staff_format(language, n == 1 ? one : many, "n", number, NULL);
}

char *staff_duration(StaffLanguage language, gint64 seconds)
{
    const struct {
        gint64 n;
        const StaffText *text;
    } parts[] = {
        {seconds / DAY_S, day_text},
        {seconds % DAY_S / HOUR_S, hour_text},
        {seconds % HOUR_S / MINUTE_S, minute_text},
    };
    gsize first = 0;
    while (first + 1 < G_N_ELEMENTS(parts) && parts[first].n == 0) {
        first++;
    }
    char *large = staff_count(language, parts[first].n, parts[first].text[0], parts[first].text[1]);
    gsize second = first + 1;
    if (second >= G_N_ELEMENTS(parts) || parts[second].n == 0) {
        return large;
    }
    g_autofree char *whole = large;
    g_autofree char *small =
        staff_count(language, parts[second].n, parts[second].text[0], parts[second].text[1]);
    return staff_format(language, (StaffText){"{a} en {b}", "{a} and {b}"}, "a", whole, "b", small,
                        NULL);
}

/* --- clock -------------------------------------------------------------------------------------
 */

StaffLight staff_clock_look(const StaffFacts *facts)
{
    bool is_off = facts->sync && facts->sync->has_clock_offset;
    return !facts->is_clock_trusted ? STAFF_LIGHT_RED
           : is_off                 ? STAFF_LIGHT_AMBER
                                    : STAFF_LIGHT_GREEN;
}

static char *describe_offset(const StaffFacts *facts)
{
    static const StaffText behind = {"De klok loopt {time} achter.", "The clock is {time} behind."};
    static const StaffText ahead = {"De klok loopt {time} voor.", "The clock is {time} ahead."};
    gint64 offset_s = facts->sync->clock_offset_s;
    g_autofree char *time = staff_duration(facts->language, ABS(offset_s));
    return staff_format(facts->language, offset_s > 0 ? behind : ahead, "time", time, NULL);
}

void staff_clock_add(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Klok", "Clock"};
    static const StaffText unknown = {"De kiosk weet niet hoe laat het is.",
                                      "The kiosk does not know what time it is."};
    static const StaffText advice = {
        "Op briefjes staat nu geen openingstijd. Kijk of het netwerk werkt. Blijft dit zo: bel de "
        "beheerder.",
        "Slips show no opening times now. Check the network. If it stays so: call the "
        "administrator."};
    static const StaffText call = {"Bel de beheerder: die kan de klok gelijkzetten.",
                                   "Call the administrator, who can set the clock."};
    StaffLight light = staff_clock_look(facts);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(facts->local_unix_s);
    g_autofree char *time = now ? g_date_time_format(now, "%d-%m-%Y %H:%M") : g_strdup("");
    g_autofree char *offset = light == STAFF_LIGHT_AMBER ? describe_offset(facts) : NULL;
    const char *state = offset                     ? offset
                        : light == STAFF_LIGHT_RED ? staff_text(page->language, unknown)
                                                   : time;
    const char *what = light == STAFF_LIGHT_RED     ? staff_text(page->language, advice)
                       : light == STAFF_LIGHT_AMBER ? staff_text(page->language, call)
                                                    : NULL;
    (void)staff_page_add_state(page, light, title, state, what);
}

/* --- certificate -------------------------------------------------------------------------------
 */

static gint64 certificate_left_s(const StaffFacts *facts)
{
    return facts->sync->certificate_until_unix_s - facts->unix_s;
}

StaffLight staff_certificate_look(const StaffFacts *facts)
{
    if (!facts->sync || facts->sync->certificate_until_unix_s == 0 || !facts->is_clock_trusted) {
        return STAFF_LIGHT_NONE;
    }
    gint64 left_s = certificate_left_s(facts);
    return left_s <= 0 ? STAFF_LIGHT_RED : left_s < SOON_S ? STAFF_LIGHT_AMBER : STAFF_LIGHT_GREEN;
}

void staff_certificate_add(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Toegang tot de regio", "Pass to the region"};
    static const StaffText until = {"De kiosk mag verzenden tot {day}.",
                                    "The kiosk may send until {day}."};
    static const StaffText over = {"Verlopen op {day}: er wordt niets verstuurd.",
                                   "Expired on {day}: nothing is sent."};
    static const StaffText renew = {
        "De kiosk verlengt dit vanzelf zodra de regio te bereiken is. Lukt dat niet: bel de regio.",
        "The kiosk renews this by itself once the region can be reached. If not: call the region."};
    static const StaffText enrol = {"Vraag de regio om een nieuwe aanmeldcode.",
                                    "Ask the region for a new enrolment code."};
    if (!facts->sync || facts->sync->certificate_until_unix_s == 0) {
        return;
    }
    StaffLight light = staff_certificate_look(facts);
    g_autoptr(GDateTime) end =
        g_date_time_new_from_unix_utc(staff_local(facts, facts->sync->certificate_until_unix_s));
    g_autofree char *day = end ? g_date_time_format(end, "%d-%m-%Y") : g_strdup("?");
    g_autofree char *state =
        staff_format(page->language, light == STAFF_LIGHT_RED ? over : until, "day", day, NULL);
    const char *advice = light == STAFF_LIGHT_RED     ? staff_text(page->language, enrol)
                         : light == STAFF_LIGHT_AMBER ? staff_text(page->language, renew)
                                                      : NULL;
    (void)staff_page_add_state(page, light, title, state, advice);
}
