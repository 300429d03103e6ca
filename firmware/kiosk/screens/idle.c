// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const double ring_mm = 50;

/* The digits as large as the ring takes them. */
static const TextLayout *set_digits(Layout *layout, const char *number, int side)
{
    Layout smaller = *layout;
    const LayoutText look = {THEME_TYPE_HUGE, 600, THEME_COLOUR_INK, TEXT_ALIGN_CENTER};
    int inner = scene_text_width_px(&layout->scale, WIDGET_LOOK_COUNTDOWN, side);
    for (; smaller.scale.text_size >= 0; smaller.scale.text_size--) {
        const TextLayout *set = layout_set(&smaller, &look, number, inner);
        if (!text_extents(set)->is_overlong && text_extents(set)->height <= side) {
            return set;
        }
    }
    layout->is_overfull = true;
    return layout_set(layout, &look, number, inner);
}

static void add_countdown(Layout *layout, int left_s, const char *number)
{
    int side = MIN(MIN(layout->body.w, layout->body.h), theme_mm_px(&layout->scale, ring_mm));
    Rect rect = {layout->body.x + (layout->body.w - side) / 2,
                 layout->body.y + (layout->body.h - side) / 2, side, side};
    Widget *ring =
        scene_add(layout->scene, "countdown", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_COUNTDOWN, rect);
    ring->value = left_s;
    ring->total = (int)(layout->facts->visit->times.idle_wipe_ms / 1000);
    ring->text = set_digits(layout, number, side);
    widget_set_label(ring, number);
}

void screen_idle(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    int left_s = visit_countdown_s(visit, layout->facts->now_ms);
    layout_frame(layout, layout_string(layout, "ui.idle.title"), 0, 0);
    g_autofree char *number = g_strdup_printf("%d", left_s);
    g_autofree char *text = content_format(layout->facts->content, layout->language_index,
                                           "ui.idle.text", "s", number, NULL);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, text);
    const LayoutButton buttons[] = {
        {"stop.yes", layout_string(layout, "ui.stop.yes"), WIDGET_LOOK_QUIET, SIGN_STOP},
        {"idle.stay", layout_string(layout, "ui.idle.stay"), WIDGET_LOOK_PRIMARY, SIGN_NEXT},
    };
    layout_bottom_buttons(layout, buttons, G_N_ELEMENTS(buttons));
    add_countdown(layout, left_s, number);
}
