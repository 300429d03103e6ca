// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_glass.h"

#include <stdio.h>
#include <string.h>

#include "draw/fonts.h"
#include "kiosk/staff/readiness.h"

enum { MAX_LAYOUTS = 200 };

static const struct {
    int width, height, width_mm;
} panels[] = {{1280, 800, 217}, {800, 1280, 136}, {1920, 1080, 344}, {1080, 1920, 194}};

typedef struct {
    Theme *theme;
    TextSetter *setter;
    Scene *scene;
} Fixture;

static void set_up(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) why = NULL;
    const char *build = g_getenv("WEGWIJS_BUILD");
    build = build ? build : "build/native";
    g_autofree char *fonts = g_build_filename(build, "assets/fonts/fonts.conf", NULL);
    g_autofree char *theme = g_build_filename(build, "assets/theme.ini", NULL);
    (void)unused;
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    f->theme = theme_load(theme, &why);
    g_assert_no_error(why);
    f->setter = text_setter_new(MAX_LAYOUTS);
    f->scene = scene_new();
}

static void tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    scene_free(f->scene);
    text_setter_free(f->setter);
    theme_free(f->theme);
}

static void lay_out(Fixture *f, gsize panel, StaffPageKind kind, int step)
{
    const StaffSurface surface = {
        .setter = f->setter,
        .scale = {.theme = f->theme,
                  .px_per_mm = (double)panels[panel].width / panels[panel].width_mm},
        .width_px = panels[panel].width,
        .height_px = panels[panel].height,
    };
    const StaffFrame frame = {.screen = "staff-screen", .detail = "touch"};
    g_autoptr(StaffPage) page = staff_page_new(STAFF_LANGUAGE_NL);
    page->kind = kind;
    page->step = step;
    page->bits = 1 << 2;
    staff_glass_lay_out(&surface, &frame, page, f->scene);
}

/* Every spot of the glass, its very edges too, but for the key back. */
static void test_fields(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(panels); i++) {
        guint32 found = 0;
        lay_out(f, i, STAFF_PAGE_TOUCH, 25);
        for (int y = 0; y < panels[i].height; y += 3) {
            for (int x = 0; x < panels[i].width; x += 3) {
                const Widget *widget = scene_find_target(f->scene, x, y);
                g_assert_nonnull(widget);
                int field = -1;
                if (sscanf(widget->id, "staff.do.touch.%d", &field) == 1) {
                    found |= 1U << field;
                    g_assert_cmpint(widget->is_selected, ==, field == 2);
                } else {
                    g_assert_cmpstr(widget->id, ==, "staff.back");
                }
            }
        }
        g_assert_cmphex(found, ==, (1U << READINESS_TOUCH_FIELDS) - 1);
        g_assert_nonnull(scene_find_target(f->scene, panels[i].width - 1, panels[i].height - 1));
    }
}

/* A key that lies on a field leaves its middle free. */
static void test_middles(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(panels); i++) {
        lay_out(f, i, STAFF_PAGE_TOUCH, 25);
        for (int field = 0; field < READINESS_TOUCH_FIELDS; field++) {
            g_autofree char *id = g_strdup_printf("staff.do.touch.%d", field);
            const Rect *rect = &scene_find(f->scene, id)->rect;
            g_assert_cmpstr(
                scene_find_target(f->scene, rect->x + rect->w / 2, rect->y + rect->h / 2)->id, ==,
                id);
        }
    }
}

static void test_colours(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(panels); i++) {
        for (int step = 0; step < READINESS_COLOUR_STEPS; step++) {
            lay_out(f, i, STAFF_PAGE_COLOURS, step);
            const Widget *colour = scene_find(f->scene, "staff.do.next");
            const Rect glass = {0, 0, panels[i].width, panels[i].height};
            g_assert_true(rect_equals(&colour->rect, &glass));
            g_assert_cmpint(colour->look, ==, WIDGET_LOOK_COLOUR);
            g_assert_true(step == 0 || f->scene->n_widgets == 1); /* nothing else on it */
        }
    }
}

static void test_painted(Fixture *f, gconstpointer unused)
{
    static const guint32 middle[READINESS_COLOUR_STEPS] = {0,        0x000000, 0xFF0000,
                                                           0x00FF00, 0x0000FF, 0x888888};
    (void)unused;
    for (int step = 1; step < READINESS_COLOUR_STEPS; step++) {
        lay_out(f, 0, STAFF_PAGE_COLOURS, step);
        cairo_surface_t *glass =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, panels[0].width, panels[0].height);
        cairo_t *cairo = cairo_create(glass);
        const Rect all = {0, 0, panels[0].width, panels[0].height};
        scene_paint(f->scene, cairo, &all, NULL, NULL);
        cairo_destroy(cairo);
        cairo_surface_flush(glass);
        const guint8 *row =
            cairo_image_surface_get_data(glass) + 400 * cairo_image_surface_get_stride(glass);
        guint32 pixel;
        memcpy(&pixel, row + 4 * 640, sizeof pixel);
        g_assert_cmphex(pixel & 0xFFFFFF, ==, middle[step]);
        cairo_surface_destroy(glass);
    }
}

static void test_cleaning(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(panels); i++) {
        lay_out(f, i, STAFF_PAGE_CLEANING, 17);
        for (gsize n = 0; n < f->scene->n_widgets; n++) {
            g_assert_false(f->scene->widgets[n].is_target);
        }
        g_assert_cmpstr(scene_find(f->scene, "countdown")->label, ==, "17");
    }
}

static void add(const char *name, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/staff_glass/fields cover every spot of the glass", test_fields);
    add("/staff_glass/the key back leaves the middle of each field free", test_middles);
    add("/staff_glass/a colour covers the glass alone", test_colours);
    add("/staff_glass/colours are painted as they are", test_painted);
    add("/staff_glass/nothing can be touched while it is cleaned", test_cleaning);
    return g_test_run();
}
