// SPDX-License-Identifier: EUPL-1.2
/* Slip printers that speak ESC/POS over a line of bytes: on the network (port 9100) and on USB
 * (/dev/usb/lp*). */
#include "slip/printer_kind.h"

typedef bool (*OpenLink)(const PrinterLine *line, ByteLink *link);

static bool open_network(const PrinterLine *line, ByteLink *link)
{
    return byte_link_open_network(link, line->host, line->port, NULL);
}

static bool open_usb(const PrinterLine *line, ByteLink *link)
{
    return byte_link_open_device(link, line->path, NULL);
}

static PrinterResult print_over(PrinterLine *line, OpenLink open, const Raster *raster,
                                PrinterState *state)
{
    ByteLink link = {.fd = -1, .timeout_ms = line->timeout_ms, .cancel = line->cancel};
    if (!open(line, &link)) {
        *state = PRINTER_STATE_UNREACHABLE;
        return PRINTER_RESULT_FAILED;
    }
    PrinterResult result = thermal_print(&link, raster, &line->memory, state);
    byte_link_close(&link);
    return result;
}

static PrinterState ask_over(PrinterLine *line, OpenLink open)
{
    ByteLink link = {.fd = -1, .timeout_ms = line->timeout_ms, .cancel = line->cancel};
    if (!open(line, &link)) {
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

static bool has_path(const PrinterLine *line)
{
    return line->path[0] != 0;
}

static PrinterResult print_usb(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    return print_over(line, open_usb, raster, state);
}

static PrinterState ask_usb(PrinterLine *line)
{
    return ask_over(line, open_usb);
}

const PrinterKind printer_kind_network = {"network", has_host, print_network, ask_network};
const PrinterKind printer_kind_usb = {"usb", has_path, print_usb, ask_usb};
