// SPDX-License-Identifier: EUPL-1.2
#include "fleet/simulation.h"

#include <math.h>
#include <string.h>

#include "fleet/agenda.h"
#include "regiond/pace.h"

enum {
    BATCH_ROWS = 50,
    TRIP_US = 20 * 1000,   /* there, and as much back */
    REFUSE_US = 500,       /* what saying no costs the region */
    CONNECT_S = 10,        /* as firmware/region/http.c has it */
    STALL_S = 30,          /* likewise */
    BUSY_RETRY_S = 120,    /* what the web server says when nothing is behind it */
    LONGEST_S = 24 * 3600, /* until it is clear that it will not end */
    WINDOW_S = 10,
};
static const gint64 second_us = G_USEC_PER_SEC;

typedef enum { EVENT_PLAN, EVENT_ANSWER, EVENT_VISIT, EVENT_RETURN } Event;

typedef struct {
    Schedule schedule;
    guint first, end;  /* numbers of the intakes that wait */
    guint backlog_end; /* those below waited when the outage ended */
    guint batch, sent; /* rows at most, and on their way now */
    ScheduleJob running;
    ScheduleReport report; /* what the answer on its way says */
    guint64 stamp;         /* of the plan that counts */
    gint64 drained_us;     /* 0: not yet */
    GByteArray *stored;    /* at the region, by number: 1 it is there */
} Kiosk;

typedef struct {
    const SimulationPlan *plan;
    SimulationResult *result;
    Kiosk *kiosks;
    GRand *rand;
    Agenda agenda;
    Pace pace;
    gint64 now_us, free_us; /* the region does nothing else from then on */
    guint undrained;
    GArray *per_second; /* guint, arrivals since the outage */
} World;

static gint64 now_ms(const World *world)
{
    return world->now_us / 1000;
}

static void add(World *world, gint64 at_us, Event kind, guint kiosk)
{
    AgendaEntry entry = {
        .at_us = at_us, .kind = kind, .kiosk = kiosk, .stamp = world->kiosks[kiosk].stamp};
    agenda_add(&world->agenda, &entry);
}

/* ---- The region ---- */

static void count_arrival(World *world)
{
    gint64 second = (world->now_us - world->plan->outage.length_us) / second_us;
    if (world->per_second->len <= second) {
        g_array_set_size(world->per_second, (guint)second + 1);
    }
    g_array_index(world->per_second, guint, second)++;
    world->result->arrived++;
}

static void store(World *world, Kiosk *kiosk)
{
    for (guint i = kiosk->first; i < kiosk->first + kiosk->sent; i++) {
        bool is_there = kiosk->stored->data[i] > 0;
        world->result->sent_again += is_there;
        kiosk->stored->data[i] += !is_there; /* by its id, as regiond does */
    }
}

static void answer_at(World *world, guint k, gint64 at_us, ScheduleResult result, gint64 retry_s)
{
    Kiosk *kiosk = &world->kiosks[k];
    kiosk->report = (ScheduleReport){kiosk->running, result, retry_s};
    add(world, at_us, EVENT_ANSWER, k);
}

/* A request stands in line, in the order of arrival; one thread does all. */
static void serve(World *world, guint k)
{
    const Outage *outage = &world->plan->outage;
    Kiosk *kiosk = &world->kiosks[k];
    gint64 arrive_us = world->now_us + TRIP_US;
    gint64 start_us = MAX(world->free_us, arrive_us);
    gint64 until_us = outage_next_end(outage, world->now_us);
    gint64 give_up_us = world->now_us + STALL_S * second_us;
    if (start_us >= until_us) {
        answer_at(world, k, MIN(until_us, give_up_us), SCHEDULE_RESULT_RETRY, -1);
        return;
    }
    gint64 wait_s =
        world->plan->is_paced ? pace_wait_s(&world->pace, start_us, start_us - arrive_us) : 0;
    double rate = outage_rate(outage, MIN(start_us, until_us - 1));
    world->free_us = start_us + (wait_s > 0 ? REFUSE_US : (gint64)((double)second_us / rate));
    gint64 back_us = world->free_us + TRIP_US;
    if (world->free_us >= until_us) {
        answer_at(world, k, MIN(until_us, give_up_us), SCHEDULE_RESULT_RETRY, -1);
        return;
    }
    if (wait_s == 0 && kiosk->running == SCHEDULE_JOB_UPLOAD) {
        store(world, kiosk);
    }
    bool is_lost = g_rand_int_range(world->rand, 0, 1000) < (gint32)world->plan->lost_per_mille;
    if (is_lost || back_us >= until_us || back_us > give_up_us) {
        world->result->timed_out += back_us > give_up_us;
        answer_at(world, k, give_up_us, SCHEDULE_RESULT_RETRY, -1);
    } else if (wait_s > 0) {
        world->result->refused++;
        answer_at(world, k, back_us, SCHEDULE_RESULT_RETRY, wait_s);
    } else {
        answer_at(world, k, back_us, SCHEDULE_RESULT_FINE, -1);
    }
}

