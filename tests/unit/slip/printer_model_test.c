// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_model.h"

#include <glib/gstdio.h>
#include <string.h>

static const char SHIPPED[] = "assets/printers.ini";

static void test_shipped(void)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) error = NULL;
    g_assert_true(g_key_file_load_from_file(file, SHIPPED, G_KEY_FILE_NONE, &error));
    g_auto(GStrv) names = g_key_file_get_groups(file, NULL);
    g_assert_cmpuint(g_strv_length(names), >=, 4);
    for (int i = 0; names[i]; i++) {
        PrinterModel model;
        g_assert_true(printer_model_load(SHIPPED, names[i], &model, &error));
        g_assert_no_error(error);
    }
    PrinterModel generic;
    PrinterModel own = printer_model_generic();
    g_assert_true(printer_model_load(SHIPPED, "generic", &generic, &error));
    g_assert_cmpint(generic.cut, ==, own.cut);
    g_assert_cmpint(generic.feed_dots, ==, own.feed_dots);
    g_assert_cmpint(generic.answers, ==, own.answers);
}

static void test_refused(void)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"[y]\ncut=full\nfeed_dots=1\nanswers=yes\n", "no printer model 'x', only y"},
        {"[x]\ncut=full\nfeed_dots=1\n", "x.answers is missing"},
        {"[x]\ncut=half\nfeed_dots=1\nanswers=yes\n", "x.cut is wrong"},
        {"[x]\ncut=full\nfeed_dots=256\nanswers=yes\n", "x.feed_dots is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=maybe\n", "x.answers is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nspeed=9\n", "x.speed is not something"},
        {"nonsense", "Key file"},
        {"", "no printer model 'x'"},
    };
    g_autofree char *folder = g_dir_make_tmp("wegwijs-models-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "printers.ini", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(g_file_set_contents(path, rows[i].text, -1, NULL));
        g_autoptr(GError) error = NULL;
        PrinterModel model = {.feed_dots = 77};
        g_assert_false(printer_model_load(path, "x", &model, &error));
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, rows[i].says));
        g_assert_nonnull(strstr(error->message, path));
        g_assert_cmpint(model.feed_dots, ==, 77);
    }
    g_assert_cmpint(g_unlink(path) + g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer_model/every shipped model is right", test_shipped);
    g_test_add_func("/printer_model/what is wrong is named", test_refused);
    return g_test_run();
}
