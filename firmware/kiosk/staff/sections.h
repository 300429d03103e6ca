// SPDX-License-Identifier: EUPL-1.2
/* The functions of each section of the staff menu, which stand in section_<id>.c; what they do is
 * said in staff_sections.h. Used by staff_sections.c only. */
#pragma once

#include "kiosk/staff/staff_sections.h"
