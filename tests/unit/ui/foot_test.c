// SPDX-License-Identifier: EUPL-1.2
#include "ui/foot.h"

#include <string.h>

#include "ui_fixture.h"

static void test_rows(void)
{
    int n_above = 0, n_listen = 0;
    for (int i = 0; i < FOOT_KEYS; i++) {
        const FootKey *key = &foot_keys()[i];
        g_assert_true(g_str_has_prefix(key->id, "foot."));
        g_assert_true(g_str_has_prefix(key->text, "ui."));
        n_above += key->is_above;
        n_listen += key->sign == SIGN_LISTEN;
    }
    g_assert_cmpint(n_above, ==, FOOT_KEYS / 2);
    g_assert_cmpint(n_listen, ==, 1);
}

/* Keys never get narrower than a finger, and all of a row's room is theirs. */
static void test_widths(void)
{
    const ThemeScale scale = fixture_scale();
    int target = theme_space_px(&scale, THEME_SPACE_TARGET);
    g_assert_cmpint(foot_key_width_px(&scale, 1), ==, target);
    g_assert_cmpint(foot_key_width_px(&scale, 2 * target), >, 2 * target);
    int one = foot_row_room_px(&scale, 800, 1);
    g_assert_cmpint(one, ==, 800 - 2 * theme_space_px(&scale, THEME_SPACE_MARGIN));
    g_assert_cmpint(foot_row_room_px(&scale, 800, 4), ==, one - 3 * foot_gap_px(&scale));
    g_assert_cmpint(foot_gap_px(&scale), ==, theme_mm_px(&scale, 3));
}

/* The text size of the type counts, not that of the screen. */
static void test_types(void)
{
    ThemeScale scale = fixture_scale();
    const FootType usual = {0, 1};
    double cap_px = foot_word_style(&scale, &usual, "nl", false).cap_px;
    double least_px = cap_px;
    for (int i = 0; i < FOOT_NARROW_TYPES; i++) {
        const TextStyle style = foot_word_style(&scale, &foot_narrow_types()[i], "ar", true);
        g_assert_cmpfloat(style.cap_px, <, least_px);
        g_assert_true(style.is_rtl);
        least_px = style.cap_px;
    }
    scale.text_size = 2;
    g_assert_cmpfloat(foot_word_style(&scale, &usual, "nl", false).cap_px, ==, cap_px);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/foot/half of the keys stand above the others", test_rows);
    g_test_add_func("/foot/keys share a row", test_widths);
    g_test_add_func("/foot/words are set smaller step by step", test_types);
    return g_test_run();
}
