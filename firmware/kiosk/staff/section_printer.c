// SPDX-License-Identifier: EUPL-1.2
/* Printer: how it is and what to do about it, a test slip, and looking again after new paper. */
#include "kiosk/staff/printer_words.h"
#include "kiosk/staff/sections.h"

static const StaffText title = {"Printer", "Printer"};

StaffLight section_printer_look(const StaffFacts *facts)
{
    return printer_words(facts->printer).light;
}

static void add_state(const StaffFacts *facts, StaffPage *page)
{
    PrinterWords words = printer_words(facts->printer);
    StaffItem *item =
        staff_page_add_state(page, words.light, title, staff_text(facts->language, words.state),
                             staff_text(facts->language, words.advice));
    if (facts->printer_problem && words.light != STAFF_LIGHT_GREEN) {
        item->origin = g_strdup(facts->printer_problem);
    }
}

static void add_proof(const StaffFacts *facts, StaffPage *page)
{
    if (!facts->readiness) {
        return;
    }
    const ReadinessItem proof = readiness_proof(facts->readiness);
    const StaffText busy = {"De bon wordt geprint.", "The slip is being printed."};
    if (proof.light == STAFF_LIGHT_BUSY) {
        staff_page_add_state(page, proof.light, proof.title, staff_text(facts->language, busy),
                             NULL);
    } else if (proof.state.nl) {
        staff_page_add_state(page, proof.light, proof.title,
                             staff_text(facts->language, proof.state),
                             staff_text(facts->language, proof.advice));
    }
}

static bool is_printing(const StaffFacts *facts)
{
    return facts->readiness && (readiness_proof(facts->readiness).light == STAFF_LIGHT_BUSY ||
                                readiness_is_running(facts->readiness));
}

void section_printer_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    const bool is_there = facts->printer != PRINTER_STATE_NONE;
    (void)place;
    add_state(facts, page);
    add_proof(facts, page);
    staff_page_add_key(page, "proof", (StaffText){"Proefbon printen", "Print a test slip"},
                       SIGN_PRINT)
        ->is_enabled = is_there && !is_printing(facts);
    staff_page_add_key(page, "changed", (StaffText){"Papier vervangen", "Paper was changed"},
                       SIGN_CHECK)
        ->is_enabled = is_there;
    staff_page_add_note(
        page, staff_text(facts->language,
                         (StaffText){"Nieuw papier: open het deksel, leg de rol erin met het begin "
                                     "van de rol naar voren, trek een stukje uit en sluit het "
                                     "deksel.",
                                     "New paper: open the cover, put in the roll with its end to "
                                     "the front, pull out a little and close the cover."}));
    staff_page_add_note(
        page, staff_text(facts->language,
                         (StaffText){"Zonder printer werkt de kiosk ook: bezoekers maken dan een "
                                     "foto van het scherm.",
                                     "The kiosk also works without a printer: visitors then take a "
                                     "photo of the screen."}));
}

void section_printer_act(StaffDesk *desk, const char *place, const char *key)
{
    (void)place;
    if (g_str_equal(key, "proof")) {
        desk->note("printer.test-slip", "asked", desk->user_data);
        desk->request(STAFF_REQUEST_TEST_SLIP, desk->user_data);
    } else if (g_str_equal(key, "changed")) {
        const StaffText asked = {"De printer is gevraagd hoe het nu gaat.",
                                 "The printer was asked how it is now."};
        desk->note("printer.paper-changed", printer_state_name(desk->facts->printer),
                   desk->user_data);
        desk->request(STAFF_REQUEST_PAPER_CHANGED, desk->user_data);
        desk->say(STAFF_LIGHT_NONE, staff_text(desk->facts->language, asked), desk->user_data);
    }
}
