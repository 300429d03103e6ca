// SPDX-License-Identifier: EUPL-1.2
/* Every fault at every byte of a job, on the real printer module with a printer of our own:
 *
 *     paper_faults [--model NAME] [--language L] [--fault NAME] [--sample N] [--near N]
 *     paper_faults --turns ..., --offset N ..., --lie ..., --list
 *
 * For each language and fault: a slip is printed, the fault happens
 * behind byte 0, 1, 2 ... of what the printer gets (or N of them evenly, and the first and last 80
 * or so many; with --turns every byte, but one fault each, in turn), now and then somebody else
 * asks for a slip while it lasts, then it is mended and the next slip is printed.
 *   - printed is said only when the whole slip lies there, cut off, and never by a printer that
 *     cannot be heard
 *   - failed is said only when no whole slip is cut off, then or ever
 *   - no slip comes twice, and none once the next one has begun
 *   - the first slip after the fault's end comes within 10 seconds, with nothing else on its paper
 *   - no job takes longer than a minute
 * What a profile of printers.ini cannot do is not asked of it:
 *   - of a printer without a knife the visitor tears off what is said to hang there, or may; what
 *     was struck out may hang before the next slip
 *   - one that cannot forget (clear = no) may cut, when the fault ends, what it had: it was told as
 *     unknown, and is never in the way of the next slip
 *   - one that cannot be heard (answers = no) leaves all unknown; its old slip may come later, and
 *     a torn piece may hang before the next one
 *
 * TAP on stdout. --lie takes every job for printed, which must fail. */
#include <stdlib.h>
#include <string.h>

#include "paper/printer_here.h"
#include "paper/still_time.h"
#include "slip/printer.h"
#include "slip/printer_model.h"
#include "slip/void_band.h"
#include "unit/slip/slip_fixture.h"

enum {
    WIDTH_DOTS = 384,
    CUTTER_DOTS = 96, /* 12 mm */
    STAMP_BYTES = 4,
    STAMP_ROWS = 8, /* every so many rows */
    MAX_JOBS = 3,
    MANNERS = 6,     /* of a run: see run() */
    NEAR_BYTES = 80, /* so many at the beginning and the end of a job are looked at byte by byte */
    THIN_NEAR = 5,   /* but in further languages only every so manieth of these */
    SHOWN_PROBLEMS = 3,
    BACK_AT_WORK_US = 10 * 1000 * 1000,
    LONGEST_JOB_US = 60 * 1000 * 1000,
    PATIENCE_S = 120,
    FAULT_MS = 3000, /* of one that ends by itself */
};

typedef struct {
    const char *name, *what;
    int thin;        /* only every so manieth offset: it takes long */
    bool keeps_sent; /* the printer's end of the line keeps what nobody can take back */
} Fault;

static const Fault faults[] = {
    {"offline", "offline", 1, false},
    {"paper end", "paper-out", 1, false},
    {"near end", "paper-low", 1, false},
    {"cover", "cover-open", 1, false},
    {"knife", "cutter-jam", 1, false},
    {"power", "power-off", 1, false},
    {"disconnect", "disconnect", 1, false},
    {"reset", "reset", 1, false},
    {"no answer", "silent", 1, false},
    {"garbage", "garbage", 1, false},
    {"zeros", "zeros", 1, false},
    {"late by 0.7 s", "late 700", 1, false},
    {"late by 9 s", "late 9000", 1, false},
    {"doubled answers", "repeat 2", 1, false},
    {"slow", "slow 4000", 1, true},
    {"stall", "stall", 1, true},
    {"deaf", "deaf", 1, false},
    {"flood", "flood 2000000", 16, false},
};

static const char *const languages[] = {"nl", "ar", "ti", "uk"};

typedef struct {
    gint sample, offset, near;
    char *language, *fault, *model;
    gboolean is_lying, wants_list, takes_turns;
} Options;

