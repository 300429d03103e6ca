// SPDX-License-Identifier: EUPL-1.2
/* One item of a page each, as a cell: how many stand in a row, how high it is, and how it is laid
 * out. Used by kiosk/staff/staff_screen. Main thread. */
#pragma once

#include "kiosk/staff/staff_layout.h"

int staff_cell_columns(const StaffLayout *layout, StaffItemKind kind);
int staff_cell_measure(const StaffLayout *layout, const StaffItem *item, int width_px);
void staff_cell_add(StaffLayout *layout, const StaffItem *item, Rect rect);
