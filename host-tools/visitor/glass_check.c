// SPDX-License-Identifier: EUPL-1.2
#include "visitor/glass_check.h"

#include <string.h>

static const double least_side_mm = 20;
static const double least_gap_mm = 3;

typedef struct {
    int x, y, w, h;
} Box;

typedef struct {
    const json_t *tree;
    GString *faults;
    int n_faults;
    double px_per_mm;
} Check;

static Box box_of(const json_t *widget, const char *key)
{
    const json_t *rect = json_object_get(widget, key);
    return (Box){
        (int)json_integer_value(json_array_get(rect, 0)),
        (int)json_integer_value(json_array_get(rect, 1)),
        (int)json_integer_value(json_array_get(rect, 2)),
        (int)json_integer_value(json_array_get(rect, 3)),
    };
}

static void add_fault(Check *check, const json_t *widget, const char *what)
{
    const char *id = json_get_string(widget, "id", "");
    const char *label = json_get_string(widget, "label", "");
    g_string_append_printf(
        check->faults, "%s %s: '%s' %s\n", json_get_string(check->tree, "screen", ""),
        json_get_string(check->tree, "detail", ""), id[0] != '\0' ? id : label, what);
    check->n_faults++;
}

static bool is_target(const json_t *widget)
{
    return json_get_bool(widget, "target", false);
}

static void check_alone(Check *check, const json_t *widget)
{
    const Box box = box_of(widget, "rect");
    const int width = (int)json_get_integer(check->tree, "width", 0);
    const int height = (int)json_get_integer(check->tree, "height", 0);
    const double least_px = least_side_mm * check->px_per_mm - 1;
    if (json_get_bool(widget, "text_broken", false)) {
        add_fault(check, widget, "has text that does not fit or cannot be set");
    }
    if (box.x < 0 || box.y < 0 || box.x + box.w > width || box.y + box.h > height) {
        add_fault(check, widget, "leaves the glass");
    }
    if (is_target(widget) && (box.w < least_px || box.h < least_px)) {
        add_fault(check, widget, "is smaller than 20 mm");
    }
    if (is_target(widget) && json_get_string(widget, "label", "")[0] == '\0') {
        add_fault(check, widget, "has no words");
    }
}

/* The larger of the gaps across and down; negative when the boxes overlap. */
static int gap_between(const Box *a, const Box *b)
{
    const int across = MAX(a->x - (b->x + b->w), b->x - (a->x + a->w));
    const int down = MAX(a->y - (b->y + b->h), b->y - (a->y + a->h));
    return MAX(across, down);
}

static void check_pair(Check *check, const json_t *a, const json_t *b)
{
    const Box box_a = box_of(a, "rect");
    const Box box_b = box_of(b, "rect");
    const char *id = json_get_string(a, "id", "");
    if (is_target(a) && is_target(b) &&
        gap_between(&box_a, &box_b) < least_gap_mm * check->px_per_mm - 1) {
        g_autofree char *what =
            g_strdup_printf("is too near to '%s'", json_get_string(b, "id", ""));
        add_fault(check, a, what);
    }
    if (id[0] != '\0' && strcmp(id, json_get_string(b, "id", "")) == 0) {
        add_fault(check, a, "is there twice");
    }
}

/* Paragraphs that lie over one another. */
static void check_overlap(Check *check, const json_t *a, const json_t *b)
{
    if (json_object_get(a, "text_rect") == NULL || json_object_get(b, "text_rect") == NULL) {
        return;
    }
    const Box box_a = box_of(a, "text_rect");
    const Box box_b = box_of(b, "text_rect");
    if (gap_between(&box_a, &box_b) < 0) {
        add_fault(check, a, "is written over another text");
    }
}

int glass_check(const json_t *tree, GString *faults)
{
    const json_t *widgets = json_object_get(tree, "widgets");
    Check check = {.tree = tree,
                   .faults = faults,
                   .px_per_mm = json_number_value(json_object_get(tree, "px_per_mm"))};
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const json_t *widget = json_array_get(widgets, i);
        check_alone(&check, widget);
        for (gsize k = i + 1; k < json_array_size(widgets); k++) {
            check_pair(&check, widget, json_array_get(widgets, k));
            check_overlap(&check, widget, json_array_get(widgets, k));
        }
    }
    return check.n_faults;
}
