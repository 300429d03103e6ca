// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

/* Without content there are no texts but these: Dutch and English, the languages every desk can
 * explain. */
static void add_without_content(Layout *layout)
{
    static const char *const lines[] = {
        "Dit scherm werkt nu niet. Vraag een medewerker om hulp.",
        "This screen is not working now. Please ask a member of staff."};
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    TextStyle style = {
        .language = "nl", .cap_px = theme_cap_px(&layout->scale, THEME_TYPE_TITLE), .weight = 600};
    int y = layout->facts->height_px / 4;
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        const TextLayout *set =
            text_set(layout->facts->setter, &style, lines[i], layout->facts->width_px - 2 * margin);
        Rect rect = {margin, y, layout->facts->width_px - 2 * margin, text_extents(set)->height};
        Widget *widget = scene_add(layout->scene, i == 0 ? "title" : NULL, WIDGET_ROLE_TITLE,
                                   WIDGET_LOOK_TEXT, rect);
        widget->text = set;
        widget->ink = THEME_COLOUR_INK;
        widget_set_label(widget, lines[i]);
        y += rect.h + 2 * layout_space(layout, THEME_SPACE_GAP);
    }
}

/* Nobody has chosen a language here: the sentence stands in all of them, the site's first one
 * largest. */
void screen_closed(Layout *layout)
{
    if (!layout->facts->content) {
        add_without_content(layout);
        return;
    }
    layout_frame(layout, layout_string(layout, "ui.closed.title"), 0, 0);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.closed.text"));
    gsize n;
    content_languages(layout->facts->content, &n);
    const LayoutText small = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    for (gsize i = 1; i < n; i++) {
        const char *text = content_text(layout->facts->content, (int)i, "ui.closed.title");
        const TextLayout *set = layout_set_in(layout, (int)i, &small, text, layout->body.w);
        int height = text_extents(set)->height;
        if (height > layout->body.h) {
            break;
        }
        Rect rect = {layout->body.x, layout->body.y, layout->body.w, height};
        Widget *widget = scene_add(layout->scene, NULL, WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, rect);
        widget->text = set;
        widget->ink = small.ink;
        widget_set_label(widget, text);
        layout->body.y += height;
        layout->body.h -= height;
    }
}
