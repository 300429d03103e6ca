// SPDX-License-Identifier: EUPL-1.2
/* How each WidgetLook is built up and painted: used by ui/scene alone. Sizes come from the
 * ThemeScale; looks are laid out from the start side and mirrored inside their rectangle in
 * right-to-left scenes. Main thread. */
#pragma once

#include "ui/scene.h"

/* Where the parts of one widget lie; w = 0 for a part that is not there. */
typedef struct {
    Rect pictogram; /* also the sign */
    Rect text;      /* the block as set, top left corner and width; h is the text's height */
    Rect mark;      /* check mark of a selected tile */
} LookParts;

void look_place(const Scene *scene, const Widget *widget, LookParts *out);

/* State a widget is painted in. */
typedef struct {
    bool is_pressed, is_focused;
} LookState;

void look_paint(const Scene *scene, const Widget *widget, LookState state, cairo_t *cairo);

/* Everything the look may paint, focus outline included. */
Rect look_bounds(const Scene *scene, const Widget *widget);
