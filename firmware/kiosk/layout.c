// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

const char *layout_string(const Layout *layout, const char *id)
{
    return content_text(layout->facts->content, layout->language_index, id);
}

int layout_space(const Layout *layout, ThemeSpace space)
{
    return theme_space_px(&layout->scale, space);
}

static TextStyle make_style(const Layout *layout, int language, const LayoutText *look)
{
    gsize n;
    const Language *in = &content_languages(layout->facts->content, &n)[language];
    return (TextStyle){
        .language = in->bcp47,
        .is_rtl = in->is_rtl,
        .cap_px = theme_cap_px(&layout->scale, look->type),
        .weight = look->weight,
        .align = look->align,
        .may_break_words = layout->may_break_words,
    };
}

const TextLayout *layout_set_in(const Layout *layout, int language, const LayoutText *look,
                                const char *text, int width_px)
{
    TextStyle style = make_style(layout, language, look);
    return text_set(layout->facts->setter, &style, text, width_px);
}

const TextLayout *layout_set(const Layout *layout, const LayoutText *look, const char *text,
                             int width_px)
{
    Layout smaller = *layout;
    const TextLayout *set = layout_set_in(&smaller, layout->language_index, look, text, width_px);
    while (text_extents(set)->is_overlong && smaller.scale.text_size > 0) {
        smaller.scale.text_size--;
        set = layout_set_in(&smaller, layout->language_index, look, text, width_px);
    }
    return set;
}

int layout_pictogram_px(const ThemeScale *scale, LayoutPictogram which)
{
    static const double small_mm[LAYOUT_PICTOGRAM_COUNT] = {
        [LAYOUT_PICTOGRAM_QUIET] = 8,
        [LAYOUT_PICTOGRAM_FACT] = 10,
    };
    return which == LAYOUT_PICTOGRAM_TILE ? theme_space_px(scale, THEME_SPACE_PICTOGRAM)
                                          : theme_mm_px(scale, small_mm[which]);
}

const TextLayout *layout_emoji(const Layout *layout, const char *emoji, int side_px)
{
    if (!emoji) {
        return NULL;
    }
    TextStyle style = {.language = "nl", .cap_px = side_px, .weight = 400, .is_emoji = true};
    return text_set(layout->facts->setter, &style, emoji, 0);
}

int layout_add_text(Layout *layout, const char *id, const LayoutText *look, const char *text,
                    Rect at)
{
    const TextLayout *set = layout_set(layout, look, text, at.w);
    at.h = text_extents(set)->height;
    layout->is_overfull = layout->is_overfull || text_extents(set)->is_overlong;
    Widget *widget = scene_add(
        layout->scene, id, look->type == THEME_TYPE_TITLE ? WIDGET_ROLE_TITLE : WIDGET_ROLE_TEXT,
        WIDGET_LOOK_TEXT, at);
    widget->text = set;
    widget->ink = look->ink;
    widget_set_label(widget, text);
    return at.h;
}

static void cut_top(Rect *rect, int height)
{
    height = MIN(height, rect->h);
    rect->y += height;
    rect->h -= height;
}

void layout_stack_text(Layout *layout, const LayoutText *look, const char *text)
{
    int height = layout_add_text(layout, NULL, look, text, layout->body);
    layout->is_overfull = layout->is_overfull || height > layout->body.h;
    cut_top(&layout->body, height + layout_space(layout, THEME_SPACE_GAP) / 2);
}

bool layout_stack_text_if_room(Layout *layout, const LayoutText *look, const char *text)
{
    bool fits =
        text_extents(layout_set(layout, look, text, layout->body.w))->height <= layout->body.h;
    if (fits) {
        layout_stack_text(layout, look, text);
    }
    return fits;
}

/* --- frame -------------------------------------------------------------------------------------
 */

static void add_dots(Layout *layout, int value, int total)
{
    int height = scene_min_height_px(&layout->scale, WIDGET_LOOK_DOTS, NULL, NULL);
    Rect rect = {layout->body.x, layout->body.y, layout->body.w, height};
    Widget *dots =
        scene_add(layout->scene, "progress", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_DOTS, rect);
    dots->value = value;
    dots->total = total;
    g_autofree char *number = g_strdup_printf("%d", value);
    g_autofree char *label = content_format(layout->facts->content, layout->language_index,
                                            "ui.progress", "n", number, NULL);
    widget_set_label(dots, label);
    cut_top(&layout->body, height + theme_mm_px(&layout->scale, 1.5));
}

/* The largest title that takes one line, down to the answers' type at normal size; else that one.
 */
