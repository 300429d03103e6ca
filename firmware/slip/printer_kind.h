// SPDX-License-Identifier: EUPL-1.2
/* The kinds of printers behind printer.h: one file each, printer_<kind>.c. All of this runs in the
 * printer's worker and may block for the line's time limit a step. */
#pragma once

#include "slip/byte_link.h"
#include "slip/printer.h"
#include "slip/thermal.h"
#include "slip/usb_printer.h"

/* How one printer is reached, and what is remembered of it. */
typedef struct {
    char *path, *host, *queue, *usb; /* "" when not set */
    char *sys_dir, *dev_dir;
    UsbPrinterId usb_id; /* what `usb` says */
    int port, baud;
    int timeout_ms;
    GCancellable *cancel;
    ThermalMemory memory;
    GError *problem; /* why it could not be reached the last time, or NULL */
} PrinterLine;

typedef struct {
    const char *name;
    /* The setting this kind cannot be without is there. */
    bool (*is_complete)(const PrinterLine *line);
    /* `raster` is only read. */
    PrinterResult (*print)(PrinterLine *line, const Raster *raster, PrinterState *state);
    PrinterState (*ask)(PrinterLine *line);
} PrinterKind;

extern const PrinterKind printer_kind_none, printer_kind_file, printer_kind_network,
    printer_kind_usb, printer_kind_serial, printer_kind_cups;
