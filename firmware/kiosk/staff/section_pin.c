// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/sections.h"

static const StaffText title = {"Pincode", "PIN"};

StaffLight section_pin_look(const StaffFacts *facts)
{
    return facts->has_pin ? STAFF_LIGHT_GREEN : STAFF_LIGHT_AMBER;
}

/* "gewijzigd op …"; without a clock that can be trusted nobody knows. Caller owns. */
static char *say_changed(const StaffFacts *facts)
{
    if (!facts->has_pin) {
        return g_strdup(staff_text(facts->language,
                                   (StaffText){"Er is nog geen pincode.", "There is no PIN yet."}));
    }
    if (facts->pin_changed_unix_s == 0 || !facts->is_clock_trusted) {
        return g_strdup(
            staff_text(facts->language, (StaffText){"In gebruik. Wanneer hij voor het laatst is "
                                                    "gewijzigd, is niet bekend.",
                                                    "In use. It is not known when it was last "
                                                    "changed."}));
    }
    const gint64 offset_s = facts->local_unix_s - facts->unix_s;
    g_autofree char *moment = staff_format_moment(
        facts->language, facts->pin_changed_unix_s + offset_s, facts->local_unix_s);
    return staff_format(facts->language, (StaffText){"Gewijzigd: {moment}.", "Changed: {moment}."},
                        "moment", moment, NULL);
}

void section_pin_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    (void)place;
    g_autofree char *changed = say_changed(facts);
    const char *advice =
        facts->has_pin
            ? NULL
            : staff_text(facts->language, (StaffText){"Kies er nu een.", "Choose one now."});
    staff_page_add_state(page, section_pin_look(facts), title, changed, advice);
    staff_page_add_key(page, "change", (StaffText){"Nieuwe pincode kiezen", "Choose a new PIN"},
                       SIGN_KEY);
    staff_page_add_note(
        page, staff_text(facts->language,
                         (StaffText){"Alle medewerkers van deze plek gebruiken dezelfde pincode. "
                                     "Kies een nieuwe als iemand hier niet meer werkt.",
                                     "All staff of this place use the same PIN. Choose a new one "
                                     "when somebody does not work here any more."}));
    staff_page_add_note(
        page, staff_text(facts->language,
                         (StaffText){"Pincode vergeten? Bel de regio en vraag om een code van 9 "
                                     "cijfers. Die werkt één keer, ook zonder internet.",
                                     "Forgot the PIN? Call the region and ask for a code of 9 "
                                     "digits. It works once, also without internet."}));
}

void section_pin_act(StaffDesk *desk, const char *place, const char *key)
{
    (void)place;
    if (g_str_equal(key, "change")) {
        desk->request(STAFF_REQUEST_NEW_PIN, desk->user_data);
    }
}
