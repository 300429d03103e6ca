// SPDX-License-Identifier: EUPL-1.2
#include "sync/schedule.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static const guint32 randoms[] = {0, 1, G_MAXUINT32 / 3, G_MAXUINT32 / 2, G_MAXUINT32};
static const gint64 start_ms = 12345678;

static Schedule fresh(void)
{
    Schedule schedule;
    ScheduleLimits limits = {.interval_ms = 300 * SECOND, .send_delay_ms = 60 * SECOND};
    schedule_init(&schedule, &limits);
    return schedule;
}

static void finish(Schedule *schedule, ScheduleResult result, gint64 retry_after_s, guint32 random)
{
    ScheduleReport report = {
        .job = SCHEDULE_JOB_UPLOAD, .result = result, .retry_after_s = retry_after_s};
    schedule_finished(schedule, &report, start_ms, random);
}

static void test_idle(void)
{
    Schedule schedule = fresh();
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_NONE);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, -1);
}

static void test_woken(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        schedule_woken(&schedule, start_ms, randoms[i]);
        gint64 wait_ms = schedule_wait_ms(&schedule, start_ms);
        g_assert_cmpint(wait_ms, >=, 0);
        g_assert_cmpint(wait_ms, <=, 60 * SECOND);
        g_assert_cmpint(schedule_next(&schedule, start_ms + wait_ms), ==, SCHEDULE_JOB_UPLOAD);
    }
}

static void test_second_wake_does_not_postpone(void)
{
    Schedule schedule = fresh();
    schedule_woken(&schedule, start_ms, 0);
    schedule_woken(&schedule, start_ms, G_MAXUINT32);
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_UPLOAD);
}

static void test_order(void)
{
    Schedule schedule = fresh();
    for (int job = SCHEDULE_N_JOBS - 1; job >= 0; job--) {
        schedule_want(&schedule, (ScheduleJob)job, start_ms, 0);
        g_assert_cmpint(schedule_next(&schedule, start_ms), ==, job);
    }
}

/* Each time the gate opens it is another one's turn. */
static void test_failing_job_blocks_none(void)
{
    Schedule schedule = fresh();
    gint64 now_ms = start_ms;
    schedule_want(&schedule, SCHEDULE_JOB_RENEW, now_ms, 0);
    schedule_want(&schedule, SCHEDULE_JOB_UPLOAD, now_ms, 1);
    schedule_want(&schedule, SCHEDULE_JOB_STATUS, now_ms, 2);
    const ScheduleJob turns[] = {SCHEDULE_JOB_RENEW, SCHEDULE_JOB_UPLOAD, SCHEDULE_JOB_STATUS,
                                 SCHEDULE_JOB_RENEW, SCHEDULE_JOB_UPLOAD, SCHEDULE_JOB_STATUS};
    for (gsize i = 0; i < G_N_ELEMENTS(turns); i++) {
        now_ms += HOUR;
        g_assert_cmpint(schedule_next(&schedule, now_ms), ==, turns[i]);
        schedule_begin(&schedule, turns[i]);
        ScheduleReport report = {turns[i], SCHEDULE_RESULT_ALARM, -1};
        schedule_finished(&schedule, &report, now_ms + SECOND, G_MAXUINT32);
    }
}

static void test_later(void)
{
    Schedule schedule = fresh();
    schedule_want(&schedule, SCHEDULE_JOB_UPLOAD, start_ms, 0);
    ScheduleReport report = {SCHEDULE_JOB_RENEW, SCHEDULE_RESULT_LATER, -1};
    schedule_finished(&schedule, &report, start_ms, G_MAXUINT32);
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_UPLOAD);
    schedule_begin(&schedule, SCHEDULE_JOB_UPLOAD);
    g_assert_true(schedule_is_wanted(&schedule, SCHEDULE_JOB_RENEW));
    g_assert_false(schedule_is_wanted(&schedule, SCHEDULE_JOB_UPLOAD));
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, HOUR);
}

static void test_back_off_bounds(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        gint64 most_ms = SECOND;
        for (int failures = 0; failures < 20; failures++) {
            finish(&schedule, SCHEDULE_RESULT_RETRY, -1, randoms[i]);
            most_ms = MIN(most_ms * 2, 10 * (gint64)MINUTE);
            gint64 wait_ms = schedule_wait_ms(&schedule, start_ms);
            g_assert_cmpint(wait_ms, >=, SECOND);
            g_assert_cmpint(wait_ms, <=, most_ms);
            if (randoms[i] == G_MAXUINT32) {
                g_assert_cmpint(wait_ms, ==, most_ms);
            }
        }
    }
}

static void test_gate_stops_all(void)
{
    Schedule schedule = fresh();
    finish(&schedule, SCHEDULE_RESULT_RETRY, -1, 0);
    schedule_want(&schedule, SCHEDULE_JOB_STATUS, start_ms, 0);
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_NONE);
    g_assert_cmpint(schedule_next(&schedule, start_ms + SECOND), ==, SCHEDULE_JOB_UPLOAD);
}

