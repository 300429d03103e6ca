// SPDX-License-Identifier: EUPL-1.2
/* Lays out the pages that try or protect the glass itself and therefore cover all of it: TOUCH
 * (`bits` of the fields that were touched, `step` seconds are left), COLOURS (number `step`) and
 * CLEANING (`step` seconds are left, nothing can be touched). Keys: staff.do.touch.<field>,
 * staff.do.next, staff.back but for CLEANING, which ends by itself. Main thread. */
#pragma once

#include "kiosk/staff/staff_screen.h"

enum { STAFF_GLASS_CLEANING_S = 30, STAFF_GLASS_TOUCH_S = 60 };

void staff_glass_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                         const StaffPage *page, Scene *scene);
