// SPDX-License-Identifier: EUPL-1.2
#include "ui/rect.h"

#include <glib.h>

bool rect_is_empty(const Rect *rect)
{
    return rect->w <= 0 || rect->h <= 0;
}

bool rect_equals(const Rect *a, const Rect *b)
{
    return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

bool rect_contains(const Rect *rect, int x, int y)
{
    return x >= rect->x && x < rect->x + rect->w && y >= rect->y && y < rect->y + rect->h;
}

bool rect_encloses(const Rect *outer, const Rect *inner)
{
    return inner->x >= outer->x && inner->y >= outer->y &&
           inner->x + inner->w <= outer->x + outer->w && inner->y + inner->h <= outer->y + outer->h;
}

bool rect_intersects(const Rect *a, const Rect *b)
{
    const Rect common = rect_intersection(a, b);
    return !rect_is_empty(&common);
}

Rect rect_intersection(const Rect *a, const Rect *b)
{
    const int left = MAX(a->x, b->x);
    const int top = MAX(a->y, b->y);
    const int right = MIN(a->x + a->w, b->x + b->w);
    const int bottom = MIN(a->y + a->h, b->y + b->h);
    if (right <= left || bottom <= top) {
        return (Rect){0};
    }
    return (Rect){left, top, right - left, bottom - top};
}

Rect rect_union(const Rect *a, const Rect *b)
{
    if (rect_is_empty(a)) {
        return *b;
    }
    if (rect_is_empty(b)) {
        return *a;
    }
    const int left = MIN(a->x, b->x);
    const int top = MIN(a->y, b->y);
    const int right = MAX(a->x + a->w, b->x + b->w);
    const int bottom = MAX(a->y + a->h, b->y + b->h);
    return (Rect){left, top, right - left, bottom - top};
}

Rect rect_grown(const Rect *rect, int by_px)
{
    return (Rect){rect->x - by_px, rect->y - by_px, rect->w + 2 * by_px, rect->h + 2 * by_px};
}
