// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_glass.h"

#include "kiosk/staff/readiness.h"

enum { LONG_SIDE_FIELDS = 6, SHORT_SIDE_FIELDS = READINESS_TOUCH_FIELDS / LONG_SIDE_FIELDS };

static const double plate_mm = 96;
static const double plate_pad_mm = 4;
static const double back_mm = 32; /* between the middles of fields */
static const double ring_mm = 60;

/* The last one are greys: all of them can be told from their neighbours on a good panel. */
static const struct {
    int colour, steps;
} colours[READINESS_COLOUR_STEPS] = {
    {0xFFFFFF, 0}, {0x000000, 0}, {0xFF0000, 0}, {0x00FF00, 0}, {0x0000FF, 0}, {0xFFFFFF, 16},
};

static const char *say(const StaffLayout *layout, StaffText text)
{
    return staff_text(layout->surface->language, text);
}

static char *say_number(const StaffLayout *layout, StaffText text, int n)
{
    g_autofree char *number = g_strdup_printf("%d", n);
    return staff_format(layout->surface->language, text, "n", number, NULL);
}

/* Words on a plate in the middle, which is no target but for the key back: touches go through it.
 */
static void add_plate(StaffLayout *layout, const char *strong, const char *plain)
{
    const StaffButton back = {.id = "staff.back",
                              .text = say(layout, (StaffText){"Terug", "Back"}),
                              .look = WIDGET_LOOK_PLAIN_TILE};
    int pad = staff_layout_mm(layout, plate_pad_mm);
    int width = MIN(staff_layout_mm(layout, plate_mm), layout->body.w);
    int inner = width - 2 * pad;
    int first = staff_layout_measure(layout, &staff_look_strong, strong, inner);
    int second = staff_layout_measure(layout, &staff_look_plain, plain, inner);
    int key_width = staff_layout_mm(layout, back_mm);
    int key = staff_layout_measure_button(layout, &back, key_width);
    int height = first + second + key + 3 * pad;
    const Scene *scene = layout->scene;
    Rect plate = {(scene->width_px - width) / 2, (scene->height_px - height) / 2, width, height};
    scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, plate);
    Rect at = {plate.x + pad, plate.y + pad, inner, first};
    staff_layout_add_text(layout, "title", &staff_look_strong, strong, at);
    at.y += first;
    staff_layout_add_text(layout, NULL, &staff_look_plain, plain, at);
    at = (Rect){(scene->width_px - key_width) / 2, at.y + second + pad, key_width, key};
    staff_layout_add_button(layout, &back, at);
}

/* --- touch -------------------------------------------------------------------------------------
 */

/* Fields share their edges and reach those of the glass: no spot is left out. */
static void add_fields(StaffLayout *layout, guint32 bits)
{
    Scene *scene = layout->scene;
    bool is_wide = staff_layout_is_landscape(layout);
    int columns = is_wide ? LONG_SIDE_FIELDS : SHORT_SIDE_FIELDS;
    int rows = READINESS_TOUCH_FIELDS / columns;
    for (int i = 0; i < READINESS_TOUCH_FIELDS; i++) {
        int left = scene->width_px * (i % columns) / columns;
        int right = scene->width_px * (i % columns + 1) / columns;
        int top = scene->height_px * (i / columns) / rows;
        int bottom = scene->height_px * (i / columns + 1) / rows;
        g_autofree char *id = g_strdup_printf("staff.do.touch.%d", i);
        g_autofree char *label = say_number(layout, (StaffText){"Vakje {n}", "Field {n}"}, i + 1);
        Widget *field = scene_add(scene, id, WIDGET_ROLE_CHOICE, WIDGET_LOOK_PLAIN_TILE,
                                  (Rect){left, top, right - left, bottom - top});
        field->is_target = true;
        field->is_selected = (bits >> i & 1) != 0;
        widget_set_label(field, label);
    }
}

