// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness.h"

#include <assert.h>

#include "base/clock.h"
#include "kiosk/staff/readiness_files.h"
#include "kiosk/staff/readiness_judge.h"
#include "kiosk/staff/readiness_region.h"
#include "kiosk/staff/readiness_result.h"
#include "kiosk/staff/readiness_slip.h"
#include "kiosk/staff/readiness_speech.h"

enum { MAX_LAYOUTS = 128, ALL_FIELDS = (1 << READINESS_TOUCH_FIELDS) - 1, VOICE_PARTS = 4 };

/* Limits in sixtieths of the whole. Those at the glass follow each other, as does paper all else,
 * so that the longest way is sixty. */
static const struct {
    const char *name;
    StaffText title;
    int limit;
} items[] = {
    [READINESS_TOUCH] = {"touch", {"Aanraken", "Touch"}, 25},
    [READINESS_COLOURS] = {"colours", {"Beeld", "Picture"}, 14},
    [READINESS_SPEECH] = {"speech", {"Voorlezen", "Reading aloud"}, 38},
    [READINESS_CLOCK] = {"clock", {"Klok", "Clock"}, 20},
    [READINESS_DISK] = {"disk", {"Geheugenkaart", "Memory card"}, 15},
    [READINESS_CERTIFICATE] = {"certificate", {"Toegang tot de regio", "Pass to the region"}, 20},
    [READINESS_QUEUE] = {"queue", {"Wachtrij", "Queue"}, 15},
    [READINESS_CONTENT] = {"content", {"Inhoud", "Content"}, 38},
    [READINESS_REGION] = {"region", {"Regio", "Region"}, 20},
    [READINESS_QR] = {"qr", {"QR-code", "QR code"}, 0},
    [READINESS_PRINTER] = {"printer", {"Printer", "Printer"}, 20},
    [READINESS_PAPER] = {"paper", {"Papier", "Paper"}, 0},
};
static_assert(G_N_ELEMENTS(items) == READINESS_COUNT, "one row an item");
enum { REGION_PARTS = 15 };

typedef enum { PHASE_WAITING, PHASE_RUNNING, PHASE_OVER } Phase;

typedef struct {
    Readiness *owner;
    ReadinessId id;
    Phase phase;
    gint64 since_ms, took_ms;
    guint deadline;
    ReadinessResult result;
} Item;

/* A job at the printer outlives a check that is given up. */
typedef struct {
    Readiness *owner; /* NULL: nobody waits any more */
    bool is_proof;
} Job;

struct Readiness {
    ReadinessMeans means;
    char *speaker;
    TextSetter *setter;
    Item items[READINESS_COUNT];
    ReadinessFiles *files[3]; /* by kind, while they work */
    ReadinessSpeech *speech;
    ReadinessRegion *region;
    ReadinessSlip *slip; /* NULL: never started */
    Job *job;
    ReadinessResult proof; /* of the last test slip alone */
    guint32 touched;
    bool is_running, is_enrolled;
    guint step; /* idle source: what follows from what is over */
};

static int limit_ms(const Readiness *readiness, int parts)
{
    int all = readiness->means.max_ms ? readiness->means.max_ms : READINESS_MAX_MS;
    return (int)((gint64)all * parts / 60);
}

/* --- items -------------------------------------------------------------------------------------
 */

static gboolean take_step(gpointer user_data);

static void plan_step(Readiness *readiness)
{
    if (!readiness->step) {
        readiness->step = g_idle_add(take_step, readiness);
    }
}

/* The result is taken: all-zero after it. What comes too late is dropped. */
static void finish(Readiness *readiness, ReadinessId id, ReadinessResult *result)
{
    Item *item = &readiness->items[id];
    if (item->phase != PHASE_OVER) {
        g_clear_handle_id(&item->deadline, g_source_remove);
        item->took_ms = item->phase == PHASE_RUNNING ? clock_monotonic_ms() - item->since_ms : 0;
        item->phase = PHASE_OVER;
        item->result = *result;
        *result = (ReadinessResult){0};
        plan_step(readiness);
    }
}

static void finish_saying(Readiness *readiness, ReadinessId id, StaffLight light, StaffText state,
                          StaffText advice)
{
    g_auto(ReadinessResult) result = {0};
    readiness_result_say(&result, light, state, advice);
    finish(readiness, id, &result);
}

static void skip(Readiness *readiness, ReadinessId id, StaffText why)
{
    finish_saying(readiness, id, STAFF_LIGHT_NONE, why, READINESS_NO_ADVICE);
}

