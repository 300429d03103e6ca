// SPDX-License-Identifier: EUPL-1.2
#include "ui/scene.h"

#include <string.h>

#include "ui_fixture.h"

static void test_mirror_turns_places(void)
{
    g_autoptr(Scene) scene = fixture_scene("a");
    const Widget *tile = fixture_target(scene, "tile", (Rect){100, 50, 200, 100});
    const Widget *kept = fixture_target(scene, "kept", (Rect){30, 300, 60, 60});
    scene->widgets[1].keeps_side = true;
    scene_mirror(scene);
    g_assert_true(scene->is_rtl);
    g_assert_cmpint(tile->rect.x, ==, 1280 - 100 - 200);
    g_assert_cmpint(tile->rect.y, ==, 50);
    g_assert_cmpint(kept->rect.x, ==, 30);
}

static void test_mirror_moves_groups_whole(void)
{
    g_autoptr(Scene) scene = fixture_scene("a");
    scene_add(scene, "card", WIDGET_ROLE_TEXT, WIDGET_LOOK_CARD, (Rect){100, 0, 400, 400});
    for (int i = 0; i < 3; i++) {
        char id[8];
        g_snprintf(id, sizeof id, "%d", i + 1);
        fixture_target(scene, id, (Rect){110 + 130 * i, 10, 120, 120})->keeps_side = true;
    }
    scene_mirror(scene);
    g_assert_cmpint(scene->widgets[0].rect.x, ==, 780);
    for (int i = 0; i < 3; i++) {
        g_assert_cmpint(scene_find(scene, (const char *[]){"1", "2", "3"}[i])->rect.x, ==,
                        790 + 130 * i);
    }
}

static void test_mirror_is_its_own_inverse(void)
{
    g_autoptr(TextSetter) setter = fixture_setter();
    const ThemeScale scale = fixture_scale();
    g_autoptr(Scene) plain = fixture_gallery(setter, &scale, "nl");
    g_autoptr(Scene) twice = fixture_gallery(setter, &scale, "nl");
    scene_mirror(twice);
    scene_mirror(twice);
    for (gsize i = 0; i < plain->n_widgets; i++) {
        g_assert_true(rect_equals(&plain->widgets[i].rect, &twice->widgets[i].rect));
    }
}

static void test_later_targets_lie_on_top(void)
{
    g_autoptr(Scene) scene = fixture_scene("a");
    fixture_target(scene, "below", (Rect){0, 0, 100, 100});
    fixture_target(scene, "above", (Rect){50, 50, 100, 100});
    scene_add(scene, "text", WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, (Rect){0, 0, 100, 100});
    g_assert_cmpstr(scene_find_target(scene, 60, 60)->id, ==, "above");
    g_assert_cmpstr(scene_find_target(scene, 10, 10)->id, ==, "below");
    g_assert_null(scene_find_target(scene, 400, 10));
    g_assert_null(scene_find(scene, ""));
    g_assert_null(scene_find(scene, "nobody"));
}

static void test_labels_are_copies(void)
{
    g_autoptr(Scene) scene = fixture_scene("a");
    char text[] = "one";
    Widget *widget = fixture_target(scene, "w", (Rect){0, 0, 10, 10});
    widget_set_label(widget, text);
    text[0] = 'x';
    g_assert_cmpstr(widget->label, ==, "one");
    widget_set_label(widget, "two");
    g_assert_cmpstr(widget->label, ==, "two");
    scene_clear(scene);
    g_assert_cmpuint(scene->n_widgets, ==, 0);
    g_assert_cmpstr(scene->screen, ==, "");
}

static void fill(Scene *scene)
{
    for (int i = 0; i < 4; i++) {
        char id[8];
        g_snprintf(id, sizeof id, "w%d", i);
        fixture_target(scene, id, (Rect){100 + i * 300, 100, 200, 100});
    }
}

static void test_equal_scenes_do_not_differ(void)
{
    g_autoptr(Scene) a = fixture_scene("a");
    g_autoptr(Scene) b = fixture_scene("a");
    Rect changed[8];
    fill(a);
    fill(b);
    g_assert_cmpuint(scene_diff(a, b, changed, 8), ==, 0);
    widget_set_label(&b->widgets[1], "another text");
    g_assert_cmpuint(scene_diff(a, b, changed, 8), ==, 1);
}

