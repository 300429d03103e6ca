// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/sections.h"

#include <assert.h>
#include <string.h>

#include "kiosk/staff/staff_keyboard.h"
#include "kiosk/staff/today_partners.h"

#define CLOSE_PLACE   "close"
#define MESSAGE_PLACE "message"
#define REASON_PREFIX "reason."

static const StaffText reasons[] = {
    [SITE_TODAY_REASON_NONE] = {"Geen reden", "No reason"},
    [SITE_TODAY_REASON_BREAK] = {"Pauze: wij zijn zo terug", "Break: we will be back soon"},
    [SITE_TODAY_REASON_EARLY] = {"Vandaag eerder dicht", "Closed early today"},
    [SITE_TODAY_REASON_FAULT] = {"Dit scherm is stuk", "This screen is broken"},
    [SITE_TODAY_REASON_CLEANING] = {"Wij maken schoon", "We are cleaning"},
    [SITE_TODAY_REASON_EVENT] = {"Er is een bijeenkomst", "There is a meeting"},
};
static_assert(G_N_ELEMENTS(reasons) == SITE_TODAY_REASON_COUNT, "words for every reason");

static const char *say(const StaffFacts *facts, const char *nl, const char *en)
{
    return staff_text(facts->language, (StaffText){nl, en});
}

static bool is_closed(const StaffFacts *facts)
{
    return !facts->content || facts->is_closed_by_region || site_today_is_closed(facts->today);
}

StaffLight section_today_look(const StaffFacts *facts)
{
    if (!facts->content) {
        return STAFF_LIGHT_RED;
    }
    return is_closed(facts) || !facts->is_clock_trusted ? STAFF_LIGHT_AMBER : STAFF_LIGHT_GREEN;
}

/* --- first page --------------------------------------------------------------------------------
 */

static const char *say_advice(const StaffFacts *facts)
{
    if (!facts->content) {
        return say(facts, "Er is geen inhoud. Bel de regio.",
                   "There is no content. Call the region.");
    }
    if (facts->is_closed_by_region) {
        return say(facts, "De regio heeft deze kiosk gesloten. Bel de regio als dat niet klopt.",
                   "The region closed this kiosk. Call the region if that is wrong.");
    }
    return NULL;
}

static void add_state(const StaffFacts *facts, StaffPage *page)
{
    const StaffText title = {"Deze kiosk", "This kiosk"};
    bool has_reason = site_today_reason(facts->today) != SITE_TODAY_REASON_NONE;
    const char *reason =
        has_reason ? staff_text(facts->language, reasons[site_today_reason(facts->today)]) : "";
    g_autofree char *state =
        is_closed(facts) ? g_strconcat(say(facts, "Gesloten", "Closed"), has_reason ? ". " : "",
                                       reason, ".", NULL)
                         : g_strdup(say(facts, "Open voor bezoekers.", "Open for visitors."));
    StaffLight light = !facts->content    ? STAFF_LIGHT_RED
                       : is_closed(facts) ? STAFF_LIGHT_AMBER
                                          : STAFF_LIGHT_GREEN;
    staff_page_add_state(page, light, title, state, say_advice(facts));
}

static void add_open_or_close(const StaffFacts *facts, StaffPage *page)
{
    if (site_today_is_closed(facts->today)) {
        staff_page_add_key(page, "open", (StaffText){"Kiosk openen", "Open the kiosk"}, SIGN_CHECK);
    }
    staff_page_add_link(page, CLOSE_PLACE,
                        site_today_is_closed(facts->today)
                            ? say(facts, "Andere reden", "Another reason")
                            : say(facts, "Kiosk sluiten", "Close the kiosk"),
                        say(facts, "Bezoekers zien de reden in hun taal.",
                            "Visitors see the reason in their language."));
}

