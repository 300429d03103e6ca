// SPDX-License-Identifier: EUPL-1.2
#include "ui/scene.h"

#include <string.h>

#include "ui/look.h"

Scene *scene_new(void)
{
    return g_new0(Scene, 1);
}

void scene_free(Scene *scene)
{
    if (scene == NULL) {
        return;
    }
    scene_clear(scene);
    g_free(scene);
}

void scene_clear(Scene *scene)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        char *label = scene->widgets[i].label;
        if (label != NULL) {
            explicit_bzero(label, strlen(label));
            g_free(label);
        }
    }
    explicit_bzero(scene, sizeof *scene);
}

static ThemeColour default_ink(WidgetLook look)
{
    if (look == WIDGET_LOOK_PANEL) {
        return THEME_COLOUR_PAPER;
    }
    return look == WIDGET_LOOK_RULE ? THEME_COLOUR_TILE_LINE : THEME_COLOUR_INK;
}

Widget *scene_add(Scene *scene, const char *id, WidgetRole role, WidgetLook look, Rect rect)
{
    g_assert(scene->n_widgets < SCENE_MAX_WIDGETS);
    Widget *widget = &scene->widgets[scene->n_widgets++];
    *widget = (Widget){.role = role, .look = look, .rect = rect, .is_enabled = true};
    widget->ink = default_ink(look);
    if (id != NULL) {
        g_assert(strlen(id) < sizeof widget->id);
        g_strlcpy(widget->id, id, sizeof widget->id);
    }
    return widget;
}

void widget_set_label(Widget *widget, const char *label)
{
    if (widget->label != NULL) {
        explicit_bzero(widget->label, strlen(widget->label));
        g_free(widget->label);
    }
    widget->label = g_strdup(label);
}

/* The smallest card that encloses the widget, or NULL. */
static const Widget *find_card(const Scene *scene, const Widget *widget)
{
    const Widget *best = NULL;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *card = &scene->widgets[i];
        if (card->look == WIDGET_LOOK_CARD && card != widget &&
            rect_encloses(&card->rect, &widget->rect) &&
            (best == NULL || card->rect.w < best->rect.w)) {
            best = card;
        }
    }
    return best;
}

void scene_mirror(Scene *scene)
{
    int x_px[SCENE_MAX_WIDGETS];
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        const Widget *card = widget->keeps_side ? find_card(scene, widget) : NULL;
        x_px[i] = scene->width_px - widget->rect.x - widget->rect.w;
        if (card != NULL && !card->keeps_side) {
            x_px[i] = widget->rect.x + scene->width_px - 2 * card->rect.x - card->rect.w;
        } else if (widget->keeps_side) {
            x_px[i] = widget->rect.x;
        }
    }
    for (gsize i = 0; i < scene->n_widgets; i++) {
        scene->widgets[i].rect.x = x_px[i];
    }
    scene->is_rtl = true;
}

const Widget *scene_find_target(const Scene *scene, int x, int y)
{
    for (gsize i = scene->n_widgets; i > 0; i--) {
        const Widget *widget = &scene->widgets[i - 1];
        if (widget->is_target && rect_contains(&widget->rect, x, y)) {
            return widget;
        }
    }
    return NULL;
}

const Widget *scene_find(const Scene *scene, const char *id)
{
    if (id == NULL || id[0] == '\0') {
        return NULL;
    }
    for (gsize i = 0; i < scene->n_widgets; i++) {
        if (strcmp(scene->widgets[i].id, id) == 0) {
            return &scene->widgets[i];
        }
    }
    return NULL;
}

void scene_paint(const Scene *scene, cairo_t *cairo, const Rect *clip, const char *pressed_id,
                 const char *focused_id)
{
    const Colour paper = theme_colour(&scene->scale, THEME_COLOUR_PAPER);
    const Widget *pressed = scene_find(scene, pressed_id);
    const Widget *focused = scene_find(scene, focused_id);
    cairo_save(cairo);
    cairo_rectangle(cairo, clip->x, clip->y, clip->w, clip->h);
    cairo_clip(cairo);
    cairo_set_source_rgb(cairo, paper.red, paper.green, paper.blue);
    cairo_paint(cairo);
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        const Rect bounds = look_bounds(scene, widget);
        if (rect_intersects(&bounds, clip)) {
            look_paint(scene, widget, widget == pressed, cairo);
        }
    }
    if (focused != NULL) {
        look_paint_focus(scene, focused, cairo);
    }
    cairo_restore(cairo);
}

static bool are_widgets_equal(const Widget *a, const Widget *b)
{
    return a->look == b->look && rect_equals(&a->rect, &b->rect) && a->text == b->text &&
           a->pictogram == b->pictogram && a->sign == b->sign && a->ink == b->ink &&
           a->image == b->image && a->value == b->value && a->total == b->total &&
           a->is_enabled == b->is_enabled && a->is_selected == b->is_selected &&
           a->keeps_side == b->keeps_side && strcmp(a->id, b->id) == 0 &&
           g_strcmp0(a->label, b->label) == 0;
}

static bool is_whole_change(const Scene *before, const Scene *after)
{
    const ThemeScale *a = &before->scale;
    const ThemeScale *b = &after->scale;
    return before->width_px != after->width_px || before->height_px != after->height_px ||
           before->is_rtl != after->is_rtl || a->theme != b->theme || a->px_per_mm < b->px_per_mm ||
           a->px_per_mm > b->px_per_mm || a->text_size != b->text_size ||
           a->contrast != b->contrast || a->shrink < b->shrink || a->shrink > b->shrink ||
           strcmp(before->screen, after->screen) != 0 ||
           strcmp(before->language, after->language) != 0;
}

/* Adds a rectangle, swallowing those it touches; with a full list the last one grows. */
static gsize add_changed(Rect *changed, gsize n, gsize max, Rect rect)
{
    for (gsize i = 0; i < n;) {
        if (rect_intersects(&changed[i], &rect)) {
            rect = rect_union(&changed[i], &rect);
            changed[i] = changed[--n];
            i = 0;
        } else {
            i++;
        }
    }
    if (n == max) {
        rect = rect_union(&changed[n - 1], &rect);
        return add_changed(changed, n - 1, max, rect);
    }
    changed[n] = rect;
    return n + 1;
}

gsize scene_diff(const Scene *before, const Scene *after, Rect *changed, gsize max)
{
    const Rect panel = {0, 0, after->width_px, after->height_px};
    g_assert(max > 0);
    if (is_whole_change(before, after)) {
        changed[0] = panel;
        return 1;
    }
    gsize n = 0;
    for (gsize i = 0; i < MAX(before->n_widgets, after->n_widgets); i++) {
        const Widget *a = i < before->n_widgets ? &before->widgets[i] : NULL;
        const Widget *b = i < after->n_widgets ? &after->widgets[i] : NULL;
        if (a != NULL && b != NULL && are_widgets_equal(a, b)) {
            continue;
        }
        const Rect none = {0};
        const Rect was = a != NULL ? look_bounds(before, a) : none;
        const Rect is = b != NULL ? look_bounds(after, b) : none;
        const Rect both = rect_union(&was, &is);
        const Rect part = rect_intersection(&both, &panel);
        if (!rect_is_empty(&part)) {
            n = add_changed(changed, n, max, part);
        }
    }
    return n;
}
