// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_tries.h"

#include <string.h>

#include "scratch.h"

static void test_waits(void)
{
    static const gint64 seconds[STAFF_TRIES_LOCK + 1] = {0,   0,   0,   0,   0,    15,   30,   60,
                                                         120, 240, 480, 960, 1920, 3840, 7680, 0};
    for (int wrong = 0; wrong <= STAFF_TRIES_LOCK; wrong++) {
        g_assert_cmpint(staff_tries_wait_ms(wrong), ==, seconds[wrong] * 1000);
    }
    const StaffTries worst = staff_tries_worst();
    g_assert_cmpint(worst.wrong, ==, 14);
    g_assert_cmpint(worst.wait_ms, ==, 7680 * 1000);
}

static void test_saved(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "tries.json");
    StaffTries tries = {.wrong = 3}, back = {0};
    g_assert_cmpint(staff_tries_load(path, &back), ==, STAFF_TRIES_MISSING);
    for (tries.wrong = 0; tries.wrong <= STAFF_TRIES_LOCK; tries.wrong++) {
        tries.wait_ms = staff_tries_wait_ms(tries.wrong);
        g_strlcpy(tries.order, "0a1b", sizeof tries.order);
        g_assert_true(staff_tries_save(path, &tries, NULL));
        g_assert_cmpint(staff_tries_load(path, &back), ==, STAFF_TRIES_LOADED);
        g_assert_cmpint(back.wrong, ==, tries.wrong);
        g_assert_cmpint(back.wait_ms, ==, tries.wait_ms);
        g_assert_cmpstr(back.order, ==, "0a1b");
    }
}

/* Every byte changed, every length cut: never another count. */
static void test_damage(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "tries.json");
    g_autofree char *text = NULL;
    gsize size;
    const StaffTries tries = {.wrong = 12, .wait_ms = 1919000};
    g_assert_true(staff_tries_save(path, &tries, NULL));
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    for (gsize i = 0; i < size; i++) {
        StaffTries back = {0};
        const char before = text[i];
        g_assert_true(g_file_set_contents(path, text, (gssize)i, NULL));
        StaffTriesLoad load = staff_tries_load(path, &back);
        g_assert_true(load == STAFF_TRIES_DAMAGED || (i + 1 == size && back.wrong == 12));
        text[i] = (char)(text[i] ^ 1);
        g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
        text[i] = before;
        back = (StaffTries){0};
        load = staff_tries_load(path, &back);
        g_assert_true(load == STAFF_TRIES_DAMAGED || (back.wrong == 12 && back.wait_ms == 1919000));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/staff_tries/15 s at the fifth, doubling, locked at 15", test_waits);
    g_test_add_func("/staff_tries/comes back from disk", test_saved);
    g_test_add_func("/staff_tries/a changed byte never gives tries back", test_damage);
    return g_test_run();
}
