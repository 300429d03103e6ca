// SPDX-License-Identifier: EUPL-1.2
#include "machine/backlight.h"

#include <glib/gstdio.h>

typedef struct {
    char *root;
} Fixture;

static void put(const Fixture *f, const char *light, const char *name, const char *text)
{
    g_autofree char *folder = g_build_filename(f->root, light, NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_mkdir_with_parents(folder, 0700);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void assert_says(const Fixture *f, const char *light, const char *text)
{
    g_autofree char *path = g_build_filename(f->root, light, "brightness", NULL);
    g_autofree char *found = NULL;
    g_assert_true(g_file_get_contents(path, &found, NULL, NULL));
    g_assert_cmpstr(found, ==, text);
}

static void set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->root = g_dir_make_tmp("backlight-XXXXXX", NULL);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
    static const char *const lights[] = {"10-0045", "rpi"};
    static const char *const names[] = {"brightness", "max_brightness", ""};
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(lights); i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(names); k++) {
            g_autofree char *path = g_build_filename(f->root, lights[i], names[k], NULL);
            g_remove(path);
        }
    }
    g_remove(f->root);
    g_free(f->root);
}

static void test_percent(Fixture *f, gconstpointer unused)
{
    static const struct {
        int percent;
        const char *written;
        int read;
    } rows[] = {{100, "255", 100}, {50, "127", 50}, {10, "25", 10},    {9, "25", 10},
                {0, "25", 10},     {-5, "25", 10},  {1000, "255", 100}};
    (void)unused;
    put(f, "rpi", "max_brightness", "255\n");
    put(f, "rpi", "brightness", "200\n");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        int percent;
        g_assert_true(backlight_set(f->root, rows[i].percent, NULL));
        assert_says(f, "rpi", rows[i].written);
        g_assert_true(backlight_read(f->root, &percent, NULL));
        g_assert_cmpint(percent, ==, rows[i].read);
    }
}

static void test_all(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    int percent;
    (void)unused;
    put(f, "10-0045", "max_brightness", "0");
    put(f, "10-0045", "brightness", "0");
    put(f, "rpi", "max_brightness", "10");
    put(f, "rpi", "brightness", "10");
    g_assert_false(backlight_set(f->root, 50, &error));
    g_assert_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_IO);
    assert_says(f, "rpi", "5");
    g_clear_error(&error);
    g_assert_false(backlight_read(f->root, &percent, &error));
    g_assert_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_IO);
}

static void test_none(Fixture *f, gconstpointer unused)
{
    g_autofree char *nowhere = g_build_filename(f->root, "nowhere", NULL);
    int percent = -1;
    (void)unused;
    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(backlight_read(i ? nowhere : f->root, &percent, &error));
        g_assert_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_NONE);
        g_clear_error(&error);
        g_assert_false(backlight_set(i ? nowhere : f->root, 50, &error));
        g_assert_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_NONE);
    }
    g_assert_cmpint(percent, ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/backlight/is set in percent, never below ten", Fixture, NULL, set_up, test_percent,
               tear_down);
    g_test_add("/backlight/one that fails does not keep the other", Fixture, NULL, set_up, test_all,
               tear_down);
    g_test_add("/backlight/says when there is none", Fixture, NULL, set_up, test_none, tear_down);
    return g_test_run();
}
