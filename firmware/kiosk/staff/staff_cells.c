// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_cells.h"

static const double pad_mm = 3;
static const double light_mm = 8;
static const double arrow_mm = 6;
static const double step_inset_mm = 3.5;

int staff_cell_columns(const StaffLayout *layout, StaffItemKind kind)
{
    bool is_wide = staff_layout_is_landscape(layout);
    switch (kind) {
    case STAFF_ITEM_NOTE:
        return 1;
    case STAFF_ITEM_STATE:
    case STAFF_ITEM_LINK:
    case STAFF_ITEM_STEPPER:
        return is_wide ? 2 : 1;
    case STAFF_ITEM_KEY:
    case STAFF_ITEM_CHOICE:
        return is_wide ? 3 : 2;
    }
    g_assert_not_reached();
}

/* One pass both measures and places, so that they cannot differ. */
typedef struct {
    StaffLayout *layout;
    bool is_placing;
    Rect at; /* what is left */
    int used;
} Pass;

static void stack_text(Pass *pass, const StaffLook *look, const char *text)
{
    if (!text || !text[0]) {
        return;
    }
    int height = staff_layout_measure(pass->layout, look, text, pass->at.w);
    if (pass->is_placing) {
        staff_layout_add_text(pass->layout, NULL, look, text, pass->at);
    }
    pass->at.y += height;
    pass->used += height;
}

static char *widget_id(const char *kind, const char *key, const char *suffix)
{
    return g_strconcat("staff.", kind, ".", key, suffix, NULL);
}

/* Who set it, and the key that puts it back. */
static void stack_origin(Pass *pass, const StaffItem *item)
{
    if (!item->reset_key) {
        stack_text(pass, &staff_look_quiet, item->origin);
        return;
    }
    StaffLayout *layout = pass->layout;
    int gap = staff_layout_gap(layout);
    g_autofree char *id = widget_id("reset", item->reset_key, "");
    const StaffText word = {"Zet terug", "Put back"};
    const StaffButton button = {.id = id,
                                .text = staff_text(layout->surface->language, word),
                                .sign = SIGN_PUT_BACK,
                                .look = WIDGET_LOOK_QUIET};
    int key_width = pass->at.w / 2;
    int key_height = staff_layout_measure_button(layout, &button, key_width);
    int text_width = pass->at.w - key_width - gap;
    int words = item->origin
                    ? staff_layout_measure(layout, &staff_look_quiet, item->origin, text_width)
                    : 0;
    int height = MAX(key_height, words);
    if (pass->is_placing) {
        Rect key = {pass->at.x + text_width + gap, pass->at.y + gap, key_width, key_height};
        staff_layout_add_button(layout, &button, key);
        Rect text = {pass->at.x, pass->at.y + gap + (height - words) / 2, text_width, 0};
        if (item->origin) {
            staff_layout_add_text(layout, NULL, &staff_look_quiet, item->origin, text);
        }
    }
    pass->at.y += height + gap;
    pass->used += height + gap;
}

static void add_card(const Pass *pass, Rect rect)
{
    if (pass->is_placing) {
        scene_add(pass->layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, rect);
    }
}

/* Inside of a box: light at the start side, words beside it. Returns the height it wants. */
static void begin_inside(Pass *pass, const StaffItem *item, Rect rect)
{
    StaffLayout *layout = pass->layout;
    int pad = staff_layout_mm(layout, pad_mm);
    int side = staff_layout_mm(layout, light_mm);
    pass->at = (Rect){rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h};
    if (item->light != STAFF_LIGHT_NONE) {
        if (pass->is_placing) {
            staff_layout_add_light(layout, item->light, (Rect){pass->at.x, pass->at.y, side, side});
        }
        pass->at.x += side + pad;
        pass->at.w -= side + pad;
    }
}

static int end_inside(const Pass *pass, const StaffItem *item)
{
    int pad = staff_layout_mm(pass->layout, pad_mm);
    int side = item->light != STAFF_LIGHT_NONE ? staff_layout_mm(pass->layout, light_mm) : 0;
    return MAX(pass->used, side) + 2 * pad;
}

static int pass_state(Pass *pass, const StaffItem *item, Rect rect)
{
    add_card(pass, rect);
    begin_inside(pass, item, rect);
    stack_text(pass, &staff_look_strong, item->title);
    stack_text(pass, &staff_look_plain, item->text);
    stack_text(pass, &staff_look_quiet, item->advice);
    stack_origin(pass, item);
    return end_inside(pass, item);
}

static int pass_note(Pass *pass, const StaffItem *item, Rect rect)
{
    pass->at = rect;
    stack_text(pass, &staff_look_plain, item->title);
    stack_text(pass, &staff_look_plain, item->text);
    stack_text(pass, &staff_look_quiet, item->advice);
    return pass->used;
}

