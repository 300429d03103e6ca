// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_kind.h"

static bool is_complete(const PrinterLine *line)
{
    (void)line;
    return true;
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    (void)line;
    (void)raster;
    *state = PRINTER_STATE_NONE;
    return PRINTER_RESULT_FAILED;
}

static PrinterState ask(PrinterLine *line)
{
    (void)line;
    return PRINTER_STATE_NONE;
}

const PrinterKind printer_kind_none = {"none", is_complete, print, ask};
