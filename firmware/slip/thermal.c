// SPDX-License-Identifier: EUPL-1.2
#include "slip/thermal.h"

#include <string.h>

#include "slip/escpos.h"

enum {
    BITS_A_BYTE = 10, /* on a serial line */
    CUTTER_MS = 2000, /* for the knife, and for feeding what is behind the picture */
    KNIFE_MS = 500,   /* for the knife alone */
    CLEAR_MS = 300,   /* for the answer to DLE DC4 8 */
    QUIET_MS = 200,   /* after which no answer to an earlier job is still on its way */
    LATE_MS = 30,     /* likewise for the four questions, on a line that may keep old bytes */
    AGAIN_MS = 1000,  /* for the answer to a second greeting: it has answered otherwise just now */
    LAST_QUESTION_MS = 1000, /* how it is after the slip: the visitor should not wait for it */
};

/* One conversation. */
typedef struct {
    ByteLink *link;
    const ThermalMemory *memory;
    const PrinterModel *model;
    EscposReader reader;
    gint64 until_ms;   /* the end of it all */
    bool is_broken;    /* the link ended */
    bool is_heard;     /* it answered the first questions */
    bool is_numbered;  /* it echoed the greeting */
    bool is_talking;   /* answers GS r: a band is sent when the one before has been answered */
    bool is_doubtful;  /* an answer came that nobody asked for */
    guint n_before;    /* answers to GS r before the first band */
    guint n_expected;  /* answers to GS r that say that all so far is printed */
    int rows_taken;    /* of the picture, by the line */
    int rows_answered; /* by the printer */
} Talk;

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

static int wire_ms(const ThermalMemory *memory, gsize size)
{
    return memory->baud > 0 ? (int)(size * BITS_A_BYTE * 1000 / (gsize)memory->baud) : 0;
}

/* Paper that comes behind a picture by our command. */
static int feed_rows(const PrinterModel *model)
{
    return model->feed_dots + model->cutter_dots;
}

static gsize band_bytes(const PrinterModel *model)
{
    return (gsize)(model->width_dots / 8) * ESCPOS_BAND_ROWS;
}

int thermal_job_limit_ms(const ThermalMemory *memory, int timeout_ms, int rows)
{
    /* beside the picture: what is flushed, struck through and fed */
    int all_rows = rows + 2 * ESCPOS_BAND_ROWS + feed_rows(&memory->model);
    return 4 * timeout_ms + 2 * CUTTER_MS + printer_model_printing_ms(&memory->model, all_rows) +
           wire_ms(memory, band_bytes(&memory->model) / ESCPOS_BAND_ROWS * (gsize)all_rows);
}

static Talk begin_talk(ByteLink *link, const ThermalMemory *memory, int limit_ms)
{
    return (Talk){
        .link = link, .memory = memory, .model = &memory->model, .until_ms = now_ms() + limit_ms};
}

/* The end of a step that may take so long. */
static gint64 in_ms(const Talk *talk, int ms)
{
    return MIN(now_ms() + ms, talk->until_ms);
}

/* Takes what the printer says within `wait_ms`; false when it was silent. */
static bool listen_once(Talk *talk, gint64 wait_ms)
{
    guint8 bytes[64];
    gsize n;
    switch (byte_link_read(talk->link, bytes, sizeof bytes, (int)MAX(wait_ms, 0), &n)) {
    case BYTE_LINK_READY:
        escpos_read(&talk->reader, bytes, n);
        return true;
    case BYTE_LINK_ENDED:
        talk->is_broken = true;
        return false;
    case BYTE_LINK_QUIET:
        return false;
    }
    g_assert_not_reached();
}