static void fail_to_reach(World *world, guint k)
{
    bool is_own_network = world->plan->outage.kind == OUTAGE_LINK;
    switch (is_own_network ? OUTAGE_WAY_REFUSED : world->plan->outage.way) {
    case OUTAGE_WAY_SILENT:
        answer_at(world, k, world->now_us + CONNECT_S * second_us, SCHEDULE_RESULT_RETRY, -1);
        break;
    case OUTAGE_WAY_BUSY:
        answer_at(world, k, world->now_us + 2 * TRIP_US, SCHEDULE_RESULT_RETRY, BUSY_RETRY_S);
        break;
    case OUTAGE_WAY_REFUSED:
    case OUTAGE_N_WAYS:
        answer_at(world, k, world->now_us + 2 * TRIP_US, SCHEDULE_RESULT_RETRY, -1);
        break;
    }
}

/* ---- A kiosk, as firmware/sync/main.c and its jobs ---- */

/* True: a request is on its way. */
static bool begin(World *world, guint k, ScheduleJob job)
{
    Kiosk *kiosk = &world->kiosks[k];
    schedule_begin(&kiosk->schedule, job);
    kiosk->running = job;
    kiosk->sent = job == SCHEDULE_JOB_UPLOAD ? MIN(kiosk->batch, kiosk->end - kiosk->first) : 0;
    if (job == SCHEDULE_JOB_UPLOAD && kiosk->sent == 0) {
        ScheduleReport nothing = {job, SCHEDULE_RESULT_FINE, -1};
        schedule_finished(&kiosk->schedule, &nothing, now_ms(world), g_rand_int(world->rand));
        kiosk->running = SCHEDULE_JOB_NONE;
        return false;
    }
    if (outage_is_up(&world->plan->outage, world->now_us)) {
        count_arrival(world);
        serve(world, k);
    } else {
        fail_to_reach(world, k);
    }
    return true;
}

static void plan_kiosk(World *world, guint k)
{
    Kiosk *kiosk = &world->kiosks[k];
    kiosk->stamp++;
    while (kiosk->running == SCHEDULE_JOB_NONE) {
        ScheduleJob job = schedule_next(&kiosk->schedule, now_ms(world));
        if (job == SCHEDULE_JOB_NONE) {
            gint64 wait_ms = schedule_wait_ms(&kiosk->schedule, now_ms(world));
            if (wait_ms >= 0) {
                add(world, (now_ms(world) + wait_ms) * 1000, EVENT_PLAN, k);
            }
            return;
        }
        if (begin(world, k, job)) {
            return;
        }
    }
}

static void note_drained(World *world, Kiosk *kiosk)
{
    if (kiosk->drained_us == 0 && kiosk->first >= kiosk->backlog_end) {
        kiosk->drained_us = MAX(world->now_us - world->plan->outage.length_us, 1);
        world->undrained--;
    }
}

static void take_answer(World *world, guint k)
{
    Kiosk *kiosk = &world->kiosks[k];
    bool is_fine = kiosk->report.result == SCHEDULE_RESULT_FINE;
    if (is_fine && kiosk->running == SCHEDULE_JOB_UPLOAD) {
        for (guint i = kiosk->first; i < kiosk->first + kiosk->sent; i++) {
            world->result->lost += kiosk->stored->data[i] == 0;
        }
        kiosk->first += kiosk->sent;
        if (kiosk->sent >= kiosk->batch) {
            schedule_want(&kiosk->schedule, SCHEDULE_JOB_UPLOAD, now_ms(world), 0);
        }
        kiosk->batch = schedule_batch_after(kiosk->batch, false, BATCH_ROWS);
        note_drained(world, kiosk);
    } else if (is_fine && kiosk->end > kiosk->first) {
        schedule_woken(&kiosk->schedule, now_ms(world), g_rand_int(world->rand));
    }
    kiosk->running = SCHEDULE_JOB_NONE;
    schedule_finished(&kiosk->schedule, &kiosk->report, now_ms(world), g_rand_int(world->rand));
}

static void add_rows(Kiosk *kiosk, guint rows)
{
    guint before = kiosk->stored->len;
    kiosk->end += rows;
    g_byte_array_set_size(kiosk->stored, kiosk->end);
    memset(kiosk->stored->data + before, 0, rows);
}

static void want_visit(World *world, guint k)
{
    if (world->plan->visits_h > 0) {
        double mean_us = 3600.0 * (double)second_us / world->plan->visits_h;
        double part = -log(1.0 - g_rand_double(world->rand));
        add(world, world->now_us + (gint64)(mean_us * part), EVENT_VISIT, k);
    }
}

static void take_visit(World *world, guint k)
{
    add_rows(&world->kiosks[k], 1);
    schedule_woken(&world->kiosks[k].schedule, now_ms(world), g_rand_int(world->rand));
    want_visit(world, k);
}

