// SPDX-License-Identifier: EUPL-1.2
/* One conversation with a receipt printer over a link: how are you, a job, has it come out. Knows
 * no threads; it blocks for at most the link's time limit a step. */
#pragma once

#include "slip/byte_link.h"
#include "slip/printer.h"
#include "slip/printer_model.h"

/* What is known of a printer between conversations. Beside its model, all-zero is right for one
 * never spoken to. */
typedef struct {
    PrinterModel model;
    bool has_ended_well; /* the last job was confirmed: no half picture can be left in it */
    bool has_failed;     /* a piece of a slip may hang out of it */
    guint32 n_jobs;
} ThermalMemory;

/* Asks and waits for all answers; UNKNOWN from a model that does not answer. */
PrinterState thermal_ask_state(ByteLink *link, const ThermalMemory *memory);

/* Prints `raster`, which is only read. Nothing is sent when the printer says beforehand that it
 * cannot print. PRINTED only when the printer said, after the cut, that it had come that far, and
 * that it still had paper then. `state` is how the printer was at the end. */
PrinterResult thermal_print(ByteLink *link, const Raster *raster, ThermalMemory *memory,
                            PrinterState *state);
