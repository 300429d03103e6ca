// SPDX-License-Identifier: EUPL-1.2
/* Lays out the pad before the staff menu: a telephone's keys (1 2 3 on top), 20 mm at least, never
 * mirrored, never spoken, and without any answer to a press but the dots, so that who looks on sees
 * nothing. Widgets: staff.pad.0 to 9, .erase, .ok, .switch; staff.language; staff.leave. Main
 * thread. */
#pragma once

#include "kiosk/staff/staff_layout.h"
#include "kiosk/staff/way_in.h"

/* Screen "staff-pin"; detail: "pin", "code", "new" or "again". */
void staff_pad_lay_out(const StaffSurface *surface, const WayInView *view, Scene *scene);