/* What visitors read now, and whose it is. Caller owns. */
static char *say_message(const StaffFacts *facts)
{
    const char *own = site_today_message(facts->today);
    if (own) {
        return g_strdup(own);
    }
    return facts->region_message ? g_strconcat(say(facts, "Van de regio: ", "By the region: "),
                                               facts->region_message, NULL)
                                 : g_strdup(say(facts, "Geen bericht.", "No message."));
}

static void fill_first(const StaffFacts *facts, StaffPage *page)
{
    add_state(facts, page);
    if (!facts->is_clock_trusted) {
        staff_page_add_state(
            page, STAFF_LIGHT_AMBER, (StaffText){"Klok", "Clock"},
            say(facts, "De kiosk weet niet welke dag het is.",
                "The kiosk does not know which day it is."),
            say(facts,
                "Bezoekers lezen: vraag het aan de balie. Zodra er internet is, komt de tijd "
                "vanzelf. Dan kun je zeggen wie er is.",
                "Visitors read: ask at the desk. The time comes by itself when there is internet. "
                "Then you can say who is here."));
    } else if (facts->content) {
        g_autofree char *count = today_partners_count(facts);
        g_autofree char *message = say_message(facts);
        staff_page_add_link(page, TODAY_PARTNERS,
                            say(facts, "Wie is er vandaag?", "Who is here today?"), count);
        staff_page_add_link(page, MESSAGE_PLACE,
                            say(facts, "Bericht van vandaag", "Message of the day"), message);
    }
    add_open_or_close(facts, page);
}

/* --- further pages -----------------------------------------------------------------------------
 */

static void fill_close(const StaffFacts *facts, StaffPage *page)
{
    staff_page_set_title(page, say(facts, "Waarom sluit de kiosk?", "Why does the kiosk close?"));
    for (int i = SITE_TODAY_REASON_NONE; i < SITE_TODAY_REASON_COUNT; i++) {
        const char *id = site_today_reason_id((SiteTodayReason)i);
        g_autofree char *key = g_strconcat(REASON_PREFIX, *id ? id : "none", NULL);
        bool is_chosen =
            site_today_is_closed(facts->today) && (int)site_today_reason(facts->today) == i;
        staff_page_add_choice(page, key, staff_text(facts->language, reasons[i]), is_chosen);
    }
    staff_page_add_note(page,
                        say(facts, "De kiosk sluit meteen. Hij blijft dicht tot je hem hier opent.",
                            "The kiosk closes at once. It stays closed until you open it "
                            "here."));
}

/* The message as it is until the first key is touched. */
static void fill_message(const StaffFacts *facts, StaffPage *page)
{
    const char *saved = site_today_message(facts->today);
    bool is_begun = facts->scratch->step > 0;
    page->kind = STAFF_PAGE_KEYBOARD;
    page->text = g_strdup(is_begun ? facts->scratch->text : saved ? saved : "");
    page->bits = is_begun ? facts->scratch->bits : staff_keyboard_begin(page->text);
    page->max_chars = SITE_TODAY_MESSAGE_CHARS;
    staff_page_set_title(page, say(facts, "Bericht van vandaag", "Message of the day"));
}

/* Content or a clock that can be trusted may be lost while a page is open: the first one takes its
 * place. */
static const char *shown_place(const StaffFacts *facts, const char *place)
{
    bool can_tell = facts->content && facts->is_clock_trusted;
    return can_tell || g_str_equal(place, CLOSE_PLACE) ? place : "";
}

void section_today_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    place = shown_place(facts, place);
    if (g_str_equal(place, CLOSE_PLACE)) {
        fill_close(facts, page);
    } else if (g_str_equal(place, MESSAGE_PLACE)) {
        fill_message(facts, page);
    } else if (g_str_equal(place, TODAY_PARTNERS)) {
        today_partners_fill(facts, page);
    } else if (g_str_has_prefix(place, TODAY_DOOR_PREFIX)) {
        today_partners_fill_door(facts, place + strlen(TODAY_DOOR_PREFIX), page);
    } else {
        fill_first(facts, page);
    }
}

