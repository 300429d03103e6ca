// SPDX-License-Identifier: EUPL-1.2
#include "ui/look.h"

#include <string.h>

#include "ui_fixture.h"

static const char *const languages[] = {"nl", "ar"};

static const WidgetLook looks_with_text[] = {
    WIDGET_LOOK_TEXT,       WIDGET_LOOK_TILE,  WIDGET_LOOK_PICTURE_TILE,
    WIDGET_LOOK_PLAIN_TILE, WIDGET_LOOK_QUIET, WIDGET_LOOK_STOP,
    WIDGET_LOOK_PRIMARY,    WIDGET_LOOK_FOOT,  WIDGET_LOOK_CARD,
};

static const TextLayout *set_for(TextSetter *setter, const ThemeScale *scale, WidgetLook look,
                                 int width)
{
    const TextStyle style = {.language = "nl", .cap_px = theme_cap_px(scale, THEME_TYPE_ANSWER)};
    return text_set(setter, &style, "Ik zoek werk dat bij mij past",
                    scene_text_width_px(scale, look, width));
}

/* A rectangle of the width and least height we were told has room for the text, at every size. */
static void test_measures_hold(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    for (gsize i = 0; i < G_N_ELEMENTS(looks_with_text) * THEME_TEXT_SIZES; i++) {
        const WidgetLook look = looks_with_text[i / THEME_TEXT_SIZES];
        g_autoptr(Scene) scene = fixture_scene("a");
        scene->scale.text_size = (int)(i % THEME_TEXT_SIZES);
        const TextLayout *text = set_for(setter, &scene->scale, look, 600);
        const int height = scene_min_height_px(&scene->scale, look, text, NULL);
        Widget *widget = scene_add(scene, "w", WIDGET_ROLE_BUTTON, look, (Rect){0, 0, 600, height});
        widget->text = text;
        widget->sign = SIGN_NEXT;
        LookParts parts;
        look_place(scene, widget, &parts);
        g_test_message("look %d, size %d", (int)look, scene->scale.text_size);
        g_assert_true(rect_encloses(&widget->rect, &parts.text));
        g_assert_false(rect_intersects(&parts.text, &parts.pictogram));
        g_assert_false(look == WIDGET_LOOK_TILE && rect_intersects(&parts.text, &parts.mark));
        g_assert_cmpint(parts.text.w, ==, scene_text_width_px(&scene->scale, look, 600));
    }
}

static void test_targets_have_the_least_size(void)
{
    const ThemeScale scale = fixture_scale();
    const int least = theme_space_px(&scale, THEME_SPACE_TARGET);
    for (gsize i = 0; i < G_N_ELEMENTS(looks_with_text); i++) {
        const WidgetLook look = looks_with_text[i];
        if (look != WIDGET_LOOK_TEXT && look != WIDGET_LOOK_CARD) {
            g_assert_cmpint(scene_min_height_px(&scale, look, NULL, NULL), >=, least);
        }
    }
    g_assert_cmpint(scene_text_width_px(&scale, WIDGET_LOOK_TILE, 3), ==, 0);
}

/* Every part of a mirrored widget lies as far from the right as it lay from the left. */
static void test_parts_are_mirrored(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    const ThemeScale scale = fixture_scale();
    g_autoptr(Scene) scene = fixture_gallery(setter, &scale, "nl");
    for (gsize i = 0; i < scene->n_widgets; i++) {
        Widget *widget = &scene->widgets[i];
        const Rect *box = &widget->rect;
        LookParts ltr;
        LookParts rtl;
        scene->is_rtl = false;
        look_place(scene, widget, &ltr);
        scene->is_rtl = true;
        look_place(scene, widget, &rtl);
        const int sum = 2 * box->x + box->w;
        g_assert_cmpint(ABS(sum - (ltr.text.x + ltr.text.w) - rtl.text.x), <=,
                        ltr.text.w > 0 ? 1 : sum);
        if (ltr.mark.w > 0) {
            g_assert_cmpint(sum - (ltr.mark.x + ltr.mark.w), ==, rtl.mark.x);
        }
        if (ltr.pictogram.w > 0) {
            g_assert_cmpint(ABS(sum - (ltr.pictogram.x + ltr.pictogram.w) - rtl.pictogram.x), <=,
                            1);
        }
    }
}

