// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/printer_words.h"

PrinterWords printer_words(PrinterState state)
{
    switch (state) {
    case PRINTER_STATE_NONE:
        return (PrinterWords){
            STAFF_LIGHT_AMBER,
            {"Er is geen printer ingesteld. Bezoekers maken een foto van het scherm.",
             "No printer is set up. Visitors take a photo of the screen."},
            {"Hoort hier een printer? Bel de beheerder.",
             "Should there be a printer here? Call the administrator."}};
    case PRINTER_STATE_READY:
        return (PrinterWords){
            STAFF_LIGHT_GREEN,
            {"De printer is klaar en heeft papier.", "The printer is ready and has paper."},
            {NULL, NULL}};
    case PRINTER_STATE_NEAR_END:
        return (PrinterWords){STAFF_LIGHT_AMBER,
                              {"Het papier is bijna op.", "The paper is nearly out."},
                              {"Leg een nieuwe rol klaar of leg hem er nu in.",
                               "Have a new roll ready, or put it in now."}};
    case PRINTER_STATE_PAPER_OUT:
        return (PrinterWords){STAFF_LIGHT_RED,
                              {"Geen papier.", "No paper."},
                              {"Open het deksel, leg een nieuwe rol erin en sluit het deksel.",
                               "Open the cover, put in a new roll and close the cover."}};
    case PRINTER_STATE_COVER_OPEN:
        return (PrinterWords){
            STAFF_LIGHT_RED,
            {"Het deksel van de printer staat open.", "The cover of the printer is open."},
            {"Druk het deksel dicht tot het klikt.", "Push the cover down until it clicks."}};
    case PRINTER_STATE_OFFLINE:
        return (PrinterWords){
            STAFF_LIGHT_RED,
            {"De printer zegt dat hij niet kan printen.", "The printer says that it cannot print."},
            {"Kijk of er papier vastzit. Zet de printer uit, wacht tien seconden en zet hem weer "
             "aan. "
             "Helpt dat niet: bel de beheerder.",
             "See whether paper is stuck. Switch the printer off, wait ten seconds and switch it "
             "on "
             "again. If that does not help, call the administrator."}};
    case PRINTER_STATE_UNREACHABLE:
        return (PrinterWords){STAFF_LIGHT_RED,
                              {"De printer is er niet.", "The printer is not there."},
                              {"Kijk of de printer aanstaat en of de kabels vastzitten.",
                               "See whether the printer is on and whether its cables are in."}};
    case PRINTER_STATE_UNKNOWN:
        return (PrinterWords){
            STAFF_LIGHT_AMBER,
            {"De printer zegt niet hoe het met hem gaat.", "The printer does not say how it is."},
            {"Print een proefbon. Komt die er niet uit: zet de printer uit en weer aan.",
             "Print a test slip. If none comes out, switch the printer off and on again."}};
    }
    g_assert_not_reached();
}
