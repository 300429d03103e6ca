// SPDX-License-Identifier: EUPL-1.2
#include "slipview/line.h"

#include <string.h>

#include "slipview/rules.h"

enum {
    READ_BYTES = 4096,
    MAX_LATE_MS = 3600 * 1000,
    MAX_REPEATS = 100,
    MAX_RATE = 1 << 30,
    MAX_FLOOD_BYTES = 64 << 20,
    FLOOD_PIECE_BYTES = 1 << 16,
    SLOW_STEP_MS = 20, /* a slow line moves in steps of this */
};

typedef enum { GARBLE_NONE, GARBLE_NOISE, GARBLE_ZEROS } Garble;

typedef struct {
    gint64 due_us;
    GBytes *bytes;
} LateAnswer;

struct Line {
    LineSink sink;
    Printer *printer;
    Rules *rules;
    RulesMoment moment;
    GQueue late; /* of LateAnswer, first due first */
    GRand *noise;
    Garble garble;
    int late_ms, repeats;
    gint64 bytes_a_second; /* 0: as fast as they come */
    gint64 slow_since_us, slow_taken;
    bool is_open, is_stalled, is_deaf;
};

static gint64 now_of(const Line *line)
{
    return line->moment.counts[RULES_TIME_US];
}

static void set_now(Line *line, gint64 now_us)
{
    line->moment.counts[RULES_TIME_US] = MAX(now_of(line), now_us);
}

/* ---- Answers ---- */

static void drop_answer(gpointer data)
{
    LateAnswer *answer = data;
    g_bytes_unref(answer->bytes);
    g_free(answer);
}

static void forget_answers(Line *line)
{
    g_queue_clear_full(&line->late, drop_answer);
}

static void send_take(Line *line, GBytes *bytes)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    if (!line->is_open) {
        g_bytes_unref(bytes);
    } else if (line->late_ms > 0) {
        LateAnswer *answer = g_new0(LateAnswer, 1);
        answer->due_us = now_of(line) + (gint64)line->late_ms * 1000;
        answer->bytes = bytes;
        g_queue_push_tail(&line->late, answer);
    } else {
        line->sink.send(line->sink.data, data, size);
        g_bytes_unref(bytes);
    }
}

static GBytes *garble(Line *line, const guint8 *bytes, gsize size)
{
    guint8 *out = g_malloc0(size);
    for (gsize i = 0; i < size && line->garble != GARBLE_ZEROS; i++) {
        out[i] = line->garble == GARBLE_NOISE ? (guint8)g_rand_int(line->noise) : bytes[i];
    }
    return g_bytes_new_take(out, size);
}

static void on_reply(gpointer data, const guint8 *bytes, gsize size)
{
    Line *line = data;
    for (int i = 0; i < line->repeats; i++) {
        send_take(line, garble(line, bytes, size));
    }
}

static void send_due(Line *line)
{
    const LateAnswer *answer;
    while ((answer = g_queue_peek_head(&line->late)) && answer->due_us <= now_of(line)) {
        gsize size;
        const guint8 *data = g_bytes_get_data(answer->bytes, &size);
        line->sink.send(line->sink.data, data, size);
        drop_answer(g_queue_pop_head(&line->late));
    }
}

/* ---- What can happen ---- */

static void break_off(Line *line, bool is_reset)
{
    if (line->is_open) {
        line_close(line);
        line->sink.hang_up(line->sink.data, is_reset);
    }
}

static void do_garbage(Line *line, int value)
{
    (void)value;
    line->garble = GARBLE_NOISE;
}

static void do_zeros(Line *line, int value)
{
    (void)value;
    line->garble = GARBLE_ZEROS;
}

static void do_late(Line *line, int value)
{
    line->late_ms = value;
}

static void do_repeat(Line *line, int value)
{
    line->repeats = MAX(value, 1);
}

static void do_speaks(Line *line, int value)
{
    (void)value;
    line->garble = GARBLE_NONE;
    line->late_ms = 0;
    line->repeats = 1;
    printer_do(line->printer, "speaks");
}