/* --- keys --------------------------------------------------------------------------------------
 */

/* What was changed counts at once, also when a failing disk cannot keep it. */
static void keep(StaffDesk *desk, const char *action, const char *result, const char *done)
{
    const StaffFacts *facts = desk->facts;
    g_autoptr(GError) why = NULL;
    bool is_saved = site_today_save(desk->today, desk->state_dir, &why);
    if (!is_saved) {
        g_warning("%s", why->message);
        desk->say(STAFF_LIGHT_RED,
                  say(facts, "Dit geldt nu, maar is niet bewaard. Bel de regio.",
                      "This counts now, but was not saved. Call the region."),
                  desk->user_data);
    } else if (done) {
        desk->say(STAFF_LIGHT_GREEN, done, desk->user_data);
    }
    desk->note(action, result, desk->user_data);
    desk->request(STAFF_REQUEST_TAKE_OVER, desk->user_data);
}

static void close_for(StaffDesk *desk, SiteTodayReason reason)
{
    site_today_close(desk->today, reason);
    desk->go("", desk->user_data);
    const char *id = site_today_reason_id(reason);
    keep(desk, "today.closed", *id ? id : "no-reason",
         say(desk->facts, "De kiosk is gesloten.", "The kiosk is closed."));
}

static void open_again(StaffDesk *desk)
{
    site_today_open(desk->today);
    keep(desk, "today.opened", "",
         desk->facts->is_closed_by_region
             ? say(desk->facts, "De kiosk is nog gesloten door de regio.",
                   "The kiosk is still closed by the region.")
             : say(desk->facts, "De kiosk is open.", "The kiosk is open."));
}

static void accept_message(StaffDesk *desk)
{
    const StaffFacts *facts = desk->facts;
    g_autofree char *text = g_strstrip(g_strdup(desk->scratch->text));
    if (desk->scratch->step == 0) { /* nothing was typed */
        desk->go("", desk->user_data);
        return;
    }
    if (!site_today_set_message(desk->today, text)) {
        desk->say(STAFF_LIGHT_RED,
                  say(facts, "Dit bericht kan niet worden getoond.", "This cannot be shown."),
                  desk->user_data);
        return;
    }
    desk->go("", desk->user_data);
    keep(desk, "today.message", *text ? "set" : "none",
         *text ? say(facts, "Bezoekers zien dit bericht nu.", "Visitors see this message now.")
               : say(facts, "Er is geen bericht meer.", "There is no message any more."));
}

static void type_message(StaffDesk *desk, const char *key)
{
    StaffScratch *scratch = desk->scratch;
    if (g_str_equal(key, "accept")) {
        accept_message(desk);
        return;
    }
    if (scratch->step == 0) {
        const char *saved = site_today_message(desk->today);
        g_strlcpy(scratch->text, saved ? saved : "", sizeof scratch->text);
        scratch->bits = staff_keyboard_begin(scratch->text);
        scratch->step = 1;
    }
    const StaffTyping typing = {scratch->text, sizeof scratch->text, SITE_TODAY_MESSAGE_CHARS,
                                &scratch->bits};
    (void)staff_keyboard_take(&typing, key);
}

void section_today_act(StaffDesk *desk, const char *place, const char *key)
{
    place = shown_place(desk->facts, place);
    if (g_str_equal(place, MESSAGE_PLACE)) {
        type_message(desk, key);
    } else if (g_str_has_prefix(place, TODAY_DOOR_PREFIX)) {
        const char *door = place + strlen(TODAY_DOOR_PREFIX);
        g_autofree char *word = today_partners_act(desk, door, key);
        if (word) {
            keep(desk, "today.partner", word, NULL);
        }
    } else if (g_str_equal(key, "open")) {
        open_again(desk);
    } else if (g_str_has_prefix(key, REASON_PREFIX)) {
        close_for(desk, site_today_find_reason(key + strlen(REASON_PREFIX)));
    }
}
