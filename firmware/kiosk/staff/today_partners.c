// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/today_partners.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_TABLE = 99,
    STEP_MIN = 15,
    DAY_MIN = 24 * 60,
    DAY_S = DAY_MIN * 60,
    USUAL_END_MIN = 17 * 60,
    WEEK = 7,
    THURSDAY = 3, /* the first day of 1970; 0 is Monday */
};

static const char *say(const StaffFacts *facts, const char *nl, const char *en)
{
    return staff_text(facts->language, (StaffText){nl, en});
}

/* A door's name in the language of the menu; Dutch where the content has no such language. */
static const char *name_of(const StaffFacts *facts, const Door *door)
{
    const Content *content = facts->content;
    int wanted = content_find_language(content, staff_language_code(facts->language));
    int language = wanted >= 0 ? wanted : content_find_language(content, "nl");
    return content_text(content, language, door->title);
}

static bool is_shown(const Door *door)
{
    return door->is_allowed && door->is_enabled;
}

static char *format_time(int minutes)
{
    return g_strdup_printf("%02d:%02d", minutes / 60, minutes % 60);
}

static int minute_now(const StaffFacts *facts)
{
    return (int)(((facts->local_unix_s % DAY_S) + DAY_S) % DAY_S / 60);
}

static bool is_over(const StaffFacts *facts, const PresenceOfDoor *of)
{
    return of->kind == PRESENCE_HERE && of->until_min > 0 && minute_now(facts) >= of->until_min;
}

/* Staff's word alone. */
static void read_own(const StaffFacts *facts, const SiteToday *today, Presence *own)
{
    *own = (Presence){0};
    (void)presence_apply(own, facts->content, site_today_presence(today));
}

static char *say_here(const StaffFacts *facts, const PresenceOfDoor *of)
{
    GString *text = g_string_new(say(facts, "Hier", "Here"));
    if (of->table[0]) {
        bool is_number = strspn(of->table, "0123456789") == strlen(of->table);
        g_string_append_printf(text, ", %s%s", is_number ? say(facts, "tafel ", "table ") : "",
                               of->table);
    }
    if (of->until_min > 0) {
        g_autofree char *time = format_time(of->until_min);
        g_string_append_printf(text, ", %s %s", say(facts, "tot", "until"), time);
    }
    return g_string_free(text, FALSE);
}

/* How it stands for visitors, and who said so. Caller owns. */
static char *say_state(const StaffFacts *facts, const PresenceOfDoor *of, bool is_own)
{
    const char *who = is_own ? say(facts, "hier gezet", "set here")
                             : say(facts, "gezet door de regio", "set by the region");
    g_autofree char *here = of->kind == PRESENCE_HERE ? say_here(facts, of) : NULL;
    switch (of->kind) {
    case PRESENCE_HERE:
        return g_strdup_printf("%s (%s)", here, who);
    case PRESENCE_AWAY:
        return g_strdup_printf("%s (%s)", say(facts, "Vandaag niet hier", "Not here today"), who);
    case PRESENCE_UNKNOWN:
        return g_strdup(say(facts, "Gewone tijden", "Usual hours"));
    }
    g_assert_not_reached();
}

char *today_partners_count(const StaffFacts *facts)
{
    int n_here = 0;
    int n_away = 0;
    for (int i = 0; i < CONTENT_MAX_DOORS; i++) {
        n_here += facts->presence->doors[i].kind == PRESENCE_HERE ? 1 : 0;
        n_away += facts->presence->doors[i].kind == PRESENCE_AWAY ? 1 : 0;
    }
    if (n_here + n_away == 0) {
        return g_strdup(say(facts, "Nog niets gezegd: de gewone tijden tellen.",
                            "Nothing said yet: the usual hours count."));
    }
    g_autofree char *here = g_strdup_printf("%d", n_here);
    g_autofree char *away = g_strdup_printf("%d", n_away);
    return staff_format(facts->language,
                        (StaffText){"Hier: {here}. Vandaag niet hier: {away}.",
                                    "Here: {here}. Not here today: {away}."},
                        "here", here, "away", away, NULL);
}

