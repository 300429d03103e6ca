// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout_message.h"

static const double sign_mm = 8;

static int find_indent(const Layout *layout)
{
    return theme_mm_px(&layout->scale, sign_mm) + layout_space(layout, THEME_SPACE_GAP);
}

/* Nobody laid out what staff type: a word that is too long is broken. */
static const TextLayout *set_message(const Layout *layout, int width)
{
    const LayoutText look = {THEME_TYPE_HINT, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
    Layout breaking = *layout;
    breaking.may_break_words = true;
    return layout_set_in(&breaking, content_find_language(layout->facts->content, "nl"), &look,
                         layout->facts->message, width - find_indent(layout));
}

int layout_measure_message(const Layout *layout, int width)
{
    if (!layout->facts->message) {
        return 0;
    }
    int side = theme_mm_px(&layout->scale, sign_mm);
    return MAX(side, text_extents(set_message(layout, width))->height) +
           layout_space(layout, THEME_SPACE_GAP);
}

void layout_stack_message(Layout *layout)
{
    int height = layout_measure_message(layout, layout->body.w);
    if (height == 0) {
        return;
    }
    int side = theme_mm_px(&layout->scale, sign_mm);
    int indent = find_indent(layout);
    const TextLayout *set = set_message(layout, layout->body.w);
    int taken = height - layout_space(layout, THEME_SPACE_GAP);
    int words = text_extents(set)->height;
    Rect sign = {layout->body.x, layout->body.y + (taken - side) / 2, side, side};
    Rect rect = {layout->body.x + indent, layout->body.y + (taken - words) / 2,
                 layout->body.w - indent, words};
    Widget *picture = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, sign);
    picture->sign = SIGN_STAFF;
    picture->ink = THEME_COLOUR_ACCENT;
    Widget *widget = scene_add(layout->scene, "message", WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, rect);
    widget->text = set;
    widget->ink = THEME_COLOUR_INK;
    widget_set_label(widget, layout->facts->message);
    layout->is_overfull = layout->is_overfull || height > layout->body.h;
    height = MIN(height, layout->body.h);
    layout->body.y += height;
    layout->body.h -= height;
}