static void do_flood(Line *line, int value)
{
    static const guint8 nothing[FLOOD_PIECE_BYTES];
    Garble before = line->garble;
    line->garble = before == GARBLE_ZEROS ? GARBLE_ZEROS : GARBLE_NOISE;
    for (gsize left = (gsize)value; left > 0;) {
        gsize n = MIN(left, FLOOD_PIECE_BYTES);
        send_take(line, garble(line, nothing, n));
        left -= n;
    }
    line->garble = before;
}

static void do_slow(Line *line, int value)
{
    line->bytes_a_second = value;
    line->slow_since_us = now_of(line);
    line->slow_taken = 0;
}

static void do_stall(Line *line, int value)
{
    (void)value;
    line->is_stalled = true;
}

static void do_deaf(Line *line, int value)
{
    (void)value;
    line->is_deaf = true;
}

static void do_go(Line *line, int value)
{
    (void)value;
    line->is_stalled = false;
    line->is_deaf = false;
    line->bytes_a_second = 0;
}

static void do_disconnect(Line *line, int value)
{
    (void)value;
    break_off(line, false);
}

static void do_reset(Line *line, int value)
{
    (void)value;
    break_off(line, true);
}

/* Whoever still hangs on the line learns only now that nobody is there. */
static void do_power_on(Line *line, int value)
{
    (void)value;
    if (printer_is_off(line->printer)) {
        printer_do(line->printer, "power-on");
        break_off(line, true);
    }
}

static void do_mend(Line *line, int value)
{
    do_power_on(line, value);
    do_speaks(line, value);
    do_go(line, value);
    rules_clear(line->rules);
    printer_do(line->printer, "mend");
}

typedef struct {
    const char *word;
    int max_value; /* 0: it has none */
    void (*act)(Line *line, int value);
} Fault;

static const Fault faults[] = {
    {"garbage", 0, do_garbage},
    {"zeros", 0, do_zeros},
    {"late ", MAX_LATE_MS, do_late},
    {"repeat ", MAX_REPEATS, do_repeat},
    {"speaks", 0, do_speaks},
    {"flood ", MAX_FLOOD_BYTES, do_flood},
    {"slow ", MAX_RATE, do_slow},
    {"stall", 0, do_stall},
    {"deaf", 0, do_deaf},
    {"go", 0, do_go},
    {"disconnect", 0, do_disconnect},
    {"reset", 0, do_reset},
    {"power-on", 0, do_power_on},
    {"mend", 0, do_mend},
};

static const Fault *find_fault(const char *what, int *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        gint64 number = 0;
        bool has_value = faults[i].max_value > 0;
        bool is_it = has_value ? g_str_has_prefix(what, faults[i].word) &&
                                     g_ascii_string_to_signed(what + strlen(faults[i].word), 10, 0,
                                                              faults[i].max_value, &number, NULL)
                               : g_str_equal(what, faults[i].word);
        if (is_it) {
            *value = (int)number;
            return &faults[i];
        }
    }
    return NULL;
}

static bool knows(const char *what)
{
    int value;
    return find_fault(what, &value) || printer_knows(what);
}

static void run_rules(Line *line)
{
    const char *due;
    while ((due = rules_take(line->rules, &line->moment)) != NULL) {
        g_autofree char *what = g_strdup(due);
        int value;
        const Fault *fault = find_fault(what, &value);
        line->sink.happened(line->sink.data, what);
        if (fault) {
            fault->act(line, value);
        } else {
            printer_do(line->printer, what);
        }
    }
}

/* ---- The printer's side ---- */

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    Line *line = data;
    line->sink.paper(line->sink.data, piece, is_cut);
}

static void on_cut(gpointer data)
{
    Line *line = data;
    line->moment.counts[RULES_CUTS]++;
    run_rules(line);
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size)
{
    Line *line = data;
    line->sink.unknown(line->sink.data, offset, bytes, size);
}

