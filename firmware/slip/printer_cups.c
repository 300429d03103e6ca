// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
#include <cups/cups.h>
#include <dlfcn.h>
#include <string.h>

#include "slip/printer_kind.h"

/* An office printer behind CUPS. The job is streamed as PDF: nothing of it is written to disk by
 * us. libcups is loaded when it is first asked for: with the thirty libraries behind it, it would
 * otherwise cost every kiosk with a slip printer a quarter of its start. */

/* The calls we use, of the types cups.h gives them. */
typedef struct {
    __typeof__(cupsGetOption) *get_option;
    __typeof__(cupsGetNamedDest) *get_dest;
    __typeof__(cupsFreeDests) *free_dests;
    __typeof__(cupsStartDocument) *start_document;
    __typeof__(cupsWriteRequestData) *write_data;
    __typeof__(cupsFinishDocument) *finish_document;
    __typeof__(cupsAddOption) *add_option;
    __typeof__(cupsFreeOptions) *free_options;
    __typeof__(cupsCreateJob) *create_job;
    __typeof__(cupsCancelJob2) *cancel_job;
} Cups;

static const char *const call_names[] = {
    "cupsGetOption",        "cupsGetNamedDest",   "cupsFreeDests", "cupsStartDocument",
    "cupsWriteRequestData", "cupsFinishDocument", "cupsAddOption", "cupsFreeOptions",
    "cupsCreateJob",        "cupsCancelJob2",
};
static_assert(sizeof(Cups) == G_N_ELEMENTS(call_names) * sizeof(void *), "a name for every call");

/* False when libcups2 is not installed. The library stays loaded. */
static bool load_cups(Cups *cups)
{
    void *library = dlopen("libcups.so.2", RTLD_NOW | RTLD_LOCAL);
    void *calls[G_N_ELEMENTS(call_names)];
    for (gsize i = 0; library && i < G_N_ELEMENTS(call_names); i++) {
        calls[i] = dlsym(library, call_names[i]);
        library = calls[i] ? library : NULL;
    }
    if (library) {
        memcpy(cups, calls, sizeof *cups);
    }
    return library != NULL;
}

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

static PrinterState read_state(const Cups *cups, const cups_dest_t *dest)
{
    const char *said = cups->get_option("printer-state-reasons", dest->num_options, dest->options);
    const char *number = cups->get_option("printer-state", dest->num_options, dest->options);
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
    Cups cups;
    cups_dest_t *dest =
        load_cups(&cups) ? cups.get_dest(CUPS_HTTP_DEFAULT, line->queue, NULL) : NULL;
    if (!dest) {
        return PRINTER_STATE_UNREACHABLE;
    }
    PrinterState state = read_state(&cups, dest);
    cups.free_dests(1, dest);
    return state;
}

static bool stream(const Cups *cups, const char *queue, int job, GBytes *pdf)
{
    gsize size;
    const char *data = g_bytes_get_data(pdf, &size);
    return cups->start_document(CUPS_HTTP_DEFAULT, queue, job, "wegwijs", CUPS_FORMAT_PDF, 1) ==
               HTTP_STATUS_CONTINUE &&
           cups->write_data(CUPS_HTTP_DEFAULT, data, size) == HTTP_STATUS_CONTINUE &&
           cups->finish_document(CUPS_HTTP_DEFAULT, queue) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

static bool send_pdf(const char *queue, GBytes *pdf)
{
    Cups cups;
    cups_option_t *options = NULL;
    if (!load_cups(&cups)) {
        return false;
    }
    /* As large as drawn: the QR's modules keep their size. */
    int n_options = cups.add_option("print-scaling", "none", 0, &options);
    int job = cups.create_job(CUPS_HTTP_DEFAULT, queue, "wegwijs", n_options, options);
    cups.free_options(n_options, options);
    if (job == 0) {
        return false;
    }
    if (!stream(&cups, queue, job, pdf)) {
        (void)cups.cancel_job(CUPS_HTTP_DEFAULT, queue, job, 1);
        return false;
    }
    return true;
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    *state = ask(line);
    bool can_print = *state == PRINTER_STATE_READY || *state == PRINTER_STATE_NEAR_END ||
                     *state == PRINTER_STATE_UNKNOWN;
    if (!can_print) {
        return PRINTER_RESULT_FAILED;
    }
    GBytes *pdf = raster_to_pdf(raster);
    bool is_sent = send_pdf(line->queue, pdf);
    gsize size;
    guint8 *data = g_bytes_unref_to_data(pdf, &size);
    explicit_bzero(data, size);
    g_free(data);
    return is_sent ? PRINTER_RESULT_SENT : PRINTER_RESULT_FAILED;
}

const PrinterKind printer_kind_cups = {"cups", is_complete, print, ask};
