// SPDX-License-Identifier: EUPL-1.2
/* Rectangles on the glass, in whole pixels. A rectangle without area is empty. Any thread. */
#pragma once

#include <stdbool.h>

typedef struct {
    int x, y, w, h; /* pixels */
} Rect;

bool rect_is_empty(const Rect *rect);
bool rect_equals(const Rect *a, const Rect *b);
/* The right and lower edge are outside. */
bool rect_contains(const Rect *rect, int x, int y);
bool rect_encloses(const Rect *outer, const Rect *inner);
bool rect_intersects(const Rect *a, const Rect *b);
Rect rect_intersection(const Rect *a, const Rect *b);
/* The least rectangle around both; an empty one adds nothing. */
Rect rect_union(const Rect *a, const Rect *b);
/* Grown by `by_px` on each side. */
Rect rect_grown(const Rect *rect, int by_px);
