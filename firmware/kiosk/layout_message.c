// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout_message.h"

static const double sign_mm = 8;
static const double narrow_mm = 60;

const LayoutMessage layout_message_usual = {THEME_TYPE_HINT, 1};

/* Where sign and words are, from the top left corner of the message. */
typedef struct {
    const TextLayout *words;
    Rect sign, text;
    int height;
} Placed;

/* Nobody laid out what staff type: a word that is too long is broken. */
static const TextLayout *set_words(const Layout *layout, const LayoutMessage *look, int width)
{
    const TextStyle style = {
        .language = "nl",
        .cap_px = theme_cap_px(&layout->scale, look->type) * look->factor,
        .weight = look->type == THEME_TYPE_HINT ? 600 : 400,
        .may_break_words = true,
    };
    return text_set(layout->facts->setter, &style, layout->facts->message, width);
}

static Placed place(const Layout *layout, const LayoutMessage *look, int width)
{
    int side = theme_mm_px(&layout->scale, sign_mm);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    bool is_narrow = width < theme_mm_px(&layout->scale, narrow_mm);
    int indent = is_narrow ? 0 : side + gap;
    Placed placed = {.words = set_words(layout, look, width - indent)};
    int words = text_extents(placed.words)->height;
    placed.height = is_narrow ? side + gap / 2 + words : MAX(side, words);
    placed.sign = (Rect){0, is_narrow ? 0 : (placed.height - side) / 2, side, side};
    placed.text = (Rect){indent, is_narrow ? side + gap / 2 : (placed.height - words) / 2,
                         width - indent, words};
    return placed;
}

int layout_measure_message(const Layout *layout, const LayoutMessage *look, int width)
{
    return layout->facts->message
               ? place(layout, look, width).height + layout_space(layout, THEME_SPACE_GAP)
               : 0;
}

void layout_add_message(Layout *layout, const LayoutMessage *look, Rect at)
{
    Placed placed = place(layout, look, at.w);
    placed.sign.x += at.x;
    placed.sign.y += at.y;
    placed.text.x += at.x;
    placed.text.y += at.y;
    Widget *sign =
        scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, placed.sign);
    sign->sign = SIGN_STAFF;
    sign->ink = THEME_COLOUR_ACCENT;
    Widget *words =
        scene_add(layout->scene, "message", WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, placed.text);
    words->text = placed.words;
    words->ink = THEME_COLOUR_INK;
    widget_set_label(words, layout->facts->message);
    layout->is_overfull = layout->is_overfull || placed.height > at.h;
}

void layout_stack_message(Layout *layout, const LayoutMessage *look)
{
    int height = layout_measure_message(layout, look, layout->body.w);
    if (height > 0) {
        layout_add_message(layout, look, layout->body);
        height = MIN(height, layout->body.h);
        layout->body.y += height;
        layout->body.h -= height;
    }
}
