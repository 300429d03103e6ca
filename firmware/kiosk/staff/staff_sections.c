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