static const TextLayout *set_title(const Layout *layout, const char *title)
{
    static const ThemeType types[] = {THEME_TYPE_TITLE, THEME_TYPE_ANSWER};
    const TextLayout *set = NULL;
    const TextLayout *two_lines = NULL;
    for (gsize i = layout->is_tight ? 1 : 0; i < G_N_ELEMENTS(types); i++) {
        Layout smaller = *layout;
        const LayoutText look = {types[i], 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
        for (; smaller.scale.text_size >= 0; smaller.scale.text_size--) {
            set = layout_set(&smaller, &look, title, layout->body.w);
            if (text_extents(set)->n_lines == 1) {
                return set;
            }
        }
        two_lines = two_lines ? two_lines : set;
    }
    return text_extents(set)->n_lines < text_extents(two_lines)->n_lines ? set : two_lines;
}

static void add_title(Layout *layout, const char *title)
{
    Rect at = layout->body;
    const TextLayout *set = set_title(layout, title);
    at.h = text_extents(set)->height;
    Widget *widget = scene_add(layout->scene, "title", WIDGET_ROLE_TITLE, WIDGET_LOOK_TEXT, at);
    widget->text = set;
    widget->ink = THEME_COLOUR_INK;
    widget_set_label(widget, title);
    layout->is_overfull = layout->is_overfull || text_extents(set)->is_overlong;
    cut_top(&layout->body, at.h + layout_space(layout, THEME_SPACE_GAP) / 2);
}

bool layout_add_beside_title(Layout *layout, const LayoutText *look, const char *text)
{
    Widget *title = &layout->scene->widgets[layout->scene->n_widgets - 1];
    g_assert(g_str_equal(title->id, "title"));
    const TextExtents *beside = text_extents(layout_set(layout, look, text, 0));
    Layout narrow = *layout;
    narrow.body.w = title->rect.w - beside->width - layout_space(layout, THEME_SPACE_MARGIN);
    if (narrow.body.w <= 0 || beside->height > title->rect.h) {
        return false;
    }
    const TextLayout *set = set_title(&narrow, title->label);
    if (text_extents(set)->n_lines > 1 || text_extents(set)->is_overlong ||
        text_extents(set)->height < title->rect.h) {
        return false;
    }
    Rect at = title->rect;
    title->text = set;
    title->rect.w = narrow.body.w;
    if (layout->language->is_rtl) { /* only on the first screen, which is not mirrored */
        title->rect.x += at.w - narrow.body.w;
    } else {
        at.x += at.w - beside->width;
    }
    at.w = beside->width;
    at.y += (at.h - beside->height) / 2;
    (void)layout_add_text(layout, NULL, look, text, at);
    return true;
}

void layout_frame(Layout *layout, const char *title, int value, int total)
{
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int gap = theme_mm_px(&layout->scale, 3);
    bool is_closed = layout->facts->visit->state == VISIT_STATE_CLOSED; /* no key means anything */
    int foot = is_closed ? layout->facts->height_px - margin + gap : layout_add_footer(layout);
    int top = theme_mm_px(&layout->scale, layout->is_landscape ? 3 : 8);
    layout->body = (Rect){margin, top, layout->facts->width_px - 2 * margin, foot - gap - top};
    if (total > 0) {
        add_dots(layout, value, total);
    }
    if (title) {
        add_title(layout, title);
    }
}

/* --- buttons -----------------------------------------------------------------------------------
 */

/* One line in the hint's type is better than two in the answers'. */
static const TextLayout *set_button(const Layout *layout, const LayoutButton *button, int width)
{
    bool is_quiet = button->look == WIDGET_LOOK_QUIET;
    LayoutText look = {is_quiet ? THEME_TYPE_HINT : THEME_TYPE_ANSWER, is_quiet ? 400 : 600,
                       THEME_COLOUR_INK, TEXT_ALIGN_START};
    int inner = scene_text_width_px(&layout->scale, button->look, width);
    const TextLayout *set = layout_set(layout, &look, button->text, inner);
    look.type = THEME_TYPE_HINT;
    const TextLayout *smaller = layout_set(layout, &look, button->text, inner);
    bool is_shorter = text_extents(smaller)->n_lines < text_extents(set)->n_lines ||
                      text_extents(set)->is_overlong;
    return is_shorter || layout->is_tight ? smaller : set;
}

int layout_measure_button(const Layout *layout, const LayoutButton *button, int width)
{
    return MAX(
        layout_space(layout, THEME_SPACE_TARGET),
        scene_min_height_px(&layout->scale, button->look, set_button(layout, button, width), NULL));
}

Widget *layout_add_button(Layout *layout, const LayoutButton *button, Rect at)
{
    int height = layout_measure_button(layout, button, at.w);
    layout->is_overfull = layout->is_overfull || height > at.h;
    at.h = MAX(at.h, height);
    Widget *widget = scene_add(layout->scene, button->id, WIDGET_ROLE_BUTTON, button->look, at);
    widget->text = set_button(layout, button, at.w);
    widget->sign = button->sign;
    widget->is_target = true;
    widget_set_label(widget, button->text);
    return widget;
}

void layout_bottom_buttons(Layout *layout, const LayoutButton *buttons, gsize n)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    bool is_stacked = !layout->is_landscape && n > 1;
    int columns = is_stacked ? 1 : MAX((int)n, layout->is_landscape ? 2 : 1);
    int width = (layout->body.w - (columns - 1) * gap) / columns;
    int height = 0;
    for (gsize i = 0; i < n; i++) {
        height = MAX(height, layout_measure_button(layout, &buttons[i], width));
    }
    int rows = is_stacked ? (int)n : 1;
    bool is_reach = layout->facts->visit->is_reach;
    int top = layout->body.y + layout->body.h - rows * height - (rows - 1) * gap;
    layout->is_overfull = layout->is_overfull || top < layout->body.y ||
                          (is_reach && 2 * top < layout->facts->height_px);
    for (gsize i = 0; i < n; i++) {
        int column = is_stacked ? 0 : columns - (int)n + (int)i;
        int row = is_stacked ? (int)i : 0;
        Rect at = {layout->body.x + column * (width + gap), top + row * (height + gap), width,
                   height};
        layout_add_button(layout, &buttons[i], at);
    }
    layout->body.h = MAX(0, top - gap - layout->body.y);
}

