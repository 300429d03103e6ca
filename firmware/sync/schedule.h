// SPDX-License-Identifier: EUPL-1.2
/* When to do what, as a pure state machine: monotonic milliseconds and random numbers come in, the
 * next job and the time to wait come out. It performs nothing and asks no clock.
 *
 * One gate stands before all jobs, because all go to the same region: a failed job closes it for a
 * while (exponential back-off with full jitter, 1 s to 10 min at most; Retry-After, at most 1 h,
 * with jitter; slow and steady in an alarm state). What many kiosks may do at the same moment
 * (start, see the network come back) is spread. `fleet` tries it with thousands of them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    SCHEDULE_JOB_ENROL,
    SCHEDULE_JOB_RENEW,
    SCHEDULE_JOB_UPLOAD,
    SCHEDULE_JOB_STATUS,
    SCHEDULE_JOB_DOWNLOAD,
    SCHEDULE_N_JOBS,
    SCHEDULE_JOB_NONE = SCHEDULE_N_JOBS,
} ScheduleJob;

typedef enum {
    SCHEDULE_RESULT_FINE,
    SCHEDULE_RESULT_RETRY, /* no network, busy: back-off */
    SCHEDULE_RESULT_ALARM, /* retrying soon will not help: slow */
    SCHEDULE_RESULT_LATER, /* only this job, for a reason of its own: others go on, it in an hour */
} ScheduleResult;

#define SCHEDULE_NEVER_MS G_MAXINT64

typedef struct {
    gint64 interval_ms;   /* between status reports */
    gint64 send_delay_ms; /* an intake waits a random part of this; see _started and _link_up */
    gint64 retry_most_ms; /* longest back-off; 0: 10 min, which is the most */
} ScheduleLimits;

/* Open so that it can be held by value; read and written by the functions below only. */
typedef struct {
    ScheduleLimits limits;
    gint64 due_ms[SCHEDULE_N_JOBS];
    gint64 gate_ms;  /* nothing before this */
    gint64 asked_ms; /* for so long the region asked us to wait */
    gint64 link_ms;  /* a link that comes up before this is one that flaps */
    guint failures;  /* in a row */
} Schedule;

/* Nothing due but what schedule_want asks for. */
void schedule_init(Schedule *schedule, const ScheduleLimits *limits);
/* The program of an enrolled kiosk begins: a status report and an upload after a random part of
 * twice send_delay, since all kiosks may get their power back at the same moment. */
void schedule_started(Schedule *schedule, gint64 now_ms, guint32 random);

/* Makes `job` due `in_ms` from now, unless it is due sooner. */
void schedule_want(Schedule *schedule, ScheduleJob job, gint64 now_ms, gint64 in_ms);
/* Whether `job` is due, now or some time. */
bool schedule_is_wanted(const Schedule *schedule, ScheduleJob job);
/* `job` is not wanted any more. */
void schedule_forget(Schedule *schedule, ScheduleJob job);
/* An intake got its outcome: an upload is due after a random part of send_delay. `random` is any
 * 32 bits, here and below. */
void schedule_woken(Schedule *schedule, gint64 now_ms, guint32 random);
/* Somebody presses "send now": uploads and reports at once, whatever the gate. */
void schedule_hurry(Schedule *schedule, gint64 now_ms);
/* The network came (back): the gate opens after a random part of twice send_delay, so that kiosks
 * do not call all at once; not before the time that the region asked for, and once a minute at
 * most: a link may come and go. */
void schedule_link_up(Schedule *schedule, gint64 now_ms, guint32 random);

/* The job that has been due longest, of two the more urgent, or SCHEDULE_JOB_NONE. A job that fails
 * is due anew, so that one that always fails keeps none of the others waiting. */
ScheduleJob schedule_next(const Schedule *schedule, gint64 now_ms);
/* Milliseconds until schedule_next may have something; -1: never, unless something happens. */
gint64 schedule_wait_ms(const Schedule *schedule, gint64 now_ms);

/* `job` begins: what is wanted of it from now on is wanted again afterwards. */
void schedule_begin(Schedule *schedule, ScheduleJob job);
/* What came of `job`. FINE: the gate is open, a status report is wanted again after the interval
 * (+- 10 %), other jobs only when wanted again. LATER: the
 * gate is open, `job` is due in an hour. Else `job` stays due and the gate closes: by back-off, or
 * for as long as the region asks (it knows when it has time) and up to a tenth more; when it asks
 * for less than 5 s, by the longer of both. `retry_after_s` -1: not said. */
typedef struct {
    ScheduleJob job;
    ScheduleResult result;
    gint64 retry_after_s;
} ScheduleReport;
void schedule_finished(Schedule *schedule, const ScheduleReport *report, gint64 now_ms,
                       guint32 random);

/* Rows that make a whole batch fail are found by halving it: how many rows to send next time. */
guint schedule_batch_after(guint batch, bool refused, guint max);
