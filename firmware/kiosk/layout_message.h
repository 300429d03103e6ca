// SPDX-License-Identifier: EUPL-1.2
/* The message of the day on a screen: as staff typed it, in Dutch whatever language is around it,
 * with the sign of staff before it. Its widget is "message". Main thread. */
#pragma once

#include "kiosk/layout.h"

/* Height that it takes with the space below it; 0 when there is none. */
int layout_measure_message(const Layout *layout, int width);
/* Cut off the top of the body. */
void layout_stack_message(Layout *layout);
