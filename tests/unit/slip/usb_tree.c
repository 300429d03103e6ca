// SPDX-License-Identifier: EUPL-1.2
#include "usb_tree.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <unistd.h>

void usb_tree_init(UsbTree *tree)
{
    tree->root = g_dir_make_tmp("wegwijs-usb-XXXXXX", NULL);
    tree->sys_dir = g_build_filename(tree->root, "sys", NULL);
    tree->dev_dir = g_build_filename(tree->root, "dev", NULL);
    g_autofree char *class = g_build_filename(tree->sys_dir, "class", "usbmisc", NULL);
    g_autofree char *usb = g_build_filename(tree->dev_dir, "usb", NULL);
    g_assert_cmpint(g_mkdir_with_parents(class, 0700) + g_mkdir_with_parents(usb, 0700), ==, 0);
    g_autofree char *other = g_build_filename(class, "hiddev0", NULL);
    g_assert_cmpint(g_mkdir(other, 0700), ==, 0);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *place)
{
    (void)st;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_all(const char *path)
{
    g_assert_cmpint(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), ==, 0);
}

void usb_tree_clear(UsbTree *tree)
{
    remove_all(tree->root);
    g_free(tree->root);
    g_free(tree->sys_dir);
    g_free(tree->dev_dir);
}

static void put_attribute(const char *folder, const char *name, const char *value)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *line = g_strconcat(value, "\n", NULL);
    g_assert_true(g_file_set_contents(path, line, -1, NULL));
}

void usb_tree_plug(UsbTree *tree, int number, const char *id, const char *device)
{
    g_autofree char *at = g_strdup_printf("%s/devices/usb1/1-%d", tree->sys_dir, number);
    g_autofree char *interface = g_strdup_printf("%s/1-%d:1.0", at, number);
    g_autofree char *name = g_strdup_printf("%s/class/usbmisc/lp%d", tree->sys_dir, number);
    g_autofree char *link = g_strdup_printf("%s/device", name);
    g_autofree char *node = g_strdup_printf("%s/usb/lp%d", tree->dev_dir, number);
    g_assert_cmpint(g_mkdir_with_parents(interface, 0700) + g_mkdir(name, 0700), ==, 0);
    g_assert_cmpint(symlink(interface, link) + symlink(device, node), ==, 0);
    g_auto(GStrv) parts = g_strsplit(id, ":", 3);
    put_attribute(at, "idVendor", parts[0]);
    put_attribute(at, "idProduct", parts[1]);
    if (parts[2]) {
        put_attribute(at, "serial", parts[2]);
    }
}

void usb_tree_unplug(UsbTree *tree, int number)
{
    g_autofree char *at = g_strdup_printf("%s/devices/usb1/1-%d", tree->sys_dir, number);
    g_autofree char *name = g_strdup_printf("%s/class/usbmisc/lp%d", tree->sys_dir, number);
    g_autofree char *node = g_strdup_printf("%s/usb/lp%d", tree->dev_dir, number);
    remove_all(name);
    remove_all(at);
    g_assert_cmpint(g_unlink(node), ==, 0);
}
