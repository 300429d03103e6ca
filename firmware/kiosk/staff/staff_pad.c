// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_pad.h"

static const double key_min_mm = 20;
static const double key_max_mm = 34;
static const double light_mm = 8;
/* Of an upright glass, above the keys: so that these stay where they are whatever is said. */
static const double words_part = 0.42;

enum { COLUMNS = 3, ROWS = 4, GROUP = 3, MAX_DOTS_BYTES = 64 };

static const char *say(const StaffLayout *layout, StaffText text)
{
    return staff_text(layout->surface->language, text);
}

/* ---- Keys -------------------------------------------------------------------------------------*/

typedef struct {
    const char *id;
    StaffText text;
    ThemeType type;
} Key;

static const Key keys[ROWS][COLUMNS] = {
    {{"staff.pad.1", {"1", "1"}, THEME_TYPE_ANSWER},
     {"staff.pad.2", {"2", "2"}, THEME_TYPE_ANSWER},
     {"staff.pad.3", {"3", "3"}, THEME_TYPE_ANSWER}},
    {{"staff.pad.4", {"4", "4"}, THEME_TYPE_ANSWER},
     {"staff.pad.5", {"5", "5"}, THEME_TYPE_ANSWER},
     {"staff.pad.6", {"6", "6"}, THEME_TYPE_ANSWER}},
    {{"staff.pad.7", {"7", "7"}, THEME_TYPE_ANSWER},
     {"staff.pad.8", {"8", "8"}, THEME_TYPE_ANSWER},
     {"staff.pad.9", {"9", "9"}, THEME_TYPE_ANSWER}},
    {{"staff.pad.erase", {"Wis", "Erase"}, THEME_TYPE_FOOT},
     {"staff.pad.0", {"0", "0"}, THEME_TYPE_ANSWER},
     {"staff.pad.ok", {"OK", "OK"}, THEME_TYPE_FOOT}},
};

/* Words alone, in the middle. */
static Widget *add_plain(StaffLayout *layout, const char *id, ThemeType type, const char *text,
                         Rect rect)
{
    const ThemeScale *scale = &layout->surface->scale;
    const WidgetLook look = WIDGET_LOOK_PLAIN_TILE;
    const TextStyle style = {
        .language = staff_language_code(layout->surface->language),
        .cap_px = theme_cap_px(scale, type),
        .weight = 600,
        .align = TEXT_ALIGN_CENTER,
        .may_break_words = true,
    };
    Widget *widget = scene_add(layout->scene, id, WIDGET_ROLE_BUTTON, look, rect);
    widget->text =
        text_set(layout->surface->setter, &style, text, scene_text_width_px(scale, look, rect.w));
    widget->is_target = true;
    widget_set_label(widget, text);
    return widget;
}

static void add_key(StaffLayout *layout, const Key *key, const WayInView *view, Rect rect)
{
    const bool is_ok = g_str_has_suffix(key->id, ".ok");
    const bool is_erase = g_str_has_suffix(key->id, ".erase");
    Widget *widget = add_plain(layout, key->id, key->type, say(layout, key->text), rect);
    widget->is_enabled = is_ok ? view->can_accept : view->can_type;
    widget->is_enabled &= !is_erase || view->n_typed > 0;
    widget->is_default = is_ok;
    widget->is_typed = !is_ok;
    widget->is_discreet = !is_ok;
}

/* As large as there is room for, in the middle of the area. */
static void add_keys(StaffLayout *layout, const WayInView *view, Rect area)
{
    const int gap = staff_layout_gap(layout);
    const int max = staff_layout_mm(layout, key_max_mm);
    const int min = staff_layout_mm(layout, key_min_mm);
    const int w = CLAMP((area.w - (COLUMNS - 1) * gap) / COLUMNS, min, max);
    const int h = CLAMP((area.h - (ROWS - 1) * gap) / ROWS, min, max);
    const int left = area.x + (area.w - COLUMNS * w - (COLUMNS - 1) * gap) / 2;
    const int top = area.y + MAX((area.h - ROWS * h - (ROWS - 1) * gap) / 2, 0);
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            const Rect rect = {left + column * (w + gap), top + row * (h + gap), w, h};
            add_key(layout, &keys[row][column], view, rect);
        }
    }
}

/* ---- What is beside them ----------------------------------------------------------------------*/

/* A dot for each digit; of a code also the places that are empty, in threes. */
static void write_dots(const WayInView *view, char out[MAX_DOTS_BYTES])
{
    const int n = MAX(view->n_typed, view->n_wanted);
    out[0] = '\0';
    for (int i = 0; i < n; i++) {
        if (view->n_wanted > 0 && i > 0 && i % GROUP == 0) {
            g_strlcat(out, " ", MAX_DOTS_BYTES);
        }
        g_strlcat(out, i < view->n_typed ? "•" : "–", MAX_DOTS_BYTES);
    }
}