static void finish_late(Readiness *readiness, ReadinessId id)
{
    static const StaffText again = {"Doe de controle nog eens. Blijft dit zo: bel de beheerder.",
                                    "Do the check again. If this stays, call the administrator."};
    g_auto(ReadinessResult) result = {0};
    if (id == READINESS_TOUCH) {
        readiness_judge_touch(&result, readiness->touched, READINESS_TOUCH_FIELDS);
        finish(readiness, id, &result);
    } else if (id == READINESS_COLOURS) {
        skip(readiness, id,
             (StaffText){"Niemand zei of de kleuren goed zijn.",
                         "Nobody said whether the colours are right."});
    } else if (id == READINESS_PRINTER) {
        readiness_judge_printer(&result, PRINTER_RESULT_UNKNOWN, PRINTER_STATE_UNKNOWN);
        finish(readiness, id, &result);
    } else {
        finish_saying(readiness, id, STAFF_LIGHT_RED,
                      (StaffText){"Dit duurde te lang.", "This took too long."}, again);
    }
}

static gboolean take_deadline(gpointer user_data)
{
    Item *item = user_data;
    item->deadline = 0;
    finish_late(item->owner, item->id);
    return G_SOURCE_REMOVE;
}

static void begin(Readiness *readiness, ReadinessId id)
{
    Item *item = &readiness->items[id];
    int limit = limit_ms(readiness, items[id].limit);
    item->phase = PHASE_RUNNING;
    item->since_ms = clock_monotonic_ms();
    item->result.light = STAFF_LIGHT_BUSY;
    if (limit > 0) {
        item->deadline = g_timeout_add((guint)limit, take_deadline, item);
    }
    plan_step(readiness);
}

static bool is_over(const Readiness *readiness, ReadinessId id)
{
    return readiness->items[id].phase == PHASE_OVER;
}

static bool is_waiting(const Readiness *readiness, ReadinessId id)
{
    return readiness->items[id].phase == PHASE_WAITING;
}

static bool are_over(const Readiness *readiness, ReadinessId from, ReadinessId to)
{
    bool are = true;
    for (int id = from; id <= (int)to; id++) {
        are &= is_over(readiness, (ReadinessId)id);
    }
    return are;
}

/* --- parts that come back by themselves --------------------------------------------------------
 */

static const ReadinessId id_of_files[] = {
    [READINESS_FILES_DISK] = READINESS_DISK,
    [READINESS_FILES_QUEUE] = READINESS_QUEUE,
    [READINESS_FILES_CONTENT] = READINESS_CONTENT,
};

static void take_files(ReadinessFilesKind kind, ReadinessResult *result, gpointer user_data)
{
    Readiness *readiness = user_data;
    readiness->files[kind] = NULL;
    finish(readiness, id_of_files[kind], result);
}

static void start_files(Readiness *readiness, const SiteTime *time)
{
    gint64 unix_s = time->is_trusted ? time->unix_s : 0;
    for (gsize kind = 0; kind < G_N_ELEMENTS(id_of_files); kind++) {
        begin(readiness, id_of_files[kind]);
        readiness->files[kind] = readiness_files_start(
            (ReadinessFilesKind)kind, readiness->means.settings, unix_s, take_files, readiness);
    }
}

static void take_speech(ReadinessResult *result, gpointer user_data)
{
    finish(user_data, READINESS_SPEECH, result);
}

static void start_speech(Readiness *readiness, const ReadinessFacts *facts)
{
    const ReadinessSpeechOrder order = {
        .content = facts->content,
        .folder = facts->content_folder,
        .synthesiser = readiness->speaker,
        .decoder = "opusdec",
        .limit_ms = limit_ms(readiness, VOICE_PARTS),
    };
    if (facts->is_sound_off) {
        skip(readiness, READINESS_SPEECH,
             (StaffText){"Het geluid staat uit.", "The sound is switched off."});
    } else if (!facts->content) {
        skip(readiness, READINESS_SPEECH,
             (StaffText){"Zonder inhoud valt er niets voor te lezen.",
                         "Without content there is nothing to read aloud."});
    } else {
        begin(readiness, READINESS_SPEECH);
        readiness->speech = readiness_speech_start(&order, take_speech, readiness);
    }
}

static void take_region(const SyncReport *report, gint64 asked_unix_s, gpointer user_data)
{
    Readiness *readiness = user_data;
    const SiteTime *time = &readiness->slip->time;
    g_auto(ReadinessResult) region = {0}, clock = {0}, certificate = {0};
    readiness_judge_region(&region, report, asked_unix_s);
    readiness_judge_clock(&clock, report, time->is_trusted);
    readiness_judge_certificate(&certificate, report, readiness->is_enrolled,
                                time->is_trusted ? time->unix_s : 0);
    finish(readiness, READINESS_REGION, &region);
    finish(readiness, READINESS_CLOCK, &clock);
    finish(readiness, READINESS_CERTIFICATE, &certificate);
}

