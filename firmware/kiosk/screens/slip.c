// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const Sign side_signs[] = {
    [SLIP_SIDE_DOWN] = SIGN_ARROW_DOWN,
    [SLIP_SIDE_LEFT] = SIGN_ARROW_LEFT,
    [SLIP_SIDE_RIGHT] = SIGN_ARROW_RIGHT,
    [SLIP_SIDE_UP] = SIGN_ARROW_UP,
};

/* QR and reference together; returns what they took of the area's height. */
static int add_code(Layout *layout, Rect area)
{
    const Visit *visit = layout->facts->visit;
    const LayoutText look = {THEME_TYPE_TITLE, 600, THEME_COLOUR_INK, TEXT_ALIGN_CENTER};
    int text_height = text_extents(layout_set(layout, &look, visit->reference, area.w))->height;
    int side = 0;
    if (layout->facts->qr) {
        side = MIN(area.w, area.h - text_height);
        Rect rect = {area.x + (area.w - side) / 2, area.y, side, side};
        Widget *image =
            scene_add(layout->scene, "slip.qr", WIDGET_ROLE_PICTURE, WIDGET_LOOK_IMAGE, rect);
        image->image = layout->facts->qr;
    }
    Rect text = {area.x, area.y + side, area.w, 0};
    return side + layout_add_text(layout, "slip.reference", &look, visit->reference, text);
}

static void add_take_it(Layout *layout, bool has_paper)
{
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    if (!has_paper) {
        layout_stack_text(layout, &look, layout_string(layout, "ui.print.photo"));
        return;
    }
    layout_stack_text(layout, &look, layout_string(layout, "ui.slip.arrow"));
    int side = CLAMP(layout->body.h / 2, 0, theme_mm_px(&layout->scale, 28));
    Rect rect = {layout->body.x, layout->body.y, side, side};
    Widget *arrow = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, rect);
    arrow->sign = side_signs[layout->facts->slip_side];
    arrow->ink = THEME_COLOUR_ACCENT;
    layout->body.y += side + layout_space(layout, THEME_SPACE_GAP);
    layout->body.h -= side + layout_space(layout, THEME_SPACE_GAP);
}

void screen_slip(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    bool has_paper = visit->paper != VISIT_PAPER_FAILED;
    bool is_sure = visit->paper == VISIT_PAPER_PRINTED || !visit->is_recorded;
    int gap = layout_space(layout, THEME_SPACE_GAP);
    layout_frame(layout, layout_string(layout, has_paper ? "ui.print.take" : "ui.print.fail"), 0,
                 0);
    const LayoutButton button = {is_sure ? "slip.done" : "slip.have",
                                 layout_string(layout, is_sure ? "ui.btn.done" : "ui.btn.have"),
                                 WIDGET_LOOK_PRIMARY, SIGN_CHECK};
    layout_bottom_buttons(layout, &button, 1);
    Rect code = layout->body;
    Rect whole = layout->body;
    if (layout->is_landscape) {
        code.w = (whole.w - gap) / 2;
        code.x = whole.x + whole.w - code.w;
        layout->body.w = whole.w - code.w - gap;
        code.h = whole.h;
        /* the button stands at the end side below the code */
    } else {
        code.h = whole.h * 3 / 5;
        layout->body.y = whole.y + code.h + gap;
        layout->body.h = whole.h - code.h - gap;
    }
    add_code(layout, code);
    add_take_it(layout, has_paper);
    const LayoutText look = {THEME_TYPE_ANSWER, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
    if (!visit->is_kept) {
        layout_stack_text(layout, &look, layout_string(layout, "ui.print.desk"));
    }
    layout_stack_text_if_room(layout, &look, layout_string(layout, "ui.print.bye"));
}
