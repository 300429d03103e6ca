// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

#include "kiosk/screen_events.h"

static const double gap_mm = 3; /* between keys (norms) */
/* On a narrow panel, where a row's words are wider than the glass: a little smaller. */
static const double narrow_types[] = {0.9, 0.82};

/* The keys in the order of every screen, from the start side. In portrait the keys for seeing and
 * hearing stand in a row above those for moving on. A key that means nothing on a screen leaves its
 * place empty. */
typedef struct {
    const char *id;
    const char *text;
    Sign sign;
    bool is_above; /* in portrait */
} FootKey;

static const FootKey foot_keys[] = {
    {"foot.back", "ui.foot.back", SIGN_BACK, false},
    {"foot.listen", "ui.foot.listen", SIGN_LISTEN, true},
    {"foot.larger", "ui.foot.larger", SIGN_LARGER, true},
    {"foot.contrast", "ui.foot.contrast", SIGN_CONTRAST, true},
    {"foot.reach", "ui.foot.reach", SIGN_REACH, true},
    {"foot.language", "ui.foot.language", SIGN_LANGUAGE, false},
    {"foot.staff", "ui.foot.staff", SIGN_STAFF, false},
    {"foot.stop", "ui.foot.stop", SIGN_STOP, false},
};
enum { FOOT_KEYS = G_N_ELEMENTS(foot_keys) };

/* Keys beside each other. */
typedef struct {
    const FootKey *keys[FOOT_KEYS];
    int widths[FOOT_KEYS];
    int n;
} Row;

/* How large the words are: a text size and, below the least, a factor. All keys keep one size. */
typedef struct {
    int text_size;
    double factor;
} FootType;

static const TextLayout *set_word(const Layout *layout, const FootKey *key, const FootType *type,
                                  int width_px)
{
    ThemeScale scale = layout->scale;
    scale.text_size = type->text_size;
    TextStyle style = {
        .language = layout->language->bcp47,
        .is_rtl = layout->language->is_rtl,
        .cap_px = theme_cap_px(&scale, THEME_TYPE_FOOT) * type->factor,
        .weight = 400,
        .align = TEXT_ALIGN_CENTER,
    };
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
    int pad = 1000 - scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, 1000);
    int width = layout_space(layout, THEME_SPACE_TARGET);
    for (int i = in.first; i < in.end; i++) {
        const Layout other = speak(layout, i);
        width = MAX(width, text_extents(set_word(&other, key, type, 0))->width + 1 + pad);
    }
    return width;
}

/* Gives each key the width it needs; returns the widest, `*sum` of all. On the first screen most
 * keys mean nothing and their places are the smaller. */
static int measure_keys(const Layout *layout, Row *row, const FootType *type, int *sum)
{
    int widest = 0;
    *sum = 0;
    for (int i = 0; i < row->n; i++) {
        VisitEvent event;
        bool is_empty = is_first_screen(layout) &&
                        !screen_find_event(layout->facts->visit, row->keys[i]->id, &event);
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
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int gap = theme_mm_px(&layout->scale, gap_mm);
    int whole = layout->facts->width_px - 2 * margin - (row->n - 1) * gap;
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
        const TextLayout *set = set_word(&other, &foot_keys[0], type, 0);
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
    for (gsize k = 0; k < G_N_ELEMENTS(narrow_types); k++) {
        bool fits = true;
        type = (FootType){0, narrow_types[k]};
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
    int gap = theme_mm_px(&layout->scale, gap_mm);
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
    bool can_hear = can_listen(layout);
    for (int i = 0; i < FOOT_KEYS; i++) {
        if (foot_keys[i].sign == SIGN_LISTEN && !can_hear) {
            continue;
        }
        Row *row = &rows[layout->is_landscape || foot_keys[i].is_above ? 0 : 1];
        row->keys[row->n++] = &foot_keys[i];
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
    int pitch = height + theme_mm_px(&layout->scale, gap_mm);
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