static int pass_link(Pass *pass, const StaffItem *item, Rect rect)
{
    StaffLayout *layout = pass->layout;
    int pad = staff_layout_mm(layout, pad_mm);
    int arrow = staff_layout_mm(layout, arrow_mm);
    if (pass->is_placing) {
        g_autofree char *id = widget_id("go", item->key, "");
        Widget *tile =
            scene_add(layout->scene, id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_PLAIN_TILE, rect);
        tile->is_target = true;
        tile->is_enabled = item->is_enabled;
        g_autofree char *label = g_strjoin(item->text ? ": " : NULL, item->title, item->text, NULL);
        widget_set_label(tile, label);
        Rect box = {rect.x + rect.w - pad - arrow, rect.y + (rect.h - arrow) / 2, arrow, arrow};
        Widget *sign = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, box);
        sign->sign = SIGN_NEXT;
        sign->ink = THEME_COLOUR_ACCENT;
    }
    begin_inside(pass, item, rect);
    pass->at.w -= arrow + pad;
    stack_text(pass, &staff_look_strong, item->title);
    stack_text(pass, &staff_look_quiet, item->text);
    return MAX(end_inside(pass, item), staff_layout_target(layout));
}

static int pass_key(Pass *pass, const StaffItem *item, Rect rect)
{
    g_autofree char *id = widget_id("do", item->key, "");
    const StaffButton button = {
        .id = id,
        .text = item->title,
        .sign = item->sign,
        .look = WIDGET_LOOK_QUIET,
        .is_disabled = !item->is_enabled,
        .is_selected = item->is_selected,
    };
    if (pass->is_placing) {
        Widget *widget = staff_layout_add_button(pass->layout, &button, rect);
        widget->role = item->kind == STAFF_ITEM_CHOICE ? WIDGET_ROLE_CHOICE : WIDGET_ROLE_BUTTON;
    }
    return staff_layout_measure_button(pass->layout, &button, rect.w);
}

/* A chosen one has a check before its words, so that it is not told by colour alone. */
static int pass_choice(Pass *pass, const StaffItem *item, Rect rect)
{
    StaffItem chosen = *item;
    if (item->is_selected) {
        chosen.sign = SIGN_CHECK;
    }
    return pass_key(pass, &chosen, rect);
}

static void add_step(const Pass *pass, const StaffItem *item, bool is_more, Rect rect)
{
    Scene *scene = pass->layout->scene;
    g_autofree char *id = widget_id("do", item->key, is_more ? ".more" : ".less");
    g_autofree char *label = g_strconcat(item->title, is_more ? " +" : " −", NULL);
    int inset = staff_layout_mm(pass->layout, step_inset_mm);
    Widget *key = scene_add(scene, id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_PLAIN_TILE, rect);
    key->is_target = true;
    key->is_enabled = item->is_enabled && (is_more ? item->can_more : item->can_less);
    widget_set_label(key, label);
    Rect box = rect_grown(&rect, -inset);
    Widget *sign = scene_add(scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, box);
    sign->sign = is_more ? SIGN_PLUS : SIGN_MINUS;
    sign->ink = key->is_enabled ? THEME_COLOUR_ACCENT : THEME_COLOUR_TILE_LINE;
}

/* Less, value, more on one line. */
static void stack_steps(Pass *pass, const StaffItem *item)
{
    StaffLayout *layout = pass->layout;
    int side = staff_layout_target(layout);
    int gap = staff_layout_gap(layout);
    int width = pass->at.w - 2 * (side + gap);
    const char *value = item->text ? item->text : "";
    const StaffLook look = {THEME_TYPE_FOOT, 600, THEME_COLOUR_INK, TEXT_ALIGN_CENTER};
    int words = staff_layout_measure(layout, &look, value, width);
    int height = MAX(side, words);
    if (pass->is_placing) {
        int y = pass->at.y + gap / 2 + (height - side) / 2;
        add_step(pass, item, false, (Rect){pass->at.x, y, side, side});
        add_step(pass, item, true, (Rect){pass->at.x + pass->at.w - side, y, side, side});
        Rect text = {pass->at.x + side + gap, pass->at.y + gap / 2 + (height - words) / 2, width,
                     0};
        staff_layout_add_text(layout, NULL, &look, value, text);
    }
    pass->at.y += height + gap / 2;
    pass->used += height + gap / 2;
}

static int pass_stepper(Pass *pass, const StaffItem *item, Rect rect)
{
    add_card(pass, rect);
    begin_inside(pass, item, rect);
    stack_text(pass, &staff_look_plain, item->title);
    stack_steps(pass, item);
    stack_text(pass, &staff_look_quiet, item->advice);
    stack_origin(pass, item);
    return end_inside(pass, item);
}

static int run(StaffLayout *layout, const StaffItem *item, Rect rect, bool is_placing)
{
    Pass pass = {.layout = layout, .is_placing = is_placing};
    switch (item->kind) {
    case STAFF_ITEM_STATE:
        return pass_state(&pass, item, rect);
    case STAFF_ITEM_NOTE:
        return pass_note(&pass, item, rect);
    case STAFF_ITEM_KEY:
        return pass_key(&pass, item, rect);
    case STAFF_ITEM_LINK:
        return pass_link(&pass, item, rect);
    case STAFF_ITEM_CHOICE:
        return pass_choice(&pass, item, rect);
    case STAFF_ITEM_STEPPER:
        return pass_stepper(&pass, item, rect);
    }
    g_assert_not_reached();
}

int staff_cell_measure(const StaffLayout *layout, const StaffItem *item, int width_px)
{
    StaffLayout same = *layout;
    return run(&same, item, (Rect){0, 0, width_px, 0}, false);
}

void staff_cell_add(StaffLayout *layout, const StaffItem *item, Rect rect)
{
    (void)run(layout, item, rect, true);
}
