// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/preview_slips.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#include "draw/fonts.h"
#include "kiosk_fixture.h"
#include "slip/slip.h"

static const gint64 local_unix_s = 1767693600;

static PreviewSlips slips_of(const KioskFixture *f, TextSetter *setter, const char *folder)
{
    return (PreviewSlips){.content = f->content,
                          .setter = setter,
                          .folder = folder,
                          .language = content_find_language(f->content, "ar"),
                          .local_unix_s = local_unix_s};
}

static void check_picture(const char *folder, const char *name, int width)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    g_assert_cmpint(cairo_surface_status(picture), ==, CAIRO_STATUS_SUCCESS);
    g_assert_cmpint(cairo_image_surface_get_width(picture), ==, width);
    g_assert_cmpint(cairo_image_surface_get_height(picture), >, 100 * SLIP_DOTS_PER_MM);
    cairo_surface_destroy(picture);
    g_assert_cmpint(g_unlink(path), ==, 0);
}

static void test_written(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    static const char *const names[] = {"paper-ar-384.png", "paper-ar-576.png",
                                        "paper-most-ar-384.png", "paper-most-ar-576.png"};
    g_autofree char *folder = g_dir_make_tmp("wegwijs-preview-XXXXXX", NULL);
    g_autoptr(TextSetter) setter = text_setter_new(512);
    g_autoptr(GString) html = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const PreviewSlips slips = slips_of(f, setter, folder);
    g_assert_true(preview_slips_write(&slips, html, &error));
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_nonnull(strstr(html->str, names[i]));
        check_picture(folder, names[i], i % 2 ? 576 : 384);
    }
    g_assert_cmpuint(text_setter_count(setter), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void test_no_folder(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(TextSetter) setter = text_setter_new(512);
    g_autoptr(GString) html = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const PreviewSlips slips = slips_of(f, setter, "/nonexistent");
    g_assert_false(preview_slips_write(&slips, html, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void use_fonts(void)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *path =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(fonts_use(path, &error));
}

static void add(const char *name, void (*test)(KioskFixture *, gconstpointer))
{
    g_test_add(name, KioskFixture, NULL, kiosk_fixture_set_up, test, kiosk_fixture_tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    use_fonts();
    add("/preview slips/two slips on two papers", test_written);
    add("/preview slips/a folder that is not there is an error", test_no_folder);
    return g_test_run();
}
