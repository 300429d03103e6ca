// SPDX-License-Identifier: EUPL-1.2
/* The pages of section "today" on which staff say which partners are here: a list, and a page for
 * each door. Main thread. */
#pragma once

#include "kiosk/staff/staff_desk.h"

#define TODAY_PARTNERS    "partners"
#define TODAY_DOOR_PREFIX "door."

/* "3 hier, 1 niet hier", "nog niets gezegd". Caller owns. */
char *today_partners_count(const StaffFacts *facts);

void today_partners_fill(const StaffFacts *facts, StaffPage *page);
/* `door_id`: after TODAY_DOOR_PREFIX. */
void today_partners_fill_door(const StaffFacts *facts, const char *door_id, StaffPage *page);

/* Changes staff's word about the door as `key` of its page says; what it is now for the journal, or
 * NULL when nothing was changed. Caller owns. */
char *today_partners_act(StaffDesk *desk, const char *door_id, const char *key);