/* Of all pairs of a wanted ink and a ground the themes can bring together, none is unreadable. */
static void test_inks_are_readable(void)
{
    static const ThemeColour grounds[] = {
        THEME_COLOUR_PAPER,         THEME_COLOUR_TILE,           THEME_COLOUR_TILE_PRESSED,
        THEME_COLOUR_TILE_SELECTED, THEME_COLOUR_ACCENT,         THEME_COLOUR_STOP,
        THEME_COLOUR_MARK,          THEME_COLOUR_ACCENT_PRESSED,
    };
    ThemeScale scale = fixture_scale();
    for (int contrast = 0; contrast < THEME_CONTRAST_COUNT; contrast++) {
        scale.contrast = (ThemeContrast)contrast;
        for (gsize i = 0; i < G_N_ELEMENTS(grounds) * THEME_COLOUR_COUNT; i++) {
            const Colour ground = theme_colour(&scale, grounds[i / THEME_COLOUR_COUNT]);
            const Colour wanted = theme_colour(&scale, (ThemeColour)(i % THEME_COLOUR_COUNT));
            const Colour ink = look_ink_on(&scale, wanted, ground);
            g_assert_cmpfloat(theme_contrast_ratio(ink, ground), >=, 4.5);
        }
    }
}

static cairo_surface_t *paint_gallery(TextSetter *setter, const ThemeScale *scale,
                                      const char *language, const char *pressed,
                                      const char *focused)
{
    g_autoptr(Scene) scene = fixture_gallery(setter, scale, language);
    return fixture_paint(scene, pressed, focused);
}

/* With WEGWIJS_PICTURES=<folder> the galleries are left there to be looked at. */
static void keep_picture(cairo_surface_t *surface, const char *language, int contrast)
{
    const char *folder = g_getenv("WEGWIJS_PICTURES");
    if (folder != NULL) {
        g_autofree char *name = g_strdup_printf("looks-%s-%d.png", language, contrast);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_assert_cmpint(cairo_surface_write_to_png(surface, path), ==, CAIRO_STATUS_SUCCESS);
    }
}

static void test_states_can_be_seen(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    ThemeScale scale = fixture_scale();
    for (int i = 0; i < 2 * THEME_CONTRAST_COUNT; i++) {
        static const char *const ids[] = {"tile",    "picture", "plain", "quiet",
                                          "primary", "stop",    "foot.1"};
        const char *language = languages[i % 2];
        scale.contrast = (ThemeContrast)(i / 2);
        cairo_surface_t *rest = paint_gallery(setter, &scale, language, NULL, NULL);
        for (gsize k = 0; k < G_N_ELEMENTS(ids); k++) {
            cairo_surface_t *pressed = paint_gallery(setter, &scale, language, ids[k], NULL);
            cairo_surface_t *focused = paint_gallery(setter, &scale, language, NULL, ids[k]);
            g_assert_false(fixture_is_same(rest, pressed));
            g_assert_false(fixture_is_same(rest, focused));
            g_assert_false(fixture_is_same(pressed, focused));
            cairo_surface_destroy(pressed);
            cairo_surface_destroy(focused);
        }
        keep_picture(rest, language, i / 2);
        cairo_surface_destroy(rest);
    }
}

/* What changes when a widget is pressed, focused or selected lies within its bounds. */
static void assert_only_inside(cairo_surface_t *a, cairo_surface_t *b, const Rect *bounds)
{
    const int stride = cairo_image_surface_get_stride(a) / 4;
    const guint32 *pixels_a = (const guint32 *)cairo_image_surface_get_data(a);
    const guint32 *pixels_b = (const guint32 *)cairo_image_surface_get_data(b);
    for (int y = 0; y < cairo_image_surface_get_height(a); y++) {
        for (int x = 0; x < cairo_image_surface_get_width(a); x++) {
            if (!rect_contains(bounds, x, y)) {
                const guint32 differing = pixels_a[y * stride + x] ^ pixels_b[y * stride + x];
                g_assert_cmpuint(differing & 0xffffff, ==, 0);
            }
        }
    }
}

