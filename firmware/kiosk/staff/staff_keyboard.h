// SPDX-License-Identifier: EUPL-1.2
/* Lays out a page of kind KEYBOARD: what is being typed (`text`, at most `max_chars`) over keys for
 * letters, digits and signs. Keys: staff.do.type.<character>, staff.do.erase, staff.do.space,
 * staff.do.shift, staff.do.accept; staff.back. Main thread. */
#pragma once

#include "kiosk/staff/staff_screen.h"

void staff_keyboard_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                            const StaffPage *page, Scene *scene);
