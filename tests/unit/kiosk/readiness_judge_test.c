// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_judge.h"

#include <string.h>

#include "kiosk/staff/printer_words.h"

enum { NOW = 1795694400, DAY_S = 86400 };

static SyncReport report_of(const char *state)
{
    return (SyncReport){
        .is_running = true,
        .state = (char *)state,
        .message_nl = (char *)"Zo staat het.",
        .message_en = (char *)"So it is.",
        .last_contact_unix_s = NOW - 100,
        .last_try_unix_s = NOW - 100,
        .certificate_until_unix_s = NOW + 60 * DAY_S,
    };
}

/* Whole in both languages: nothing left to fill in, and what is wrong says what to do. */
static void assert_whole(const ReadinessResult *result)
{
    for (int i = 0; i < STAFF_LANGUAGE_COUNT; i++) {
        g_assert_nonnull(result->state[i]);
        g_assert_null(strchr(result->state[i], '{'));
        g_assert_true(result->advice[i] == NULL || strchr(result->advice[i], '{') == NULL);
    }
    g_assert_true((result->advice[0] == NULL) == (result->advice[1] == NULL));
}

static void assert_light(ReadinessResult *result, StaffLight light)
{
    assert_whole(result);
    g_assert_cmpint(result->light, ==, light);
    readiness_result_clear(result);
}

static void test_touch(void)
{
    ReadinessResult result = {0};
    readiness_judge_touch(&result, 0xFFFFFF, 24);
    assert_light(&result, STAFF_LIGHT_GREEN);
    readiness_judge_touch(&result, 0xFFFFFE, 24);
    g_assert_nonnull(strstr(result.state[STAFF_LANGUAGE_NL], ": 1."));
    assert_light(&result, STAFF_LIGHT_AMBER);
    readiness_judge_touch(&result, 0, 24);
    assert_light(&result, STAFF_LIGHT_RED);
}

static void test_clock(void)
{
    ReadinessResult result = {0};
    SyncReport report = report_of("ok");
    readiness_judge_clock(&result, &report, true);
    assert_light(&result, STAFF_LIGHT_GREEN);
    readiness_judge_clock(&result, &report, false);
    assert_light(&result, STAFF_LIGHT_RED);
    report.has_clock_offset = true;
    report.clock_offset_s = -290;
    readiness_judge_clock(&result, &report, true);
    g_assert_nonnull(strstr(result.state[STAFF_LANGUAGE_NL], "5 min voor"));
    assert_light(&result, STAFF_LIGHT_AMBER);
    report.clock_offset_s = 290;
    readiness_judge_clock(&result, &report, true);
    g_assert_nonnull(strstr(result.state[STAFF_LANGUAGE_NL], "5 min achter"));
    assert_light(&result, STAFF_LIGHT_AMBER);
    report.has_clock_offset = false;
    report.last_contact_unix_s = 0;
    readiness_judge_clock(&result, &report, true);
    assert_light(&result, STAFF_LIGHT_AMBER);
}

static void test_disk(void)
{
    static const struct {
        gint64 mib;
        StaffLight light;
    } rows[] = {{0, STAFF_LIGHT_RED},
                {READINESS_DISK_FULL_MIB - 1, STAFF_LIGHT_RED},
                {READINESS_DISK_FULL_MIB, STAFF_LIGHT_AMBER},
                {READINESS_DISK_LOW_MIB - 1, STAFF_LIGHT_AMBER},
                {READINESS_DISK_LOW_MIB, STAFF_LIGHT_GREEN}};
    ReadinessResult result = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        readiness_judge_disk(&result, rows[i].mib << 20);
        assert_light(&result, rows[i].light);
    }
    readiness_judge_disk(&result, -1);
    assert_light(&result, STAFF_LIGHT_RED);
}

static void test_certificate(void)
{
    static const struct {
        gint64 left_s;
        StaffLight light;
    } rows[] = {{-1, STAFF_LIGHT_RED},
                {0, STAFF_LIGHT_RED},
                {DAY_S / 2, STAFF_LIGHT_AMBER},
                {READINESS_CERTIFICATE_DAYS * DAY_S - 1, STAFF_LIGHT_AMBER},
                {READINESS_CERTIFICATE_DAYS * DAY_S, STAFF_LIGHT_GREEN}};
    ReadinessResult result = {0};
    SyncReport report = report_of("ok");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        report.certificate_until_unix_s = NOW + rows[i].left_s;
        readiness_judge_certificate(&result, &report, true, NOW);
        assert_light(&result, rows[i].light);
    }
    readiness_judge_certificate(&result, &report, true, 0); /* no clock: nobody can tell */
    assert_light(&result, STAFF_LIGHT_AMBER);
    readiness_judge_certificate(&result, &report, false, NOW);
    assert_light(&result, STAFF_LIGHT_RED);
    report.certificate_until_unix_s = 0;
    readiness_judge_certificate(&result, &report, true, NOW);
    assert_light(&result, STAFF_LIGHT_AMBER);
}

static void test_queue(void)
{
    static const struct {
        OutboxCounts counts;
        StaffLight light;
    } rows[] = {
        {{.waiting = 0}, STAFF_LIGHT_GREEN},
        {{.waiting = 3, .oldest_hour_unix_s = NOW - 3600}, STAFF_LIGHT_GREEN},
        {{.waiting = 3, .oldest_hour_unix_s = NOW - 25 * 3600}, STAFF_LIGHT_AMBER},
        {{.quarantined = 1}, STAFF_LIGHT_AMBER},
        {{.waiting = 9, .percent_full = READINESS_QUEUE_FULL_PERCENT}, STAFF_LIGHT_AMBER},
        {{.waiting = 9, .quarantined = 1, .percent_full = 100}, STAFF_LIGHT_RED},
    };
    ReadinessResult result = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        readiness_judge_queue(&result, &rows[i].counts, NOW);
        assert_light(&result, rows[i].light);
    }
    readiness_judge_queue(&result, NULL, NOW);
    assert_light(&result, STAFF_LIGHT_RED);
}