/* One slip on its way. */
typedef struct {
    guint32 stamp;
    bool is_done;
    PrinterResult result;
    guint pieces_before, whole_at_claim;
    gint64 took_us, ended_us;
} Job;

typedef struct {
    const Options *options;
    PrinterHere *here;
    Printer *printer;
    PrinterModel model;
    Raster *void_band;
    const Raster *slip; /* of the language; each job has a stamp of its own on it */
    guint32 last_stamp;
    Job jobs[MAX_JOBS]; /* of this run */
    int n_jobs;
    const Fault *fault;
    gint64 offset;
    int n_problems, n_results[4];
    gint64 n_all_jobs;
    bool is_first_language;
} Bench;

static void complain(Bench *bench, const char *what)
{
    if (bench->n_problems++ < SHOWN_PROBLEMS) {
        g_printerr("# %s behind byte %" G_GINT64_FORMAT ": %s\n",
                   bench->fault ? bench->fault->name : "nothing", bench->offset, what);
        for (int i = 0; i < bench->n_jobs; i++) {
            g_printerr("#   job %d: result %d after %" G_GINT64_FORMAT " ms\n", i,
                       (int)bench->jobs[i].result, bench->jobs[i].took_us / 1000);
        }
    }
}

/* ---- Stamps: which job a row of dots belongs to ---- */

/* The next number, written in bytes from 0x80 up: none of them can be taken for a command, for
 * which the printer module would change a dot. */
static guint32 next_stamp(guint32 stamp)
{
    guint8 bytes[STAMP_BYTES];
    memcpy(bytes, &stamp, sizeof bytes);
    for (int i = 0; i < STAMP_BYTES; i++) {
        bytes[i] = (guint8)(bytes[i] + 1) | 0x80;
        if (bytes[i] != 0x80) {
            break;
        }
    }
    memcpy(&stamp, bytes, sizeof bytes);
    return stamp;
}

static guint32 number_of(guint32 stamp)
{
    return GUINT32_FROM_LE(stamp); /* its first byte counts fastest */
}

/* Dots that look like a command (DLE) are left out beforehand, as the module may do. */
static Raster *without_commands_take(Raster *slip)
{
    gsize size = (gsize)slip->stride_bytes * (gsize)slip->height_dots;
    for (gsize i = 0; i < size; i++) {
        slip->bits[i] = slip->bits[i] == 0x10 ? 0 : slip->bits[i];
    }
    return slip;
}

static Raster *stamp_slip(const Raster *slip, guint32 stamp)
{
    Raster *raster = raster_new(slip->width_dots, slip->height_dots);
    gsize size = (gsize)slip->stride_bytes * (gsize)slip->height_dots;
    memcpy(raster->bits, slip->bits, size);
    for (int y = 0; y < slip->height_dots; y++) {
        guint32 here = y % STAMP_ROWS == 0 ? stamp : 0;
        memcpy(raster->bits + y * slip->stride_bytes, &here, STAMP_BYTES);
    }
    return raster;
}

static guint32 stamp_of(const PaperOut *paper, int row)
{
    guint32 stamp;
    memcpy(&stamp, paper->rows + row * paper->width_bytes, STAMP_BYTES);
    return stamp;
}

static bool is_white(const PaperOut *paper, int from, int to)
{
    const guint8 *at = paper->rows + from * paper->width_bytes;
    const guint8 *end = paper->rows + to * paper->width_bytes;
    while (at < end && *at == 0) {
        at++;
    }
    return at == end;
}

/* The first row of a slip of this job on the paper; -1: there is none. */
static int find_start(const PaperOut *paper, guint32 stamp)
{
    for (int row = 0; row < paper->n_rows; row++) {
        if (stamp_of(paper, row) == stamp) {
            return row;
        }
    }
    return -1;
}

static bool has_knife(const Bench *bench)
{
    return bench->model.cut != PRINTER_CUT_NONE;
}

