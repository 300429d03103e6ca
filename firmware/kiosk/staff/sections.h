// SPDX-License-Identifier: EUPL-1.2
/* The functions of each section of the staff menu, which stand in section_<id>.c; what they do is
 * said in staff_sections.h. Used by staff_sections.c only. */
#pragma once

#include "kiosk/staff/staff_sections.h"

StaffLight section_pin_look(const StaffFacts *facts);
void section_pin_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_pin_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_today_look(const StaffFacts *facts);
void section_today_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_today_act(StaffDesk *desk, const char *place, const char *key);
