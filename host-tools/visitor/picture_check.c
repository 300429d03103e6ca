// SPDX-License-Identifier: EUPL-1.2
#include "visitor/picture_check.h"

#include <cairo.h>
#include <string.h>

static const double least_mm = 4; /* a picture is larger */

enum { MAX_TARGETS = 96, UNLIKE = 24 /* of 255, in one colour */, ALIKE = 4 };

typedef struct {
    int x, y, w, h;
} Box;

typedef struct {
    const json_t *tree;
    cairo_surface_t *shot;
    json_t *pictures;
    GString *faults;
    int n_faults, n_targets;
    const json_t *targets[MAX_TARGETS]; /* with a picture */
    Box found[MAX_TARGETS];             /* and where it is */
    double px_per_mm;
} Check;

static void add_fault(Check *check, const json_t *widget, const char *what)
{
    g_string_append_printf(
        check->faults, "%s %s: '%s' %s\n", json_get_string(check->tree, "screen", ""),
        json_get_string(check->tree, "detail", ""), json_get_string(widget, "id", ""), what);
    check->n_faults++;
}

static int number_at(const json_t *rect, gsize index)
{
    return (int)json_integer_value(json_array_get(rect, index));
}

/* The part of a rectangle that is on the glass; empty when there is none. */
static Box box_of(const Check *check, const json_t *widget, const char *key)
{
    const json_t *rect = json_object_get(widget, key);
    const int left = MAX(number_at(rect, 0), 0);
    const int top = MAX(number_at(rect, 1), 0);
    const int right =
        MIN(number_at(rect, 0) + number_at(rect, 2), cairo_image_surface_get_width(check->shot));
    const int bottom =
        MIN(number_at(rect, 1) + number_at(rect, 3), cairo_image_surface_get_height(check->shot));
    return (Box){left, top, MAX(right - left, 0), MAX(bottom - top, 0)};
}

static const guint8 *pixel_at(const Check *check, int x, int y)
{
    return cairo_image_surface_get_data(check->shot) +
           (gsize)y * (gsize)cairo_image_surface_get_stride(check->shot) + (gsize)x * 4;
}

static int difference(const guint8 *a, const guint8 *b)
{
    int most = 0;
    for (int i = 0; i < 3; i++) {
        most = MAX(most, ABS(a[i] - b[i]));
    }
    return most;
}

/* Words lie on an even ground; without them nothing else is seen. */
static bool is_even(const Check *check, const Box *box)
{
    for (int y = box->y; y < box->y + box->h; y++) {
        for (int x = box->x; x < box->x + box->w; x++) {
            if (difference(pixel_at(check, x, y), pixel_at(check, box->x, box->y)) >= UNLIKE) {
                return false;
            }
        }
    }
    return true;
}

static bool is_same(const Check *check, const Box *a, const Box *b)
{
    gint64 sum = 0;
    if (a->w != b->w || a->h != b->h) {
        return false;
    }
    for (int y = 0; y < a->h; y++) {
        for (int x = 0; x < a->w; x++) {
            sum += difference(pixel_at(check, a->x + x, a->y + y),
                              pixel_at(check, b->x + x, b->y + y));
        }
    }
    return sum < (gint64)ALIKE * a->w * a->h;
}

static void note_picture(const Check *check, const json_t *widget, const Box *at)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (int y = at->y; y < at->y + at->h; y++) {
        for (int x = at->x; x < at->x + at->w; x++) {
            g_checksum_update(sum, pixel_at(check, x, y), 3);
        }
    }
    const char *id = json_get_string(widget, "id", "");
    const bool is_plain =
        json_get_bool(widget, "enabled", true) && !json_get_bool(widget, "selected", false);
    if (is_plain && json_object_get(check->pictures, id) == NULL) {
        json_object_set_new(check->pictures, id, json_string(g_checksum_get_string(sum)));
    }
}

/* A language is its name and, where there is a voice, its sound: it has no picture. */
static bool needs_picture(const json_t *widget)
{
    return json_get_bool(widget, "target", false) &&
           !g_str_has_prefix(json_get_string(widget, "id", ""), "lang.");
}

static void check_target(Check *check, const json_t *widget)
{
    const int least_px = (int)(least_mm * check->px_per_mm);
    const Box at = box_of(check, widget, "picture_rect");
    if (at.w < least_px || at.h < least_px || is_even(check, &at)) {
        add_fault(check, widget, "has no picture");
        return;
    }
    for (int i = 0; i < check->n_targets; i++) {
        if (is_same(check, &check->found[i], &at)) {
            g_autofree char *what = g_strdup_printf("has the picture of '%s'",
                                                    json_get_string(check->targets[i], "id", ""));
            add_fault(check, widget, what);
        }
    }
    if (check->n_targets < MAX_TARGETS) {
        check->targets[check->n_targets] = widget;
        check->found[check->n_targets++] = at;
    }
    note_picture(check, widget, &at);
}

static void check_widget(Check *check, const json_t *widget)
{
    if (json_object_get(widget, "text_rect") != NULL) {
        const Box text = box_of(check, widget, "text_rect");
        if (text.w > 0 && text.h > 0 && !is_even(check, &text)) {
            add_fault(check, widget, "shows something where its words would be");
        }
    }
    if (needs_picture(widget)) {
        check_target(check, widget);
    }
}

int picture_check(const json_t *tree, const char *file, json_t *pictures, GString *faults)
{
    const json_t *widgets = json_object_get(tree, "widgets");
    Check check = {
        .tree = tree,
        .shot = cairo_image_surface_create_from_png(file),
        .pictures = pictures,
        .faults = faults,
        .px_per_mm = json_number_value(json_object_get(tree, "px_per_mm")),
    };
    if (cairo_surface_status(check.shot) != CAIRO_STATUS_SUCCESS) {
        g_string_append_printf(faults, "%s: %s\n", file,
                               cairo_status_to_string(cairo_surface_status(check.shot)));
        check.n_faults++;
    }
    const bool is_read = check.n_faults == 0;
    for (gsize i = 0; is_read && i < json_array_size(widgets); i++) {
        check_widget(&check, json_array_get(widgets, i));
    }
    cairo_surface_destroy(check.shot);
    return check.n_faults;
}
