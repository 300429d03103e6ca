// SPDX-License-Identifier: EUPL-1.2
#include "slipview/printer.h"

#include <string.h>

enum {
    BUFFER_BYTES = 64 * 1024,
    STATUS_BYTES = 3,
    NEVER = -1,
    ASB_BYTES = 4,
};

struct Printer {
    PrinterSink sink;
    Decoder *ahead;  /* reads everything as it comes, for DLE EOT only */
    Decoder *behind; /* reads what the mechanism has come to */
    Paper *paper;
    GByteArray *held; /* received, not yet read by `behind` */
    bool is_paper_out, is_paper_low, is_cover_open, is_cutter_jammed, is_paused, is_silent, is_off;
    bool has_cut;             /* and the sink has not been told */
    gint64 paper_ends_at_row; /* NEVER, or a count of paper_total_rows */
    guint8 auto_status;       /* n of GS a */
};

static bool is_stuck(const Printer *printer)
{
    return printer->is_paper_out || printer->is_cover_open || printer->is_cutter_jammed ||
           printer->is_paused || printer->is_off;
}

static void reply(Printer *printer, const guint8 *bytes, gsize size_bytes)
{
    if (!printer->is_silent && !printer->is_off) {
        printer->sink.reply(printer->sink.data, bytes, size_bytes);
    }
}

/* ---- Status, as Epson's command reference has the bits ---- */

static guint8 describe_status(const Printer *printer, int n)
{
    guint8 status = 0x12;
    switch (n) {
    case 1:
        return status | (is_stuck(printer) ? 0x08 : 0);
    case 2:
        return status | (printer->is_cover_open ? 0x04 : 0) | (printer->is_paper_out ? 0x20 : 0) |
               (printer->is_cutter_jammed ? 0x40 : 0);
    case 3:
        return status | (printer->is_cutter_jammed ? 0x08 : 0);
    default:
        return status | (printer->is_paper_low || printer->is_paper_out ? 0x0c : 0) |
               (printer->is_paper_out ? 0x60 : 0);
    }
}

static guint8 describe_paper_sensor(const Printer *printer)
{
    return (guint8)((printer->is_paper_low || printer->is_paper_out ? 0x03 : 0) |
                    (printer->is_paper_out ? 0x0c : 0));
}

static void send_auto_status(Printer *printer)
{
    if (!printer->auto_status) {
        return;
    }
    guint8 status[ASB_BYTES] = {
        (guint8)(0x10 | (is_stuck(printer) ? 0x08 : 0) | (printer->is_cover_open ? 0x20 : 0)),
        printer->is_cutter_jammed ? 0x08 : 0,
        describe_paper_sensor(printer),
        0x0f,
    };
    reply(printer, status, sizeof status);
}

static void answer_status(Printer *printer, int n)
{
    if (n >= 1 && n <= 4) {
        guint8 status = describe_status(printer, n);
        reply(printer, &status, 1);
    }
}

static void answer_sensor(Printer *printer, int n)
{
    guint8 status = n % 48 == 1 ? describe_paper_sensor(printer) : 0;
    reply(printer, &status, 1);
}

/* GS I: one byte for 1 to 3, a text between '_' and NUL for 65 to 69. */
static void answer_identify(Printer *printer, int n)
{
    static const char *const texts[] = {WEGWIJS_VERSION, "WEGWIJS", "SLIPVIEW", "0", "NONE"};
    static const guint8 numbers[] = {0x20, 0x02, 0x01};
    int number = n % 48;
    if (number >= 1 && number <= 3) {
        reply(printer, &numbers[number - 1], 1);
    } else if (n >= 65 && n <= 69) {
        g_autofree char *text = g_strdup_printf("_%s", texts[n - 65]);
        reply(printer, (const guint8 *)text, strlen(text) + 1);
    }
}

static void answer_process_id(Printer *printer, const guint8 *id)
{
    const guint8 answer[] = {0x37, 0x22, id[0], id[1], id[2], id[3], 0};
    reply(printer, answer, sizeof answer);
}

/* ---- Printing ---- */

static void cut(Printer *printer, int feed_units)
{
    g_auto(PaperPiece) piece = {0};
    if (paper_cut(printer->paper, feed_units, &piece)) {
        printer->sink.paper(printer->sink.data, &piece, true);
    }
    printer->has_cut = true;
}

static void tear(Printer *printer)
{
    g_auto(PaperPiece) piece = {0};
    if (paper_tear(printer->paper, &piece)) {
        printer->sink.paper(printer->sink.data, &piece, false);
    }
}

