// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_kind.h"

static bool is_complete(const PrinterLine *line)
{
    return line->host[0] != 0 && line->port > 0 && line->port <= G_MAXUINT16;
}

static bool open_link(const PrinterLine *line, ByteLink *link)
{
    *link = (ByteLink){.fd = -1, .timeout_ms = line->timeout_ms, .cancel = line->cancel};
    return byte_link_open_network(link, line->host, line->port, NULL);
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    ByteLink link;
    if (!open_link(line, &link)) {
        *state = PRINTER_STATE_UNREACHABLE;
        return PRINTER_RESULT_FAILED;
    }
    PrinterResult result = thermal_print(&link, raster, &line->memory, state);
    byte_link_close(&link);
    return result;
}

static PrinterState ask(PrinterLine *line)
{
    ByteLink link;
    if (!open_link(line, &link)) {
        return PRINTER_STATE_UNREACHABLE;
    }
    PrinterState state = thermal_ask_state(&link, &line->memory);
    byte_link_close(&link);
    return state;
}

const PrinterKind printer_kind_network = {"network", is_complete, print, ask};