/* The whole slip of this job, dot by dot. */
static bool has_whole(const Bench *bench, const PaperOut *paper, guint32 stamp, int *start)
{
    *start = find_start(paper, stamp);
    const Raster *slip = bench->slip;
    if (*start < 0 || *start + slip->height_dots > paper->n_rows) {
        return false;
    }
    for (int y = 0; y < slip->height_dots; y++) {
        const guint8 *printed = paper->rows + (*start + y) * paper->width_bytes;
        guint32 wanted = y % STAMP_ROWS == 0 ? stamp : 0;
        if (memcmp(printed, &wanted, STAMP_BYTES) != 0 ||
            memcmp(printed + STAMP_BYTES, slip->bits + y * slip->stride_bytes + STAMP_BYTES,
                   (gsize)slip->stride_bytes - STAMP_BYTES) != 0) {
            return false;
        }
    }
    return true;
}

/* Nothing is before the slip, or it is struck out right there. */
static bool is_struck_before(const Bench *bench, const PaperOut *paper, int start)
{
    int end = start;
    while (end > 0 && is_white(paper, end - 1, end)) {
        end--;
    }
    const Raster *band = bench->void_band;
    gsize size = (gsize)band->height_dots * (gsize)band->stride_bytes;
    return end == 0 || (end >= band->height_dots &&
                        memcmp(paper->rows + (end - band->height_dots) * paper->width_bytes,
                               band->bits, size) == 0);
}

/* Nothing else is on the slip's paper. Where no knife parts them, something that is struck out may
 * hang before it; and a printer that cannot be heard may have kept a piece that nobody knows of. */
static bool is_clean(const Bench *bench, const PaperOut *paper, int start)
{
    bool is_free =
        !bench->model.answers ||
        (has_knife(bench) ? is_white(paper, 0, start) : is_struck_before(bench, paper, start));
    return is_free && is_white(paper, start + bench->slip->height_dots, paper->n_rows);
}

/* Cut or torn off; or fallen out with the end of the roll, once it was fed to the edge for the
 * hand. */
static bool is_off(const Bench *bench, const PaperOut *paper, int start)
{
    int rows_behind = paper->n_rows - start - bench->slip->height_dots;
    return paper->is_cut || (!has_knife(bench) && rows_behind >= CUTTER_DOTS);
}

/* How many slips of the job were cut off, each whole and alone on its paper, from piece `first` on.
 * A slip that is struck out is not one. */
static guint count_whole(const Bench *bench, const Job *job, guint first)
{
    guint n = 0;
    for (guint i = first; i < printer_here_count(bench->here); i++) {
        const PaperOut *paper = printer_here_piece(bench->here, i);
        int start;
        n += has_whole(bench, paper, job->stamp, &start) && is_off(bench, paper, start) &&
             is_clean(bench, paper, start);
    }
    return n;
}

/* ---- Jobs ---- */

static void on_done(PrinterResult result, PrinterState state, gpointer data)
{
    Job *job = data;
    (void)state;
    job->result = result;
    job->is_done = true;
}

static gboolean give_up(gpointer data)
{
    (void)data;
    g_error("a job does not end");
    return G_SOURCE_REMOVE;
}

static Job *print_slip(Bench *bench)
{
    Job *job = &bench->jobs[bench->n_jobs++];
    *job = (Job){.stamp = next_stamp(bench->last_stamp),
                 .pieces_before = printer_here_count(bench->here)};
    bench->last_stamp = job->stamp;
    gint64 began_us = still_time_now_us();
    guint limit = g_timeout_add_seconds(PATIENCE_S, give_up, NULL);
    Raster *raster = stamp_slip(bench->slip, job->stamp);
    g_assert_true(printer_print_take(bench->printer, raster, on_done, job));
    while (!job->is_done) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(limit);
    job->ended_us = still_time_now_us();
    job->took_us = job->ended_us - began_us;
    if (bench->options->is_lying) {
        job->result = PRINTER_RESULT_PRINTED;
    }
    if (!has_knife(bench) && job->result != PRINTER_RESULT_FAILED) {
        printer_here_tear(bench->here); /* the visitor was told that it hangs there, or may */
    }
    job->whole_at_claim = count_whole(bench, job, 0);
    bench->n_results[job->result]++;
    bench->n_all_jobs++;
    printer_here_settle(bench->here);
    return job;
}

