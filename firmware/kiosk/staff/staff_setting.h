// SPDX-License-Identifier: EUPL-1.2
/* Settings as the staff menu shows and changes them: each with who set it, and a key that puts it
 * back. `name` is "group.key", as in firmware/README.md. Main thread. */
#pragma once

#include "kiosk/staff/staff_desk.h"

/* "Ingesteld: hier", … */
const char *staff_setting_origin(StaffLanguage language, SettingLayer layer);

/* Writes who set it on the item, and the key that puts it back where staff did. `name` is a
 * literal.
 */
void staff_setting_show(const StaffFacts *facts, StaffItem *item, const char *name);

/* Changes it, keeps it, notes it and has it taken over. False: it could not be, which was said. */
bool staff_setting_put(StaffDesk *desk, const char *name, const char *value);
/* True: `key` was the one that puts `name` back ("reset.<name>"), and it was seen to. */
bool staff_setting_take_reset(StaffDesk *desk, const char *key, const char *name);
