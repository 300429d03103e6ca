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

/* One line of the list: the sentence in language index `language`. */
static const TextLayout *set_line(const Layout *layout, int language, ThemeType type, int width)
{
    const LayoutText look = {type, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    const char *text = content_text(layout->facts->content, language, "ui.closed.title");
    return layout_set_in(layout, language, &look, text, width);
}

/* The other languages in columns, each line as high as its words need; false when they do not fit.
 */
static bool add_others(Layout *layout, int columns, ThemeType type, bool is_adding)
{
    gsize n;
    content_languages(layout->facts->content, &n);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int width = (layout->body.w - (columns - 1) * gap) / columns;
    int rows = ((int)n - 1 + columns - 1) / columns;
    bool fits = true;
    for (int i = 0, line = 0, y = 0; i < (int)n; i++) {
        if (i == layout->language_index) {
            continue;
        }
        const TextLayout *set = set_line(layout, i, type, width);
        int column = line / rows;
        int height = text_extents(set)->height;
        y = line++ % rows == 0 ? 0 : y;
        fits = fits && y + height <= layout->body.h && !text_extents(set)->is_overlong;
        if (is_adding && y + height <= layout->body.h) {
            Rect rect = {layout->body.x + column * (width + gap), layout->body.y + y, width,
                         height};
            Widget *widget =
                scene_add(layout->scene, NULL, WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, rect);
            widget->text = set;
            widget->ink = THEME_COLOUR_INK_QUIET;
            widget_set_label(widget, content_text(layout->facts->content, i, "ui.closed.title"));
        }
        y += height;
    }
    return fits;
}

/* Nobody has chosen a language here: the sentence stands in all of them, the site's first one
 * largest. */
void screen_closed(Layout *layout)
{
    static const ThemeType types[] = {THEME_TYPE_HINT, THEME_TYPE_FOOT};
    if (!layout->facts->content) {
        add_without_content(layout);
        return;
    }
    layout_frame(layout, layout_string(layout, "ui.closed.title"), 0, 0);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.closed.text"));
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        for (int columns = 1; columns <= 2; columns++) {
            if (add_others(layout, columns, types[i], false)) {
                (void)add_others(layout, columns, types[i], true);
                return;
            }
        }
    }
    layout->is_overfull = true;
    (void)add_others(layout, 2, THEME_TYPE_FOOT, true);
}
