// SPDX-License-Identifier: EUPL-1.2
#include "draw/sign.h"

#include "draw_fixture.h"

enum { SIDE = 96, EDGE = 8, PAPER = SIDE + 2 * EDGE };

static cairo_surface_t *paint(Sign sign, bool is_rtl)
{
    cairo_surface_t *surface = fixture_paper(PAPER, PAPER);
    cairo_t *cairo = cairo_create(surface);
    const SignPlace place = {sign, EDGE, EDGE, SIDE, is_rtl};
    sign_paint(&place, (Colour){0, 0, 0}, cairo);
    cairo_destroy(cairo);
    return surface;
}

static void test_inside_square(void)
{
    for (Sign sign = SIGN_NONE + 1; sign < SIGN_COUNT; sign++) {
        cairo_surface_t *surface = paint(sign, false);
        InkBox box;
        g_assert_true(fixture_ink(surface, &box));
        g_assert_cmpint(box.left, >=, EDGE);
        g_assert_cmpint(box.top, >=, EDGE);
        g_assert_cmpint(box.right, <, EDGE + SIDE);
        g_assert_cmpint(box.bottom, <, EDGE + SIDE);
        int longer = MAX(box.right - box.left, box.bottom - box.top);
        g_assert_cmpint(longer, >, SIDE / 2);
        cairo_surface_destroy(surface);
    }
}

static void test_all_differ(void)
{
    cairo_surface_t *pictures[SIGN_COUNT];
    for (Sign a = 0; a < SIGN_COUNT; a++) {
        pictures[a] = paint(a, false);
        for (Sign b = 0; b < a; b++) {
            bool is_arrow_pair = (a == SIGN_ARROW_LEFT && b == SIGN_BACK) ||
                                 (a == SIGN_ARROW_RIGHT && b == SIGN_NEXT);
            g_assert_cmpint(fixture_is_same(pictures[a], pictures[b]), ==, is_arrow_pair);
        }
    }
    for (Sign a = 0; a < SIGN_COUNT; a++) {
        cairo_surface_destroy(pictures[a]);
    }
}

static bool is_mirror(cairo_surface_t *a, cairo_surface_t *b)
{
    for (int y = 0; y < PAPER; y++) {
        for (int x = 0; x < PAPER; x++) {
            int difference = fixture_grey(a, x, y) - fixture_grey(b, PAPER - 1 - x, y);
            if (ABS(difference) > 64) {
                return false;
            }
        }
    }
    return true;
}

static void test_mirrored(void)
{
    for (Sign sign = 0; sign < SIGN_COUNT; sign++) {
        bool follows_reading =
            sign == SIGN_BACK || sign == SIGN_NEXT || (sign >= SIGN_LISTEN && sign <= SIGN_SILENT);
        cairo_surface_t *ltr = paint(sign, false);
        cairo_surface_t *rtl = paint(sign, true);
        g_assert_cmpint(fixture_is_same(ltr, rtl), ==, !follows_reading);
        if (follows_reading) {
            g_assert_true(is_mirror(ltr, rtl));
        }
        cairo_surface_destroy(ltr);
        cairo_surface_destroy(rtl);
    }
}

/* One sign for each number, and none beyond. */
static void test_dots(void)
{
    for (int n = 1; n <= SIGN_MAX_DOTS; n++) {
        g_assert_cmpint(sign_of_dots(n), ==, SIGN_DOTS_1 + n - 1);
    }
    g_assert_cmpint(sign_of_dots(0), ==, SIGN_NONE);
    g_assert_cmpint(sign_of_dots(SIGN_MAX_DOTS + 1), ==, SIGN_NONE);
    g_assert_cmpint(SIGN_DOTS_LAST + 1, ==, SIGN_COUNT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sign/fills its square and stays in it", test_inside_square);
    g_test_add_func("/sign/no two are alike", test_all_differ);
    g_test_add_func("/sign/only signs with a direction are mirrored", test_mirrored);
    g_test_add_func("/sign/dots for what has no picture", test_dots);
    return g_test_run();
}