/* The outage is over. */
static void take_return(World *world, guint k)
{
    Kiosk *kiosk = &world->kiosks[k];
    switch (world->plan->outage.kind) {
    case OUTAGE_POWER:
        schedule_started(&kiosk->schedule, now_ms(world), g_rand_int(world->rand));
        break;
    case OUTAGE_LINK:
        schedule_link_up(&kiosk->schedule, now_ms(world), g_rand_int(world->rand));
        break;
    case OUTAGE_PLAIN:
    case OUTAGE_HALF:
    case OUTAGE_SLOW:
    case OUTAGE_FLAPPING:
    case OUTAGE_N_KINDS:
        break;
    }
    want_visit(world, k);
}

/* ---- The whole ---- */

static void make_kiosk(World *world, guint k)
{
    const SimulationPlan *plan = world->plan;
    Kiosk *kiosk = &world->kiosks[k];
    *kiosk = (Kiosk){.batch = BATCH_ROWS, .running = SCHEDULE_JOB_NONE};
    kiosk->stored = g_byte_array_new();
    guint most = MAX(2 * plan->intakes, 2);
    add_rows(kiosk, (guint)g_rand_int_range(world->rand, 1, (gint32)most));
    kiosk->backlog_end = kiosk->end;
    world->result->intakes += kiosk->end;
    world->result->requests += 1 + (kiosk->end + BATCH_ROWS - 1) / BATCH_ROWS;
    schedule_init(&kiosk->schedule, &plan->limits);
    if (plan->outage.kind != OUTAGE_POWER) {
        schedule_started(&kiosk->schedule, 0, g_rand_int(world->rand));
        plan_kiosk(world, k);
    }
    add(world, plan->outage.length_us, EVENT_RETURN, k);
}

static void handle(World *world, const AgendaEntry *entry)
{
    switch ((Event)entry->kind) {
    case EVENT_PLAN:
        if (entry->stamp != world->kiosks[entry->kiosk].stamp) {
            return;
        }
        break;
    case EVENT_ANSWER:
        take_answer(world, entry->kiosk);
        break;
    case EVENT_VISIT:
        take_visit(world, entry->kiosk);
        break;
    case EVENT_RETURN:
        take_return(world, entry->kiosk);
        break;
    }
    if (world->kiosks[entry->kiosk].running == SCHEDULE_JOB_NONE) {
        plan_kiosk(world, entry->kiosk);
    }
}

static gint compare_moments(gconstpointer a, gconstpointer b)
{
    const gint64 *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

static gint64 quantile(const GArray *sorted, double part)
{
    guint at = (guint)ceil(part * sorted->len);
    return g_array_index(sorted, gint64, CLAMP(at, 1, sorted->len) - 1);
}

static void measure_drained(const World *world)
{
    SimulationResult *result = world->result;
    g_autoptr(GArray) drained = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint k = 0; k < world->plan->kiosks; k++) {
        const Kiosk *kiosk = &world->kiosks[k];
        gint64 at_us = kiosk->drained_us ? kiosk->drained_us : G_MAXINT64;
        g_array_append_val(drained, at_us);
        for (guint i = 0; i < kiosk->stored->len; i++) {
            result->lost += i < kiosk->backlog_end && kiosk->stored->data[i] == 0;
        }
    }
    g_array_sort(drained, compare_moments);
    result->drained_p50_us = quantile(drained, 0.5);
    result->drained_p95_us = quantile(drained, 0.95);
    result->drained_p99_us = quantile(drained, 0.99);
    result->drained_last_us = quantile(drained, 1);
}

static void measure_peaks(const World *world)
{
    gint64 window = 0;
    for (guint s = 0; s < world->per_second->len; s++) {
        gint64 here = g_array_index(world->per_second, guint, s);
        window += here;
        window -= s >= WINDOW_S ? g_array_index(world->per_second, guint, s - WINDOW_S) : 0;
        world->result->peak_second = MAX(world->result->peak_second, here);
        world->result->peak_ten_seconds = MAX(world->result->peak_ten_seconds, window);
    }
}

void simulation_run(const SimulationPlan *plan, SimulationResult *result)
{
    *result = (SimulationResult){0};
    World world = {.plan = plan, .result = result, .undrained = plan->kiosks};
    world.rand = g_rand_new_with_seed(plan->seed);
    world.kiosks = g_new0(Kiosk, plan->kiosks);
    world.per_second = g_array_new(FALSE, TRUE, sizeof(guint));
    pace_init(&world.pace, (gint64)plan->outage.per_s);
    for (guint k = 0; k < plan->kiosks; k++) {
        make_kiosk(&world, k);
    }
    gint64 end_us = plan->outage.length_us + LONGEST_S * second_us;
    AgendaEntry entry;
    while (world.undrained > 0 && agenda_take(&world.agenda, &entry) && entry.at_us < end_us) {
        world.now_us = entry.at_us;
        handle(&world, &entry);
    }
    result->has_ended = world.undrained == 0;
    result->ideal_us = outage_ideal_us(&plan->outage, result->requests);
    measure_drained(&world);
    measure_peaks(&world);
    for (guint k = 0; k < plan->kiosks; k++) {
        g_byte_array_unref(world.kiosks[k].stored);
    }
    g_array_unref(world.per_second);
    agenda_clear(&world.agenda);
    g_free(world.kiosks);
    g_rand_free(world.rand);
}