/* --- the list ----------------------------------------------------------------------------------
 */

static void add_door(const StaffFacts *facts, const Presence *own, int index, StaffPage *page)
{
    gsize n;
    const Door *door = &content_doors(facts->content, &n)[index];
    const PresenceOfDoor *of = &facts->presence->doors[index];
    g_autofree char *place = g_strconcat(TODAY_DOOR_PREFIX, door->id, NULL);
    g_autofree char *state = say_state(facts, of, own->doors[index].kind != PRESENCE_UNKNOWN);
    StaffItem *item = staff_page_add_link(page, place, name_of(facts, door), state);
    if (of->kind == PRESENCE_HERE && !is_over(facts, of)) {
        item->light = STAFF_LIGHT_GREEN;
    }
}

/* Those of whom something was said come first. */
void today_partners_fill(const StaffFacts *facts, StaffPage *page)
{
    gsize n;
    Presence own;
    const Door *doors = content_doors(facts->content, &n);
    read_own(facts, facts->today, &own);
    staff_page_set_title(page, say(facts, "Wie is er vandaag?", "Who is here today?"));
    for (int is_said = 1; is_said >= 0; is_said--) {
        for (gsize i = 0; i < n; i++) {
            bool has_word = facts->presence->doors[i].kind != PRESENCE_UNKNOWN;
            if (is_shown(&doors[i]) && has_word == (is_said == 1)) {
                add_door(facts, &own, (int)i, page);
            }
        }
    }
}

/* --- one door ----------------------------------------------------------------------------------
 */

static void add_steppers(const StaffFacts *facts, const PresenceOfDoor *of, StaffPage *page)
{
    g_autofree char *until = of->until_min > 0 ? format_time(of->until_min) : NULL;
    StaffItem *item =
        staff_page_add_stepper(page, "table", (StaffText){"Tafel", "Table"},
                               of->table[0] ? of->table : say(facts, "niet gezegd", "not said"));
    item->can_less = of->table[0] != '\0';
    item->can_more = atoi(of->table) < MAX_TABLE;
    item = staff_page_add_stepper(page, "until", (StaffText){"Tot hoe laat", "Until when"},
                                  until ? until : say(facts, "de hele dag", "all day"));
    item->can_more = of->until_min == 0 || of->until_min + STEP_MIN < DAY_MIN;
    (void)staff_page_add_choice(page, "all-day", say(facts, "De hele dag", "All day"),
                                of->until_min == 0);
    if (is_over(facts, of)) {
        staff_page_add_note(page,
                            say(facts, "Deze tijd is voorbij. Bezoekers zien nu de gewone tijden.",
                                "This time is over. Visitors see the usual hours now."));
    }
}

void today_partners_fill_door(const StaffFacts *facts, const char *door_id, StaffPage *page)
{
    gsize n;
    Presence own;
    int index = content_find_door(facts->content, door_id);
    if (index < 0) {
        return; /* the content is another now */
    }
    read_own(facts, facts->today, &own);
    const PresenceOfDoor *of = &facts->presence->doors[index];
    const PresenceOfDoor *region = &facts->region_presence->doors[index];
    bool is_own = own.doors[index].kind != PRESENCE_UNKNOWN;
    staff_page_set_title(page, name_of(facts, &content_doors(facts->content, &n)[index]));
    (void)staff_page_add_choice(page, "here", say(facts, "Hier", "Here"),
                                of->kind == PRESENCE_HERE);
    (void)staff_page_add_choice(page, "away", say(facts, "Vandaag niet hier", "Not here today"),
                                of->kind == PRESENCE_AWAY);
    g_autofree char *other =
        region->kind == PRESENCE_UNKNOWN
            ? g_strdup(say(facts, "Gewone tijden", "Usual hours"))
            : g_strdup(say(facts, "Zoals de regio zegt", "As the region says"));
    (void)staff_page_add_choice(page, "usual", other, !is_own);
    if (of->kind == PRESENCE_HERE) {
        add_steppers(facts, of, page);
    }
    staff_page_add_note(page, say(facts,
                                  "Bezoekers zien dit op het scherm en op hun briefje. Morgen "
                                  "gelden weer de gewone tijden.",
                                  "Visitors see this on the screen and on their slip. Tomorrow the "
                                  "usual hours count again."));
}

