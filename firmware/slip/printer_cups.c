// SPDX-License-Identifier: EUPL-1.2
#include <cups/cups.h>
#include <string.h>

#include "slip/printer_kind.h"

/* An office printer behind CUPS. The job is streamed as PDF: nothing of it is written to disk by
 * us. */

/* Words of IPP (RFC 8011 5.4.12, PWG 5100.9) and what they mean here; the first found counts. */
static const struct {
    const char *reason;
    PrinterState state;
} reasons[] = {
    {"cover-open", PRINTER_STATE_COVER_OPEN}, {"door-open", PRINTER_STATE_COVER_OPEN},
    {"media-empty", PRINTER_STATE_PAPER_OUT}, {"media-needed", PRINTER_STATE_PAPER_OUT},
    {"media-jam", PRINTER_STATE_OFFLINE},     {"offline", PRINTER_STATE_OFFLINE},
    {"shutdown", PRINTER_STATE_OFFLINE},      {"paused", PRINTER_STATE_OFFLINE},
    {"media-low", PRINTER_STATE_NEAR_END},
};

static bool is_complete(const PrinterLine *line)
{
    return line->queue[0] != 0;
}

static PrinterState read_state(const cups_dest_t *dest)
{
    const char *said = cupsGetOption("printer-state-reasons", dest->num_options, dest->options);
    const char *number = cupsGetOption("printer-state", dest->num_options, dest->options);
    for (gsize i = 0; said && i < G_N_ELEMENTS(reasons); i++) {
        if (strstr(said, reasons[i].reason)) {
            return reasons[i].state;
        }
    }
    if (!number) {
        return PRINTER_STATE_UNKNOWN;
    }
    return g_ascii_strtoll(number, NULL, 10) == IPP_PSTATE_STOPPED ? PRINTER_STATE_OFFLINE
                                                                   : PRINTER_STATE_READY;
}

static PrinterState ask(PrinterLine *line)
{
    cups_dest_t *dest = cupsGetNamedDest(CUPS_HTTP_DEFAULT, line->queue, NULL);
    if (!dest) {
        return PRINTER_STATE_UNREACHABLE;
    }
    PrinterState state = read_state(dest);
    cupsFreeDests(1, dest);
    return state;
}

static bool stream(const char *queue, int job, GBytes *pdf)
{
    gsize size;
    const char *data = g_bytes_get_data(pdf, &size);
    return cupsStartDocument(CUPS_HTTP_DEFAULT, queue, job, "wegwijs", CUPS_FORMAT_PDF, 1) ==
               HTTP_STATUS_CONTINUE &&
           cupsWriteRequestData(CUPS_HTTP_DEFAULT, data, size) == HTTP_STATUS_CONTINUE &&
           cupsFinishDocument(CUPS_HTTP_DEFAULT, queue) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

static bool send_pdf(const char *queue, GBytes *pdf)
{
    cups_option_t *options = NULL;
    /* As large as drawn: the QR's modules keep their size. */
    int n_options = cupsAddOption("print-scaling", "none", 0, &options);
    int job = cupsCreateJob(CUPS_HTTP_DEFAULT, queue, "wegwijs", n_options, options);
    cupsFreeOptions(n_options, options);
    if (job == 0) {
        return false;
    }
    if (!stream(queue, job, pdf)) {
        (void)cupsCancelJob2(CUPS_HTTP_DEFAULT, queue, job, 1);
        return false;
    }
    return true;
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    *state = ask(line);
    bool can_print = *state == PRINTER_STATE_READY || *state == PRINTER_STATE_NEAR_END ||
                     *state == PRINTER_STATE_UNKNOWN;
    g_autoptr(GBytes) pdf = raster_to_pdf(raster);
    return can_print && send_pdf(line->queue, pdf) ? PRINTER_RESULT_SENT : PRINTER_RESULT_FAILED;
}

const PrinterKind printer_kind_cups = {"cups", is_complete, print, ask};
