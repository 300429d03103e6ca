// SPDX-License-Identifier: EUPL-1.2
/* What there is to hear of a slip: all that slip/slip prints in the visitor's language, in the
 * order of the paper and before anything is left out for want of length. Not the block for staff.
 * Pure; main thread. */
#pragma once

#include "kiosk/spoken.h"
#include "kiosk/visit.h"

void read_slip(const Visit *visit, const Spoken *to);