static void listen_until(Talk *talk, gint64 until_ms)
{
    while (!talk->is_broken && now_ms() < until_ms) {
        (void)listen_once(talk, until_ms - now_ms());
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

/* Writes all of `bytes`, hearing what comes meanwhile, and says how many were taken. Fewer when the
 * link ended, the printer said that it cannot go on, or it took nothing for the time limit. */
static gsize tell(Talk *talk, const guint8 *bytes, gsize size)
{
    gint64 until_ms = in_ms(talk, talk->link->timeout_ms);
    gsize done = 0;
    while (done < size && !talk->is_broken) {
        gsize n;
        gint64 wait_ms = until_ms - now_ms();
        if (byte_link_write(talk->link, bytes + done, size - done, (int)wait_ms, &n) ==
            BYTE_LINK_ENDED) {
            talk->is_broken = true;
        }
        done += n;
        if (n > 0) {
            until_ms = in_ms(talk, talk->link->timeout_ms);
        }
        (void)listen_once(talk, 0);
        if (is_bad(state_of(talk)) || now_ms() >= until_ms) {
            break;
        }
    }
    return done;
}

/* Writes and frees. */
static bool tell_take(Talk *talk, GByteArray *bytes)
{
    bool is_told = tell(talk, bytes->data, bytes->len) == bytes->len;
    escpos_job_free(bytes);
    return is_told;
}

/* --- questions ----------------------------------------------------------------------------------
 */

/* Asks DLE EOT and waits for the answers, at most `limit_ms`. Bad news does not end the wait: all
 * answers together say what is wrong. */
static PrinterState ask(Talk *talk, int limit_ms)
{
    if (!talk->model->answers) {
        return PRINTER_STATE_UNKNOWN;
    }
    talk->is_doubtful = talk->is_doubtful || talk->reader.is_garbled;
    GByteArray *questions = g_byte_array_new();
    escpos_ask(&talk->reader, talk->model->questions, questions);
    gint64 until_ms = in_ms(talk, limit_ms);
    gsize sent = 0;
    while (!talk->is_broken && !escpos_is_answered(&talk->reader) && now_ms() < until_ms) {
        gsize n = 0;
        if (sent < questions->len &&
            byte_link_write(talk->link, questions->data + sent, questions->len - sent,
                            (int)(until_ms - now_ms()), &n) == BYTE_LINK_ENDED) {
            talk->is_broken = true;
            break;
        }
        sent += n;
        (void)listen_once(talk, sent < questions->len ? 0 : until_ms - now_ms());
    }
    g_byte_array_unref(questions);
    if (talk->link->kind != BYTE_LINK_SOCKET && escpos_is_answered(&talk->reader)) {
        listen_until(talk, in_ms(talk, LATE_MS)); /* were these answers to an earlier question? */
    }
    return state_of(talk);
}

/* The first questions of a conversation. What the line still held is not an answer; answers that
 * come too late for an earlier conversation spoil the first try only. */
static PrinterState greet(Talk *talk)
{
    guint8 bytes[256];
    gsize n;
    while (byte_link_read(talk->link, bytes, sizeof bytes, 0, &n) == BYTE_LINK_READY) {
    }
    PrinterState state = ask(talk, talk->link->timeout_ms);
    if (talk->reader.is_garbled && !talk->is_broken) {
        listen_until(talk, in_ms(talk, QUIET_MS));
        memset(&talk->reader, 0, sizeof talk->reader);
        state = ask(talk, talk->link->timeout_ms);
    }
    return state;
}

/* The last questions were answered: no half of them is left in the printer. */
static bool is_settled(const Talk *talk)
{
    return !talk->is_broken && (!talk->model->answers || escpos_is_answered(&talk->reader));
}

/* --- a job --------------------------------------------------------------------------------------
 */

static void take_id(ThermalMemory *memory, char id[ESCPOS_ID_CHARS + 1])
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    guint32 rest = memory->n_ids++;
    for (int i = ESCPOS_ID_CHARS - 1; i >= 0; i--) {
        id[i] = letters[rest % (sizeof letters - 1)];
        rest /= sizeof letters - 1;
    }
    id[ESCPOS_ID_CHARS] = 0;
}

static EscposJob plan_job(ThermalMemory *memory)
{
    EscposJob job = {.model = memory->model,
                     .must_flush = !memory->is_clean || !memory->model.answers,
                     .must_cut = !memory->is_clean,
                     .must_void = memory->has_piece};
    take_id(memory, job.hello);
    take_id(memory, job.id);
    return job;
}

/* It did not answer in its turn. Perhaps it never does; but one that does not answer at once either
 * hangs, and must not get more that may come out some day. */
static bool is_still_there(Talk *talk)
{
    PrinterState state = ask(talk, talk->link->timeout_ms);
    return !is_bad(state) && escpos_is_answered(&talk->reader);
}

/* Without a process id no number at the end tells that all has come out, and nothing could be
 * confirmed. It answers otherwise: it may have lost the start, or its answer got lost. So it gets
 * the start once more, behind what ends a command that has lost its end. */
static void greet_again(Talk *talk, const EscposJob *job)
{
    EscposJob again = *job;
    again.must_flush = true;
    guint n_before = talk->reader.n_paper_answers;
    bool is_told = tell_take(talk, escpos_job_write_start(&again));
    gint64 until_ms = in_ms(talk, AGAIN_MS + wire_ms(talk->memory, band_bytes(talk->model)));
    while (is_told && !talk->is_broken && now_ms() < until_ms) {
        if (talk->reader.n_paper_answers > n_before && !talk->is_talking) {
            talk->is_talking = true;
            until_ms = in_ms(talk, QUIET_MS); /* what of the first answer is still to come */
        }
        (void)listen_once(talk, until_ms - now_ms());
    }
    talk->n_before = talk->reader.n_paper_answers;
}

/* Waits until the printer answered the start of the job. What it says from then on belongs to this
 * job. False when it cannot go on. */
static bool await_greeting(Talk *talk, const EscposJob *job)
{
    const PrinterModel *model = talk->model;
    int step_ms = talk->link->timeout_ms + CUTTER_MS +
                  printer_model_printing_ms(model, 2 * ESCPOS_BAND_ROWS) +
                  wire_ms(talk->memory, 2 * band_bytes(model));
    gint64 until_ms = in_ms(talk, step_ms);
    guint n_first = model->has_sensor ? 1 : 0;
    while (!talk->is_broken && !is_bad(state_of(talk)) && now_ms() < until_ms) {
        talk->is_numbered = model->has_process_id && g_str_equal(talk->reader.echo, job->hello);
        guint n = talk->reader.n_paper_answers;
        if (talk->is_numbered && n >= talk->reader.n_before_echo + n_first) {
            talk->n_before = talk->reader.n_before_echo + n_first;
            talk->is_talking = model->has_sensor;
            return true;
        }
        if (!talk->is_numbered && n > talk->n_before) {
            talk->n_before = n; /* without an echo: waits until nothing more comes */
            until_ms = MIN(until_ms, in_ms(talk, QUIET_MS));
        }
        (void)listen_once(talk, until_ms - now_ms());
    }
    talk->is_talking = model->has_sensor && !talk->is_numbered && talk->n_before > 0;
    talk->is_numbered = false; /* half an answer is none */
    if (!talk->is_talking && !is_still_there(talk)) {
        return false;
    }
    if (!talk->is_talking && model->has_sensor && !model->has_process_id) {
        greet_again(talk, job);
    }
    return !is_bad(state_of(talk));
}

static guint count_answers(const Talk *talk)
{
    return talk->reader.n_paper_answers - talk->n_before;
}

/* Waits until the printer has come as far as it was asked. It answered the same question before:
 * when it does not now, something is lost, and the rest would come out wrong. */
static bool await_band(Talk *talk)
{
    int step_ms = talk->link->timeout_ms +
                  printer_model_printing_ms(talk->model, ESCPOS_BAND_ROWS) +
                  wire_ms(talk->memory, band_bytes(talk->model));
    gint64 until_ms = in_ms(talk, step_ms);
    while (count_answers(talk) < talk->n_expected && now_ms() < until_ms) {
        if (talk->is_broken || is_bad(state_of(talk))) {
            return false;
        }
        (void)listen_once(talk, until_ms - now_ms());
    }
    talk->is_doubtful = talk->is_doubtful || count_answers(talk) > talk->n_expected;
    if (count_answers(talk) < talk->n_expected) {
        (void)ask(talk, talk->link->timeout_ms);
        return false;
    }
    return !is_bad(state_of(talk));
}

static bool send_picture(Talk *talk, const Raster *raster, const EscposJob *job)
{
    for (int row = 0; row < raster->height_dots; row += ESCPOS_BAND_ROWS) {
        int end = MIN(row + ESCPOS_BAND_ROWS, raster->height_dots);
        talk->n_expected++;
        if (talk->is_talking && count_answers(talk) >= talk->n_expected) {
            talk->is_doubtful = true; /* answered before it was asked */
        }
        talk->rows_taken = row + 1; /* some of it may come out from now on */
        if (!tell_take(talk, escpos_job_write_band(raster, job, row))) {
            return false;
        }
        talk->rows_taken = end;
        if (talk->is_talking && !await_band(talk)) {
            return false;
        }
        talk->rows_answered = talk->is_talking ? end : 0;
    }
    return true;
}

/* The printer said that it has printed and cut. Its last number counts only with its first: one
 * that lost the beginning may have lost more. */
static bool is_confirmed(const Talk *talk, const EscposJob *job)
{
    if (talk->is_numbered && g_str_equal(talk->reader.echo, job->id)) {
        return true;
    }
    return !talk->is_numbered && talk->is_talking && !talk->is_doubtful &&
           !talk->reader.is_garbled && count_answers(talk) == talk->n_expected;
}

/* A job that was sent to a silent printer cannot be confirmed, but when it has answered all that is
 * in the job, it has done it all. */
static bool is_all_answered(const Talk *talk)
{
    return !talk->is_heard && talk->model->has_sensor &&
           talk->reader.n_paper_answers > talk->n_expected;
}

/* Of a job without numbers whose answers went wrong no answer is worth waiting for. */
static bool can_be_confirmed(const Talk *talk)
{
    return talk->model->has_process_id || (talk->is_talking && !talk->is_doubtful);
}

static void await_confirmation(Talk *talk, const EscposJob *job, const Raster *raster)
{
    int rows = raster->height_dots - talk->rows_answered + feed_rows(talk->model);
    gsize bytes = band_bytes(talk->model) / ESCPOS_BAND_ROWS * (gsize)rows;
    gint64 until_ms = in_ms(talk, (can_be_confirmed(talk) ? talk->link->timeout_ms : 0) +
                                      CUTTER_MS + wire_ms(talk->memory, bytes) +
                                      printer_model_printing_ms(talk->model, rows));
    while (!is_confirmed(talk, job) && !g_str_equal(talk->reader.echo, job->id) &&
           !is_all_answered(talk) && !talk->is_broken && !is_bad(state_of(talk)) &&
           now_ms() < until_ms) {
        (void)listen_once(talk, until_ms - now_ms());
    }
}

/* Half a slip must not come out later, when somebody puts paper in. Whether the printer takes it is
 * not known: the next job begins with a flush anyway. */
static void clear_buffer(Talk *talk)
{
    if (talk->is_broken || !talk->model->has_clear) {
        return;
    }
    GByteArray *bytes = g_byte_array_new();
    escpos_clear_buffer(bytes);
    gsize n;
    talk->reader.is_cleared = false;
    (void)byte_link_write(talk->link, bytes->data, bytes->len, 0, &n);
    g_byte_array_unref(bytes);
    gint64 until_ms = now_ms() + CLEAR_MS;
    while (!talk->reader.is_cleared && !talk->is_broken && now_ms() < until_ms) {
        (void)listen_once(talk, until_ms - now_ms());
    }
}

/* How far a job was sent. */
typedef enum { SENT_NO_PICTURE, SENT_PART, SENT_PICTURE, SENT_ALL } Sent;

static Sent send_job(Talk *talk, const Raster *raster, const EscposJob *job)
{
    if (!tell_take(talk, escpos_job_write_start(job))) {
        return SENT_NO_PICTURE;
    }
    if (talk->is_heard && (talk->model->has_process_id || talk->model->has_sensor) &&
        !await_greeting(talk, job)) {
        return SENT_NO_PICTURE;
    }
    if (!send_picture(talk, raster, job)) {
        bool is_whole = talk->rows_taken == raster->height_dots;
        return is_whole && !is_bad(state_of(talk)) ? SENT_PICTURE : SENT_PART;
    }
    talk->n_expected++;
    return tell_take(talk, escpos_job_write_end(job)) ? SENT_ALL : SENT_PICTURE;
}

/* What came of a job, from what the printer said until now. */
static PrinterResult judge(const Talk *talk, const Raster *raster, const EscposJob *job, Sent sent)
{
    PrinterState state = state_of(talk);
    if (sent < SENT_PICTURE) {
        return PRINTER_RESULT_FAILED;
    }
    if (sent == SENT_ALL && is_confirmed(talk, job)) {
        return state == PRINTER_STATE_PAPER_OUT ? PRINTER_RESULT_UNKNOWN : PRINTER_RESULT_PRINTED;
    }
    /* Silence and nonsense can mean anything; bad news means that it stopped on the way, unless the
     * picture was out already. */
    bool is_nonsense = talk->reader.is_garbled || talk->is_doubtful;
    bool has_stopped = is_bad(state) && state != PRINTER_STATE_UNREACHABLE && !is_nonsense;
    bool is_out = talk->rows_answered == raster->height_dots;
    return has_stopped && !is_out ? PRINTER_RESULT_FAILED : PRINTER_RESULT_UNKNOWN;
}

/* After a job: how is it now, and was that its last word? */
static PrinterState look_again(Talk *talk, const EscposJob *job, PrinterResult *result)
{
    bool is_by_count = !talk->is_numbered && !g_str_equal(talk->reader.echo, job->id);
    if (is_by_count) {
        /* it answers when it has read so far, perhaps not when it has printed so far */
        int rows = ESCPOS_BAND_ROWS + feed_rows(talk->model);
        listen_until(talk, in_ms(talk, KNIFE_MS + printer_model_printing_ms(talk->model, rows)));
    }
    PrinterState state = ask(talk, LAST_QUESTION_MS);
    if (is_by_count && (is_bad(state) || count_answers(talk) != talk->n_expected)) {
        *result = PRINTER_RESULT_UNKNOWN;
    }
    return state;
}

/* Leaves the line so that nothing of the job comes out later. */
static void end_job(Talk *talk, ThermalMemory *memory, PrinterResult result, Sent sent)
{
    bool is_printed = result == PRINTER_RESULT_PRINTED;
    bool is_gone = (is_printed || (sent == SENT_ALL && !talk->model->answers)) &&
                   is_settled(talk) && byte_link_drain(talk->link, talk->link->timeout_ms);
    if (is_gone && !talk->model->answers) {
        (void)listen_once(talk, 0); /* the only news that it has: the line broke */
    }
    memory->is_clean = is_gone && !talk->is_broken;
    memory->has_piece = !is_printed && !memory->is_clean && talk->rows_taken > 0;
    memory->is_tidied = false;
    if (memory->is_clean) {
        byte_link_keep_sent(talk->link);
    } else if (talk->is_heard) {
        clear_buffer(talk);
    }
}

PrinterResult thermal_print(ByteLink *link, const Raster *raster, ThermalMemory *memory,
                            PrinterState *state)
{
    Talk talk = begin_talk(link, memory,
                           thermal_job_limit_ms(memory, link->timeout_ms, raster->height_dots));
    *state = greet(&talk);
    talk.is_heard = escpos_is_answered(&talk.reader);
    memory->is_clean = memory->is_clean && is_settled(&talk);
    if (is_bad(*state) || talk.reader.is_garbled) {
        return PRINTER_RESULT_FAILED;
    }
    if (talk.is_heard && !memory->is_clean) {
        clear_buffer(&talk);
    }
    EscposJob job = plan_job(memory);
    Sent sent = send_job(&talk, raster, &job);
    if (sent == SENT_ALL && memory->model.answers) {
        await_confirmation(&talk, &job, raster);
    }
    bool is_unclear = !is_confirmed(&talk, &job) && !is_bad(state_of(&talk));
    if (talk.is_heard && is_unclear) {
        (void)ask(&talk, link->timeout_ms); /* why it stopped, or did not confirm */
    }
    PrinterResult result = judge(&talk, raster, &job, sent);
    *state = result == PRINTER_RESULT_PRINTED ? look_again(&talk, &job, &result) : state_of(&talk);
    end_job(&talk, memory, result, sent);
    return result;
}

/* --- between jobs -------------------------------------------------------------------------------
 */

/* Something of an earlier job may hang out, and the printer works. Tried once: what it does not cut
 * now is cut off before the next slip. */
static PrinterState tidy(Talk *talk, ThermalMemory *memory)
{
    clear_buffer(talk);
    EscposJob job = plan_job(memory);
    memory->has_piece = false;
    memory->is_tidied = true;
    bool is_done = tell_take(talk, escpos_job_write_start(&job)) && await_greeting(talk, &job);
    memory->is_clean = is_done && (talk->is_numbered || talk->is_talking);
    return ask(talk, talk->link->timeout_ms);
}

PrinterState thermal_ask_state(ByteLink *link, ThermalMemory *memory)
{
    Talk talk = begin_talk(link, memory, thermal_job_limit_ms(memory, link->timeout_ms, 0));
    PrinterState state = greet(&talk);
    memory->is_clean = memory->is_clean && is_settled(&talk);
    bool is_well = state == PRINTER_STATE_READY || state == PRINTER_STATE_NEAR_END;
    if (is_well && !memory->is_clean && !memory->is_tidied) {
        state = tidy(&talk, memory);
        is_well = state == PRINTER_STATE_READY || state == PRINTER_STATE_NEAR_END;
    }
    if (is_well) {
        byte_link_keep_sent(link);
    }
    return state;
}
