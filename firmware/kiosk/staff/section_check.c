// SPDX-License-Identifier: EUPL-1.2
/* Readiness check: one press, then touch and colours at the glass while all else is tried, then the
 * results, worst first, and a slip with them. */
#include <string.h>

#include "kiosk/staff/sections.h"

enum { COUNTDOWN_MS = 1000 };

StaffLight section_check_look(const StaffFacts *facts)
{
    return facts->readiness ? readiness_light(facts->readiness) : STAFF_LIGHT_NONE;
}

static bool is_busy(const StaffFacts *facts, ReadinessId id)
{
    return facts->readiness && readiness_item(facts->readiness, id).light == STAFF_LIGHT_BUSY;
}

/* --- at the glass ------------------------------------------------------------------------------
 */

static void fill_touch(const StaffFacts *facts, StaffPage *page)
{
    page->kind = STAFF_PAGE_TOUCH;
    page->bits = readiness_touched(facts->readiness);
    page->step = (int)((readiness_left_ms(facts->readiness, READINESS_TOUCH) + 999) / 1000);
}

static void fill_colours(const StaffFacts *facts, StaffPage *page)
{
    if (facts->scratch->step < READINESS_COLOUR_STEPS) {
        page->kind = STAFF_PAGE_COLOURS;
        page->step = facts->scratch->step;
        return;
    }
    staff_page_set_title(
        page, staff_text(facts->language, (StaffText){"Waren alle kleuren egaal, zonder vlekken of "
                                                      "strepen?",
                                                      "Were all colours even, without spots or "
                                                      "stripes?"}));
    staff_page_add_key(page, "colours.yes", (StaffText){"Ja", "Yes"}, SIGN_CHECK);
    staff_page_add_key(page, "colours.no", (StaffText){"Nee", "No"}, SIGN_STOP);
}

/* --- results -----------------------------------------------------------------------------------
 */

static void add_item(const StaffFacts *facts, StaffPage *page, const ReadinessItem *item)
{
    const StaffText waits = {"Wacht op de rest.", "Waits for the others."};
    StaffText state = item->state.nl ? item->state : waits;
    if (item->light == STAFF_LIGHT_GREEN || item->light == STAFF_LIGHT_BUSY) {
        state = (StaffText){NULL, NULL}; /* the light says it */
    }
    StaffItem *added =
        staff_page_add_state(page, item->light, item->title, staff_text(facts->language, state),
                             staff_text(facts->language, item->advice));
    bool is_fault = item->light == STAFF_LIGHT_RED || item->light == STAFF_LIGHT_AMBER;
    added->origin = is_fault ? g_strdup(item->detail) : NULL;
}

/* While it runs in the order of trying, so that nothing jumps; then the worst first. */
static void add_items(const StaffFacts *facts, StaffPage *page)
{
    static const StaffLight order[] = {STAFF_LIGHT_RED, STAFF_LIGHT_AMBER, STAFF_LIGHT_BUSY,
                                       STAFF_LIGHT_GREEN, STAFF_LIGHT_NONE};
    bool is_running = readiness_is_running(facts->readiness);
    for (gsize i = 0; i < (is_running ? 1 : G_N_ELEMENTS(order)); i++) {
        for (ReadinessId id = READINESS_TOUCH; id < READINESS_COUNT; id++) {
            const ReadinessItem item = readiness_item(facts->readiness, id);
            if (is_running || item.light == order[i]) {
                add_item(facts, page, &item);
            }
        }
    }
}

static void add_summary(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Deze kiosk", "This kiosk"};
    static const StaffText words[] = {
        [STAFF_LIGHT_NONE] = {"Niets is getest.", "Nothing was tested."},
        [STAFF_LIGHT_GREEN] = {"Alles werkt. De kiosk kan open.", "All is well. Ready to open."},
        [STAFF_LIGHT_AMBER] = {"De kiosk kan open. Kijk hieronder wat aandacht vraagt.",
                               "Ready to open. See below what needs attention."},
        [STAFF_LIGHT_RED] = {"Niet alles werkt. Kijk hieronder wat te doen is.",
                             "Not everything works. See below what to do."},
        [STAFF_LIGHT_BUSY] = {"Even geduld: dit duurt hooguit een minuut.",
                              "One moment: this takes a minute at most."},
    };
    StaffLight light = readiness_is_running(facts->readiness) ? STAFF_LIGHT_BUSY
                                                              : readiness_light(facts->readiness);
    gint64 started = readiness_started_local_unix_s(facts->readiness);
    StaffItem *item =
        staff_page_add_state(page, light, title, staff_text(facts->language, words[light]), NULL);
    if (started > 0) {
        g_autofree char *moment =
            staff_format_moment(facts->language, started, facts->local_unix_s);
        item->origin = staff_format(facts->language,
                                    (StaffText){"Gecontroleerd: {moment}", "Checked: {moment}"},
                                    "moment", moment, NULL);
    }
}