static void start_region(Readiness *readiness)
{
    begin(readiness, READINESS_REGION);
    begin(readiness, READINESS_CLOCK);
    begin(readiness, READINESS_CERTIFICATE);
    readiness->region =
        readiness_region_start(settings_text(readiness->means.settings, "kiosk", "run_dir"),
                               limit_ms(readiness, REGION_PARTS), take_region, readiness);
}

/* --- paper -------------------------------------------------------------------------------------
 */

static TestSlipRow row_of(const Readiness *readiness, ReadinessId id)
{
    const ReadinessResult *result = &readiness->items[id].result;
    return (TestSlipRow){
        .mark = readiness_slip_mark(result->light),
        .title = items[id].title.nl,
        .state = result->state[STAFF_LANGUAGE_NL],
        .advice = result->advice[STAFF_LANGUAGE_NL],
    };
}

/* All that is known before paper is; `qr` is what was found of the slip's own code. */
static Raster *draw(const Readiness *readiness, int width_dots)
{
    TestSlipRow rows[READINESS_COUNT];
    gsize n = 0;
    for (ReadinessId id = READINESS_TOUCH; id <= READINESS_QR; id++) {
        rows[n++] = row_of(readiness, id);
    }
    return readiness_slip_draw(readiness->slip, rows, n, readiness->setter, width_dots);
}

/* The slip says itself whether its code can be read, so what was read of it is drawn, and these new
 * dots, which go to the printer, are read again. */
static Raster *draw_and_read(Readiness *readiness)
{
    ReadinessResult *told = &readiness->items[READINESS_QR].result;
    int width_dots = readiness->means.paper.width_dots(readiness->means.paper.user_data);
    Raster *raster = draw(readiness, width_dots);
    for (int i = 0; i < 2; i++) {
        ReadinessResult found = {0};
        readiness_slip_read_back(readiness->slip, raster, &found);
        bool is_told = found.light == told->light;
        readiness_result_clear(told);
        *told = found;
        if (is_told) {
            break;
        }
        raster_free(raster);
        raster = draw(readiness, width_dots);
    }
    return raster;
}

static PrinterState printer_state(const Readiness *readiness)
{
    return readiness->means.paper.state(readiness->means.paper.user_data);
}

/* The result is taken. */
static void take_paper(Readiness *readiness, bool is_proof, ReadinessResult *result)
{
    if (is_proof) {
        readiness_result_clear(&readiness->proof);
        readiness->proof = *result;
        *result = (ReadinessResult){0};
    } else {
        finish(readiness, READINESS_PRINTER, result);
    }
}

static void take_print(PrinterResult printed, PrinterState state, gpointer user_data)
{
    Job *job = user_data;
    Readiness *readiness = job->owner;
    if (readiness) {
        g_auto(ReadinessResult) result = {0};
        readiness->job = NULL;
        readiness_judge_printer(&result, printed, state);
        take_paper(readiness, job->is_proof, &result);
        plan_step(readiness);
    }
    g_free(job);
}

static void say_not_printed(Readiness *readiness, bool is_proof)
{
    g_auto(ReadinessResult) result = {0};
    PrinterState state = printer_state(readiness);
    if (state == PRINTER_STATE_NONE) {
        readiness_judge_printer(&result, PRINTER_RESULT_FAILED, state);
    } else {
        readiness_result_say(&result, STAFF_LIGHT_AMBER,
                             (StaffText){"De printer is nog bezig met een andere bon.",
                                         "The printer is still busy with another slip."},
                             (StaffText){"Probeer het straks nog eens.", "Try again in a moment."});
    }
    take_paper(readiness, is_proof, &result);
}

/* The raster is taken. */
static void print_take(Readiness *readiness, Raster *raster, bool is_proof)
{
    const ReadinessPaper *paper = &readiness->means.paper;
    Job *job = g_new0(Job, 1);
    job->is_proof = is_proof;
    if (!readiness->job && paper->print_take(raster, take_print, job, paper->user_data)) {
        job->owner = readiness;
        readiness->job = job;
    } else {
        raster_free(raster);
        g_free(job);
        say_not_printed(readiness, is_proof);
    }
}

static void print_slip(Readiness *readiness)
{
    begin(readiness, READINESS_QR);
    Raster *raster = draw_and_read(readiness);
    ReadinessResult read = readiness->items[READINESS_QR].result;
    readiness->items[READINESS_QR].result = (ReadinessResult){0};
    finish(readiness, READINESS_QR, &read);
    begin(readiness, READINESS_PRINTER);
    begin(readiness, READINESS_PAPER);
    print_take(readiness, raster, false);
}

