// SPDX-License-Identifier: EUPL-1.2
#include "sync/schedule.h"

enum {
    BACKOFF_FIRST_MS = 1000,
    BACKOFF_MOST_MS = 10 * 60 * 1000,
    BACKOFF_DOUBLINGS = 10,  /* 1 s << 10 is above the most */
    RETRY_AFTER_LEAST_S = 5, /* what is less says nothing of how busy it is */
    RETRY_AFTER_MOST_S = 3600,
    LATER_MS = 3600 * 1000,
    LINK_AGAIN_MS = 60 * 1000,
    TOGETHER_DELAYS = 2, /* what all kiosks may do at once is spread over so many send_delays */
};

/* `random` scaled to 0 … `most_ms`, both inclusive. */
static gint64 scale(guint32 random, gint64 most_ms)
{
    return (gint64)(((guint64)random * ((guint64)most_ms + 1)) >> 32);
}

void schedule_init(Schedule *schedule, const ScheduleLimits *limits)
{
    *schedule = (Schedule){.limits = *limits, .gate_ms = G_MININT64};
    for (int job = 0; job < SCHEDULE_N_JOBS; job++) {
        schedule->due_ms[job] = SCHEDULE_NEVER_MS;
    }
}

void schedule_want(Schedule *schedule, ScheduleJob job, gint64 now_ms, gint64 in_ms)
{
    gint64 at_ms = in_ms > SCHEDULE_NEVER_MS - now_ms ? SCHEDULE_NEVER_MS : now_ms + in_ms;
    schedule->due_ms[job] = MIN(schedule->due_ms[job], at_ms);
}

bool schedule_is_wanted(const Schedule *schedule, ScheduleJob job)
{
    return schedule->due_ms[job] != SCHEDULE_NEVER_MS;
}

void schedule_forget(Schedule *schedule, ScheduleJob job)
{
    schedule->due_ms[job] = SCHEDULE_NEVER_MS;
}

void schedule_started(Schedule *schedule, gint64 now_ms, guint32 random)
{
    gint64 in_ms = scale(random, TOGETHER_DELAYS * schedule->limits.send_delay_ms);
    schedule_want(schedule, SCHEDULE_JOB_UPLOAD, now_ms, in_ms);
    schedule_want(schedule, SCHEDULE_JOB_STATUS, now_ms, in_ms);
}

void schedule_woken(Schedule *schedule, gint64 now_ms, guint32 random)
{
    schedule_want(schedule, SCHEDULE_JOB_UPLOAD, now_ms,
                  scale(random, schedule->limits.send_delay_ms));
}

void schedule_hurry(Schedule *schedule, gint64 now_ms)
{
    schedule->gate_ms = now_ms;
    schedule_want(schedule, SCHEDULE_JOB_UPLOAD, now_ms, 0);
    schedule_want(schedule, SCHEDULE_JOB_STATUS, now_ms, 0);
}

void schedule_link_up(Schedule *schedule, gint64 now_ms, guint32 random)
{
    if (schedule->failures == 0 || now_ms < schedule->link_ms) {
        return;
    }
    schedule->failures = 0;
    schedule->link_ms = now_ms + LINK_AGAIN_MS;
    gint64 spread_ms = scale(random, TOGETHER_DELAYS * schedule->limits.send_delay_ms);
    schedule->gate_ms = MAX(schedule->asked_ms, MIN(schedule->gate_ms, now_ms + spread_ms));
}

ScheduleJob schedule_next(const Schedule *schedule, gint64 now_ms)
{
    if (now_ms < schedule->gate_ms) {
        return SCHEDULE_JOB_NONE;
    }
    ScheduleJob first = SCHEDULE_JOB_NONE;
    for (int job = 0; job < SCHEDULE_N_JOBS; job++) {
        gint64 due_ms = schedule->due_ms[job];
        if (due_ms <= now_ms && (first == SCHEDULE_JOB_NONE || due_ms < schedule->due_ms[first])) {
            first = (ScheduleJob)job;
        }
    }
    return first;
}