/* ---- What must hold ---- */

/* What is left in the printer or its line and cannot be taken back comes when the fault ends; it
 * may be told as unknown only, and must not be in the way of the slip after that. */
static bool may_come_during(const Bench *bench, const Job *job, const Job *other)
{
    bool is_last = other == &bench->jobs[bench->n_jobs - 1];
    return bench->fault && job->result == PRINTER_RESULT_UNKNOWN &&
           (bench->fault->keeps_sent || !bench->model.answers ||
            (!bench->model.has_clear && !is_last));
}

static void judge_job(Bench *bench, const Job *job)
{
    guint whole = count_whole(bench, job, 0);
    if (job->result == PRINTER_RESULT_PRINTED && job->whole_at_claim != 1) {
        complain(bench, "printed was said without a whole slip behind the cut");
    }
    if (job->result == PRINTER_RESULT_PRINTED && !bench->model.answers) {
        complain(bench, "printed was said by a printer that cannot say so");
    }
    if (job->result == PRINTER_RESULT_FAILED && whole > 0) {
        complain(bench, "failed was said, and the whole slip came");
    }
    if (job->result == PRINTER_RESULT_SENT) {
        complain(bench, "sent was said by a printer that answers, or cannot be heard");
    }
    if (whole > 1) {
        complain(bench, "one slip came twice");
    }
    if (job->took_us > LONGEST_JOB_US) {
        complain(bench, "a job took longer than a minute");
    }
    for (int i = 0; i < bench->n_jobs; i++) {
        const Job *other = &bench->jobs[i];
        if (number_of(other->stamp) > number_of(job->stamp) &&
            !may_come_during(bench, job, other) &&
            count_whole(bench, job, other->pieces_before) > 0) {
            complain(bench, "a slip came when the next one had begun");
        }
    }
}

/* Nothing of jobs that ended long ago. */
static void judge_paper(Bench *bench)
{
    guint32 oldest = bench->jobs[0].stamp;
    for (guint i = 0; i < printer_here_count(bench->here); i++) {
        const PaperOut *paper = printer_here_piece(bench->here, i);
        for (int row = 0; row < paper->n_rows; row++) {
            guint32 stamp = stamp_of(paper, row);
            if ((stamp & 0x80808080) == 0x80808080 && number_of(stamp) < number_of(oldest)) {
                complain(bench, "something of an old job came");
                return;
            }
        }
    }
}

static void judge_next(Bench *bench, const Job *job, gint64 mended_us)
{
    bool is_out = job->result == PRINTER_RESULT_PRINTED ||
                  (!bench->model.answers && count_whole(bench, job, 0) == 1);
    if (!is_out) {
        complain(bench, "the next slip was not printed");
        return;
    }
    if (still_time_now_us() - mended_us > BACK_AT_WORK_US) {
        complain(bench, "it was not back at work within 10 s");
    }
    for (guint i = 0; i < printer_here_count(bench->here); i++) {
        const PaperOut *paper = printer_here_piece(bench->here, i);
        int start;
        if (has_whole(bench, paper, job->stamp, &start) && !is_clean(bench, paper, start)) {
            complain(bench, "the next slip has something else on its paper");
        }
    }
}

/* ---- Runs ---- */

/* The fault lasts until the job has ended, and then is mended. */
static gint64 outlast_fault(Bench *bench, bool has_visitor)
{
    print_slip(bench);
    if (has_visitor) {
        print_slip(bench); /* somebody who comes while it lasts */
    }
    gint64 mended_us = still_time_now_us();
    printer_here_do(bench->here, "mend");
    printer_here_settle(bench->here);
    return mended_us;
}

