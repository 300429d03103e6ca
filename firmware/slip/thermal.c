// SPDX-License-Identifier: EUPL-1.2
#include "slip/thermal.h"

#include <string.h>

#include "slip/escpos.h"

/* 50 mm a second */
enum { SLOWEST_DOTS_A_SECOND = 400 };

/* One conversation. */
typedef struct {
    ByteLink *link;
    EscposReader reader;
    bool answers;     /* its model does */
    bool is_broken;   /* the link ended */
    bool is_talking;  /* answers GS r: a band is sent when the one before has been answered */
    guint n_expected; /* answers to GS r that say that all so far is printed */
} Talk;

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

/* Takes what the printer says within `wait_ms`. */
static void listen_once(Talk *talk, int wait_ms)
{
    guint8 bytes[64];
    gsize n;
    switch (byte_link_read(talk->link, bytes, sizeof bytes, wait_ms, &n)) {
    case BYTE_LINK_READY:
        escpos_read(&talk->reader, bytes, n);
        break;
    case BYTE_LINK_ENDED:
        talk->is_broken = true;
        break;
    case BYTE_LINK_QUIET:
        break;
    }
}

static bool is_bad(PrinterState state)
{
    return state != PRINTER_STATE_READY && state != PRINTER_STATE_NEAR_END &&
           state != PRINTER_STATE_UNKNOWN;
}

static PrinterState state_of(const Talk *talk)
{
    PrinterState state = escpos_state(&talk->reader);
    return talk->is_broken && !is_bad(state) ? PRINTER_STATE_UNREACHABLE : state;
}

/* Writes all of `bytes`, hearing what comes meanwhile. False when the link ended, the printer said
 * that it cannot go on, or it took nothing for the whole time limit. */
static bool tell(Talk *talk, const guint8 *bytes, gsize size)
{
    gint64 last_ms = now_ms();
    while (size > 0 && !talk->is_broken) {
        gsize n;
        ByteLinkStatus status = byte_link_write(talk->link, bytes, size, &n);
        if (status == BYTE_LINK_ENDED) {
            talk->is_broken = true;
            return false;
        }
        if (n > 0) {
            last_ms = now_ms();
        }
        bytes += n;
        size -= n;
        listen_once(talk, 0);
        if (is_bad(state_of(talk)) || now_ms() - last_ms > talk->link->timeout_ms) {
            return false;
        }
    }
    return !talk->is_broken;
}

/* Asks DLE EOT and waits for the answers. */
static PrinterState ask(Talk *talk)
{
    if (!talk->answers) {
        return PRINTER_STATE_UNKNOWN;
    }
    GByteArray *questions = g_byte_array_new();
    escpos_ask(&talk->reader, questions);
    gint64 until_ms = now_ms() + talk->link->timeout_ms;
    gsize sent = 0;
    while (!talk->is_broken && !escpos_is_answered(&talk->reader) && now_ms() < until_ms) {
        gsize n = 0;
        if (sent < questions->len &&
            byte_link_write(talk->link, questions->data + sent, questions->len - sent, &n) ==
                BYTE_LINK_ENDED) {
            talk->is_broken = true;
            break;
        }
        sent += n;
        listen_once(talk, sent < questions->len ? 0 : (int)(until_ms - now_ms()));
    }
    g_byte_array_unref(questions);
    return state_of(talk);
}

PrinterState thermal_ask_state(ByteLink *link, const ThermalMemory *memory)
{
    Talk talk = {.link = link, .answers = memory->model.answers};
    return ask(&talk);
}

/* The printer said that it has printed and cut. An answer to GS r has no number, so it counts only
 * from a printer that has answered each before. */
static bool is_confirmed(const Talk *talk, const EscposJob *job)
{
    return g_str_equal(talk->reader.echo, job->id) ||
           (talk->is_talking && !talk->reader.is_garbled &&
            talk->reader.n_paper_answers >= talk->n_expected);
}

static void await_confirmation(Talk *talk, const EscposJob *job, const Raster *raster)
{
    int printing_ms = raster->height_dots * 1000 / SLOWEST_DOTS_A_SECOND;
    gint64 until_ms = now_ms() + printing_ms + talk->link->timeout_ms;
    while (!is_confirmed(talk, job) && !talk->is_broken && !is_bad(state_of(talk)) &&
           now_ms() < until_ms) {
        listen_once(talk, (int)(until_ms - now_ms()));
    }
}

