// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const Sign side_signs[] = {
    [SLIP_SIDE_DOWN] = SIGN_ARROW_DOWN,
    [SLIP_SIDE_LEFT] = SIGN_ARROW_LEFT,
    [SLIP_SIDE_RIGHT] = SIGN_ARROW_RIGHT,
    [SLIP_SIDE_UP] = SIGN_ARROW_UP,
};

void screen_printing(Layout *layout)
{
    layout_frame(layout, layout_string(layout, "ui.print.busy"), 0, 0);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.slip.arrow"));
    int side = MIN(MIN(layout->body.w, layout->body.h), theme_mm_px(&layout->scale, 60));
    Rect rect = {layout->body.x + (layout->body.w - side) / 2,
                 layout->body.y + (layout->body.h - side) / 2, side, side};
    Widget *arrow = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, rect);
    arrow->sign = side_signs[layout->facts->slip_side];
    arrow->ink = THEME_COLOUR_ACCENT;
}
