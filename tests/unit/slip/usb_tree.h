// SPDX-License-Identifier: EUPL-1.2
/* A /sys and a /dev of its own, as the kernel makes them for USB printers. */
#pragma once

#include <glib.h>

typedef struct {
    char *root, *sys_dir, *dev_dir;
} UsbTree;

void usb_tree_init(UsbTree *tree);
void usb_tree_clear(UsbTree *tree);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(UsbTree, usb_tree_clear)

/* Printer `number` (lp0, lp1) appears; `id` is "04b8:0e28:SERIAL" or without a serial number; its
 * device is a link to `device`. */
void usb_tree_plug(UsbTree *tree, int number, const char *id, const char *device);
void usb_tree_unplug(UsbTree *tree, int number);