/* Writes and frees. */
static bool tell_take(Talk *talk, GByteArray *bytes)
{
    bool is_told = tell(talk, bytes->data, bytes->len);
    escpos_job_free(bytes);
    return is_told;
}

/* Waits until the printer has come as far as it was asked. One that answered everything else but
 * not this does not know GS r: it gets the rest without waiting. */
static bool await_band(Talk *talk)
{
    gint64 until_ms = now_ms() + talk->link->timeout_ms;
    while (talk->reader.n_paper_answers < talk->n_expected && now_ms() < until_ms) {
        if (talk->is_broken || is_bad(state_of(talk))) {
            return false;
        }
        listen_once(talk, (int)(until_ms - now_ms()));
    }
    if (talk->reader.n_paper_answers < talk->n_expected) {
        talk->is_talking = false;
        return !is_bad(ask(talk));
    }
    return !is_bad(state_of(talk));
}

static bool send_job(Talk *talk, const Raster *raster, const EscposJob *job)
{
    talk->is_talking = escpos_is_answered(&talk->reader) && !talk->reader.is_garbled;
    talk->reader.n_paper_answers = 0;
    if (!tell_take(talk, escpos_job_write_start(raster, job))) {
        return false;
    }
    for (int row = 0; row < raster->height_dots; row += ESCPOS_BAND_ROWS) {
        talk->n_expected++;
        if (!tell_take(talk, escpos_job_write_band(raster, job, row)) ||
            (talk->is_talking && !await_band(talk))) {
            return false;
        }
    }
    talk->n_expected++;
    return tell_take(talk, escpos_job_write_end(job));
}

/* Half a slip must not come out later, when somebody puts paper in. Whether the printer takes it
 * is not known: the next job begins with a flush anyway. */
static void clear_buffer(Talk *talk)
{
    GByteArray *bytes = g_byte_array_new();
    escpos_clear_buffer(bytes);
    gsize n;
    if (!talk->is_broken) {
        (void)byte_link_write(talk->link, bytes->data, bytes->len, &n);
    }
    g_byte_array_unref(bytes);
    byte_link_drop_unsent(talk->link);
}

/* What came of a job, from what the printer said until now. */
static PrinterResult judge(Talk *talk, const EscposJob *job, bool is_sent)
{
    PrinterState state = state_of(talk);
    if (!is_sent) {
        return PRINTER_RESULT_FAILED;
    }
    if (is_confirmed(talk, job)) {
        return state == PRINTER_STATE_PAPER_OUT ? PRINTER_RESULT_UNKNOWN : PRINTER_RESULT_PRINTED;
    }
    /* All was taken: bad news means that it stopped on the way, silence can mean anything. */
    bool has_stopped = is_bad(state) && state != PRINTER_STATE_UNREACHABLE;
    return has_stopped ? PRINTER_RESULT_FAILED : PRINTER_RESULT_UNKNOWN;
}

PrinterResult thermal_print(ByteLink *link, const Raster *raster, ThermalMemory *memory,
                            PrinterState *state)
{
    Talk talk = {.link = link, .answers = memory->model.answers};
    *state = ask(&talk);
    if (is_bad(*state)) {
        return PRINTER_RESULT_FAILED;
    }
    EscposJob job = {.model = memory->model,
                     .must_flush = !memory->has_ended_well,
                     .must_cut = memory->has_failed};
    g_snprintf(job.id, sizeof job.id, "%04u", memory->n_jobs++ % 10000);
    bool is_sent = send_job(&talk, raster, &job);
    if (is_sent && memory->model.answers) {
        await_confirmation(&talk, &job, raster);
    }
    bool has_spoken = *state != PRINTER_STATE_UNKNOWN;
    if (has_spoken && !is_confirmed(&talk, &job) && !is_bad(state_of(&talk))) {
        (void)ask(&talk); /* why it stopped, or did not confirm */
    }
    PrinterResult result = judge(&talk, &job, is_sent);
    memory->has_ended_well = result == PRINTER_RESULT_PRINTED;
    memory->has_failed = result == PRINTER_RESULT_FAILED;
    if (result == PRINTER_RESULT_FAILED) {
        clear_buffer(&talk);
    }
    *state = result == PRINTER_RESULT_PRINTED ? ask(&talk) : state_of(&talk);
    return result;
}