static void test_region(void)
{
    ReadinessResult result = {0};
    SyncReport report = report_of("ok");
    g_assert_false(readiness_region_answered(&report, NOW));
    readiness_judge_region(&result, &report, NOW); /* well, but nothing newer came */
    assert_light(&result, STAFF_LIGHT_AMBER);
    report.last_contact_unix_s = NOW;
    g_assert_true(readiness_region_answered(&report, NOW));
    readiness_judge_region(&result, &report, NOW);
    assert_light(&result, STAFF_LIGHT_GREEN);

    report = report_of("no-network");
    report.last_try_unix_s = NOW - 1;
    g_assert_false(readiness_region_answered(&report, NOW));
    report.last_try_unix_s = NOW;
    g_assert_true(readiness_region_answered(&report, NOW));
    report.is_trying = true;
    g_assert_false(readiness_region_answered(&report, NOW));
    readiness_judge_region(&result, &report, NOW);
    g_assert_cmpstr(result.state[STAFF_LANGUAGE_NL], ==, "Zo staat het.");
    assert_light(&result, STAFF_LIGHT_RED);
    report.is_running = false;
    readiness_judge_region(&result, &report, NOW);
    assert_light(&result, STAFF_LIGHT_RED);
}

static void test_speech(void)
{
    ReadinessResult result = {0};
    readiness_judge_speech(&result, 12, (StaffText){"", ""});
    assert_light(&result, STAFF_LIGHT_GREEN);
    readiness_judge_speech(&result, 12, (StaffText){"Arabisch", "العربية"});
    g_assert_nonnull(strstr(result.state[STAFF_LANGUAGE_NL], "Arabisch"));
    assert_light(&result, STAFF_LIGHT_RED);
    readiness_judge_speech(&result, 0, (StaffText){"", ""});
    assert_light(&result, STAFF_LIGHT_NONE);
}

/* A slip that may be missing is never green, and one that is missing is red. */
static void test_printer(void)
{
    for (int state = PRINTER_STATE_NONE; state <= PRINTER_STATE_UNKNOWN; state++) {
        ReadinessResult result = {0};
        readiness_judge_printer(&result, PRINTER_RESULT_PRINTED, (PrinterState)state);
        assert_light(&result, STAFF_LIGHT_GREEN);
        readiness_judge_printer(&result, PRINTER_RESULT_SENT, (PrinterState)state);
        g_assert_nonnull(result.advice[0]);
        assert_light(&result, STAFF_LIGHT_AMBER);
        readiness_judge_printer(&result, PRINTER_RESULT_UNKNOWN, (PrinterState)state);
        g_assert_nonnull(result.advice[0]);
        assert_light(&result, STAFF_LIGHT_AMBER);
        readiness_judge_printer(&result, PRINTER_RESULT_FAILED, (PrinterState)state);
        g_assert_nonnull(result.advice[0]);
        assert_light(&result, state == PRINTER_STATE_NONE ? STAFF_LIGHT_AMBER : STAFF_LIGHT_RED);
    }
}

static void test_paper(void)
{
    for (int state = PRINTER_STATE_NONE; state <= PRINTER_STATE_UNKNOWN; state++) {
        static const StaffLight lights[] = {
            [PRINTER_STATE_READY] = STAFF_LIGHT_GREEN,
            [PRINTER_STATE_NEAR_END] = STAFF_LIGHT_AMBER,
            [PRINTER_STATE_PAPER_OUT] = STAFF_LIGHT_RED,
            [PRINTER_STATE_UNKNOWN] = STAFF_LIGHT_NONE,
        };
        ReadinessResult result = {0};
        readiness_judge_paper(&result, (PrinterState)state);
        assert_light(&result, lights[state]);
    }
}

static void test_words(void)
{
    for (int state = PRINTER_STATE_NONE; state <= PRINTER_STATE_UNKNOWN; state++) {
        PrinterWords words = printer_words((PrinterState)state);
        g_assert_nonnull(words.state.nl);
        g_assert_nonnull(words.state.en);
        g_assert_true((words.advice.nl != NULL) == (words.light != STAFF_LIGHT_GREEN));
        g_assert_true((words.advice.en != NULL) == (words.light != STAFF_LIGHT_GREEN));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/readiness_judge/touch counts the fields that were missed", test_touch);
    g_test_add_func("/readiness_judge/the clock is believed and near the region's", test_clock);
    g_test_add_func("/readiness_judge/the disk by its limits", test_disk);
    g_test_add_func("/readiness_judge/the certificate by its days", test_certificate);
    g_test_add_func("/readiness_judge/the queue, its worst first", test_queue);
    g_test_add_func("/readiness_judge/the region only by what came after the question",
                    test_region);
    g_test_add_func("/readiness_judge/speech names who is silent", test_speech);
    g_test_add_func("/readiness_judge/only paper behind the cut is green", test_printer);
    g_test_add_func("/readiness_judge/paper by what the printer says of it", test_paper);
    g_test_add_func("/printer_words/whatever is not well says what to do", test_words);
    return g_test_run();
}