/* --- lower half --------------------------------------------------------------------------------
 */

void layout_keep_low(Layout *layout)
{
    int bottom = layout->body.y + layout->body.h;
    if (layout->facts->visit->is_reach) {
        layout->body.y = MAX(layout->body.y, (layout->facts->height_px + 1) / 2);
        layout->body.h = MAX(0, bottom - layout->body.y);
    }
}

/* Below the list, divided so that the row is as low as the words allow. */
static LayoutKeys cut_row(Layout *layout, const LayoutButton *primary, int gap)
{
    Rect row = layout->body;
    row.h = G_MAXINT;
    row.w = 0;
    for (int part = 4; part <= 12; part++) {
        int more = (layout->body.w - gap) * part / 18;
        int rest = layout->body.w - gap - more;
        bool is_narrow = text_extents(set_button(layout, primary, rest))->is_overlong;
        int button = is_narrow ? G_MAXINT : layout_measure_button(layout, primary, rest);
        int height = MAX(button, layout_measure_more(layout, more));
        if (height < row.h || row.w == 0) {
            row.h = height;
            row.w = more;
        }
    }
    layout->is_overfull = layout->is_overfull || row.h > layout->body.h - gap;
    row.h = MIN(row.h, layout->body.h - gap);
    layout->body.h -= row.h + gap;
    row.y += layout->body.h + gap;
    LayoutKeys keys = {.more = row, .primary = row};
    keys.primary.x += row.w + gap;
    keys.primary.w = layout->body.w - row.w - gap;
    return keys;
}

/* Both as high as the list, in half of the width or as much more as the words ask for: the key to
 * the next page as narrow as its number allows. */
static LayoutKeys share_column(const Layout *layout, const LayoutButton *primary, int gap)
{
    enum { LEAST_PERCENT = 50, MOST_PERCENT = 62, STEP_PERCENT = 3 };
    LayoutKeys keys = {0};
    for (int percent = LEAST_PERCENT; percent <= MOST_PERCENT; percent += STEP_PERCENT) {
        Rect column = layout->body;
        column.w = (layout->body.w - gap) * percent / 100;
        column.x += layout->body.w - column.w;
        keys = (LayoutKeys){.more = column, .primary = column};
        keys.more.w = column.w / 4;
        while (layout_measure_more(layout, keys.more.w) > column.h && 2 * keys.more.w < column.w) {
            keys.more.w += gap;
        }
        keys.primary.w = column.w - gap - keys.more.w;
        keys.primary.x += column.w - keys.primary.w;
        if (!text_extents(set_button(layout, primary, keys.primary.w))->is_overlong) {
            break;
        }
    }
    return keys;
}

/* At the end side of the list, in the narrowest column that leaves room for one above the other. */
static LayoutKeys cut_column(Layout *layout, const LayoutButton *primary, int gap)
{
    Rect column = layout->body;
    LayoutKeys keys = {0};
    for (int columns = 3; columns >= 2 && keys.more.h == 0; columns--) {
        column.w = (layout->body.w - (columns - 1) * gap) / columns;
        column.x = layout->body.x + layout->body.w - column.w;
        int height = layout_measure_button(layout, primary, column.w);
        bool is_narrow = text_extents(set_button(layout, primary, column.w))->is_overlong;
        int rest = column.h - height - gap;
        if (!is_narrow && layout_measure_more(layout, column.w) <= rest) {
            keys = (LayoutKeys){.more = column, .primary = column};
            keys.more.h = rest;
            keys.primary.h = height;
            keys.primary.y += column.h - height;
        }
    }
    keys = keys.more.h > 0 ? keys : share_column(layout, primary, gap);
    layout->body.w = keys.more.x - gap - layout->body.x;
    return keys;
}

LayoutKeys layout_cut_keys(Layout *layout, const LayoutButton *primary)
{
    int gap = theme_mm_px(&layout->scale, 3);
    return layout->is_landscape ? cut_column(layout, primary, gap) : cut_row(layout, primary, gap);
}