/* Somebody tears off what hangs out, at the edge where the knife would be. */
static void tear_at_edge(Printer *printer)
{
    g_auto(PaperPiece) piece = {0};
    if (paper_cut(printer->paper, -1, &piece)) {
        printer->sink.paper(printer->sink.data, &piece, false);
    }
}

/* The end of a roll hangs on nothing: it falls out with what is on it. */
static void run_out(Printer *printer)
{
    printer->is_paper_out = true;
    printer->paper_ends_at_row = NEVER;
    tear(printer);
}

static bool on_behind(const DecoderEvent *event, gpointer data)
{
    Printer *printer = data;
    paper_take(printer->paper, event);
    if (event->kind == DECODER_CUT) {
        cut(printer, event->value);
    } else if (event->kind == DECODER_SENSOR) {
        answer_sensor(printer, event->value);
    } else if (event->kind == DECODER_AUTO_STATUS) {
        printer->auto_status = (guint8)event->value;
        send_auto_status(printer);
    } else if (event->kind == DECODER_PROCESS_ID) {
        answer_process_id(printer, event->data);
    } else if (event->kind == DECODER_IDENTIFY) {
        answer_identify(printer, event->value);
    } else if (event->kind == DECODER_INIT) {
        printer->auto_status = 0;
    } else if (event->kind == DECODER_UNKNOWN) {
        printer->sink.unknown(printer->sink.data, event->offset, event->data, event->size_bytes);
    }
    if (printer->paper_ends_at_row != NEVER &&
        paper_total_rows(printer->paper) >= printer->paper_ends_at_row) {
        run_out(printer);
        send_auto_status(printer);
    }
    return !is_stuck(printer) && !printer->has_cut;
}

/* Pauses at what drops everything before it. */
static bool on_ahead(const DecoderEvent *event, gpointer data)
{
    if (event->kind == DECODER_STATUS) {
        answer_status(data, event->value);
    }
    return event->kind != DECODER_CLEAR;
}

/* Drops what was received and not printed, and a command that has begun. */
static void clear(Printer *printer)
{
    static const guint8 answer[] = {0x37, 0x25, 0};
    decoder_reset(printer->behind, printer->held->len);
    g_byte_array_set_size(printer->held, 0);
    reply(printer, answer, sizeof answer);
}

static void work(Printer *printer)
{
    while (!is_stuck(printer) && printer->held->len > 0) {
        gsize taken = decoder_feed(printer->behind, printer->held->data, printer->held->len);
        g_byte_array_remove_range(printer->held, 0, (guint)taken);
        if (printer->has_cut) {
            printer->has_cut = false;
            printer->sink.cut(printer->sink.data);
        }
    }
}

/* Length of the real-time command at the front of `bytes`, 0 when there is none. */
static gsize measure_real_time(const guint8 *bytes, gsize size_bytes)
{
    static const guint8 clear_command[] = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};
    if (size_bytes >= sizeof clear_command &&
        memcmp(bytes, clear_command, sizeof clear_command) == 0) {
        return sizeof clear_command;
    }
    bool is_status = size_bytes >= STATUS_BYTES && bytes[0] == 0x10 && bytes[1] == 0x04 &&
                     bytes[2] >= 1 && bytes[2] <= 4;
    return is_status ? STATUS_BYTES : 0;
}

static bool is_real_time_only(const guint8 *bytes, gsize size_bytes)
{
    gsize at = 0, length = 1;
    while (at < size_bytes && length > 0) {
        length = measure_real_time(bytes + at, size_bytes - at);
        at += length;
    }
    return size_bytes > 0 && length > 0;
}

/* In the middle of other data: what is asked is done, and the data goes on behind it. */
static void do_real_time(Printer *printer, const guint8 *bytes, gsize size_bytes)
{
    for (gsize at = 0; at < size_bytes; at += measure_real_time(bytes + at, size_bytes - at)) {
        if (bytes[at + 1] == 0x04) {
            answer_status(printer, bytes[at + 2]);
        } else {
            decoder_reset(printer->ahead, 0);
            clear(printer);
        }
    }
}

Printer *printer_new(int width_dots, int cutter_dots, const PrinterSink *sink)
{
    Printer *printer = g_new0(Printer, 1);
    printer->sink = *sink;
    printer->ahead = decoder_new(on_ahead, printer);
    printer->behind = decoder_new(on_behind, printer);
    printer->paper = paper_new(width_dots, cutter_dots);
    printer->held = g_byte_array_new();
    printer->paper_ends_at_row = NEVER;
    return printer;
}