static void test_only_the_changed_widget_differs(void)
{
    g_autoptr(Scene) a = fixture_scene("a");
    g_autoptr(Scene) b = fixture_scene("a");
    Rect changed[8];
    fill(a);
    fill(b);
    b->widgets[2].is_selected = true;
    g_assert_cmpuint(scene_diff(a, b, changed, 8), ==, 1);
    g_assert_true(rect_encloses(&changed[0], &b->widgets[2].rect));
    g_assert_false(rect_intersects(&changed[0], &b->widgets[1].rect));
    g_assert_false(rect_intersects(&changed[0], &b->widgets[3].rect));
}

static void test_moved_widget_differs_in_both_places(void)
{
    g_autoptr(Scene) a = fixture_scene("a");
    g_autoptr(Scene) b = fixture_scene("a");
    Rect changed[8];
    fill(a);
    fill(b);
    b->widgets[3].rect.y = 500;
    b->n_widgets = 4;
    const gsize n = scene_diff(a, b, changed, 8);
    g_assert_cmpuint(n, ==, 1);
    g_assert_true(rect_encloses(&changed[0], &a->widgets[3].rect));
    g_assert_true(rect_encloses(&changed[0], &b->widgets[3].rect));
}

static void test_more_changes_than_room_are_merged(void)
{
    g_autoptr(Scene) a = fixture_scene("a");
    g_autoptr(Scene) b = fixture_scene("a");
    Rect changed[2];
    fill(a);
    fill(b);
    for (int i = 0; i < 4; i++) {
        b->widgets[i].is_selected = true;
    }
    const gsize n = scene_diff(a, b, changed, 2);
    g_assert_cmpuint(n, <=, 2);
    for (int i = 0; i < 4; i++) {
        bool is_covered = false;
        for (gsize k = 0; k < n; k++) {
            is_covered |= rect_encloses(&changed[k], &b->widgets[i].rect);
        }
        g_assert_true(is_covered);
    }
}

static void change_screen(Scene *scene)
{
    g_strlcpy(scene->screen, "b", sizeof scene->screen);
}

static void change_language(Scene *scene)
{
    g_strlcpy(scene->language, "ar", sizeof scene->language);
}

static void change_contrast(Scene *scene)
{
    scene->scale.contrast = THEME_CONTRAST_HIGH;
}

static void change_text_size(Scene *scene)
{
    scene->scale.text_size = 2;
}

static void change_direction(Scene *scene)
{
    scene->is_rtl = true;
}

static void test_whole_changes(void)
{
    static void (*const changes[])(Scene *) = {change_screen, change_language, change_contrast,
                                               change_text_size, change_direction};
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(Scene) a = fixture_scene("a");
        g_autoptr(Scene) b = fixture_scene("a");
        Rect changed[8];
        changes[i](b);
        g_assert_cmpuint(scene_diff(a, b, changed, 8), ==, 1);
        g_assert_cmpint(changed[0].w, ==, 1280);
        g_assert_cmpint(changed[0].h, ==, 800);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scene/mirroring turns places but for what keeps its side",
                    test_mirror_turns_places);
    g_test_add_func("/scene/keys in a card move with it and keep their order",
                    test_mirror_moves_groups_whole);
    g_test_add_func("/scene/mirrored twice is as before", test_mirror_is_its_own_inverse);
    g_test_add_func("/scene/of two targets at a point the later is touched",
                    test_later_targets_lie_on_top);
    g_test_add_func("/scene/labels are copies and go with the scene", test_labels_are_copies);
    g_test_add_func("/scene/equal scenes differ nowhere", test_equal_scenes_do_not_differ);
    g_test_add_func("/scene/a selected tile differs in its own place alone",
                    test_only_the_changed_widget_differs);
    g_test_add_func("/scene/a moved widget differs where it was and is",
                    test_moved_widget_differs_in_both_places);
    g_test_add_func("/scene/more changes than room are merged and all covered",
                    test_more_changes_than_room_are_merged);
    g_test_add_func("/scene/screen, language, contrast, size and direction change it all",
                    test_whole_changes);
    return g_test_run();
}
