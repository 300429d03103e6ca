// SPDX-License-Identifier: EUPL-1.2
/* The functions of each section of the staff menu, which stand in section_<id>.c; what they do is
 * said in staff_sections.h. Used by staff_sections.c only. */
#pragma once

#include "kiosk/staff/staff_desk.h"

StaffLight section_pin_look(const StaffFacts *facts);
void section_pin_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_pin_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_today_look(const StaffFacts *facts);
void section_today_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_today_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_network_look(const StaffFacts *facts);
void section_network_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_network_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_languages_look(const StaffFacts *facts);
void section_languages_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_languages_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_content_look(const StaffFacts *facts);
void section_content_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_content_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_kiosk_look(const StaffFacts *facts);
void section_kiosk_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_kiosk_act(StaffDesk *desk, const char *place, const char *key);

void section_journal_fill(const StaffFacts *facts, const char *place, StaffPage *page);

StaffLight section_printer_look(const StaffFacts *facts);
void section_printer_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_printer_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_screen_look(const StaffFacts *facts);
void section_screen_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_screen_act(StaffDesk *desk, const char *place, const char *key);

StaffLight section_check_look(const StaffFacts *facts);
void section_check_fill(const StaffFacts *facts, const char *place, StaffPage *page);
void section_check_act(StaffDesk *desk, const char *place, const char *key);
