// SPDX-License-Identifier: EUPL-1.2
/* Slip printers that speak ESC/POS over a line of bytes: on the network (port 9100), on USB
 * (/dev/usb/lp*) and on a serial line. */
#include "slip/printer_kind.h"

typedef bool (*OpenLink)(const PrinterLine *line, ByteLink *link, GError **error);

static bool open_network(const PrinterLine *line, ByteLink *link, GError **error)
{
    return byte_link_open_network(link, line->host, line->port, error);
}

static bool open_serial(const PrinterLine *line, ByteLink *link, GError **error)
{
    return byte_link_open_serial(link, line->path, line->baud, line->memory.model.flow, error);
}

/* The printer may be plugged in anew between finding its device and opening it: it must still be
 * there under that name afterwards. */
static bool open_found(const PrinterLine *line, ByteLink *link, GError **error)
{
    g_autofree char *name = usb_printer_find(line->sys_dir, &line->usb_id, error);
    if (!name) {
        return false;
    }
    g_autofree char *path = g_build_filename(line->dev_dir, name, NULL);
    if (!byte_link_open_device(link, path, error)) {
        return false;
    }
    g_autofree char *again = usb_printer_find(line->sys_dir, &line->usb_id, error);
    if (!again || !g_str_equal(again, name)) {
        if (again) {
            g_set_error(error, USB_PRINTER_ERROR, USB_PRINTER_ERROR_NOT_THERE,
                        "the USB printer was plugged in anew just now");
        }
        byte_link_close(link);
        return false;
    }
    return true;
}

static bool open_usb(const PrinterLine *line, ByteLink *link, GError **error)
{
    return line->usb[0] ? open_found(line, link, error)
                        : byte_link_open_device(link, line->path, error);
}

static bool open_link(PrinterLine *line, OpenLink open, ByteLink *link)
{
    *link = (ByteLink){.fd = -1, .timeout_ms = line->timeout_ms, .cancel = line->cancel};
    g_clear_error(&line->problem);
    return open(line, link, &line->problem);
}

static PrinterResult print_over(PrinterLine *line, OpenLink open, const Raster *raster,
                                PrinterState *state)
{
    ByteLink link;
    if (!open_link(line, open, &link)) {
        *state = PRINTER_STATE_UNREACHABLE;
        return PRINTER_RESULT_FAILED;
    }
    PrinterResult result = thermal_print(&link, raster, &line->memory, state);
    byte_link_close(&link);
    return result;
}

static PrinterState ask_over(PrinterLine *line, OpenLink open)
{
    ByteLink link;
    if (!open_link(line, open, &link)) {
        return PRINTER_STATE_UNREACHABLE;
    }
    PrinterState state = thermal_ask_state(&link, &line->memory);
    byte_link_close(&link);
    return state;
}

static bool has_host(const PrinterLine *line)
{
    return line->host[0] != 0 && line->port > 0 && line->port <= G_MAXUINT16;
}

static PrinterResult print_network(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    return print_over(line, open_network, raster, state);
}

static PrinterState ask_network(PrinterLine *line)
{
    return ask_over(line, open_network);
}

static bool has_device(const PrinterLine *line)
{
    return line->path[0] != 0 || line->usb[0] != 0;
}

static PrinterResult print_usb(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    return print_over(line, open_usb, raster, state);
}

static PrinterState ask_usb(PrinterLine *line)
{
    return ask_over(line, open_usb);
}

static bool has_line(const PrinterLine *line)
{
    return line->path[0] != 0 && byte_link_is_baud(line->baud);
}

static PrinterResult print_serial(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    line->memory.baud = line->baud;
    return print_over(line, open_serial, raster, state);
}

static PrinterState ask_serial(PrinterLine *line)
{
    line->memory.baud = line->baud;
    return ask_over(line, open_serial);
}

const PrinterKind printer_kind_network = {"network", has_host, print_network, ask_network};
const PrinterKind printer_kind_usb = {"usb", has_device, print_usb, ask_usb};
const PrinterKind printer_kind_serial = {"serial", has_line, print_serial, ask_serial};
