// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

#include "kiosk/screen_events.h"
#include "ui/foot.h"

/* Keys beside each other. */
typedef struct {
    const FootKey *keys[FOOT_KEYS];
    int widths[FOOT_KEYS];
    int n;
} Row;

static const TextLayout *set_word(const Layout *layout, const FootKey *key, const FootType *type,
                                  int width_px)
{
    TextStyle style =
        foot_word_style(&layout->scale, type, layout->language->bcp47, layout->language->is_rtl);
    return text_set(layout->facts->setter, &style, layout_string(layout, key->text), width_px);
}

/* The languages whose words must have room: the visitor's or, on the first screen, whose welcome
 * goes through all of them while no key may move, every one. */
typedef struct {
    int first, end;
} Languages;

static bool is_first_screen(const Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    return visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
}

static Languages find_languages(const Layout *layout)
{
    gsize n;
    content_languages(layout->facts->content, &n);
    return is_first_screen(layout)
               ? (Languages){0, (int)n}
               : (Languages){layout->language_index, layout->language_index + 1};
}

static Layout speak(const Layout *layout, int language)
{
    gsize n;
    Layout other = *layout;
    other.language = &content_languages(layout->facts->content, &n)[language];
    other.language_index = language;
    return other;
}

/* Another language never speaks for one that cannot be heard: then the key has no place. Where
 * languages are chosen each is named in itself, so one that can be heard is enough. */
static bool can_listen(const Layout *layout)
{
    guint32 spoken = layout->facts->spoken_languages;
    return layout->facts->visit->state == VISIT_STATE_LANGUAGES
               ? spoken != 0
               : (spoken >> layout->language_index & 1) != 0;
}

/* Width of a key for its word on one line. */
static int measure_key(const Layout *layout, const FootKey *key, const FootType *type)
{
    const Languages in = find_languages(layout);
    int word = 0;
    for (int i = in.first; i < in.end; i++) {
        const Layout other = speak(layout, i);
        word = MAX(word, text_extents(set_word(&other, key, type, 0))->width);
    }
    return foot_key_width_px(&layout->scale, word);
}

/* Gives each key the width it needs; returns the widest, `*sum` of all. On the first screen most
 * keys mean nothing and their places are the smaller. */
static int measure_keys(const Layout *layout, Row *row, const FootType *type, int *sum)
{
    int widest = 0;
    *sum = 0;
    for (int i = 0; i < row->n; i++) {
        bool is_empty = is_first_screen(layout) && !row->keys[i]->is_on_first;
        row->widths[i] = is_empty ? 0 : measure_key(layout, row->keys[i], type);
        widest = MAX(widest, row->widths[i]);
        *sum += row->widths[i];
    }
    return widest;
}

/* All of one width where every word has room in that, else each as wide as its word needs with the
 * rest shared out. False when the words are wider than the glass. */
static bool share_width(const Layout *layout, Row *row, const FootType *type)
{
    int whole = foot_row_room_px(&layout->scale, layout->facts->width_px, row->n);
    int sum;
    bool is_even = measure_keys(layout, row, type, &sum) <= whole / row->n;
    for (int i = 0; i < row->n; i++) {
        row->widths[i] = is_even ? whole / row->n : row->widths[i] + (whole - sum) / row->n;
    }
    return sum <= whole;
}

static bool fits_height(const Layout *layout, const FootType *type)
{
    const Languages in = find_languages(layout);
    int highest = 0;
    for (int i = in.first; i < in.end; i++) {
        const Layout other = speak(layout, i);
        const TextLayout *set = set_word(&other, foot_keys(), type, 0);
        highest = MAX(highest, scene_min_height_px(&layout->scale, WIDGET_LOOK_FOOT, set, NULL));
    }
    return highest <= layout_space(layout, THEME_SPACE_FOOTER);
}

/* Words grow with the text size as far as all their keys allow. */
static FootType choose_type(Layout *layout, Row *rows, int n)
{
    FootType type = {layout->scale.text_size, 1};
    for (; type.text_size >= 0; type.text_size--) {
        bool fits = fits_height(layout, &type);
        for (int i = 0; i < n; i++) {
            fits = share_width(layout, &rows[i], &type) && fits;
        }
        if (fits) {
            return type;
        }
    }
    for (gsize k = 0; k < FOOT_NARROW_TYPES; k++) {
        bool fits = true;
        type = foot_narrow_types()[k];
        for (int i = 0; i < n; i++) {
            fits = share_width(layout, &rows[i], &type) && fits;
        }
        if (fits) {
            return type;
        }
    }
    layout->is_overfull = true;
    return type;
}

/* A key that is switched on shows it (EN 301 549 5.6.2). */
static bool is_on(const Visit *visit, VisitEventKind event)
{
    return (event == VISIT_EVENT_LISTEN && visit->is_listening) ||
           (event == VISIT_EVENT_CONTRAST && visit->is_high_contrast) ||
           (event == VISIT_EVENT_REACH && visit->is_reach);
}

static void add_foot_key(Layout *layout, const FootKey *key, const FootType *type, Rect rect)
{
    VisitEvent event;
    if (!screen_find_event(layout->facts->visit, key->id, &event)) {
        return;
    }
    Widget *widget = scene_add(layout->scene, key->id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_FOOT, rect);
    int inner_px = scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, rect.w);
    widget->text = set_word(layout, key, type, inner_px);
    widget->sign = key->sign;
    widget->is_selected = is_on(layout->facts->visit, event.kind);
    widget->ink = THEME_COLOUR_INK;
    widget->is_target = true;
    widget_set_label(widget, layout_string(layout, key->text));
}

static void add_row(Layout *layout, const Row *row, const FootType *type, int top)
{
    int gap = foot_gap_px(&layout->scale);
    int x = layout_space(layout, THEME_SPACE_MARGIN);
    for (int i = 0; i < row->n; i++) {
        Rect rect = {x, top, row->widths[i], layout_space(layout, THEME_SPACE_FOOTER)};
        add_foot_key(layout, row->keys[i], type, rect);
        x += row->widths[i] + gap;
    }
}

/* One row in landscape, two in portrait. */
static int divide_rows(const Layout *layout, Row rows[2])
{
    const FootKey *keys = foot_keys();
    bool can_hear = can_listen(layout);
    for (int i = 0; i < FOOT_KEYS; i++) {
        if (keys[i].sign == SIGN_LISTEN && !can_hear) {
            continue;
        }
        Row *row = &rows[layout->is_landscape || keys[i].is_above ? 0 : 1];
        row->keys[row->n++] = &keys[i];
    }
    return layout->is_landscape ? 1 : 2;
}

int layout_add_footer(Layout *layout)
{
    Row rows[2] = {0};
    int n = divide_rows(layout, rows);
    FootType type = choose_type(layout, rows, n);
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int height = layout_space(layout, THEME_SPACE_FOOTER);
    int pitch = height + foot_gap_px(&layout->scale);
    int top = layout->facts->height_px - (n - 1) * pitch - height;
    Widget *rule = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_RULE,
                             (Rect){margin, top, layout->facts->width_px - 2 * margin,
                                    MAX(1, layout_space(layout, THEME_SPACE_LINE))});
    rule->ink = THEME_COLOUR_TILE_LINE;
    for (int i = 0; i < n; i++) {
        add_row(layout, &rows[i], &type, top + i * pitch);
    }
    return top;
}
