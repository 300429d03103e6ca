// SPDX-License-Identifier: EUPL-1.2
#include "ui/stage.h"

#include <string.h>

#include "ui_fixture.h"

typedef struct {
    Stage *stage;
    gint64 now_ms;
    int touches, acts;
    char acted[WIDGET_ID_BYTES];
    char key[16];
    char heard[WIDGET_ID_BYTES]; /* the last focus that was told */
} Rig;

static gint64 tell_now(gpointer data)
{
    return ((Rig *)data)->now_ms;
}

static void take_activation(const char *id, gint64 now_ms, gpointer data)
{
    Rig *rig = data;
    g_assert_cmpint(now_ms, ==, rig->now_ms);
    g_strlcpy(rig->acted, id, sizeof rig->acted);
    rig->acts++;
}

static void take_touch(gint64 now_ms, gpointer data)
{
    (void)now_ms;
    ((Rig *)data)->touches++;
}

static void take_key(const char *name, gint64 now_ms, gpointer data)
{
    (void)now_ms;
    g_strlcpy(((Rig *)data)->key, name, sizeof((Rig *)data)->key);
}

static void take_focus(const char *id, gpointer data)
{
    g_strlcpy(((Rig *)data)->heard, id, sizeof((Rig *)data)->heard);
}

static void take_close(gpointer data)
{
    (void)data;
}

static void rig_open(Rig *rig)
{
    const StageOptions options = {.width_px = 1280, .height_px = 800, .title = "test"};
    const StageHandlers handlers = {.now_ms = tell_now,
                                    .activate = take_activation,
                                    .touched = take_touch,
                                    .key = take_key,
                                    .focused = take_focus,
                                    .closed = take_close,
                                    .user_data = rig};
    g_autoptr(GError) error = NULL;
    *rig = (Rig){.now_ms = 1000};
    rig->stage = stage_open(&options, &handlers, &error);
    g_assert_no_error(error);
}

static Scene *two_tiles(const char *screen)
{
    Scene *scene = fixture_scene(screen);
    fixture_target(scene, "a", (Rect){100, 100, 300, 200});
    fixture_target(scene, "b", (Rect){500, 100, 300, 200});
    return scene;
}

static void show(Rig *rig, Scene *scene)
{
    scene_free(stage_show_take(rig->stage, scene));
}

/* What is on the glass is what painting the whole scene afresh would give. */
static void assert_glass(const Rig *rig, const char *pressed, const char *focused)
{
    cairo_surface_t *fresh = fixture_paint(stage_scene(rig->stage), pressed, focused);
    cairo_surface_flush(stage_surface(rig->stage));
    g_assert_true(fixture_is_same(fresh, stage_surface(rig->stage)));
    cairo_surface_destroy(fresh);
}

static void touch(const Rig *rig, int x, int y, bool is_down, gint64 now_ms)
{
    const TouchContact contact = {STAGE_INJECTED - 1, is_down ? TOUCH_PHASE_DOWN : TOUCH_PHASE_UP,
                                  x, y, now_ms};
    stage_inject_contact(rig->stage, &contact);
}

static void test_press_shows_and_acts(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("question"));
    assert_glass(&rig, NULL, NULL);
    touch(&rig, 200, 200, true, rig.now_ms);
    assert_glass(&rig, "a", NULL);
    g_assert_cmpint(rig.touches, ==, 1);
    g_assert_cmpint(rig.acts, ==, 0);
    rig.now_ms += 80;
    touch(&rig, 200, 200, false, rig.now_ms);
    assert_glass(&rig, NULL, NULL);
    g_assert_cmpstr(rig.acted, ==, "a");
    g_assert_cmpint(stage_stats(rig.stage)->last_tap_us, >, 0);
    g_assert_cmpuint(stage_stats(rig.stage)->presents, ==, 3);
    stage_close(rig.stage);
}

static void test_miss_shows(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("question"));
    const guint64 before = stage_stats(rig.stage)->presents;
    touch(&rig, 900, 600, true, rig.now_ms);
    cairo_surface_t *rest = fixture_paint(stage_scene(rig.stage), NULL, NULL);
    cairo_surface_flush(stage_surface(rig.stage));
    g_assert_false(fixture_is_same(rest, stage_surface(rig.stage)));
    g_assert_cmpint(rig.touches, ==, 1);
    touch(&rig, 900, 600, false, rig.now_ms + 80);
    assert_glass(&rig, NULL, NULL);
    g_assert_cmpuint(stage_stats(rig.stage)->presents, ==, before + 2);
    g_assert_cmpint(rig.acts, ==, 0);
    cairo_surface_destroy(rest);
    stage_close(rig.stage);
}

static void test_change_paints_its_part(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("question"));
    const guint64 presents = stage_stats(rig.stage)->presents;
    show(&rig, two_tiles("question"));
    g_assert_cmpuint(stage_stats(rig.stage)->presents, ==, presents);
    Scene *next = two_tiles("question");
    next->widgets[1].is_selected = true;
    show(&rig, next);
    g_assert_cmpuint(stage_stats(rig.stage)->presents, ==, presents + 1);
    assert_glass(&rig, NULL, NULL);
    stage_close(rig.stage);
}

static void test_old_scene_comes_back_empty(void)
{
    Rig rig;
    rig_open(&rig);
    Scene *first = two_tiles("question");
    widget_set_label(&first->widgets[0], "an answer");
    g_assert_null(stage_show_take(rig.stage, first));
    Scene *back = stage_show_take(rig.stage, two_tiles("doors"));
    g_assert_true(back == first);
    g_assert_cmpuint(back->n_widgets, ==, 0);
    g_assert_null(back->widgets[0].label);
    scene_free(back);
    stage_close(rig.stage);
}