/* It ends by itself while the job may still be waited for. */
static gint64 see_fault_end(Bench *bench)
{
    g_autofree char *end = g_strdup_printf("then after %d ms: mend", FAULT_MS);
    printer_here_do(bench->here, end);
    print_slip(bench);
    gint64 mended_us = printer_here_mended_us(bench->here);
    if (mended_us < 0) {
        mended_us = still_time_now_us();
        printer_here_do(bench->here, "mend");
    }
    printer_here_settle(bench->here);
    return mended_us;
}

/* In one of six manners: a printer that is always faster than we are or always slower, and in each
 * the fault outlasts the job, outlasts another visitor too, or ends by itself. */
static void run(Bench *bench, gint64 offset, int number)
{
    g_autofree char *rule =
        g_strdup_printf("after %" G_GINT64_FORMAT " bytes: %s", offset, bench->fault->what);
    bench->offset = offset;
    bench->n_jobs = 0;
    printer_here_take_away(bench->here);
    printer_here_be_eager(bench->here, number % 2 == 0);
    printer_here_do(bench->here, rule);
    int manner = number % MANNERS / 2;
    gint64 mended_us = manner == 2 ? see_fault_end(bench) : outlast_fault(bench, manner == 1);
    const Job *next = print_slip(bench);
    judge_next(bench, next, mended_us);
    for (int i = 0; i < bench->n_jobs; i++) {
        judge_job(bench, &bench->jobs[i]);
    }
    judge_paper(bench);
}

/* How many bytes a job is when nothing goes wrong. */
static gint64 measure_job(Bench *bench)
{
    gint64 size = 0;
    for (int i = 0; i < 2; i++) { /* the first also cleans the printer */
        gint64 before = printer_here_bytes(bench->here);
        bench->fault = NULL;
        bench->n_jobs = 0;
        printer_here_take_away(bench->here);
        const Job *job = print_slip(bench);
        judge_next(bench, job, still_time_now_us());
        judge_job(bench, job);
        size = printer_here_bytes(bench->here) - before;
    }
    return size;
}

static bool is_wanted(const Bench *bench, gint64 offset, gint64 size, gint64 step)
{
    bool is_near = offset < bench->options->near || offset > size - bench->options->near;
    int thin = bench->fault->thin * (bench->is_first_language ? 1 : THIN_NEAR);
    if (bench->options->takes_turns) {
        gint64 turn = bench->fault - faults;
        gint64 n = G_N_ELEMENTS(faults);
        return is_near ? offset % thin == 0 : offset % n == turn && offset / n % thin == 0;
    }
    return offset % step == 0 || (is_near && offset % thin == 0);
}

static int run_fault(Bench *bench, gint64 size)
{
    const Options *options = bench->options;
    gint64 step = options->sample > 0 ? MAX(size / options->sample, 1) : 1;
    int n = 0;
    step *= bench->fault->thin;
    for (gint64 offset = 0; offset <= size && options->offset < 0; offset++) {
        if (is_wanted(bench, offset, size, step)) {
            run(bench, offset, n++);
        }
    }
    while (options->offset >= 0 && n < MANNERS) {
        run(bench, options->offset, n++);
    }
    return n;
}

static Raster *draw_slip(const char *language)
{
    g_autoptr(TextSetter) setter = text_setter_new(128);
    g_autoptr(FixtureVisit) visit =
        fixture_visit_new("werkcafe-midden-holland", "{\"goal\":\"work\"}");
    fixture_visit_speak(visit, language);
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, WIDTH_DOTS);
    return without_commands_take(raster_from_slip(slip));
}

static bool is_chosen(const char *wish, const char *name)
{
    return !wish || g_str_equal(wish, name);
}