static void fill_results(const StaffFacts *facts, StaffPage *page)
{
    bool is_running = readiness_is_running(facts->readiness);
    add_summary(facts, page);
    staff_page_add_key(page, "start", (StaffText){"Opnieuw", "Check again"}, SIGN_CHECK)
        ->is_enabled = !is_running;
    staff_page_add_key(page, "print", (StaffText){"Bon printen", "Print the slip"}, SIGN_PRINT)
        ->is_enabled = !is_running;
    add_items(facts, page);
}

static void fill_before(const StaffFacts *facts, StaffPage *page)
{
    staff_page_add_note(
        page,
        staff_text(facts->language,
                   (StaffText){"In een minuut wordt alles geprobeerd: scherm, printer, QR-code, "
                               "voorlezen, klok, wachtrij, inhoud en regio. Er komt één bon uit de "
                               "printer met de uitslag.",
                               "In a minute everything is tried: screen, printer, QR code, reading "
                               "aloud, clock, queue, content and region. One slip with the results "
                               "comes out of the printer."}));
    staff_page_add_note(
        page,
        staff_text(facts->language,
                   (StaffText){"Eerst raak je alle vakjes op het scherm aan, daarna bekijk je "
                               "zes beelden.",
                               "First you touch all fields on the screen, then you look at "
                               "six pictures."}));
    staff_page_add_key(page, "start", (StaffText){"Beginnen", "Start"}, SIGN_CHECK);
}

void section_check_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    (void)place;
    bool is_running = facts->readiness && readiness_is_running(facts->readiness);
    page->keeps_open = is_running;
    page->refresh_ms = is_running ? COUNTDOWN_MS : 0;
    if (is_busy(facts, READINESS_TOUCH)) {
        fill_touch(facts, page);
    } else if (is_busy(facts, READINESS_COLOURS)) {
        fill_colours(facts, page);
    } else if (facts->readiness &&
               (is_running || readiness_light(facts->readiness) != STAFF_LIGHT_NONE)) {
        fill_results(facts, page);
    } else {
        fill_before(facts, page);
    }
}

static void start(StaffDesk *desk)
{
    desk->scratch->step = 0;
    desk->note("check.start", "", desk->user_data);
    desk->request(STAFF_REQUEST_READINESS, desk->user_data);
}

static void print_again(StaffDesk *desk)
{
    const StaffText busy = {"De printer is nog bezig.", "The printer is still busy."};
    bool is_begun = readiness_print_again(desk->readiness);
    desk->note("check.print", is_begun ? "asked" : "busy", desk->user_data);
    if (!is_begun) {
        desk->say(STAFF_LIGHT_AMBER, staff_text(desk->facts->language, busy), desk->user_data);
    }
}

void section_check_act(StaffDesk *desk, const char *place, const char *key)
{
    (void)place;
    if (!desk->readiness) {
        return;
    }
    gint64 field;
    if (g_str_equal(key, "start")) {
        start(desk);
    } else if (g_str_equal(key, "print")) {
        print_again(desk);
    } else if (g_str_has_prefix(key, "touch.") &&
               g_ascii_string_to_signed(key + strlen("touch."), 10, 0, READINESS_TOUCH_FIELDS - 1,
                                        &field, NULL)) {
        readiness_touch(desk->readiness, (int)field);
    } else if (g_str_equal(key, "next")) {
        desk->scratch->step++;
    } else if (g_str_has_prefix(key, "colours.")) {
        readiness_answer_colours(desk->readiness, g_str_equal(key, "colours.yes"));
    }
}