static void test_success_resets(void)
{
    Schedule schedule = fresh();
    for (int i = 0; i < 8; i++) {
        finish(&schedule, SCHEDULE_RESULT_RETRY, -1, G_MAXUINT32);
    }
    schedule_begin(&schedule, SCHEDULE_JOB_UPLOAD);
    finish(&schedule, SCHEDULE_RESULT_FINE, -1, 0);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, -1);
    finish(&schedule, SCHEDULE_RESULT_RETRY, -1, G_MAXUINT32);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, 2 * SECOND);
}

static void test_retry_after(void)
{
    const struct {
        gint64 said_s, least_ms, most_ms;
    } cases[] = {
        {120, 120 * SECOND, 132 * SECOND},
        {3600, HOUR, HOUR + HOUR / 10},
        {999999, HOUR, HOUR + HOUR / 10},
        {0, SECOND, 2 * SECOND},
    };
    for (gsize c = 0; c < G_N_ELEMENTS(cases); c++) {
        for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
            Schedule schedule = fresh();
            finish(&schedule, SCHEDULE_RESULT_RETRY, cases[c].said_s, randoms[i]);
            g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), >=, cases[c].least_ms);
            g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), <=, cases[c].most_ms);
        }
    }
}

/* The region that asks for a moment is believed, not the guess; but a second is no answer. */
static void test_retry_after_beats_back_off(void)
{
    Schedule schedule = fresh();
    for (int i = 0; i < 12; i++) {
        finish(&schedule, SCHEDULE_RESULT_RETRY, 5, G_MAXUINT32);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, 6 * SECOND);
    }
    finish(&schedule, SCHEDULE_RESULT_RETRY, 4, G_MAXUINT32);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, 10 * MINUTE);
    finish(&schedule, SCHEDULE_RESULT_ALARM, 5, G_MAXUINT32);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, 10 * MINUTE);
}

static void test_longest_back_off(void)
{
    const struct {
        gint64 set_ms, most_ms;
    } cases[] = {{0, 10 * MINUTE}, {90 * SECOND, 90 * SECOND}, {HOUR, 10 * MINUTE}};
    for (gsize c = 0; c < G_N_ELEMENTS(cases); c++) {
        Schedule schedule = fresh();
        schedule.limits.retry_most_ms = cases[c].set_ms;
        for (int i = 0; i < 20; i++) {
            finish(&schedule, SCHEDULE_RESULT_RETRY, -1, G_MAXUINT32);
        }
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, cases[c].most_ms);
    }
}

static void test_started(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        schedule_started(&schedule, start_ms, randoms[i]);
        gint64 wait_ms = schedule_wait_ms(&schedule, start_ms);
        g_assert_cmpint(wait_ms, ==, (gint64)randoms[i] * (2 * MINUTE + 1) >> 32);
        g_assert_cmpint(schedule_next(&schedule, start_ms + wait_ms), ==, SCHEDULE_JOB_UPLOAD);
        schedule_begin(&schedule, SCHEDULE_JOB_UPLOAD);
        g_assert_cmpint(schedule_next(&schedule, start_ms + wait_ms), ==, SCHEDULE_JOB_STATUS);
    }
}

static void test_alarm_is_slow(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        finish(&schedule, SCHEDULE_RESULT_ALARM, -1, randoms[i]);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), >=, 5 * MINUTE);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), <=, 10 * MINUTE);
    }
}

static void test_link_up(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        finish(&schedule, SCHEDULE_RESULT_ALARM, -1, 0);
        schedule_link_up(&schedule, start_ms, randoms[i]);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), <=, 2 * MINUTE);
    }
    Schedule schedule = fresh();
    schedule_link_up(&schedule, start_ms, 0);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, -1);
}

/* What the region asked for is not forgotten because of a cable. */
static void test_link_up_while_asked_to_wait(void)
{
    Schedule schedule = fresh();
    finish(&schedule, SCHEDULE_RESULT_RETRY, 600, 0);
    schedule_link_up(&schedule, start_ms, 0);
    g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), ==, 10 * MINUTE);
}

/* Comes and goes every second for a day, and every try fails. */
static void test_flapping_link(void)
{
    Schedule schedule = fresh();
    guint tries = 0;
    gint64 day_ms = 24 * (gint64)HOUR;
    schedule_want(&schedule, SCHEDULE_JOB_UPLOAD, 0, 0);
    for (gint64 now_ms = 0; now_ms < day_ms; now_ms += SECOND) {
        schedule_link_up(&schedule, now_ms, 0);
        ScheduleJob job = schedule_next(&schedule, now_ms);
        if (job != SCHEDULE_JOB_NONE) {
            tries++;
            schedule_begin(&schedule, job);
            ScheduleReport report = {job, SCHEDULE_RESULT_RETRY, -1};
            schedule_finished(&schedule, &report, now_ms, G_MAXUINT32);
        }
    }
    g_test_message("%u tries", tries);
    g_assert_cmpuint(tries, >=, 1000);
    g_assert_cmpuint(tries, <=, 24 * 60 * 8);
}

