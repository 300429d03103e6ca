// SPDX-License-Identifier: EUPL-1.2
/* How each WidgetLook is built up and painted: used by ui/scene and ui/stage. Sizes come from the
 * ThemeScale; looks are laid out from the start side and mirrored inside their rectangle in
 * right-to-left scenes. Main thread. */
#pragma once

#include "ui/scene_types.h"

/* Where the parts of one widget lie; w = 0 for a part that is not there. */
typedef struct {
    Rect pictogram; /* also the sign */
    Rect text;      /* the block as set: top left corner, width, height */
    Rect mark;      /* check mark of a selected tile */
} LookParts;

void look_place(const Scene *scene, const Widget *widget, LookParts *out);

/* The whole widget but its focus outline. */
void look_paint(const Scene *scene, const Widget *widget, bool is_pressed, cairo_t *cairo);
/* Outside a tile, inside a footer key (those reach the edge of the glass). */
void look_paint_focus(const Scene *scene, const Widget *widget, cairo_t *cairo);
/* Around a point that was touched and is no target: 12 mm across. `look_miss_bounds`: what it
 * paints. */
void look_paint_miss(const ThemeScale *scale, int x, int y, cairo_t *cairo);
Rect look_miss_bounds(const ThemeScale *scale, int x, int y);

/* Everything the look may paint, focus outline included. */
Rect look_bounds(const Scene *scene, const Widget *widget);

/* `wanted` where it can be read on `ground` (4.5:1 at least), else whichever of the theme's inks
 * can be read best. */
Colour look_ink_on(const ThemeScale *scale, Colour wanted, Colour ground);

/* Looks without a box of their own, in look_figures.c. */
void look_paint_dots(const Scene *scene, const Widget *widget, cairo_t *cairo);
void look_paint_countdown(const Scene *scene, const Widget *widget, cairo_t *cairo);
void look_paint_light(const Scene *scene, const Widget *widget, cairo_t *cairo);
void look_paint_image(const Widget *widget, cairo_t *cairo);
void look_paint_check(const Rect *box, Colour disc, Colour check, cairo_t *cairo);
