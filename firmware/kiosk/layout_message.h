// SPDX-License-Identifier: EUPL-1.2
/* The message of the day on a screen: as staff typed it, in Dutch whatever language is around it,
 * with the sign of staff: before it, above it where it is narrow. Its widget is "message". Main
 * thread. */
#pragma once

#include "kiosk/layout.h"

typedef struct {
    ThemeType type;
    double factor; /* below 1: smaller than that type, where it would be lost otherwise */
} LayoutMessage;
extern const LayoutMessage layout_message_usual;

/* Height that it takes with the space below it; 0 when there is none. */
int layout_measure_message(const Layout *layout, const LayoutMessage *look, int width);
/* At the top of `at`. */
void layout_add_message(Layout *layout, const LayoutMessage *look, Rect at);
/* Cut off the top of the body. */
void layout_stack_message(Layout *layout, const LayoutMessage *look);
