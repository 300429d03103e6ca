// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_sections.h"

#include "kiosk/staff/sections.h"

/* In the order of the overview: what is looked at every morning first. Ended by a row without id.
 */
static const StaffSection sections[] = {
    {"today",
     {"Vandaag", "Today"},
     SIGN_TIME,
     section_today_look,
     section_today_fill,
     section_today_act},
    {"printer",
     {"Printer", "Printer"},
     SIGN_PRINT,
     section_printer_look,
     section_printer_fill,
     section_printer_act},
    {"network",
     {"Netwerk en wachtrij", "Network and queue"},
     SIGN_NETWORK,
     section_network_look,
     section_network_fill,
     section_network_act},
    {"screen",
     {"Scherm en geluid", "Screen and sound"},
     SIGN_SCREEN,
     section_screen_look,
     section_screen_fill,
     section_screen_act},
    {"languages",
     {"Talen", "Languages"},
     SIGN_LANGUAGE,
     section_languages_look,
     section_languages_fill,
     section_languages_act},
    {"content",
     {"Inhoud", "Content"},
     SIGN_BOOK,
     section_content_look,
     section_content_fill,
     section_content_act},
    {"kiosk",
     {"Deze kiosk", "This kiosk"},
     SIGN_PANEL,
     section_kiosk_look,
     section_kiosk_fill,
     section_kiosk_act},
    {"check",
     {"Controle", "Readiness check"},
     SIGN_CHECK,
     section_check_look,
     section_check_fill,
     section_check_act},
    {"journal", {"Logboek", "Journal"}, SIGN_LIST, NULL, section_journal_fill, NULL},
    {"pin", {"Pincode", "PIN"}, SIGN_KEY, section_pin_look, section_pin_fill, section_pin_act},
    {0},
};

const StaffSection *staff_sections(gsize *n)
{
    *n = G_N_ELEMENTS(sections) - 1;
    return sections;
}

const StaffSection *staff_find_section(const char *id)
{
    for (const StaffSection *section = sections; section->id; section++) {
        if (g_str_equal(section->id, id)) {
            return section;
        }
    }
    return NULL;
}
