// SPDX-License-Identifier: EUPL-1.2
#include "slip/usb_printer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { ATTRIBUTE_BYTES = 256, MAX_DEVICES = 64 };

G_DEFINE_QUARK(wegwijs_usb_printer_error, usb_printer_error)

/* Four hexadecimal digits, nothing else. */
static bool take_number(const char *text, gsize length, guint16 *out)
{
    guint number = 0;
    for (gsize i = 0; i < length; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0) {
            return false;
        }
        number = number * 16 + (guint)digit;
    }
    *out = (guint16)number;
    return length == 4;
}

bool usb_printer_parse(const char *text, UsbPrinterId *out, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ":", 3);
    guint n = g_strv_length(parts);
    UsbPrinterId id = {0};
    bool is_right = n >= 2 && take_number(parts[0], strlen(parts[0]), &id.vendor) &&
                    take_number(parts[1], strlen(parts[1]), &id.product);
    if (is_right && n == 3) {
        is_right = parts[2][0] != 0 && strlen(parts[2]) <= USB_PRINTER_SERIAL_CHARS;
        g_strlcpy(id.serial, parts[2], sizeof id.serial);
    }
    if (!is_right) {
        g_set_error(error, USB_PRINTER_ERROR, USB_PRINTER_ERROR_ID,
                    "'%s' is not VENDOR:PRODUCT or VENDOR:PRODUCT:SERIAL as lsusb shows them, such "
                    "as 04b8:0e28",
                    text);
        return false;
    }
    *out = id;
    return true;
}

/* One line of the printer that device `name` belongs to; NULL when it is not there. The link
 * `device` is the interface; what is above it is the printer. Caller owns. */
static char *read_attribute(const char *folder, const char *name, const char *attribute)
{
    g_autofree char *path = g_build_filename(folder, name, "device", "..", attribute, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return NULL;
    }
    char text[ATTRIBUTE_BYTES]; /* the kernel gives such a file whole, and says it has a page */
    ssize_t size = read(fd, text, sizeof text);
    close(fd);
    return size < 0 ? NULL : g_strstrip(g_strndup(text, (gsize)size));
}

static bool is_it(const char *folder, const char *name, const UsbPrinterId *id)
{
    g_autofree char *vendor = read_attribute(folder, name, "idVendor");
    g_autofree char *product = read_attribute(folder, name, "idProduct");
    guint16 found_vendor, found_product;
    if (!vendor || !product || !take_number(vendor, strlen(vendor), &found_vendor) ||
        !take_number(product, strlen(product), &found_product) || found_vendor != id->vendor ||
        found_product != id->product) {
        return false;
    }
    if (id->serial[0] == 0) {
        return true;
    }
    g_autofree char *serial = read_attribute(folder, name, "serial");
    return serial && g_str_equal(serial, id->serial);
}

/* "04b8:0e28:J2XF012345" of what is plugged in. */
static void describe(GString *list, const char *folder, const char *name)
{
    g_autofree char *vendor = read_attribute(folder, name, "idVendor");
    g_autofree char *product = read_attribute(folder, name, "idProduct");
    g_autofree char *serial = read_attribute(folder, name, "serial");
    g_string_append_printf(list, "%s%s:%s%s%s", list->len ? ", " : "", vendor ? vendor : "?",
                           product ? product : "?", serial ? ":" : "", serial ? serial : "");
}

char *usb_printer_find(const char *sys_dir, const UsbPrinterId *id, GError **error)
{
    g_autofree char *folder = g_build_filename(sys_dir, "class", "usbmisc", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GString) others = g_string_new(NULL);
    g_autofree char *found = NULL;
    const char *name;
    for (int n = 0; dir && n < MAX_DEVICES && (name = g_dir_read_name(dir)) != NULL; n++) {
        if (!g_str_has_prefix(name, "lp")) {
            continue;
        }
        if (!is_it(folder, name, id)) {
            describe(others, folder, name);
        } else if (found) {
            g_set_error(error, USB_PRINTER_ERROR, USB_PRINTER_ERROR_AMBIGUOUS,
                        "%s and %s are both %04x:%04x%s%s: add the serial number to printer.usb",
                        found, name, id->vendor, id->product, id->serial[0] ? ":" : "", id->serial);
            return NULL;
        } else {
            found = g_strdup(name);
        }
    }
    if (!found) {
        g_set_error(error, USB_PRINTER_ERROR, USB_PRINTER_ERROR_NOT_THERE,
                    "no USB printer %04x:%04x%s%s, plugged in: %s", id->vendor, id->product,
                    id->serial[0] ? ":" : "", id->serial, others->len ? others->str : "none");
        return NULL;
    }
    return g_build_filename("usb", found, NULL);
}
