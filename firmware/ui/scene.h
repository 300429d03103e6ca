// SPDX-License-Identifier: EUPL-1.2
/* What is on the glass: a flat list of widgets with their places. A screen builds a fresh Scene
 * whenever something changed; the Stage compares it with the one before and repaints only what
 * differs. Screens are laid out left to right; `scene_mirror` turns a whole scene for right-to-left
 * languages. Main thread. */
#pragma once

#include "ui/scene_types.h"

Scene *scene_new(void);
void scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, scene_free)
/* Empties it for the next layout; labels are wiped before they are freed. */
void scene_clear(Scene *scene);

/* A new widget at the end, zeroed but for id, look, rect, role, is_enabled and ink (INK; PAPER for
 * a PANEL); NULL id is "". Aborts when the scene is full. Borrowed. */
Widget *scene_add(Scene *scene, const char *id, WidgetRole role, WidgetLook look, Rect rect);
void widget_set_label(Widget *widget, const char *label);

/* Turns the scene for right-to-left (sets is_rtl): every rectangle is mirrored; keeps_side ones
 * keep their distance from the left of the CARD they lie in, or else of the panel. */
void scene_mirror(Scene *scene);

/* The target at a point, or NULL. */
const Widget *scene_find_target(const Scene *scene, int x, int y);
const Widget *scene_find(const Scene *scene, const char *id);

/* Paints the whole scene clipped to `clip`; `pressed_id` and `focused_id` may be NULL. */
void scene_paint(const Scene *scene, cairo_t *cairo, const Rect *clip, const char *pressed_id,
                 const char *focused_id);

/* Rectangles that differ between two scenes, merged, at most `max`; the whole panel when they
 * differ in size, theme or screen. */
gsize scene_diff(const Scene *before, const Scene *after, Rect *changed, gsize max);

/* Room inside the looks, so that a screen can measure before it places. A widget's text must be set
 * to exactly the width this gives for its rectangle (0 at least); the look then puts the block
 * where it belongs, in the vertical middle unless said otherwise. Lines bring their own leading, so
 * little padding is added above and below. By look:
 *   TILE          START; beside a pictogram column, whose corner takes the check mark
 *   PICTURE_TILE  CENTER; pictogram above, check mark in the corner
 *   PLAIN_TILE    START or CENTER; check mark in the corner
 *   QUIET         START; a sign or small pictogram before it when there is one
 *   PRIMARY STOP  START; SIGN_NEXT at the end side, any other sign before the text
 *   FOOT          CENTER; sign above
 *   CARD          START; at the top, inside the padding
 *   COUNTDOWN     CENTER; inside the ring
 *   others        the whole width, at the top */
int scene_text_width_px(const ThemeScale *scale, WidgetLook look, int rect_w);

/* The least height of a rectangle of this look, targets' least sizes included. `text`, `pictogram`
 * may be NULL. */
int scene_min_height_px(const ThemeScale *scale, WidgetLook look, const TextLayout *text,
                        const TextLayout *pictogram);
