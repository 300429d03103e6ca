// SPDX-License-Identifier: EUPL-1.2
/* Finds a USB printer by who it is, not by the number its device happens to have: after a replug
 * /dev/usb/lp0 may be lp1. Reads the kernel's table of printers (<sys>/class/usbmisc/lp*) and keeps
 * nothing. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define USB_PRINTER_ERROR usb_printer_error_quark()
GQuark usb_printer_error_quark(void);
typedef enum {
    USB_PRINTER_ERROR_ID,        /* the text names no printer */
    USB_PRINTER_ERROR_NOT_THERE, /* no such printer is plugged in */
    USB_PRINTER_ERROR_AMBIGUOUS, /* two are: the serial number must be given */
} UsbPrinterError;

enum { USB_PRINTER_SERIAL_CHARS = 126 }; /* as long as a USB string can be */

typedef struct {
    guint16 vendor, product;
    char serial[USB_PRINTER_SERIAL_CHARS + 1]; /* "": any */
} UsbPrinterId;

/* "04b8:0e28" or "04b8:0e28:J2XF012345". USB_PRINTER_ERROR_ID; `out` is then untouched. */
bool usb_printer_parse(const char *text, UsbPrinterId *out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The device's name below /dev, such as "usb/lp1"; caller owns. NULL with USB_PRINTER_ERROR_* and
 * words about what is plugged in instead. `sys_dir` is "/sys". */
char *usb_printer_find(const char *sys_dir, const UsbPrinterId *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