gint64 schedule_wait_ms(const Schedule *schedule, gint64 now_ms)
{
    gint64 first_ms = SCHEDULE_NEVER_MS;
    for (int job = 0; job < SCHEDULE_N_JOBS; job++) {
        first_ms = MIN(first_ms, schedule->due_ms[job]);
    }
    if (first_ms == SCHEDULE_NEVER_MS) {
        return -1;
    }
    return MAX(0, MAX(first_ms, schedule->gate_ms) - now_ms);
}

void schedule_begin(Schedule *schedule, ScheduleJob job)
{
    schedule->due_ms[job] = SCHEDULE_NEVER_MS;
}

/* Full jitter: anywhere between the first step and the doubled one, so that kiosks that failed
 * together do not come back together. */
static gint64 back_off_ms(const Schedule *schedule, guint32 random)
{
    gint64 limit_ms = schedule->limits.retry_most_ms;
    limit_ms = limit_ms > 0 ? CLAMP(limit_ms, BACKOFF_FIRST_MS, BACKOFF_MOST_MS) : BACKOFF_MOST_MS;
    guint doublings = MIN(schedule->failures, (guint)BACKOFF_DOUBLINGS);
    gint64 most_ms = MIN((gint64)BACKOFF_FIRST_MS << doublings, limit_ms);
    return BACKOFF_FIRST_MS + scale(random, most_ms - BACKOFF_FIRST_MS);
}

static gint64 wait_after(const Schedule *schedule, const ScheduleReport *report, guint32 random)
{
    gint64 wait_ms = 0;
    switch (report->result) {
    case SCHEDULE_RESULT_FINE:
    case SCHEDULE_RESULT_LATER:
        break;
    case SCHEDULE_RESULT_RETRY:
        wait_ms = back_off_ms(schedule, random);
        break;
    case SCHEDULE_RESULT_ALARM:
        wait_ms = BACKOFF_MOST_MS / 2 + scale(random, BACKOFF_MOST_MS / 2);
        break;
    }
    if (report->retry_after_s >= 0) {
        /* Asked for by the region: never sooner, and spread out over a tenth more. It knows better
         * than back-off, which only guesses, unless it asks for next to nothing. */
        gint64 asked_ms = MIN(report->retry_after_s, (gint64)RETRY_AFTER_MOST_S) * 1000;
        gint64 spread_ms = asked_ms + scale(random, MAX(asked_ms / 10, BACKOFF_FIRST_MS));
        bool is_trusted =
            report->result == SCHEDULE_RESULT_RETRY && report->retry_after_s >= RETRY_AFTER_LEAST_S;
        wait_ms = is_trusted ? spread_ms : MAX(wait_ms, spread_ms);
    }
    return wait_ms;
}

void schedule_finished(Schedule *schedule, const ScheduleReport *report, gint64 now_ms,
                       guint32 random)
{
    if (report->result == SCHEDULE_RESULT_FINE) {
        schedule->failures = 0;
        schedule->gate_ms = now_ms;
        if (report->job == SCHEDULE_JOB_STATUS) {
            gint64 tenth_ms = schedule->limits.interval_ms / 10;
            schedule_want(schedule, SCHEDULE_JOB_STATUS, now_ms,
                          schedule->limits.interval_ms - tenth_ms + scale(random, 2 * tenth_ms));
        }
        return;
    }
    if (report->result == SCHEDULE_RESULT_LATER) {
        schedule->failures = 0;
        schedule->gate_ms = now_ms;
        schedule_want(schedule, report->job, now_ms, LATER_MS);
        return;
    }
    schedule->failures = MIN(schedule->failures + 1, (guint)BACKOFF_DOUBLINGS);
    schedule_want(schedule, report->job, now_ms, 0);
    schedule->gate_ms = now_ms + wait_after(schedule, report, random);
    schedule->asked_ms =
        now_ms + CLAMP(report->retry_after_s, 0, (gint64)RETRY_AFTER_MOST_S) * 1000;
}

guint schedule_batch_after(guint batch, bool refused, guint max)
{
    if (refused) {
        return MAX(batch / 2, 1U);
    }
    return MIN(batch * 2, max);
}