/* --- changes -----------------------------------------------------------------------------------
 */

/* When the door usually closes today. */
static int usual_end(const StaffFacts *facts, const Door *door)
{
    gint64 day = facts->local_unix_s / DAY_S;
    int end = 0;
    for (int i = 0; i < CONTENT_MAX_SPANS; i++) {
        const OpenSpan *span = &door->hours.spans[(day + THURSDAY) % WEEK][i];
        if (span->until_min == 0) {
            break;
        }
        end = span->until_min;
    }
    return end > 0 ? end : USUAL_END_MIN;
}

static void step_table(PresenceOfDoor *of, int step)
{
    int table = CLAMP(atoi(of->table) + step, 0, MAX_TABLE);
    g_snprintf(of->table, sizeof of->table, "%d", table);
    if (table == 0) {
        of->table[0] = '\0';
    }
}

static void step_until(PresenceOfDoor *of, int usual, int step)
{
    int from = of->until_min > 0 ? of->until_min + step * STEP_MIN : usual;
    from -= from % STEP_MIN;
    of->until_min = CLAMP(from, STEP_MIN, DAY_MIN - STEP_MIN);
}

/* False when the key means nothing. */
static bool change(PresenceOfDoor *of, int usual, const char *key)
{
    if (g_str_equal(key, "usual")) {
        *of = (PresenceOfDoor){0};
    } else if (g_str_equal(key, "away")) {
        *of = (PresenceOfDoor){.kind = PRESENCE_AWAY};
    } else if (g_str_equal(key, "here")) {
        of->kind = PRESENCE_HERE;
    } else if (of->kind != PRESENCE_HERE) {
        return false;
    } else if (g_str_equal(key, "all-day")) {
        of->until_min = 0;
    } else if (g_str_equal(key, "table.less") || g_str_equal(key, "table.more")) {
        step_table(of, g_str_has_suffix(key, ".more") ? 1 : -1);
    } else if (g_str_equal(key, "until.less") || g_str_equal(key, "until.more")) {
        step_until(of, usual, g_str_has_suffix(key, ".more") ? 1 : -1);
    } else {
        return false;
    }
    return true;
}

char *today_partners_act(StaffDesk *desk, const char *door_id, const char *key)
{
    static const char *const kinds[] = {
        [PRESENCE_UNKNOWN] = "usual", [PRESENCE_HERE] = "here", [PRESENCE_AWAY] = "away"};
    gsize n;
    Presence own;
    const StaffFacts *facts = desk->facts;
    int index = facts->content ? content_find_door(facts->content, door_id) : -1;
    if (index < 0) {
        return NULL;
    }
    read_own(facts, desk->today, &own);
    PresenceOfDoor *of = &own.doors[index];
    *of = facts->presence->doors[index]; /* what is seen is what changes */
    int usual = usual_end(facts, &content_doors(facts->content, &n)[index]);
    if (!change(of, usual, key)) {
        return NULL;
    }
    g_autoptr(json_t) rows = presence_write(&own, facts->content);
    if (!site_today_set_presence(desk->today, rows)) {
        return NULL;
    }
    g_autofree char *until = of->until_min > 0 ? format_time(of->until_min) : g_strdup("");
    return g_strstrip(g_strdup_printf("%s %s %s %s", door_id, kinds[of->kind], of->table, until));
}
