// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_layout.h"

static const double target_mm = 14;
static const double gap_mm = 3;

const StaffLook staff_look_title = {THEME_TYPE_ANSWER, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
const StaffLook staff_look_strong = {THEME_TYPE_FOOT, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
const StaffLook staff_look_plain = {THEME_TYPE_FOOT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
const StaffLook staff_look_quiet = {THEME_TYPE_FOOT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};

void staff_layout_init(StaffLayout *layout, const StaffSurface *surface, Scene *scene,
                       const char *screen)
{
    int margin = theme_space_px(&surface->scale, THEME_SPACE_MARGIN);
    scene_clear(scene);
    scene->width_px = surface->width_px;
    scene->height_px = surface->height_px;
    scene->scale = surface->scale;
    g_strlcpy(scene->screen, screen, sizeof scene->screen);
    g_strlcpy(scene->language, staff_language_code(surface->language), sizeof scene->language);
    *layout = (StaffLayout){
        .surface = surface,
        .scene = scene,
        .body = {margin, margin, surface->width_px - 2 * margin, surface->height_px - 2 * margin},
    };
}

int staff_layout_mm(const StaffLayout *layout, double mm)
{
    return theme_mm_px(&layout->surface->scale, mm);
}

bool staff_layout_is_landscape(const StaffLayout *layout)
{
    return layout->surface->width_px >= layout->surface->height_px;
}

int staff_layout_target(const StaffLayout *layout)
{
    return staff_layout_mm(layout, target_mm);
}

int staff_layout_gap(const StaffLayout *layout)
{
    return staff_layout_mm(layout, gap_mm);
}

const TextLayout *staff_layout_set(const StaffLayout *layout, const StaffLook *look,
                                   const char *text, int width_px)
{
    const StaffSurface *surface = layout->surface;
    const TextStyle style = {
        .language = staff_language_code(surface->language),
        .cap_px = theme_cap_px(&surface->scale, look->type),
        .weight = look->weight,
        .align = look->align,
        .may_break_words = true,
    };
    return text_set(surface->setter, &style, text, width_px);
}

int staff_layout_measure(const StaffLayout *layout, const StaffLook *look, const char *text,
                         int width_px)
{
    return text_extents(staff_layout_set(layout, look, text, width_px))->height;
}

int staff_layout_add_text(StaffLayout *layout, const char *id, const StaffLook *look,
                          const char *text, Rect at)
{
    const TextLayout *set = staff_layout_set(layout, look, text, at.w);
    at.h = text_extents(set)->height;
    Widget *widget = scene_add(
        layout->scene, id, look->type == THEME_TYPE_ANSWER ? WIDGET_ROLE_TITLE : WIDGET_ROLE_TEXT,
        WIDGET_LOOK_TEXT, at);
    widget->text = set;
    widget->ink = look->ink;
    widget_set_label(widget, text);
    return at.h;
}

/* --- keys --------------------------------------------------------------------------------------
 */

static const TextLayout *set_button(const StaffLayout *layout, const StaffButton *button, int width)
{
    const StaffLook look = {THEME_TYPE_FOOT, button->look == WIDGET_LOOK_QUIET ? 400 : 600,
                            THEME_COLOUR_INK, TEXT_ALIGN_START};
    int inner = scene_text_width_px(&layout->surface->scale, button->look, width);
    return staff_layout_set(layout, &look, button->text, inner);
}

int staff_layout_measure_button(const StaffLayout *layout, const StaffButton *button, int width_px)
{
    int words = text_extents(set_button(layout, button, width_px))->height;
    return MAX(staff_layout_target(layout), words + staff_layout_gap(layout));
}

Widget *staff_layout_add_button(StaffLayout *layout, const StaffButton *button, Rect rect)
{
    Widget *widget = scene_add(layout->scene, button->id, WIDGET_ROLE_BUTTON, button->look, rect);
    widget->text = set_button(layout, button, rect.w);
    widget->sign = button->sign;
    widget->is_target = true;
    widget->is_enabled = !button->is_disabled;
    widget->is_selected = button->is_selected;
    widget_set_label(widget, button->text);
    return widget;
}

/* --- lights ------------------------------------------------------------------------------------
 */

const char *staff_light_word(StaffLight light, StaffLanguage language)
{
    static const StaffText words[] = {
        [STAFF_LIGHT_NONE] = {"", ""},
        [STAFF_LIGHT_GREEN] = {"in orde", "fine"},
        [STAFF_LIGHT_AMBER] = {"let op", "needs attention"},
        [STAFF_LIGHT_RED] = {"werkt niet", "not working"},
        [STAFF_LIGHT_BUSY] = {"bezig", "busy"},
    };
    return staff_text(language, words[light]);
}

void staff_layout_add_light(StaffLayout *layout, StaffLight light, Rect rect)
{
    static const WidgetLight lights[] = {
        [STAFF_LIGHT_GREEN] = WIDGET_LIGHT_FINE,
        [STAFF_LIGHT_AMBER] = WIDGET_LIGHT_ATTENTION,
        [STAFF_LIGHT_RED] = WIDGET_LIGHT_BAD,
        [STAFF_LIGHT_BUSY] = WIDGET_LIGHT_BUSY,
    };
    if (light == STAFF_LIGHT_NONE) {
        return;
    }
    Widget *widget = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_LIGHT, rect);
    widget->value = (int)lights[light];
    widget_set_label(widget, staff_light_word(light, layout->surface->language));
}

/* --- frame -------------------------------------------------------------------------------------
 */

void staff_layout_add_title(StaffLayout *layout, const char *title)
{
    int height = staff_layout_add_text(layout, "title", &staff_look_title, title, layout->body);
    height += staff_layout_gap(layout);
    layout->body.y += height;
    layout->body.h -= height;
}

void staff_layout_add_bar(StaffLayout *layout, const StaffButton *buttons, gsize n)
{
    int gap = staff_layout_gap(layout);
    int width = (layout->body.w - ((int)n - 1) * gap) / (int)n;
    int height = 0;
    for (gsize i = 0; i < n; i++) {
        height = MAX(height, staff_layout_measure_button(layout, &buttons[i], width));
    }
    Rect rect = {layout->body.x, layout->body.y + layout->body.h - height, width, height};
    for (gsize i = 0; i < n; i++) {
        staff_layout_add_button(layout, &buttons[i], rect);
        rect.x += width + gap;
    }
    layout->body.h -= height + gap;
}
