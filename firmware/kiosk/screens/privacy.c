// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "intake/flow.h"

/* What is kept and what is not, one line a fact, each with its sign. */
static const struct {
    const char *text;
    const char *icon;
} facts[] = {
    {"ui.privacy.noname", "ui_noname"},
    {"ui.privacy.skip", "ui_skip"},
    {"ui.privacy.wipe", "ui_wipe"},
    {"ui.privacy.send", "ui_count"},
};

static void add_fact(Layout *layout, const char *emoji, const char *text)
{
    int side = layout_pictogram_px(&layout->scale, LAYOUT_PICTOGRAM_FACT);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    Rect at = {layout->body.x + side + gap, layout->body.y, layout->body.w - side - gap, 0};
    const TextExtents *extents = text_extents(layout_set(layout, &look, text, at.w));
    int height = MAX(side, extents->height);
    layout->is_overfull = layout->is_overfull || height > layout->body.h;
    at.y += (height - extents->height) / 2;
    layout_add_text(layout, NULL, &look, text, at);
    Rect sign = {layout->body.x, layout->body.y + (height - side) / 2, side, side};
    Widget *picture = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_EMOJI, sign);
    picture->pictogram = layout_emoji(layout, emoji, side);
    layout->body.y += height + gap / 2;
    layout->body.h -= height + gap / 2;
}

/* How many questions, at the start side of the button to begin (above it in portrait). */
static void add_count(Layout *layout, Rect at)
{
    const Content *content = layout->facts->content;
    g_autofree char *number =
        g_strdup_printf("%d", flow_estimate_remaining(content, &layout->facts->visit->answers));
    g_autofree char *count =
        content_format(content, layout->language_index, "ui.privacy.count", "n", number, NULL);
    const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    int height = text_extents(layout_set(layout, &look, count, at.w))->height;
    layout->is_overfull = layout->is_overfull || height > at.h;
    at.y += MAX(0, (at.h - height) / 2);
    layout_add_text(layout, NULL, &look, count, at);
}

void screen_privacy(Layout *layout)
{
    const Content *content = layout->facts->content;
    int gap = layout_space(layout, THEME_SPACE_GAP);
    layout_frame(layout, layout_string(layout, "ui.privacy.title"), 0, 0);
    Rect whole = layout->body;
    const LayoutButton start = {"privacy.start", layout_string(layout, "ui.privacy.start"),
                                WIDGET_LOOK_PRIMARY, SIGN_NEXT};
    layout_bottom_buttons(layout, &start, 1);
    const Rect button = scene_find(layout->scene, "privacy.start")->rect;
    Rect count = {whole.x, button.y, button.x - gap - whole.x, button.h};
    if (!layout->is_landscape) {
        count = (Rect){whole.x, button.y - gap - button.h, whole.w, button.h};
        layout->body.h = count.y - gap - layout->body.y;
    }
    add_count(layout, count);
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        add_fact(layout, content_pictogram(content, facts[i].icon),
                 layout_string(layout, facts[i].text));
    }
}
