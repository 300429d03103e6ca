// SPDX-License-Identifier: EUPL-1.2
#include "ui/focus.h"

#include <string.h>

static bool can_focus(const Widget *widget)
{
    return widget->is_target && widget->is_enabled && widget->id[0] != '\0';
}

static const Widget *find_focused(const Focus *focus, const Scene *scene)
{
    const Widget *widget = scene_find(scene, focus->id);
    return widget != NULL && can_focus(widget) ? widget : NULL;
}

static const Widget *find_start(const Scene *scene)
{
    const Widget *first = NULL;
    const Widget *first_foot = NULL;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        if (!can_focus(widget)) {
            continue;
        }
        const bool is_foot = widget->look == WIDGET_LOOK_FOOT;
        if (widget->is_selected && !is_foot) {
            return widget;
        }
        if (is_foot) {
            first_foot = first_foot != NULL ? first_foot : widget;
        } else {
            first = first != NULL ? first : widget;
        }
    }
    return first != NULL ? first : first_foot;
}

static const Widget *find_in_order(const Scene *scene, const Widget *from, int step)
{
    const gsize n = scene->n_widgets;
    const gsize at = (gsize)(from - scene->widgets);
    for (gsize i = 1; i <= n; i++) {
        const gsize next = step > 0 ? (at + i) % n : (at + n - i) % n;
        if (can_focus(&scene->widgets[next])) {
            return &scene->widgets[next];
        }
    }
    return from;
}

/* The space between two spans; 0 when they overlap. */
static int gap_between(int a, int a_size, int b, int b_size)
{
    return MAX(0, MAX(a - (b + b_size), b - (a + a_size)));
}

/* How far `to` is in the direction of the move, sideways counting triple; -1: not that way. */
static int distance(const Rect *from, const Rect *to, FocusMove move)
{
    const int dx = 2 * to->x + to->w - 2 * from->x - from->w;
    const int dy = 2 * to->y + to->h - 2 * from->y - from->h;
    const int gap_x = gap_between(from->x, from->w, to->x, to->w);
    const int gap_y = gap_between(from->y, from->h, to->y, to->h);
    const bool is_across = move == FOCUS_MOVE_LEFT || move == FOCUS_MOVE_RIGHT;
    const int ahead = move == FOCUS_MOVE_LEFT    ? -dx
                      : move == FOCUS_MOVE_RIGHT ? dx
                      : move == FOCUS_MOVE_UP    ? -dy
                                                 : dy;
    if (ahead <= 0 || (is_across ? gap_y > 0 || gap_x == 0 : gap_y == 0)) {
        return -1;
    }
    const int sideways = is_across ? gap_y : gap_x;
    const int offset = is_across ? ABS(dy) : ABS(dx);
    return (is_across ? gap_x : gap_y) * 4 + sideways * 12 + offset / 2;
}

static const Widget *find_neighbour(const Scene *scene, const Widget *from, FocusMove move)
{
    const Widget *best = NULL;
    int best_distance = 0;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        if (widget == from || !can_focus(widget)) {
            continue;
        }
        const int far = distance(&from->rect, &widget->rect, move);
        if (far >= 0 && (best == NULL || far < best_distance)) {
            best = widget;
            best_distance = far;
        }
    }
    return best;
}

static int order_of(const Scene *scene, FocusMove move)
{
    switch (move) {
    case FOCUS_MOVE_UP:
    case FOCUS_MOVE_PREVIOUS:
        return -1;
    case FOCUS_MOVE_DOWN:
    case FOCUS_MOVE_NEXT:
        return 1;
    case FOCUS_MOVE_LEFT:
        return scene->is_rtl ? 1 : -1;
    case FOCUS_MOVE_RIGHT:
        return scene->is_rtl ? -1 : 1;
    }
    g_assert_not_reached();
}

static void put(Focus *focus, const Widget *widget)
{
    g_strlcpy(focus->id, widget != NULL ? widget->id : "", sizeof focus->id);
}

void focus_move(Focus *focus, const Scene *scene, FocusMove move)
{
    const Widget *from = find_focused(focus, scene);
    if (from == NULL || !focus->is_shown) {
        put(focus, from != NULL ? from : find_start(scene));
        focus->is_shown = true;
        return;
    }
    const bool is_spatial = move != FOCUS_MOVE_NEXT && move != FOCUS_MOVE_PREVIOUS;
    const Widget *to = is_spatial ? find_neighbour(scene, from, move) : NULL;
    put(focus, to != NULL ? to : find_in_order(scene, from, order_of(scene, move)));
}

void focus_follow(Focus *focus, const Scene *scene)
{
    if (find_focused(focus, scene) == NULL) {
        put(focus, focus->is_shown ? find_start(scene) : NULL);
    }
}

void focus_hide(Focus *focus)
{
    focus->is_shown = false;
}

const char *focus_shown(const Focus *focus)
{
    return focus->is_shown && focus->id[0] != '\0' ? focus->id : NULL;
}
