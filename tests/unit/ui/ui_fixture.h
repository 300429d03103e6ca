// SPDX-License-Identifier: EUPL-1.2
/* What the tests of the glass share: the real theme on a small panel, a scene with every look. */
#pragma once

#include "ui/scene.h"

/* The shipped theme at 6 px a millimetre: normal text, normal contrast. Kept until the program
 * ends. */
ThemeScale fixture_scale(void);

/* An empty scene of 1280 x 800; caller frees. */
Scene *fixture_scene(const char *screen);
/* A tile of that id and place that can be touched. */
Widget *fixture_target(Scene *scene, const char *id, Rect rect);

/* Our own fonts; a setter for them. Caller frees. */
TextSetter *fixture_setter(void);
/* Every look at once, with text of `language` ("nl" or "ar"), mirrored where that is written from
 * the right. What it is made of is kept by `setter`. Caller frees. */
Scene *fixture_gallery(TextSetter *setter, const ThemeScale *scale, const char *language);
/* The scene on a surface; caller destroys. */
cairo_surface_t *fixture_paint(const Scene *scene, const char *pressed, const char *focused);
bool fixture_is_same(cairo_surface_t *a, cairo_surface_t *b);
