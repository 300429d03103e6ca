// SPDX-License-Identifier: EUPL-1.2
/* Printers on devices: pseudo-terminals with a virtual printer behind them. */
#include <glib/gstdio.h>
#include <string.h>

#include "printer_bridge.h"
#include "printer_fixture.h"
#include "usb_tree.h"
#include "virtual_printer.h"

enum { TIMEOUT_MS = 700 };

static const char ID[] = "04b8:0e28:J2XF";

static Printer *open_serial(const char *path)
{
    PrinterOptions options = {.kind = "serial",
                              .path = path,
                              .baud = 115200,
                              .width_dots = FIXTURE_WIDTH,
                              .timeout_ms = TIMEOUT_MS};
    return printer_fixture_open(&options);
}

static Printer *open_usb(const UsbTree *tree, const char *id)
{
    PrinterOptions options = {.kind = "usb",
                              .usb = id,
                              .sys_dir = tree->sys_dir,
                              .dev_dir = tree->dev_dir,
                              .width_dots = FIXTURE_WIDTH,
                              .timeout_ms = TIMEOUT_MS};
    return printer_fixture_open(&options);
}

static void expect_printed(Printer *printer, VirtualPrinter *paper, int n_whole)
{
    g_autoptr(Raster) slip = printer_fixture_slip(11);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_PRINTED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_READY);
    g_assert_cmpint(virtual_printer_count_whole(paper, slip), ==, n_whole);
}

static void test_serial(void)
{
    g_autoptr(VirtualPrinter) paper = virtual_printer_start(FIXTURE_WIDTH);
    g_autoptr(PrinterBridge) line = printer_bridge_start_device(virtual_printer_port(paper));
    g_autoptr(Printer) printer = open_serial(printer_bridge_path(line));
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_READY);
    expect_printed(printer, paper, 1);
    expect_printed(printer, paper, 2);
    virtual_printer_do(paper, "cover-open");
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_COVER_OPEN);
    g_assert_cmpint(printer_fixture_print(printer).result, ==, PRINTER_RESULT_FAILED);
}

static void test_not_a_line(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-line-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "tty", NULL);
    g_assert_true(g_file_set_contents(path, "x", 1, NULL));
    g_autoptr(Printer) printer = open_serial(path);
    PrinterOutcome outcome = printer_fixture_print(printer);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNREACHABLE);
    g_assert_nonnull(strstr(printer_problem(printer), path));
    g_assert_cmpint(g_unlink(path) + g_rmdir(folder), ==, 0);
}

static void test_replug(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    g_autoptr(VirtualPrinter) paper = virtual_printer_start(FIXTURE_WIDTH);
    g_autoptr(Printer) printer = open_usb(&tree, ID);
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_UNREACHABLE);
    static const int numbers[] = {0, 1, 0, 5};
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(PrinterBridge) plug = printer_bridge_start_device(virtual_printer_port(paper));
        usb_tree_plug(&tree, numbers[i], ID, printer_bridge_path(plug));
        expect_printed(printer, paper, (int)i + 1);
        usb_tree_unplug(&tree, numbers[i]);
    }
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_UNREACHABLE);
    g_assert_nonnull(strstr(printer_problem(printer), ID));
}

/* Nothing is ever sent to another printer. */
static void test_wrong_one(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    g_autoptr(VirtualPrinter) mine = virtual_printer_start(FIXTURE_WIDTH);
    g_autoptr(VirtualPrinter) other = virtual_printer_start(FIXTURE_WIDTH);
    g_autoptr(PrinterBridge) my_plug = printer_bridge_start_device(virtual_printer_port(mine));
    g_autoptr(PrinterBridge) its_plug = printer_bridge_start_device(virtual_printer_port(other));
    usb_tree_plug(&tree, 0, "04b8:0e28:OTHER", printer_bridge_path(its_plug));
    g_autoptr(Printer) printer = open_usb(&tree, ID);
    g_assert_cmpint(printer_fixture_print(printer).result, ==, PRINTER_RESULT_FAILED);
    usb_tree_plug(&tree, 1, ID, printer_bridge_path(my_plug));
    expect_printed(printer, mine, 1);
    g_autoptr(Printer) careless = open_usb(&tree, "04b8:0e28");
    PrinterOutcome outcome = printer_fixture_print(careless);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNREACHABLE);
    g_assert_cmpint(virtual_printer_count(other), ==, 0);
    g_assert_cmpint(virtual_printer_count(mine), ==, 1);
}

typedef struct {
    PrinterBridge *plug;
    bool is_gone;
} Unplug;

static gboolean pull_plug(gpointer data)
{
    Unplug *unplug = data;
    printer_bridge_stop(unplug->plug);
    unplug->is_gone = true;
    return G_SOURCE_REMOVE;
}

/* The plug is pulled when some of the slip is out, and put back under another number. */
static void test_unplugged_midway(void)
{
    g_auto(UsbTree) tree;
    usb_tree_init(&tree);
    g_autoptr(VirtualPrinter) paper = virtual_printer_start(FIXTURE_WIDTH);
    Unplug unplug = {.plug = printer_bridge_start_device(virtual_printer_port(paper))};
    printer_bridge_set(unplug.plug, &(PrinterBridgeFaults){.stall_after = 15000});
    usb_tree_plug(&tree, 0, ID, printer_bridge_path(unplug.plug));
    g_autoptr(Printer) printer = open_usb(&tree, ID);
    g_timeout_add(300, pull_plug, &unplug);
    PrinterOutcome outcome = printer_fixture_print(printer);
    printer_fixture_wait(&unplug.is_gone);
    g_assert_cmpint(outcome.result, ==, PRINTER_RESULT_FAILED);
    g_assert_cmpint(outcome.state, ==, PRINTER_STATE_UNREACHABLE);
    usb_tree_unplug(&tree, 0);
    g_autoptr(PrinterBridge) plug = printer_bridge_start_device(virtual_printer_port(paper));
    usb_tree_plug(&tree, 1, ID, printer_bridge_path(plug));
    g_assert_cmpint(printer_fixture_ask(printer), ==, PRINTER_STATE_READY);
    g_assert_cmpint(virtual_printer_count(paper), ==, 1); /* the piece, cut off by then */
    expect_printed(printer, paper, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer_line/serial: the same dots come out", test_serial);
    g_test_add_func("/printer_line/serial: what is no line is unreachable", test_not_a_line);
    g_test_add_func("/printer_line/usb: found again under another number", test_replug);
    g_test_add_func("/printer_line/usb: never another printer", test_wrong_one);
    g_test_add_func("/printer_line/usb: unplugged midway, one whole slip afterwards",
                    test_unplugged_midway);
    return g_test_run();
}