static void test_looks_stay_in_their_bounds(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    const ThemeScale scale = fixture_scale();
    g_autoptr(Scene) scene = fixture_gallery(setter, &scale, "nl");
    cairo_surface_t *rest = fixture_paint(scene, NULL, NULL);
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        if (!widget->is_target || !widget->is_enabled) {
            continue;
        }
        const Rect bounds = look_bounds(scene, widget);
        cairo_surface_t *held = fixture_paint(scene, widget->id, widget->id);
        assert_only_inside(rest, held, &bounds);
        cairo_surface_destroy(held);
    }
    cairo_surface_destroy(rest);
}

/* What goes with a widget that goes lies within its bounds: nothing of it stays on the glass. */
static void test_nothing_stays_behind(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    const ThemeScale scale = fixture_scale();
    g_autoptr(Scene) scene = fixture_gallery(setter, &scale, "nl");
    cairo_surface_t *whole = fixture_paint(scene, NULL, NULL);
    for (gsize i = 0; i < scene->n_widgets; i++) {
        Widget *widget = &scene->widgets[i];
        const Widget kept = *widget;
        const Rect bounds = look_bounds(scene, widget);
        widget->rect.y = -5000; /* beside the glass */
        cairo_surface_t *without = fixture_paint(scene, NULL, NULL);
        g_test_message("look %d", (int)kept.look);
        assert_only_inside(whole, without, &bounds);
        cairo_surface_destroy(without);
        *widget = kept;
    }
    cairo_surface_destroy(whole);
}

static guint32 pixel_at(cairo_surface_t *surface, int x, int y)
{
    const guint8 *row = cairo_image_surface_get_data(surface) +
                        (gsize)y * (gsize)cairo_image_surface_get_stride(surface);
    guint32 pixel;
    memcpy(&pixel, row + 4 * (gsize)x, sizeof pixel);
    return pixel & 0xffffff;
}

/* A picture of black and white columns, two pixels wide, in a place for seven times that. */
static void test_images_grow_by_whole_factors(void)
{
    g_autoptr(Scene) scene = fixture_scene("slip");
    cairo_surface_t *code = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2, 2);
    const guint32 row[] = {0, 0xffffff};
    for (int y = 0; y < 2; y++) {
        memcpy(cairo_image_surface_get_data(code) + y * cairo_image_surface_get_stride(code), row,
               sizeof row);
    }
    cairo_surface_mark_dirty(code);
    Widget *image =
        scene_add(scene, "qr", WIDGET_ROLE_PICTURE, WIDGET_LOOK_IMAGE, (Rect){100, 100, 15, 15});
    image->image = code;
    cairo_surface_t *painted = fixture_paint(scene, NULL, NULL);
    for (int x = 0; x < 14; x++) {
        g_assert_cmpuint(pixel_at(painted, 100 + x, 105), ==, x < 7 ? 0 : 0xffffff);
    }
    cairo_surface_destroy(painted);
    cairo_surface_destroy(code);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/look/the measures it gives have room for the text", test_measures_hold);
    g_test_add_func("/look/targets have the least size", test_targets_have_the_least_size);
    g_test_add_func("/look/parts are mirrored inside a widget", test_parts_are_mirrored);
    g_test_add_func("/look/no ink is unreadable on its ground", test_inks_are_readable);
    g_test_add_func("/look/pressed and focused can be seen on every target",
                    test_states_can_be_seen);
    g_test_add_func("/look/a look paints within its bounds", test_looks_stay_in_their_bounds);
    g_test_add_func("/look/nothing of a widget stays behind", test_nothing_stays_behind);
    g_test_add_func("/look/images grow by whole factors", test_images_grow_by_whole_factors);
    return g_test_run();
}
