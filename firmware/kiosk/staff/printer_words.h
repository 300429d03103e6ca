// SPDX-License-Identifier: EUPL-1.2
/* How the printer is, said to staff: the state, and what to do about it. Pure. */
#pragma once

#include "kiosk/staff/staff_page.h"
#include "slip/printer_state.h"

typedef struct {
    StaffLight light;
    StaffText state;
    StaffText advice; /* NULL: nothing to do */
} PrinterWords;

PrinterWords printer_words(PrinterState state);
