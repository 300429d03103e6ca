// SPDX-License-Identifier: EUPL-1.2
#include "ui/focus.h"

#include "ui_fixture.h"

/* Two rows of three and a footer key:
 *     a b c
 *     d e f
 *     foot */
static Scene *grid(void)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    Scene *scene = fixture_scene("question");
    for (int i = 0; i < 6; i++) {
        fixture_target(scene, ids[i], (Rect){50 + (i % 3) * 400, 100 + (i / 3) * 200, 380, 180});
    }
    fixture_target(scene, "foot", (Rect){50, 680, 100, 100})->look = WIDGET_LOOK_FOOT;
    return scene;
}

typedef struct {
    const char *from;
    FocusMove move;
    const char *to, *to_rtl; /* in the mirrored grid: c b a / f e d */
} Step;

static const Step steps[] = {
    {"a", FOCUS_MOVE_RIGHT, "b", "foot"},   {"b", FOCUS_MOVE_LEFT, "a", "c"},
    {"b", FOCUS_MOVE_DOWN, "e", "e"},       {"e", FOCUS_MOVE_UP, "b", "b"},
    {"c", FOCUS_MOVE_RIGHT, "d", "b"},      {"d", FOCUS_MOVE_LEFT, "c", "e"},
    {"d", FOCUS_MOVE_DOWN, "foot", "foot"}, {"foot", FOCUS_MOVE_UP, "d", "d"},
    {"foot", FOCUS_MOVE_DOWN, "a", "a"},    {"a", FOCUS_MOVE_UP, "foot", "foot"},
    {"f", FOCUS_MOVE_NEXT, "foot", "foot"}, {"a", FOCUS_MOVE_PREVIOUS, "foot", "foot"},
};

static void check_steps(const Scene *scene, bool is_rtl)
{
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        Focus focus = {.is_shown = true};
        g_strlcpy(focus.id, steps[i].from, sizeof focus.id);
        focus_move(&focus, scene, steps[i].move);
        const char *expected = is_rtl ? steps[i].to_rtl : steps[i].to;
        g_test_message("%s by %d", steps[i].from, (int)steps[i].move);
        g_assert_cmpstr(focus_shown(&focus), ==, expected);
    }
}

static void test_arrows(void)
{
    g_autoptr(Scene) scene = grid();
    check_steps(scene, false);
}

static void test_arrows_mirrored(void)
{
    g_autoptr(Scene) scene = grid();
    scene_mirror(scene);
    check_steps(scene, true);
}

static void test_first_key_shows(void)
{
    g_autoptr(Scene) scene = grid();
    Focus focus = {0};
    g_assert_null(focus_shown(&focus));
    focus_move(&focus, scene, FOCUS_MOVE_DOWN);
    g_assert_cmpstr(focus_shown(&focus), ==, "a");
    focus_hide(&focus);
    g_assert_null(focus_shown(&focus));
}

static void test_begins_on_what_is_chosen(void)
{
    g_autoptr(Scene) scene = grid();
    Focus focus = {0};
    scene->widgets[4].is_selected = true;
    focus_move(&focus, scene, FOCUS_MOVE_NEXT);
    g_assert_cmpstr(focus_shown(&focus), ==, "e");
}

static void test_skips_what_cannot_be_chosen(void)
{
    g_autoptr(Scene) scene = grid();
    Focus focus = {.id = "a", .is_shown = true};
    scene->widgets[1].is_enabled = false;
    focus_move(&focus, scene, FOCUS_MOVE_NEXT);
    g_assert_cmpstr(focus_shown(&focus), ==, "c");
}

static void test_every_target_is_reached(void)
{
    g_autoptr(Scene) scene = grid();
    Focus focus = {0};
    guint seen = 0;
    for (int i = 0; i < 7; i++) {
        focus_move(&focus, scene, FOCUS_MOVE_NEXT);
        seen |= 1u << (scene_find(scene, focus_shown(&focus)) - scene->widgets);
    }
    g_assert_cmpuint(seen, ==, 0x7f);
}

static void test_follows_scenes(void)
{
    g_autoptr(Scene) scene = grid();
    Focus focus = {.id = "e", .is_shown = true};
    focus_follow(&focus, scene);
    g_assert_cmpstr(focus_shown(&focus), ==, "e");
    g_strlcpy(focus.id, "gone", sizeof focus.id);
    focus_follow(&focus, scene);
    g_assert_cmpstr(focus_shown(&focus), ==, "a");
    scene_clear(scene);
    focus_follow(&focus, scene);
    focus_move(&focus, scene, FOCUS_MOVE_DOWN);
    g_assert_null(focus_shown(&focus));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/focus/arrows go to neighbours and never end", test_arrows);
    g_test_add_func("/focus/arrows go where they point when mirrored", test_arrows_mirrored);
    g_test_add_func("/focus/the first key only shows it", test_first_key_shows);
    g_test_add_func("/focus/begins on what is chosen", test_begins_on_what_is_chosen);
    g_test_add_func("/focus/skips what cannot be chosen", test_skips_what_cannot_be_chosen);
    g_test_add_func("/focus/one key reaches every target", test_every_target_is_reached);
    g_test_add_func("/focus/stays on its target through scenes", test_follows_scenes);
    return g_test_run();
}