void printer_free(Printer *printer)
{
    if (printer) {
        decoder_free(printer->ahead);
        decoder_free(printer->behind);
        paper_free(printer->paper);
        g_byte_array_unref(printer->held);
        g_free(printer);
    }
}

void printer_receive(Printer *printer, const guint8 *bytes, gsize size_bytes)
{
    if (printer->is_off) {
        return;
    }
    if (decoder_missing_bytes(printer->ahead) > 0 && is_real_time_only(bytes, size_bytes)) {
        do_real_time(printer, bytes, size_bytes);
        return;
    }
    gsize at = 0;
    while (at < size_bytes) {
        gsize taken = decoder_feed(printer->ahead, bytes + at, size_bytes - at);
        g_byte_array_append(printer->held, bytes + at, (guint)taken);
        at += taken;
        work(printer);
        if (decoder_is_paused(printer->ahead)) {
            clear(printer);
        }
    }
}

bool printer_is_full(const Printer *printer)
{
    return printer->held->len >= BUFFER_BYTES;
}

bool printer_is_off(const Printer *printer)
{
    return printer->is_off;
}

void printer_finish(Printer *printer)
{
    work(printer);
    decoder_end(printer->behind);
    tear(printer);
}

/* ---- What can happen to it ---- */

static void empty_roll(Printer *printer)
{
    run_out(printer);
}

static void refill(Printer *printer)
{
    printer->is_paper_out = false;
    printer->is_paper_low = false;
    printer->paper_ends_at_row = NEVER;
}

/* All that is not on paper is forgotten. What hangs out stays where it is. */
static void switch_off(Printer *printer)
{
    static const DecoderEvent start = {.kind = DECODER_INIT};
    printer->is_off = true;
    printer->auto_status = 0;
    decoder_reset(printer->ahead, 0);
    decoder_reset(printer->behind, printer->held->len);
    g_byte_array_set_size(printer->held, 0);
    paper_take(printer->paper, &start);
}

static void mend(Printer *printer)
{
    refill(printer);
    printer->is_cover_open = false;
    printer->is_cutter_jammed = false;
    printer->is_paused = false;
    printer->is_silent = false;
    printer->is_off = false;
}

typedef struct {
    const char *word;
    gsize offset; /* of a bool in Printer */
    bool value;
    void (*act)(Printer *printer); /* instead of setting it */
} Fault;

static const Fault faults[] = {
    {"paper-out", 0, false, empty_roll},
    {"paper-low", offsetof(Printer, is_paper_low), true, NULL},
    {"paper-ok", 0, false, refill},
    {"cover-open", offsetof(Printer, is_cover_open), true, NULL},
    {"cover-closed", offsetof(Printer, is_cover_open), false, NULL},
    {"cutter-jam", offsetof(Printer, is_cutter_jammed), true, NULL},
    {"cutter-ok", offsetof(Printer, is_cutter_jammed), false, NULL},
    {"offline", offsetof(Printer, is_paused), true, NULL},
    {"online", offsetof(Printer, is_paused), false, NULL},
    {"silent", offsetof(Printer, is_silent), true, NULL},
    {"speaks", offsetof(Printer, is_silent), false, NULL},
    {"power-off", 0, false, switch_off},
    {"power-on", offsetof(Printer, is_off), false, NULL},
    {"tear", 0, false, tear_at_edge},
    {"mend", 0, false, mend},
};

static const Fault *find_fault(const char *what)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        if (g_str_equal(faults[i].word, what)) {
            return &faults[i];
        }
    }
    return NULL;
}

/* "paper-out-after ROWS" */
static bool read_rows(const char *what, gint64 *rows)
{
    static const char name[] = "paper-out-after ";
    return g_str_has_prefix(what, name) &&
           g_ascii_string_to_signed(what + strlen(name), 10, 0, G_MAXINT, rows, NULL);
}

bool printer_knows(const char *what)
{
    gint64 rows;
    return find_fault(what) || read_rows(what, &rows);
}

bool printer_do(Printer *printer, const char *what)
{
    gint64 rows;
    const Fault *fault = find_fault(what);
    if (fault && fault->act) {
        fault->act(printer);
    } else if (fault) {
        *(bool *)((guint8 *)printer + fault->offset) = fault->value;
    } else if (read_rows(what, &rows)) {
        printer->paper_ends_at_row = paper_total_rows(printer->paper) + rows;
    } else {
        return false;
    }
    send_auto_status(printer);
    work(printer);
    return true;
}