static void lay_out_touch(StaffLayout *layout, const StaffPage *page)
{
    g_autofree char *left =
        say_number(layout, (StaffText){"Nog {n} seconden.", "{n} seconds left."}, page->step);
    add_fields(layout, page->bits);
    add_plate(layout, say(layout, (StaffText){"Raak elk vakje aan.", "Touch every field."}), left);
}

/* --- colours -----------------------------------------------------------------------------------
 */

static void lay_out_colours(StaffLayout *layout, const StaffPage *page)
{
    Scene *scene = layout->scene;
    int step = CLAMP(page->step, 0, READINESS_COLOUR_STEPS - 1);
    Widget *colour = scene_add(scene, "staff.do.next", WIDGET_ROLE_BUTTON, WIDGET_LOOK_COLOUR,
                               (Rect){0, 0, scene->width_px, scene->height_px});
    g_autofree char *label =
        say_number(layout, (StaffText){"Kleur {n}: volgende", "Colour {n}: next"}, step + 1);
    colour->value = colours[step].colour;
    colour->total = colours[step].steps;
    colour->is_target = true;
    widget_set_label(colour, label);
    if (step == 0) {
        g_autofree char *how = say_number(
            layout,
            (StaffText){"Let op vlekken, strepen en stippen. Tik voor de volgende kleur: het zijn "
                        "er {n}. Het laatste beeld gaat van zwart naar wit.",
                        "Look for spots, stripes and dots. Tap for the next colour: there are {n}. "
                        "The last picture goes from black to white."},
            READINESS_COLOUR_STEPS);
        add_plate(layout,
                  say(layout, (StaffText){"Is het hele scherm één kleur?",
                                          "Is the whole screen one colour?"}),
                  how);
    }
}

/* --- cleaning ----------------------------------------------------------------------------------
 */

static void lay_out_cleaning(StaffLayout *layout, const StaffPage *page)
{
    Scene *scene = layout->scene;
    staff_layout_add_title(
        layout, say(layout, (StaffText){"Maak het scherm nu schoon", "Clean the screen now"}));
    layout->body.y += staff_layout_add_text(
        layout, NULL, &staff_look_plain,
        say(layout, (StaffText){"Aanraken doet nu niets. Gebruik een vochtige doek, geen spray.",
                                "Touching does nothing now. Use a damp cloth, no spray."}),
        layout->body);
    int side = staff_layout_mm(layout, ring_mm);
    Rect at = {(scene->width_px - side) / 2, (scene->height_px - side) / 2, side, side};
    Widget *ring = scene_add(scene, "countdown", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_COUNTDOWN, at);
    g_autofree char *number = g_strdup_printf("%d", page->step);
    const TextStyle style = {
        .language = staff_language_code(layout->surface->language),
        .cap_px = theme_cap_px(&layout->surface->scale, THEME_TYPE_HUGE),
        .weight = 600,
        .align = TEXT_ALIGN_CENTER,
    };
    ring->value = page->step;
    ring->total = STAFF_GLASS_CLEANING_S;
    ring->text = text_set(layout->surface->setter, &style, number,
                          scene_text_width_px(&scene->scale, WIDGET_LOOK_COUNTDOWN, side));
    widget_set_label(ring, number);
}

void staff_glass_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                         const StaffPage *page, Scene *scene)
{
    StaffLayout layout;
    staff_layout_init(&layout, surface, scene, frame->screen);
    g_strlcpy(scene->detail, frame->detail ? frame->detail : "", sizeof scene->detail);
    switch (page->kind) {
    case STAFF_PAGE_TOUCH:
        lay_out_touch(&layout, page);
        return;
    case STAFF_PAGE_COLOURS:
        lay_out_colours(&layout, page);
        return;
    case STAFF_PAGE_CLEANING:
        lay_out_cleaning(&layout, page);
        return;
    case STAFF_PAGE_LIST:
    case STAFF_PAGE_KEYBOARD:
    case STAFF_PAGE_COUNT:
        break;
    }
    g_assert_not_reached();
}
