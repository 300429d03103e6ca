// SPDX-License-Identifier: EUPL-1.2
/* One conversation with a receipt printer over a link: how are you, a job, has it come out. Knows
 * no threads; it blocks for at most thermal_job_limit_ms.
 *
 * A job goes in steps, each with its own time: questions; a greeting that the printer echoes, which
 * tells its later answers from those to an earlier job; a band of the picture at a time, each
 * answered before the next is sent; the cut; and the echo of the job's own number, which has never
 * been used before. Only that echo means "printed". A model without process ids confirms by having
 * answered exactly as often as it was asked, band by band; one answer too many and nothing is
 * known. What was not confirmed is cleared, struck through and cut off before anything else. */
#pragma once

#include "slip/byte_link.h"
#include "slip/printer.h"
#include "slip/printer_model.h"

/* What is known of a printer between conversations. Beside its model and `n_ids`, all-zero is right
 * for one never spoken to. */
typedef struct {
    PrinterModel model;
    int baud;       /* of a serial line; 0: as fast as it gets */
    bool is_clean;  /* nothing of an earlier job can be in it or hang out of it */
    bool has_piece; /* rows of a slip that failed hang out of it */
    bool is_tidied; /* that was tried since its last job */
    guint32 n_ids;  /* process ids used so far: begin with a random number, for a printer may still
                       answer those of before a restart */
} ThermalMemory;

/* The longest time that thermal_print takes for `rows` of dots. */
int thermal_job_limit_ms(const ThermalMemory *memory, int timeout_ms, int rows);

/* Asks and waits for all answers; UNKNOWN from a model that does not answer. A printer that is well
 * and may hold something of an earlier job, of before the program started too, is brought back
 * first, once: cleared, and what hangs out of it cut off, struck through when it is known to be a
 * piece of a slip. */
PrinterState thermal_ask_state(ByteLink *link, ThermalMemory *memory);

/* Prints `raster`, which is only read. Nothing is sent when the printer says beforehand that it
 * cannot print, or says what no printer says. PRINTED only when the printer said, after the cut,
 * that it had come that far, and that it still had paper then. FAILED only when no whole slip can
 * have come out. `state` is how the printer was at the end. */
PrinterResult thermal_print(ByteLink *link, const Raster *raster, ThermalMemory *memory,
                            PrinterState *state);
