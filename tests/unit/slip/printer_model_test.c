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
    g_assert_true(generic.cut == own.cut && generic.flow == own.flow);
    g_assert_cmpint(generic.feed_dots, ==, own.feed_dots);
    g_assert_true(generic.answers && own.answers);
    g_assert_cmpint(generic.questions, ==, own.questions);
    g_assert_cmpint(generic.width_dots, ==, own.width_dots);
    g_assert_cmpint(generic.speed_mm_s, ==, own.speed_mm_s);
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
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\ncutter_dots=-1\n", "x.cutter_dots is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=maybe\n", "x.answers is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nspeed=9\n", "x.speed is not something"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nquestions=1 5\n", "x.questions is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nquestions=\n", "x.questions is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nflow=dtr\n", "x.flow is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nwidth_dots=8\n", "x.width_dots is wrong"},
        {"[x]\ncut=full\nfeed_dots=1\nanswers=yes\nspeed_mm_s=0\n", "x.speed_mm_s is wrong"},
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

/* Models that every kiosk may name, and what makes each of them different. */
static void test_named(void)
{
    static const struct {
        const char *name;
        int width_dots;
        bool answers, has_process_id, has_sensor, has_clear;
    } rows[] = {
        {"generic", 576, true, true, true, true},
        {"generic-58", 384, true, false, true, false},
        {"epson-tm-t20iii", 576, true, true, true, true},
        {"epson-tm-m30", 576, true, true, true, true},
        {"star-escpos", 576, true, false, true, false},
        {"presenter", 576, true, true, true, true},
        {"tear-off", 576, true, true, true, true},
        {"one-way", 576, false, false, false, true},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        PrinterModel model;
        g_assert_true(printer_model_load(SHIPPED, rows[i].name, &model, &error));
        g_assert_cmpint(model.width_dots, ==, rows[i].width_dots);
        g_assert_cmpint(model.answers, ==, rows[i].answers);
        g_assert_cmpint(model.questions, ==, rows[i].answers ? 15 : 0);
        g_assert_cmpint(model.has_process_id, ==, rows[i].has_process_id);
        g_assert_cmpint(model.has_sensor, ==, rows[i].has_sensor);
        g_assert_cmpint(model.has_clear, ==, rows[i].has_clear);
    }
}

static void test_all_keys(void)
{
    static const char TEXT[] =
        "[x]\ncut=none\nfeed_dots=9\ncutter_dots=99\nanswers=yes\nquestions=1 4\n"
        "reports=no\nprocess_id=no\nsensor=yes\nclear=no\nwidth_dots=420\n"
        "dots_per_mm=7\nspeed_mm_s=20\nflow=xon-xoff\n";
    g_autofree char *folder = g_dir_make_tmp("wegwijs-models-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "printers.ini", NULL);
    g_assert_true(g_file_set_contents(path, TEXT, -1, NULL));
    g_autoptr(GError) error = NULL;
    PrinterModel m;
    g_assert_true(printer_model_load(path, "x", &m, &error));
    g_assert_no_error(error);
    g_assert_true(m.cut == PRINTER_CUT_NONE && m.flow == PRINTER_FLOW_XON_XOFF);
    g_assert_true(!m.has_reports && !m.has_process_id && m.has_sensor && !m.has_clear);
    g_assert_cmpint(m.questions, ==, 9);
    g_assert_cmpint(m.cutter_dots, ==, 99);
    g_assert_cmpint(m.width_dots, ==, 416); /* whole bytes */
    g_assert_cmpint(printer_model_printing_ms(&m, 1400), ==, 10000);
    g_assert_cmpint(g_unlink(path) + g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer_model/every shipped model is right", test_shipped);
    g_test_add_func("/printer_model/named models are what they were", test_named);
    g_test_add_func("/printer_model/every key counts", test_all_keys);
    g_test_add_func("/printer_model/what is wrong is named", test_refused);
    return g_test_run();
}