static void test_press_does_not_cross_screens(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("question"));
    touch(&rig, 200, 200, true, rig.now_ms);
    show(&rig, two_tiles("idle"));
    rig.now_ms += 80;
    touch(&rig, 200, 200, false, rig.now_ms);
    g_assert_cmpint(rig.acts, ==, 0);
    assert_glass(&rig, NULL, NULL);
    stage_close(rig.stage);
}

static void test_keys_alone_do_it_all(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("question"));
    g_assert_null(stage_focused(rig.stage));
    stage_inject_key(rig.stage, "down", rig.now_ms);
    assert_glass(&rig, NULL, "a");
    stage_inject_key(rig.stage, "right", rig.now_ms);
    g_assert_cmpstr(rig.heard, ==, "b");
    assert_glass(&rig, NULL, "b");
    stage_inject_key(rig.stage, "select", rig.now_ms);
    g_assert_cmpstr(rig.acted, ==, "b");
    stage_inject_key(rig.stage, "back", rig.now_ms);
    g_assert_cmpstr(rig.key, ==, "back");
    stage_inject_key(rig.stage, "help", rig.now_ms);
    g_assert_cmpstr(rig.key, ==, "help");
    g_assert_cmpint(rig.touches, ==, 5);
    touch(&rig, 900, 600, true, rig.now_ms);
    g_assert_null(stage_focused(rig.stage));
    stage_close(rig.stage);
}

/* Keys of a PIN: who looks on sees nothing of the press; select is for the key that ends it. */
static void test_discreet(void)
{
    Rig rig;
    rig_open(&rig);
    Scene *scene = two_tiles("question");
    scene->widgets[0].is_discreet = true;
    scene->widgets[1].is_default = true;
    show(&rig, scene);
    const guint64 presents = stage_stats(rig.stage)->presents;
    touch(&rig, 200, 200, true, rig.now_ms);
    assert_glass(&rig, NULL, NULL);
    g_assert_cmpuint(stage_stats(rig.stage)->presents, ==, presents);
    rig.now_ms += 100;
    touch(&rig, 200, 200, false, rig.now_ms);
    g_assert_cmpstr(rig.acted, ==, "a");
    stage_inject_key(rig.stage, "select", rig.now_ms);
    g_assert_cmpstr(rig.acted, ==, "b");
    assert_glass(&rig, NULL, NULL);
    stage_inject_key(rig.stage, "down", rig.now_ms);
    stage_inject_key(rig.stage, "select", rig.now_ms);
    g_assert_cmpstr(rig.acted, ==, "a");
    stage_close(rig.stage);
}

/* Whatever a visit did, the glass is afterwards as at the very first. */
static void test_reset_leaves_no_trace(void)
{
    Rig rig;
    rig_open(&rig);
    show(&rig, two_tiles("languages"));
    cairo_surface_t *first = fixture_paint(stage_scene(rig.stage), NULL, NULL);
    stage_inject_key(rig.stage, "down", rig.now_ms);
    touch(&rig, 600, 200, true, rig.now_ms);
    stage_inject_key(rig.stage, "down", rig.now_ms);
    stage_reset(rig.stage);
    show(&rig, two_tiles("languages"));
    cairo_surface_flush(stage_surface(rig.stage));
    g_assert_true(fixture_is_same(first, stage_surface(rig.stage)));
    g_assert_null(stage_focused(rig.stage));
    cairo_surface_destroy(first);
    stage_close(rig.stage);
}

/* With no driver named, and with one that has nowhere to go. */
static void test_no_display_is_said(gconstpointer driver)
{
    const StageOptions options = {.width_px = 640, .height_px = 480, .title = "test"};
    const StageHandlers handlers = {.closed = take_close};
    g_autoptr(GError) error = NULL;
    g_unsetenv("DISPLAY");
    g_unsetenv("WAYLAND_DISPLAY");
    if (driver != NULL) {
        g_setenv("SDL_VIDEODRIVER", driver, TRUE);
    } else {
        g_unsetenv("SDL_VIDEODRIVER");
    }
    Stage *stage = stage_open(&options, &handlers, &error);
    g_setenv("SDL_VIDEODRIVER", "dummy", TRUE);
    g_assert_null(stage);
    g_assert_error(error, STAGE_ERROR, STAGE_ERROR_NO_DISPLAY);
    g_assert_nonnull(strstr(error->message, "DISPLAY"));
    g_assert_null(strchr(error->message, '\n'));
}

int main(int argc, char **argv)
{
    g_setenv("SDL_VIDEODRIVER", "dummy", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stage/a press shows at once and acts when it ends",
                    test_press_shows_and_acts);
    g_test_add_func("/stage/a miss is shown while it lasts", test_miss_shows);
    g_test_add_func("/stage/nothing is painted that did not change", test_change_paints_its_part);
    g_test_add_func("/stage/the scene before comes back empty", test_old_scene_comes_back_empty);
    g_test_add_func("/stage/a press begun on one screen does not act on the next",
                    test_press_does_not_cross_screens);
    g_test_add_func("/stage/keys alone can do everything", test_keys_alone_do_it_all);
    g_test_add_func("/stage/a key of a PIN tells nobody that it was pressed", test_discreet);
    g_test_add_func("/stage/reset leaves no trace of a visit", test_reset_leaves_no_trace);
    g_test_add_data_func("/stage/without a display it says what to do", NULL,
                         test_no_display_is_said);
    g_test_add_data_func("/stage/with an X server that is not there it says what to do", "x11",
                         test_no_display_is_said);
    return g_test_run();
}
