// SPDX-License-Identifier: EUPL-1.2
#include "draw/fonts.h"

#include <fontconfig/fontconfig.h>
#include <glib/gstdio.h>
#include <string.h>

#include "draw_fixture.h"

static void test_missing_list(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(fonts_use("/nonexistent/fonts.conf", &error));
    g_assert_error(error, FONTS_ERROR, FONTS_ERROR_MISSING);
    g_assert_nonnull(strstr(error->message, "/nonexistent/fonts.conf"));
}

/* A list whose folder has no fonts names the first missing family and its package. */
static void test_missing_family(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-fonts-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "fonts.conf", NULL);
    g_autofree char *conf = g_strdup_printf(
        "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>", folder, folder);
    g_assert_true(g_file_set_contents(path, conf, -1, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(fonts_use(path, &error));
    g_assert_nonnull(strstr(error->message, "'Noto Sans'"));
    g_assert_nonnull(strstr(error->message, "fonts-noto-core"));
    g_unlink(path);
    g_rmdir(folder);
}

static void test_only_ours(void)
{
    fixture_use_fonts();
    FcFontSet *set = FcConfigGetFonts(NULL, FcSetSystem);
    g_assert_nonnull(set);
    g_assert_cmpint(set->nfont, >=, 7);
    for (int i = 0; i < set->nfont; i++) {
        FcChar8 *file;
        g_assert_cmpint(FcPatternGetString(set->fonts[i], FC_FILE, 0, &file), ==, FcResultMatch);
        g_assert_nonnull(strstr((const char *)file, "assets/fonts/noto/"));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fonts/a missing list is named", test_missing_list);
    g_test_add_func("/fonts/a missing font names its Debian package", test_missing_family);
    g_test_add_func("/fonts/only our own are seen", test_only_ours);
    return g_test_run();
}