static void judge_paper(Readiness *readiness)
{
    g_auto(ReadinessResult) result = {0};
    readiness_judge_paper(&result, printer_state(readiness));
    finish(readiness, READINESS_PAPER, &result);
}

/* --- one thing after another -------------------------------------------------------------------
 */

static gboolean take_step(gpointer user_data)
{
    Readiness *readiness = user_data;
    readiness->step = 0;
    if (is_over(readiness, READINESS_TOUCH) && is_waiting(readiness, READINESS_COLOURS)) {
        begin(readiness, READINESS_COLOURS);
    }
    if (are_over(readiness, READINESS_TOUCH, READINESS_REGION) &&
        is_waiting(readiness, READINESS_QR)) {
        print_slip(readiness);
    }
    if (is_over(readiness, READINESS_PRINTER) && !is_over(readiness, READINESS_PAPER)) {
        judge_paper(readiness);
    }
    readiness->is_running =
        readiness->slip && !are_over(readiness, READINESS_TOUCH, READINESS_PAPER);
    readiness->means.changed(readiness->means.user_data);
    return G_SOURCE_REMOVE;
}

static void forget_item(Item *item)
{
    g_clear_handle_id(&item->deadline, g_source_remove);
    readiness_result_clear(&item->result);
    item->phase = PHASE_WAITING;
    item->took_ms = 0;
}

static void forget_job(Readiness *readiness)
{
    if (readiness->job) {
        readiness->job->owner = NULL;
        readiness->job = NULL;
    }
}

/* Nothing of the check comes back any more. */
static void give_up(Readiness *readiness)
{
    for (gsize i = 0; i < G_N_ELEMENTS(readiness->files); i++) {
        readiness_files_give_up(readiness->files[i]);
        readiness->files[i] = NULL;
    }
    g_clear_pointer(&readiness->speech, readiness_speech_free);
    g_clear_pointer(&readiness->region, readiness_region_free);
    g_clear_handle_id(&readiness->step, g_source_remove);
    if (readiness->job && !readiness->job->is_proof) {
        forget_job(readiness);
    }
}

static void start_glass(Readiness *readiness, bool is_at_glass)
{
    static const StaffText nobody = {"Hiervoor moet iemand bij het scherm staan.",
                                     "Needs somebody at the glass."};
    if (is_at_glass) {
        begin(readiness, READINESS_TOUCH);
    } else {
        skip(readiness, READINESS_TOUCH, nobody);
        skip(readiness, READINESS_COLOURS, nobody);
    }
}

void readiness_start(Readiness *readiness, const ReadinessFacts *facts)
{
    give_up(readiness);
    for (gsize i = 0; i < READINESS_COUNT; i++) {
        forget_item(&readiness->items[i]);
    }
    readiness_slip_free(readiness->slip);
    readiness->slip = readiness_slip_new(facts->content, facts->identity, &facts->time);
    readiness->is_enrolled = facts->identity != NULL;
    readiness->touched = 0;
    readiness->is_running = true;
    start_glass(readiness, facts->is_at_glass);
    start_files(readiness, &facts->time);
    start_region(readiness);
    start_speech(readiness, facts);
}

void readiness_stop(Readiness *readiness)
{
    give_up(readiness);
    for (ReadinessId id = READINESS_TOUCH; readiness->is_running && id < READINESS_COUNT; id++) {
        skip(readiness, id, (StaffText){"De controle is gestopt.", "The check was stopped."});
    }
    readiness->is_running = false;
}

bool readiness_print_again(Readiness *readiness)
{
    if (!readiness->slip || readiness->is_running || readiness->job) {
        return false;
    }
    for (ReadinessId id = READINESS_QR; id <= READINESS_PAPER; id++) {
        forget_item(&readiness->items[id]);
    }
    readiness->is_running = true;
    plan_step(readiness);
    return true;
}

void readiness_print_proof(Readiness *readiness, const ReadinessFacts *facts)
{
    int width_dots = readiness->means.paper.width_dots(readiness->means.paper.user_data);
    g_autoptr(ReadinessSlip) slip =
        readiness_slip_new(facts->content, facts->identity, &facts->time);
    readiness_result_clear(&readiness->proof);
    readiness->proof.light = STAFF_LIGHT_BUSY;
    print_take(readiness, readiness_slip_draw(slip, NULL, 0, readiness->setter, width_dots), true);
    plan_step(readiness);
}