static void test_hurry(void)
{
    Schedule schedule = fresh();
    finish(&schedule, SCHEDULE_RESULT_ALARM, 3600, G_MAXUINT32);
    schedule_hurry(&schedule, start_ms);
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_UPLOAD);
}

static void test_status_interval(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(randoms); i++) {
        Schedule schedule = fresh();
        ScheduleReport report = {
            .job = SCHEDULE_JOB_STATUS, .result = SCHEDULE_RESULT_FINE, .retry_after_s = -1};
        schedule_finished(&schedule, &report, start_ms, randoms[i]);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), >=, 270 * SECOND);
        g_assert_cmpint(schedule_wait_ms(&schedule, start_ms), <=, 330 * SECOND);
    }
}

static void test_wanted_while_it_ran(void)
{
    Schedule schedule = fresh();
    schedule_want(&schedule, SCHEDULE_JOB_UPLOAD, start_ms, 0);
    schedule_begin(&schedule, SCHEDULE_JOB_UPLOAD);
    schedule_woken(&schedule, start_ms, 0);
    finish(&schedule, SCHEDULE_RESULT_FINE, -1, 0);
    g_assert_cmpint(schedule_next(&schedule, start_ms), ==, SCHEDULE_JOB_UPLOAD);
}

static void test_batches(void)
{
    guint batch = 50, halvings = 0;
    while (batch > 1) {
        batch = schedule_batch_after(batch, true, 50);
        halvings++;
    }
    g_assert_cmpuint(halvings, ==, 5);
    g_assert_cmpuint(schedule_batch_after(1, true, 50), ==, 1);
    g_assert_cmpuint(schedule_batch_after(1, false, 50), ==, 2);
    g_assert_cmpuint(schedule_batch_after(40, false, 50), ==, 50);
}

/* A thousand kiosks that lost the region at the same moment. */
static void test_spread(void)
{
    guint per_second[60] = {0};
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (int kiosk = 0; kiosk < 1000; kiosk++) {
        Schedule schedule = fresh();
        for (int i = 0; i < 6; i++) {
            finish(&schedule, SCHEDULE_RESULT_RETRY, -1, g_rand_int(rand));
        }
        gint64 second = schedule_wait_ms(&schedule, start_ms) / SECOND;
        per_second[MIN(second, 59)]++;
    }
    for (int s = 1; s < 59; s++) {
        g_assert_cmpuint(per_second[s], <, 50);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/schedule/nothing wanted means no wake-up at all", test_idle);
    g_test_add_func("/schedule/an intake waits a random part of send_delay", test_woken);
    g_test_add_func("/schedule/a second wake-up does not postpone",
                    test_second_wake_does_not_postpone);
    g_test_add_func("/schedule/the most urgent job comes first", test_order);
    g_test_add_func("/schedule/a job that always fails keeps no other waiting",
                    test_failing_job_blocks_none);
    g_test_add_func("/schedule/a job put off for an hour leaves the gate open", test_later);
    g_test_add_func("/schedule/back-off grows from 1 s to 10 min", test_back_off_bounds);
    g_test_add_func("/schedule/a failure holds back every job", test_gate_stops_all);
    g_test_add_func("/schedule/success forgets failures", test_success_resets);
    g_test_add_func("/schedule/Retry-After is honoured, up to an hour, with jitter",
                    test_retry_after);
    g_test_add_func(
        "/schedule/the region's word comes before back-off, unless it says next to nothing",
        test_retry_after_beats_back_off);
    g_test_add_func("/schedule/the longest back-off is set, 10 min at most", test_longest_back_off);
    g_test_add_func("/schedule/a start is spread over twice send_delay", test_started);
    g_test_add_func("/schedule/an alarm is tried again slowly", test_alarm_is_slow);
    g_test_add_func("/schedule/a link that comes up opens the gate within twice send_delay",
                    test_link_up);
    g_test_add_func("/schedule/a link that comes up shortens no wait the region asked for",
                    test_link_up_while_asked_to_wait);
    g_test_add_func("/schedule/a link that comes and goes opens the gate once a minute",
                    test_flapping_link);
    g_test_add_func("/schedule/staff can send now", test_hurry);
    g_test_add_func("/schedule/a status report follows after the interval", test_status_interval);
    g_test_add_func("/schedule/an intake during an upload is not forgotten",
                    test_wanted_while_it_ran);
    g_test_add_func("/schedule/a refused batch is halved to one row", test_batches);
    g_test_add_func("/schedule/kiosks that failed together come back apart", test_spread);
    return g_test_run();
}