Line *line_new(int width_dots, int cutter_dots, const LineSink *sink)
{
    Line *line = g_new0(Line, 1);
    const PrinterSink printer_sink = {
        .reply = on_reply, .paper = on_paper, .cut = on_cut, .unknown = on_unknown, .data = line};
    line->sink = *sink;
    line->printer = printer_new(width_dots, cutter_dots, &printer_sink);
    line->rules = rules_new();
    line->noise = g_rand_new_with_seed(1);
    line->repeats = 1;
    g_queue_init(&line->late);
    return line;
}

void line_free(Line *line)
{
    if (line) {
        forget_answers(line);
        printer_free(line->printer);
        rules_free(line->rules);
        g_rand_free(line->noise);
        g_free(line);
    }
}

void line_open(Line *line, gint64 now_us)
{
    set_now(line, now_us);
    line->is_open = true;
    line->slow_since_us = now_us;
    line->slow_taken = 0;
    line->moment.counts[RULES_CALLERS]++;
    run_rules(line);
}

void line_close(Line *line)
{
    line->is_open = false;
    forget_answers(line);
}

bool line_is_refusing(const Line *line)
{
    return printer_is_off(line->printer);
}

gsize line_room(const Line *line, gint64 now_us)
{
    bool is_full = printer_is_full(line->printer) && !line->is_deaf;
    if (!line->is_open || line->is_stalled || is_full) {
        return 0;
    }
    if (line->bytes_a_second == 0) {
        return READ_BYTES;
    }
    gint64 steps = (now_us - line->slow_since_us) / (SLOW_STEP_MS * 1000);
    gint64 allowed = steps * SLOW_STEP_MS * line->bytes_a_second / 1000 - line->slow_taken;
    return (gsize)CLAMP(allowed, 0, READ_BYTES);
}

void line_receive(Line *line, const guint8 *bytes, gsize size_bytes, gint64 now_us)
{
    set_now(line, now_us);
    line->slow_taken += (gint64)size_bytes;
    while (size_bytes > 0 && line->is_open) {
        gint64 left = rules_left(line->rules, RULES_BYTES, &line->moment);
        gsize n = left > 0 ? MIN(size_bytes, (gsize)left) : size_bytes;
        if (left != 0) {
            line->moment.counts[RULES_BYTES] += (gint64)n;
            if (!line->is_deaf) {
                printer_receive(line->printer, bytes, n);
            }
            bytes += n;
            size_bytes -= n;
        }
        run_rules(line);
    }
}

void line_pass_time(Line *line, gint64 now_us)
{
    set_now(line, now_us);
    send_due(line);
    run_rules(line);
}

gint64 line_due_us(const Line *line, gint64 now_us)
{
    gint64 due_us = -1;
    const LateAnswer *answer = g_queue_peek_head((GQueue *)&line->late);
    gint64 left_us = rules_left(line->rules, RULES_TIME_US, &line->moment);
    if (answer) {
        due_us = answer->due_us;
    }
    if (left_us >= 0) {
        due_us = due_us < 0 ? now_of(line) + left_us : MIN(due_us, now_of(line) + left_us);
    }
    bool is_slow = line->is_open && !line->is_stalled && line->bytes_a_second > 0;
    if (is_slow && line_room(line, now_us) == 0) {
        gint64 step_us = SLOW_STEP_MS * 1000;
        gint64 next_us = now_us + step_us - (now_us - line->slow_since_us) % step_us;
        due_us = due_us < 0 ? next_us : MIN(due_us, next_us);
    }
    return due_us;
}

gint64 line_bytes(const Line *line)
{
    return line->moment.counts[RULES_BYTES];
}

void line_finish(Line *line)
{
    printer_finish(line->printer);
}

bool line_do(Line *line, const char *rule, gint64 now_us)
{
    set_now(line, now_us);
    bool is_known = rules_add(line->rules, rule, &line->moment, knows);
    run_rules(line);
    return is_known;
}

int line_do_script(Line *line, const char *script, gint64 now_us)
{
    g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        const char *text = g_strstrip(lines[i]);
        if (text[0] && text[0] != '#' && !line_do(line, text, now_us)) {
            return i + 1;
        }
    }
    return 0;
}
