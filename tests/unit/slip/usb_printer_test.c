// SPDX-License-Identifier: EUPL-1.2
#include "slip/usb_printer.h"

#include <string.h>

#include "usb_tree.h"

static void test_parse(void)
{
    UsbPrinterId id;
    g_autoptr(GError) error = NULL;
    g_assert_true(usb_printer_parse("04b8:0E28", &id, &error));
    g_assert_true(id.vendor == 0x04b8 && id.product == 0x0e28 && id.serial[0] == 0);
    g_assert_true(usb_printer_parse("04b8:0e28:A:1", &id, &error));
    g_assert_cmpstr(id.serial, ==, "A:1");
    static const char *const wrong[] = {"",         "04b8",       "04b8:",       "04b8:0e2",
                                        "4b8:0e28", "04b8:0e28:", "04b8:0e2800", "04g8:0e28",
                                        "/dev/lp0", "0x4b8:0e28"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) why = NULL;
        g_assert_false(usb_printer_parse(wrong[i], &id, &why));
        g_assert_error(why, USB_PRINTER_ERROR, USB_PRINTER_ERROR_ID);
    }
    g_autofree char *endless = g_strnfill(200, 'x');
    g_autofree char *text = g_strconcat("04b8:0e28:", endless, NULL);
    g_assert_false(usb_printer_parse(text, &id, NULL));
    g_assert_cmpstr(id.serial, ==, "A:1");
}

/* What `text` finds in the tree; NULL with the code of the error. */
static char *find(const UsbTree *tree, const char *text, int *code)
{
    UsbPrinterId id;
    g_assert_true(usb_printer_parse(text, &id, NULL));
    g_autoptr(GError) error = NULL;
    char *name = usb_printer_find(tree->sys_dir, &id, &error);
    *code = error ? error->code : -1;
    g_assert_true((name == NULL) == (error != NULL));
    return name;
}

static void expect(const UsbTree *tree, const char *text, const char *wanted, int wanted_code)
{
    int code;
    g_autofree char *name = find(tree, text, &code);
    g_assert_cmpstr(name, ==, wanted);
    g_assert_cmpint(code, ==, wanted_code);
}

static void test_find(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    expect(&tree, "04b8:0e28", NULL, USB_PRINTER_ERROR_NOT_THERE);
    usb_tree_plug(&tree, 0, "0519:0003", "/dev/null");
    usb_tree_plug(&tree, 3, "04b8:0e28:J2XF", "/dev/null");
    expect(&tree, "04b8:0e28", "usb/lp3", -1);
    expect(&tree, "04b8:0e28:J2XF", "usb/lp3", -1);
    expect(&tree, "04b8:0e28:OTHER", NULL, USB_PRINTER_ERROR_NOT_THERE);
    expect(&tree, "0519:0003", "usb/lp0", -1);
    expect(&tree, "0519:0003:X", NULL, USB_PRINTER_ERROR_NOT_THERE);
    expect(&tree, "0519:0e28", NULL, USB_PRINTER_ERROR_NOT_THERE);
}

static void test_two_alike(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    usb_tree_plug(&tree, 0, "04b8:0e28:A", "/dev/null");
    usb_tree_plug(&tree, 1, "04b8:0e28:B", "/dev/null");
    expect(&tree, "04b8:0e28", NULL, USB_PRINTER_ERROR_AMBIGUOUS);
    expect(&tree, "04b8:0e28:B", "usb/lp1", -1);
    usb_tree_unplug(&tree, 1);
    expect(&tree, "04b8:0e28:B", NULL, USB_PRINTER_ERROR_NOT_THERE);
    expect(&tree, "04b8:0e28", "usb/lp0", -1);
    usb_tree_plug(&tree, 7, "04b8:0e28:B", "/dev/null");
    expect(&tree, "04b8:0e28:B", "usb/lp7", -1);
}

/* What is there instead is named, and a kernel without USB printers is no accident. */
static void test_words(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    usb_tree_plug(&tree, 0, "0519:0003:Z9", "/dev/null");
    UsbPrinterId id = {.vendor = 0x04b8, .product = 0x0e28};
    g_autoptr(GError) error = NULL;
    g_assert_null(usb_printer_find(tree.sys_dir, &id, &error));
    g_assert_nonnull(strstr(error->message, "0519:0003:Z9"));
    g_clear_error(&error);
    g_assert_null(usb_printer_find("/nonexistent", &id, &error));
    g_assert_error(error, USB_PRINTER_ERROR, USB_PRINTER_ERROR_NOT_THERE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/usb_printer/a printer's name is read strictly", test_parse);
    g_test_add_func("/usb_printer/is found by vendor, product and serial", test_find);
    g_test_add_func("/usb_printer/two alike need the serial number", test_two_alike);
    g_test_add_func("/usb_printer/what is plugged in instead is named", test_words);
    return g_test_run();
}
