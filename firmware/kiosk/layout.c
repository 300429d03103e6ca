// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

#include <string.h>

#include "kiosk/screen_events.h"

enum { FOOT_KEYS = 6 };

static const double foot_gap_mm = 3; /* between rows of keys (norms) */

/* The footer, in the same order on every screen. A key that means nothing on a screen leaves its
 * place empty. */
typedef struct {
    const char *id;
    const char *text;
    Sign sign;
    VisitEventKind event;
} FootKey;

static const FootKey foot_keys[FOOT_KEYS] = {
    {"foot.back", "ui.foot.back", SIGN_BACK, VISIT_EVENT_BACK},
    {"foot.larger", "ui.foot.larger", SIGN_LARGER, VISIT_EVENT_LARGER},
    {"foot.contrast", "ui.foot.contrast", SIGN_CONTRAST, VISIT_EVENT_CONTRAST},
    {"foot.language", "ui.foot.language", SIGN_LANGUAGE, VISIT_EVENT_OTHER_LANGUAGE},
    {"foot.staff", "ui.foot.staff", SIGN_STAFF, VISIT_EVENT_STAFF},
    {"foot.stop", "ui.foot.stop", SIGN_STOP, VISIT_EVENT_STOP},
};

const char *layout_string(const Layout *layout, const char *id)
{
    return content_text(layout->facts->content, layout->language_index, id);
}

int layout_space(const Layout *layout, ThemeSpace space)
{
    return theme_space_px(&layout->scale, space);
}

const TextLayout *layout_set_in(const Layout *layout, int language, const LayoutText *look,
                                const char *text, int width_px)
{
    gsize n;
    const Language *in = &content_languages(layout->facts->content, &n)[language];
    TextStyle style = {
        .language = in->bcp47,
        .is_rtl = in->is_rtl,
        .cap_px = theme_cap_px(&layout->scale, look->type),
        .weight = look->weight,
        .align = look->align,
    };
    return text_set(layout->facts->setter, &style, text, width_px);
}

const TextLayout *layout_set(const Layout *layout, const LayoutText *look, const char *text,
                             int width_px)
{
    Layout smaller = *layout;
    const TextLayout *set = layout_set_in(layout, layout->language_index, look, text, width_px);
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

static const LayoutText foot_look = {THEME_TYPE_FOOT, 400, THEME_COLOUR_INK, TEXT_ALIGN_CENTER};

static const TextLayout *set_foot_word(const Layout *layout, const char *text, int width_px)
{
    int inner_px = scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, width_px);
    return layout_set(layout, &foot_look, text, inner_px);
}

/* Words under the signs grow with the text size as far as all their keys allow: they keep one size
 * among them. */
static int choose_foot_size(const Layout *layout, int width_px)
{
    Layout smaller = *layout;
    int height = layout_space(layout, THEME_SPACE_FOOTER);
    int inner_px = scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, width_px);
    for (; smaller.scale.text_size > 0; smaller.scale.text_size--) {
        bool fits = true;
        for (gsize i = 0; i < FOOT_KEYS && fits; i++) {
            const TextLayout *set =
                layout_set_in(&smaller, layout->language_index, &foot_look,
                              layout_string(layout, foot_keys[i].text), inner_px);
            const TextExtents *extents = text_extents(set);
            fits = extents->n_lines == 1 && !extents->is_overlong &&
                   scene_min_height_px(&layout->scale, WIDGET_LOOK_FOOT, set, NULL) <= height;
        }
        if (fits) {
            break;
        }
    }
    return smaller.scale.text_size;
}

static void add_foot_key(Layout *layout, const FootKey *key, Rect rect)
{
    VisitEvent event;
    if (!screen_find_event(layout->facts->visit, key->id, &event)) {
        return;
    }
    Widget *widget = scene_add(layout->scene, key->id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_FOOT, rect);
    const char *word = layout_string(layout, key->text);
    widget->text = set_foot_word(layout, word, rect.w);
    widget->sign = key->sign;
    widget->ink = THEME_COLOUR_INK;
    widget->is_target = true;
    widget_set_label(widget, word);
}

/* One row in landscape, two of three in portrait; returns the footer's top. */
static int add_footer(Layout *layout)
{
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int height = layout_space(layout, THEME_SPACE_FOOTER);
    int per_row = layout->is_landscape ? FOOT_KEYS : FOOT_KEYS / 2;
    int rows = FOOT_KEYS / per_row;
    int pitch = height + theme_mm_px(&layout->scale, foot_gap_mm);
    int width = (layout->facts->width_px - 2 * margin - (per_row - 1) * gap) / per_row;
    int top = layout->facts->height_px - (rows - 1) * pitch - height;
    static const guint8 portrait_order[FOOT_KEYS] = {1, 2, 3, 0, 4, 5};
    Widget *rule = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_RULE,
                             (Rect){margin, top, layout->facts->width_px - 2 * margin,
                                    MAX(1, layout_space(layout, THEME_SPACE_LINE))});
    rule->ink = THEME_COLOUR_TILE_LINE;
    int asked_size = layout->scale.text_size;
    layout->scale.text_size = choose_foot_size(layout, width);
    for (int i = 0; i < FOOT_KEYS; i++) {
        const FootKey *key = &foot_keys[layout->is_landscape ? i : portrait_order[i]];
        Rect rect = {margin + i % per_row * (width + gap), top + i / per_row * pitch, width,
                     height};
        add_foot_key(layout, key, rect);
    }
    layout->scale.text_size = asked_size;
    return top;
}

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

void layout_frame(Layout *layout, const char *title, int value, int total)
{
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int gap = theme_mm_px(&layout->scale, 3);
    int foot = add_footer(layout);
    int top = theme_mm_px(&layout->scale, layout->is_landscape ? 3 : 8);
    layout->body = (Rect){margin, top, layout->facts->width_px - 2 * margin, foot - gap - top};
    if (total > 0) {
        add_dots(layout, value, total);
    }
    add_title(layout, title);
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
    int top = layout->body.y + layout->body.h - rows * height - (rows - 1) * gap;
    layout->is_overfull = layout->is_overfull || top < layout->body.y;
    for (gsize i = 0; i < n; i++) {
        int column = is_stacked ? 0 : columns - (int)n + (int)i;
        int row = is_stacked ? (int)i : 0;
        Rect at = {layout->body.x + column * (width + gap), top + row * (height + gap), width,
                   height};
        layout_add_button(layout, &buttons[i], at);
    }
    layout->body.h = MAX(0, top - gap - layout->body.y);
}