static int run_language(Bench *bench, const char *language, int number)
{
    g_autoptr(Raster) slip = draw_slip(language);
    bench->slip = slip;
    bench->is_first_language = number == 0;
    bench->n_problems = 0;
    gint64 size = measure_job(bench);
    bool is_well = bench->n_problems == 0;
    g_print("%sok %d - %s: a job of %d bytes is printed\n", is_well ? "" : "not ", ++number,
            language, (int)size);
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        if (is_chosen(bench->options->fault, faults[i].name)) {
            bench->fault = &faults[i];
            bench->n_problems = 0;
            int n = run_fault(bench, size);
            g_print("%sok %d - %s: %s behind %d bytes\n", bench->n_problems ? "not " : "", ++number,
                    language, faults[i].name, n);
            is_well = is_well && bench->n_problems == 0;
        }
    }
    return is_well ? number : -number;
}

static Printer *open_printer(Bench *bench)
{
    const PrinterOptions options = {.kind = "network",
                                    .host = "127.0.0.1",
                                    .port = printer_here_port(bench->here),
                                    .models_path = "assets/printers.ini",
                                    .model =
                                        bench->options->model ? bench->options->model : "generic",
                                    .width_dots = WIDTH_DOTS};
    g_autoptr(GError) error = NULL;
    g_assert_true(printer_model_load(options.models_path, options.model, &bench->model, &error));
    Printer *printer = printer_open(&options, &error);
    g_assert_no_error(error);
    return printer;
}

static bool parse_options(int *argc, char ***argv, Options *options)
{
    const GOptionEntry entries[] = {
        {"sample", 0, 0, G_OPTION_ARG_INT, &options->sample, "", NULL},
        {"near", 0, 0, G_OPTION_ARG_INT, &options->near, "", NULL},
        {"offset", 0, 0, G_OPTION_ARG_INT, &options->offset, "", NULL},
        {"language", 0, 0, G_OPTION_ARG_STRING, &options->language, "", NULL},
        {"fault", 0, 0, G_OPTION_ARG_STRING, &options->fault, "", NULL},
        {"model", 0, 0, G_OPTION_ARG_STRING, &options->model, "", NULL},
        {"turns", 0, 0, G_OPTION_ARG_NONE, &options->takes_turns, "", NULL},
        {"lie", 0, 0, G_OPTION_ARG_NONE, &options->is_lying, "", NULL},
        {"list", 0, 0, G_OPTION_ARG_NONE, &options->wants_list, "", NULL},
        {0},
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, argc, argv, &error) || *argc > 1) {
        g_printerr("paper_faults: %s\n", error ? error->message : "an argument too many");
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    Options options = {.offset = -1, .near = NEAR_BYTES};
    if (!parse_options(&argc, &argv, &options)) {
        return 2;
    }
    for (gsize i = 0; options.wants_list && i < G_N_ELEMENTS(faults); i++) {
        g_print("%s\n", faults[i].name);
    }
    if (options.wants_list) {
        return 0;
    }
    fixture_use_fonts();
    gint64 began_us = g_get_real_time();
    Bench bench = {.options = &options, .last_stamp = 0x80808080};
    bench.void_band = void_band_new(WIDTH_DOTS);
    bench.here = printer_here_new(WIDTH_DOTS, CUTTER_DOTS);
    bench.printer = open_printer(&bench);
    int number = 0;
    bool is_well = true;
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        if (is_chosen(options.language, languages[i])) {
            number = run_language(&bench, languages[i], number);
            is_well = is_well && number > 0;
            number = abs(number);
        }
    }
    double took_s = (double)(g_get_real_time() - began_us) / G_USEC_PER_SEC;
    g_print("1..%d\n# %d jobs, %.0f a second: %d printed, %d failed, %d unknown\n", number,
            (int)bench.n_all_jobs, (double)bench.n_all_jobs / took_s,
            bench.n_results[PRINTER_RESULT_PRINTED], bench.n_results[PRINTER_RESULT_FAILED],
            bench.n_results[PRINTER_RESULT_UNKNOWN]);
    printer_close(bench.printer);
    raster_free(bench.void_band);
    g_free(options.language);
    g_free(options.fault);
    g_free(options.model);
    return is_well ? 0 : 1;
}
