// SPDX-License-Identifier: EUPL-1.2
/* Whether a screen keeps the norms that can be measured: nothing cut off, targets large enough and
 * apart, every target named. Pure; any thread. */
#pragma once

#include "base/json.h"

/* `tree` as the inspector gives it. One line a fault, appended to `faults`; returns how many. */
int glass_check(const json_t *tree, GString *faults);
