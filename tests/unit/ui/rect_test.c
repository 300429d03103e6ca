// SPDX-License-Identifier: EUPL-1.2
#include "ui/rect.h"

#include <glib.h>

static void assert_rect(Rect is, Rect expected)
{
    g_assert_cmpint(is.x, ==, expected.x);
    g_assert_cmpint(is.y, ==, expected.y);
    g_assert_cmpint(is.w, ==, expected.w);
    g_assert_cmpint(is.h, ==, expected.h);
}

static void test_edges(void)
{
    const Rect rect = {10, 20, 30, 40};
    g_assert_true(rect_contains(&rect, 10, 20));
    g_assert_true(rect_contains(&rect, 39, 59));
    g_assert_false(rect_contains(&rect, 40, 59));
    g_assert_false(rect_contains(&rect, 39, 60));
    g_assert_false(rect_contains(&rect, 9, 20));
}

static void test_neighbours_do_not_intersect(void)
{
    const Rect left = {0, 0, 10, 10};
    const Rect right = {10, 0, 10, 10};
    const Rect over = {9, 9, 10, 10};
    g_assert_false(rect_intersects(&left, &right));
    g_assert_true(rect_intersects(&left, &over));
    assert_rect(rect_intersection(&left, &over), (Rect){9, 9, 1, 1});
}

static void test_union(void)
{
    const Rect a = {0, 0, 10, 10};
    const Rect b = {20, -5, 10, 10};
    const Rect none = {7, 7, 0, 3};
    assert_rect(rect_union(&a, &b), (Rect){0, -5, 30, 15});
    assert_rect(rect_union(&a, &none), a);
    assert_rect(rect_union(&none, &b), b);
    g_assert_true(rect_is_empty(&none));
}

static void test_growing(void)
{
    const Rect a = {10, 10, 10, 10};
    const Rect grown = rect_grown(&a, 3);
    const Rect shrunk = rect_grown(&a, -3);
    assert_rect(grown, (Rect){7, 7, 16, 16});
    g_assert_true(rect_encloses(&grown, &a));
    g_assert_true(rect_encloses(&a, &shrunk));
    g_assert_false(rect_encloses(&a, &grown));
    g_assert_false(rect_equals(&a, &grown));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rect/right and lower edges are outside", test_edges);
    g_test_add_func("/rect/neighbours do not intersect", test_neighbours_do_not_intersect);
    g_test_add_func("/rect/a union adds nothing empty", test_union);
    g_test_add_func("/rect/grows and shrinks on all sides", test_growing);
    return g_test_run();
}
