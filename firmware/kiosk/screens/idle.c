// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

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
    int side = MIN(MIN(layout->body.w, layout->body.h), theme_mm_px(&layout->scale, 50));
    Rect rect = {layout->body.x + (layout->body.w - side) / 2,
                 layout->body.y + (layout->body.h - side) / 2, side, side};
    Widget *ring =
        scene_add(layout->scene, "countdown", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_COUNTDOWN, rect);
    ring->value = left_s;
    ring->total = (int)(visit->times.idle_wipe_ms / 1000);
    const LayoutText digits = {THEME_TYPE_HUGE, 600, THEME_COLOUR_INK, TEXT_ALIGN_CENTER};
    ring->text = layout_set(layout, &digits, number,
                            scene_text_width_px(&layout->scale, WIDGET_LOOK_COUNTDOWN, side));
    widget_set_label(ring, number);
}