static int add_dots(StaffLayout *layout, const WayInView *view, Rect at)
{
    static const StaffLook look = {THEME_TYPE_TITLE, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
    char dots[MAX_DOTS_BYTES];
    write_dots(view, dots);
    const int height = staff_layout_measure(layout, &look, "•", at.w);
    if (dots[0] != '\0') {
        const TextLayout *set = staff_layout_set(layout, &look, dots, at.w);
        at.h = text_extents(set)->height;
        Widget *widget =
            scene_add(layout->scene, "staff.pad.dots", WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, at);
        widget->text = set;
    }
    return height;
}

static void add_message(StaffLayout *layout, const WayInView *view, Rect at)
{
    const int side = staff_layout_mm(layout, light_mm);
    const int gap = staff_layout_gap(layout);
    const bool has_light = view->light != STAFF_LIGHT_NONE;
    if (has_light) {
        staff_layout_add_light(layout, view->light, (Rect){at.x, at.y, side, side});
        at.x += side + gap;
        at.w -= side + gap;
    }
    staff_layout_add_text(layout, "staff.pad.message", &staff_look_plain, view->message, at);
}

static void add_words(StaffLayout *layout, const WayInView *view, Rect area)
{
    const int gap = staff_layout_gap(layout);
    int y = area.y;
    y += staff_layout_add_text(layout, "title", &staff_look_title, view->title,
                               (Rect){area.x, y, area.w, 0});
    y += gap;
    y += add_dots(layout, view, (Rect){area.x, y, area.w, 0});
    y += gap;
    add_message(layout, view, (Rect){area.x, y, area.w, 0});
}

/* With its sign where there is room for both. */
static void add_sign_key(StaffLayout *layout, const char *id, StaffText text, Sign sign, Rect rect)
{
    const StaffButton button = {
        .id = id, .text = say(layout, text), .sign = sign, .look = WIDGET_LOOK_QUIET};
    if (staff_layout_is_landscape(layout)) {
        staff_layout_add_button(layout, &button, rect);
    } else {
        add_plain(layout, id, THEME_TYPE_FOOT, button.text, rect);
    }
}

/* As high as two lines, and each in its third, whatever they say now: no key of the pad moves under
 * the finger. */
static void add_bar(StaffLayout *layout, const WayInView *view)
{
    const int gap = staff_layout_gap(layout);
    const int lines = 2 * staff_layout_measure(layout, &staff_look_plain, "A", layout->body.w);
    const int height = MAX(staff_layout_target(layout), lines + gap);
    const int width = (layout->body.w - 2 * gap) / 3;
    Rect rect = {layout->body.x, layout->body.y + layout->body.h - height, width, height};
    add_sign_key(layout, "staff.leave", (StaffText){"Sluiten", "Close"}, SIGN_STOP, rect);
    rect.x += width + gap;
    if (view->has_switch) {
        Widget *other = add_plain(layout, "staff.pad.switch", THEME_TYPE_FOOT, view->other, rect);
        other->is_enabled = view->light != STAFF_LIGHT_BUSY;
    }
    rect.x += width + gap;
    add_sign_key(layout, "staff.language", (StaffText){"English", "Nederlands"}, SIGN_LANGUAGE,
                 rect);
    layout->body.h -= height + gap;
}

void staff_pad_lay_out(const StaffSurface *surface, const WayInView *view, Scene *scene)
{
    static const char *const details[] = {
        [WAY_IN_STEP_PIN] = "pin",
        [WAY_IN_STEP_CODE] = "code",
        [WAY_IN_STEP_NEW] = "new",
        [WAY_IN_STEP_AGAIN] = "again",
    };
    StaffLayout layout;
    staff_layout_init(&layout, surface, scene, "staff-pin");
    g_strlcpy(scene->detail, details[view->step], sizeof scene->detail);
    add_bar(&layout, view);
    const Rect body = layout.body;
    const int gap = staff_layout_gap(&layout);
    if (staff_layout_is_landscape(&layout)) {
        const int half = (body.w - 2 * gap) / 2;
        add_words(&layout, view, (Rect){body.x, body.y, half, body.h});
        add_keys(&layout, view, (Rect){body.x + body.w - half, body.y, half, body.h});
    } else {
        const int words = (int)(body.h * words_part);
        add_words(&layout, view, (Rect){body.x, body.y, body.w, words});
        add_keys(&layout, view, (Rect){body.x, body.y + words, body.w, body.h - words});
    }
}
