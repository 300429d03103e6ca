// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout_volume.h"

#include "ui/speech.h"

static const double gap_mm = 3; /* between keys (norms) */
static const double pad_mm = 2.5;

/* In order from the start side. */
static const struct {
    const char *id;
    const char *text;
    Sign sign;
} keys[] = {
    {"volume.softer", "ui.volume.softer", SIGN_SOFTER},
    {"volume.louder", "ui.volume.louder", SIGN_LOUDER},
    {"volume.off", "ui.volume.off", SIGN_SILENT},
    {"volume.done", "ui.btn.done", SIGN_CHECK},
};
enum { KEYS = G_N_ELEMENTS(keys) };

/* Words as those of the footer, as large as they all find room in a row of `whole` pixels. */
typedef struct {
    int whole, widths[KEYS];
    double factor;
} Row;

static const TextLayout *set_word(const Layout *layout, gsize key, double factor, int width_px)
{
    ThemeScale scale = layout->scale;
    scale.text_size = 0;
    const TextStyle style = {
        .language = layout->language->bcp47,
        .is_rtl = layout->language->is_rtl,
        .cap_px = theme_cap_px(&scale, THEME_TYPE_FOOT) * factor,
        .weight = 400,
        .align = TEXT_ALIGN_CENTER,
    };
    return text_set(layout->facts->setter, &style, layout_string(layout, keys[key].text), width_px);
}

/* Each as wide as its word needs, the rest shared out. False: wider than the row. */
static bool share_width(const Layout *layout, Row *row)
{
    int pad = 1000 - scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, 1000);
    int rest = row->whole - (KEYS - 1) * theme_mm_px(&layout->scale, gap_mm);
    for (gsize i = 0; i < KEYS; i++) {
        int word = text_extents(set_word(layout, i, row->factor, 0))->width + 1 + pad;
        row->widths[i] = MAX(word, layout_space(layout, THEME_SPACE_TARGET));
        rest -= row->widths[i];
    }
    for (gsize i = 0; i < KEYS; i++) {
        row->widths[i] += MAX(rest, 0) / KEYS;
    }
    return rest >= 0;
}

static Row make_row(const Layout *layout, int whole)
{
    static const double factors[] = {1.25, 1, 0.9, 0.8};
    Row row = {.whole = whole};
    for (gsize i = 0; i < G_N_ELEMENTS(factors); i++) {
        row.factor = factors[i];
        if (share_width(layout, &row)) {
            break;
        }
    }
    return row;
}

static int find_footer_top(const Scene *scene)
{
    int top = scene->height_px;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        if (scene->widgets[i].look == WIDGET_LOOK_FOOT) {
            top = MIN(top, scene->widgets[i].rect.y);
        }
    }
    return top;
}

/* What lies under the panel is not there while it is; a card ends above it. */
static bool survives(Widget *widget, const Rect *panel, int gap)
{
    const Rect *rect = &widget->rect;
    if (rect->y >= panel->y + panel->h || rect->y + rect->h <= panel->y - gap) {
        return true;
    }
    int left = panel->y - gap - rect->y;
    if (widget->look != WIDGET_LOOK_CARD || left <= 0) {
        return false;
    }
    widget->rect.h = left;
    return true;
}

static void take_away_covered(Scene *scene, const Rect *panel, int gap)
{
    gsize kept = 0;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        Widget *widget = &scene->widgets[i];
        if (survives(widget, panel, gap)) {
            scene->widgets[kept++] = *widget;
        } else {
            widget_set_label(widget, NULL);
        }
    }
    scene->n_widgets = kept;
}

static void add_level(const Layout *layout, const Rect *panel, int pad)
{
    Rect rect = {panel->x + pad, panel->y + pad, panel->w - 2 * pad,
                 scene_min_height_px(&layout->scale, WIDGET_LOOK_DOTS, NULL, NULL)};
    Widget *level =
        scene_add(layout->scene, "volume.level", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_DOTS, rect);
    level->value = layout->facts->volume_shown;
    level->total = SPEECH_MAX_VOLUME;
}

static void add_keys(const Layout *layout, const Rect *panel, int pad)
{
    Rect rect = {panel->x + pad, 0, 0, layout_space(layout, THEME_SPACE_FOOTER)};
    rect.y = panel->y + panel->h - pad - rect.h;
    const Row row = make_row(layout, panel->w - 2 * pad);
    for (gsize i = 0; i < KEYS; i++) {
        rect.w = row.widths[i];
        Widget *key =
            scene_add(layout->scene, keys[i].id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_FOOT, rect);
        key->text = set_word(layout, i, row.factor,
                             scene_text_width_px(&layout->scale, WIDGET_LOOK_FOOT, rect.w));
        key->sign = keys[i].sign;
        key->is_target = true;
        widget_set_label(key, layout_string(layout, keys[i].text));
        rect.x += rect.w + theme_mm_px(&layout->scale, gap_mm);
    }
}

void layout_add_volume(const Layout *layout)
{
    Scene *scene = layout->scene;
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    int gap = theme_mm_px(&layout->scale, gap_mm);
    int pad = theme_mm_px(&layout->scale, pad_mm);
    int level = scene_min_height_px(&layout->scale, WIDGET_LOOK_DOTS, NULL, NULL);
    Rect panel = {margin, 0, scene->width_px - 2 * margin,
                  pad + level + pad + layout_space(layout, THEME_SPACE_FOOTER) + pad};
    panel.y = find_footer_top(scene) - gap - panel.h;
    take_away_covered(scene, &panel, gap);
    scene_add(scene, "volume", WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, panel);
    add_level(layout, &panel, pad);
    add_keys(layout, &panel, pad);
}
