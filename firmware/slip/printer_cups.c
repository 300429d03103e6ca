// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
#include <cups/cups.h>
#include <dlfcn.h>
#include <string.h>

#include "slip/printer_kind.h"

/* An office printer behind CUPS. The job is streamed as PDF: nothing of it is written to disk by
 * us. libcups is loaded when it is first asked for: with the thirty libraries behind it, it would
 * otherwise cost every kiosk with a slip printer a quarter of its start.
 *
 * "Completed" is CUPS's word for having given a job away. It means paper only where the printer
 * itself speaks IPP: CUPS then waits for the printer's own "completed", which is said when the
 * sheets lie in the tray (RFC 8011 5.3.7). On every other queue the visitor is asked. */

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
    __typeof__(cupsGetJobs2) *get_jobs;
    __typeof__(cupsFreeJobs) *free_jobs;
    __typeof__(cupsServer) *server;
    __typeof__(ippPort) *port;
    __typeof__(cupsEncryption) *encryption;
    __typeof__(httpConnect2) *connect;
    __typeof__(httpSetTimeout) *set_timeout;
    __typeof__(httpClose) *close;
} Cups;

static const char *const call_names[] = {
    "cupsGetOption",        "cupsGetNamedDest",
    "cupsFreeDests",        "cupsStartDocument",
    "cupsWriteRequestData", "cupsFinishDocument",
    "cupsAddOption",        "cupsFreeOptions",
    "cupsCreateJob",        "cupsCancelJob2",
    "cupsGetJobs2",         "cupsFreeJobs",
    "cupsServer",           "ippPort",
    "cupsEncryption",       "httpConnect2",
    "httpSetTimeout",       "httpClose",
};
static_assert(sizeof(Cups) == G_N_ELEMENTS(call_names) * sizeof(void *), "a name for every call");

enum { LOOK_MS = 250 }; /* between two looks at a job under way */

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

/* One conversation with the scheduler. */
typedef struct {
    Cups cups;
    http_t *http;
    const PrinterLine *line;
    gint64 until_ms;
    bool is_ipp; /* the printer itself says when its sheets lie in the tray */
} Talk;

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

static bool is_complete(const PrinterLine *line)
{
    return line->queue[0] != 0;
}

/* Too long without a byte: no more waiting. */
static int on_timeout(http_t *http, void *data)
{
    (void)http;
    (void)data;
    return 0;
}

static bool begin_talk(Talk *talk, PrinterLine *line, int limit_ms)
{
    *talk = (Talk){.line = line, .until_ms = now_ms() + limit_ms};
    g_clear_error(&line->problem);
    if (!load_cups(&talk->cups)) {
        g_set_error(&line->problem, PRINTER_ERROR, PRINTER_ERROR_IO,
                    "libcups2 is not installed, which printer.kind cups needs");
        return false;
    }
    const Cups *cups = &talk->cups;
    talk->http = cups->connect(cups->server(), cups->port(), NULL, AF_UNSPEC, cups->encryption(), 1,
                               line->timeout_ms, NULL);
    if (!talk->http) {
        g_set_error(&line->problem, PRINTER_ERROR, PRINTER_ERROR_IO, "CUPS does not answer on %s",
                    cups->server());
        return false;
    }
    cups->set_timeout(talk->http, line->timeout_ms / 1000.0, on_timeout, NULL);
    return true;
}

