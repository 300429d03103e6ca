// SPDX-License-Identifier: EUPL-1.2
/* A slipview as a child process: a printer on a free port, with faults on command, whose papers are
 * pictures in a folder. */
#pragma once

#include "slip/raster.h"

typedef struct VirtualPrinter VirtualPrinter;

VirtualPrinter *virtual_printer_start(int width_dots);
void virtual_printer_stop(VirtualPrinter *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(VirtualPrinter, virtual_printer_stop)

int virtual_printer_port(const VirtualPrinter *printer);
/* As slipview --help has them; aborts when it does not answer "ok". */
void virtual_printer_do(VirtualPrinter *printer, const char *fault);
/* How many cut papers begin with exactly these dots and are white below. */
int virtual_printer_count_whole(const VirtualPrinter *printer, const Raster *raster);
/* How many papers there are at all. */
int virtual_printer_count(const VirtualPrinter *printer);
