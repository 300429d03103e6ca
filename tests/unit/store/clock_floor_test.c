// SPDX-License-Identifier: EUPL-1.2
#include "store/clock_floor.h"

#include "base/clock.h"
#include "scratch.h"

enum { HOUR = 3600, DAY = 24 * HOUR, YEAR = 366 * DAY };

static gint64 some_time(void)
{
    return (clock_build_unix_s() + 30 * DAY) / HOUR * HOUR;
}

static void save(const Scratch *scratch, gint64 unix_s)
{
    g_autoptr(GError) error = NULL;
    bool ok = clock_floor_save(scratch->path, unix_s, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static void test_newest_of_three(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, clock_build_unix_s());
    save(&scratch, some_time());
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time());
    g_assert_cmpint(clock_floor_read(scratch.path, some_time() - DAY), ==, some_time());
    g_assert_cmpint(clock_floor_read(scratch.path, some_time() + DAY), ==, some_time() + DAY);
}

static void test_hourly(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save(&scratch, some_time() + 1800);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time());
    g_autofree char *path = scratch_file(&scratch, "clock.json");
    g_assert_true(g_file_set_contents(path, "{\"saved_unix_s\":1}", -1, NULL));
    save(&scratch, some_time());
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time());
    save(&scratch, some_time() + HOUR - 1);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time());
    save(&scratch, some_time() + HOUR);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time() + HOUR);
}

static void test_implausible(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save(&scratch, 0);
    save(&scratch, clock_build_unix_s() - DAY);
    save(&scratch, clock_build_unix_s() + 11LL * YEAR);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, clock_build_unix_s());
    g_autofree char *far = g_strdup_printf("{\"saved_unix_s\":%" G_GINT64_FORMAT "}",
                                           (gint64)(clock_build_unix_s() + 30LL * YEAR));
    scratch_put(&scratch, "clock.json", far);
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, clock_build_unix_s());
    scratch_put(&scratch, "clock.json", "garbage");
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, clock_build_unix_s());
}

/* Story 16: the clock stood years ahead and was saved; the region's time brings it back. */
static void test_region_corrects(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    save(&scratch, some_time() + 3LL * YEAR);
    g_assert_false(clock_is_plausible(some_time(), clock_floor_read(scratch.path, 0)));
    g_assert_true(clock_floor_correct(scratch.path, some_time(), &error));
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time());
    g_assert_true(clock_floor_correct(scratch.path, some_time() + DAY, &error));
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time() + DAY);
    g_assert_true(clock_floor_correct(scratch.path, 1000, &error));
    g_assert_cmpint(clock_floor_read(scratch.path, 0), ==, some_time() + DAY);
    g_assert_no_error(error);
}

static void test_confirmed(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_assert_cmpint(clock_floor_load(scratch.path).confirmed_unix_s, ==, 0);
    g_assert_true(clock_floor_correct(scratch.path, some_time() + 10, NULL));
    save(&scratch, some_time() + DAY);
    ClockSaved saved = clock_floor_load(scratch.path);
    g_assert_cmpint(saved.confirmed_unix_s, ==, some_time());
    g_assert_cmpint(saved.saved_unix_s, ==, some_time() + DAY);
    g_assert_true(clock_floor_correct(scratch.path, some_time() + DAY, NULL));
    g_assert_cmpint(clock_floor_load(scratch.path).confirmed_unix_s, ==, some_time() + DAY);
}

static void add_tests(void)
{
    g_test_add_func("/clock floor/is the newest of build, saved time and pack",
                    test_newest_of_three);
    g_test_add_func("/clock floor/is saved at most once an hour, in whole hours", test_hourly);
    g_test_add_func("/clock floor/an impossible time is neither saved nor believed",
                    test_implausible);
    g_test_add_func("/clock floor/the region's time corrects what ran ahead", test_region_corrects);
    g_test_add_func("/clock floor/what the region said last is told apart", test_confirmed);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