/* --- who looks on ------------------------------------------------------------------------------
 */

bool readiness_is_running(const Readiness *readiness)
{
    return readiness->is_running;
}

gint64 readiness_started_local_unix_s(const Readiness *readiness)
{
    return readiness->slip && readiness->slip->time.is_trusted ? readiness->slip->time.local_unix_s
                                                               : 0;
}

static ReadinessItem describe(const ReadinessResult *result)
{
    return (ReadinessItem){
        .light = result->light,
        .is_tested = result->light != STAFF_LIGHT_NONE && result->light != STAFF_LIGHT_BUSY,
        .state = {result->state[STAFF_LANGUAGE_NL], result->state[STAFF_LANGUAGE_EN]},
        .advice = {result->advice[STAFF_LANGUAGE_NL], result->advice[STAFF_LANGUAGE_EN]},
        .detail = result->detail,
    };
}

ReadinessItem readiness_item(const Readiness *readiness, ReadinessId id)
{
    ReadinessItem item = describe(&readiness->items[id].result);
    item.name = items[id].name;
    item.title = items[id].title;
    item.took_ms = readiness->items[id].took_ms;
    return item;
}

ReadinessItem readiness_proof(const Readiness *readiness)
{
    ReadinessItem item = describe(&readiness->proof);
    item.name = "proof";
    item.title = (StaffText){"Proefbon", "Test slip"};
    return item;
}

StaffLight readiness_light(const Readiness *readiness)
{
    StaffLight worst = STAFF_LIGHT_NONE;
    for (gsize i = 0; i < READINESS_COUNT; i++) {
        worst = staff_light_worse(worst, readiness->items[i].result.light);
    }
    return worst;
}

void readiness_touch(Readiness *readiness, int field)
{
    if (readiness->items[READINESS_TOUCH].phase != PHASE_RUNNING) {
        return;
    }
    g_assert(field >= 0 && field < READINESS_TOUCH_FIELDS);
    readiness->touched |= 1U << field;
    if (readiness->touched == ALL_FIELDS) {
        g_auto(ReadinessResult) result = {0};
        readiness_judge_touch(&result, readiness->touched, READINESS_TOUCH_FIELDS);
        finish(readiness, READINESS_TOUCH, &result);
    }
    plan_step(readiness);
}

guint32 readiness_touched(const Readiness *readiness)
{
    return readiness->touched;
}

void readiness_answer_colours(Readiness *readiness, bool are_fine)
{
    if (readiness->items[READINESS_COLOURS].phase != PHASE_RUNNING) {
        return;
    }
    if (are_fine) {
        finish_saying(readiness, READINESS_COLOURS, STAFF_LIGHT_GREEN,
                      (StaffText){"De kleuren zijn goed.", "The colours are right."},
                      READINESS_NO_ADVICE);
    } else {
        finish_saying(readiness, READINESS_COLOURS, STAFF_LIGHT_AMBER,
                      (StaffText){"De kleuren zijn niet goed of er zijn vlekken.",
                                  "The colours are wrong or there are spots."},
                      (StaffText){"Maak het scherm schoon. Helpt dat niet: bel de beheerder.",
                                  "Clean the screen. If that does not help, call the "
                                  "administrator."});
    }
}

gint64 readiness_left_ms(const Readiness *readiness, ReadinessId id)
{
    const Item *item = &readiness->items[id];
    gint64 end_ms = item->since_ms + limit_ms(readiness, items[id].limit);
    return item->phase == PHASE_RUNNING ? MAX(0, end_ms - clock_monotonic_ms()) : 0;
}

Readiness *readiness_new(const ReadinessMeans *means)
{
    Readiness *readiness = g_new0(Readiness, 1);
    readiness->means = *means;
    readiness->means.setter = NULL;
    readiness->means.speaker = NULL;
    readiness->speaker = g_strdup(means->speaker ? means->speaker : "espeak-ng");
    readiness->setter = text_setter_new_beside(means->setter, MAX_LAYOUTS);
    for (gsize i = 0; i < READINESS_COUNT; i++) {
        readiness->items[i].owner = readiness;
        readiness->items[i].id = (ReadinessId)i;
    }
    return readiness;
}

void readiness_free(Readiness *readiness)
{
    if (!readiness) {
        return;
    }
    give_up(readiness);
    forget_job(readiness);
    for (gsize i = 0; i < READINESS_COUNT; i++) {
        forget_item(&readiness->items[i]);
    }
    readiness_result_clear(&readiness->proof);
    readiness_slip_free(readiness->slip);
    text_setter_free(readiness->setter);
    g_free(readiness->speaker);
    g_free(readiness);
}