static void end_talk(Talk *talk)
{
    if (talk->http) {
        talk->cups.close(talk->http);
    }
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

/* ipp://HOST[:PORT]/ipp/... is a printer (PWG 5100.14 gives it that path); /printers/... would be
 * another CUPS, whose word is no better than ours. */
static bool is_ipp_printer(const char *uri)
{
    if (!uri || !(g_str_has_prefix(uri, "ipp://") || g_str_has_prefix(uri, "ipps://"))) {
        return false;
    }
    const char *path = strchr(strstr(uri, "://") + 3, '/');
    return path && g_str_has_prefix(path, "/ipp/");
}

static PrinterState ask_queue(Talk *talk, PrinterLine *line)
{
    const Cups *cups = &talk->cups;
    cups_dest_t *dest = cups->get_dest(talk->http, line->queue, NULL);
    if (!dest) {
        g_set_error(&line->problem, PRINTER_ERROR, PRINTER_ERROR_IO,
                    "CUPS has no queue %s, or did not answer", line->queue);
        return PRINTER_STATE_UNREACHABLE;
    }
    PrinterState state = read_state(cups, dest);
    talk->is_ipp = is_ipp_printer(cups->get_option("device-uri", dest->num_options, dest->options));
    cups->free_dests(1, dest);
    return state;
}

static PrinterState ask(PrinterLine *line)
{
    Talk talk;
    PrinterState state = begin_talk(&talk, line, line->timeout_ms) ? ask_queue(&talk, line)
                                                                   : PRINTER_STATE_UNREACHABLE;
    end_talk(&talk);
    return state;
}

/* --- a job --------------------------------------------------------------------------------------
 */

static bool stream(const Talk *talk, int job, const char *data, gsize size)
{
    const Cups *cups = &talk->cups;
    const char *queue = talk->line->queue;
    return cups->start_document(talk->http, queue, job, "wegwijs", CUPS_FORMAT_PDF, 1) ==
               HTTP_STATUS_CONTINUE &&
           cups->write_data(talk->http, data, size) == HTTP_STATUS_CONTINUE &&
           cups->finish_document(talk->http, queue) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

/* The number of a job whose whole document CUPS has; 0: it has none of it. */
static int send_pdf(const Talk *talk, GBytes *pdf)
{
    const Cups *cups = &talk->cups;
    cups_option_t *options = NULL;
    /* As large as drawn: the QR's modules keep their size. */
    int n_options = cups->add_option("print-scaling", "none", 0, &options);
    int job = cups->create_job(talk->http, talk->line->queue, "wegwijs", n_options, options);
    cups->free_options(n_options, options);
    gsize size;
    const char *data = g_bytes_get_data(pdf, &size);
    if (job > 0 && !stream(talk, job, data, size)) {
        (void)cups->cancel_job(talk->http, talk->line->queue, job, 1);
        return 0;
    }
    return MAX(job, 0);
}

/* How CUPS says a job is. */
typedef struct {
    bool is_known; /* CUPS answered and has it */
    ipp_jstate_t state;
    bool has_begun;
} JobNews;

static JobNews look_at_job(const Talk *talk, int number)
{
    JobNews news = {0};
    cups_job_t *jobs = NULL;
    int n = talk->cups.get_jobs(talk->http, &jobs, talk->line->queue, 0, CUPS_WHICHJOBS_ALL);
    for (int i = 0; i < n; i++) {
        if (jobs[i].id == number) {
            news = (JobNews){true, jobs[i].state, jobs[i].processing_time != 0};
        }
    }
    if (n > 0) {
        talk->cups.free_jobs(n, jobs);
    }
    return news;
}

/* Until the next look; false when the kiosk stops. */
static bool wait_a_moment(const Talk *talk)
{
    GPollFD stop;
    if (!talk->line->cancel || !g_cancellable_make_pollfd(talk->line->cancel, &stop)) {
        return false;
    }
    bool is_stopped = g_poll(&stop, 1, LOOK_MS) > 0;
    g_cancellable_release_fd(talk->line->cancel);
    return !is_stopped;
}

/* Waits for its end, and takes it back when its time is over: it must not come out for the next
 * visitor. */
static PrinterResult follow_job(const Talk *talk, int number)
{
    bool has_begun = false;
    JobNews news;
    do {
        news = look_at_job(talk, number);
        has_begun = has_begun || news.has_begun;
        if (news.is_known && news.state >= IPP_JSTATE_CANCELED) {
            break;
        }
    } while (now_ms() < talk->until_ms && wait_a_moment(talk));
    if (news.is_known && news.state == IPP_JSTATE_COMPLETED) {
        return talk->is_ipp ? PRINTER_RESULT_PRINTED : PRINTER_RESULT_SENT;
    }
    bool is_over = news.is_known && news.state >= IPP_JSTATE_CANCELED;
    bool is_taken_back = is_over || talk->cups.cancel_job(talk->http, talk->line->queue, number,
                                                          1) <= IPP_STATUS_OK_EVENTS_COMPLETE;
    return is_taken_back && news.is_known && !has_begun ? PRINTER_RESULT_FAILED
                                                        : PRINTER_RESULT_UNKNOWN;
}

static PrinterResult print_pdf(Talk *talk, PrinterLine *line, const Raster *raster,
                               PrinterState *state)
{
    GBytes *pdf = raster_to_pdf(raster);
    int job = send_pdf(talk, pdf);
    gsize size;
    guint8 *data = g_bytes_unref_to_data(pdf, &size);
    explicit_bzero(data, size);
    g_free(data);
    if (job == 0) {
        return PRINTER_RESULT_FAILED;
    }
    PrinterResult result = follow_job(talk, job);
    *state = ask_queue(talk, line);
    bool has_paper = *state != PRINTER_STATE_PAPER_OUT;
    return result == PRINTER_RESULT_PRINTED && !has_paper ? PRINTER_RESULT_UNKNOWN : result;
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    Talk talk;
    int limit_ms = thermal_job_limit_ms(&line->memory, line->timeout_ms, raster->height_dots) -
                   line->timeout_ms; /* which is left for taking it back */
    PrinterResult result = PRINTER_RESULT_FAILED;
    *state = PRINTER_STATE_UNREACHABLE;
    if (begin_talk(&talk, line, limit_ms)) {
        *state = ask_queue(&talk, line);
        bool can_print = *state == PRINTER_STATE_READY || *state == PRINTER_STATE_NEAR_END ||
                         *state == PRINTER_STATE_UNKNOWN;
        result = can_print ? print_pdf(&talk, line, raster, state) : PRINTER_RESULT_FAILED;
    }
    end_talk(&talk);
    return result;
}

const PrinterKind printer_kind_cups = {"cups", is_complete, print, ask};
