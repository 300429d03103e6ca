// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_pace.h"

#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, TIMEOUT_MS = 5000 };

static void test_first(void)
{
    PrinterPace pace = {0};
    g_assert_true(printer_pace_take(&pace, PRINTER_STATE_NONE));
    g_assert_false(printer_pace_take(&pace, PRINTER_STATE_NONE));
    g_assert_true(printer_pace_take(&pace, PRINTER_STATE_READY));
}

static void test_waits(void)
{
    PrinterPace pace = {0};
    printer_pace_take(&pace, PRINTER_STATE_READY);
    g_assert_cmpint(printer_pace_next_ms(&pace), ==, PRINTER_PACE_WELL_MS);
    printer_pace_take(&pace, PRINTER_STATE_PAPER_OUT);
    static const int waits[] = {1000, 2000, 4000, 4000, 4000};
    for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
        g_assert_cmpint(printer_pace_next_ms(&pace), ==, waits[i]);
        printer_pace_take(&pace, PRINTER_STATE_PAPER_OUT);
    }
    printer_pace_take(&pace, PRINTER_STATE_COVER_OPEN);
    g_assert_cmpint(printer_pace_next_ms(&pace), ==, PRINTER_PACE_FIRST_MS);
    printer_pace_take(&pace, PRINTER_STATE_NEAR_END);
    g_assert_cmpint(printer_pace_next_ms(&pace), ==, PRINTER_PACE_WELL_MS);
}

/* The question that is under way when a fault ends may still fail; the next one does not. */
static void test_end_of_fault(void)
{
    PrinterPace pace = {0};
    printer_pace_take(&pace, PRINTER_STATE_UNREACHABLE);
    int longest_ms = 0;
    for (int i = 0; i < 1000; i++) {
        longest_ms = MAX(longest_ms, printer_pace_next_ms(&pace));
        printer_pace_take(&pace, PRINTER_STATE_UNREACHABLE);
    }
    g_assert_cmpint(TIMEOUT_MS + longest_ms, <, 10000);
}

/* Story 19: a day of failing, at its own pace and at the worst that can be thought of. */
static void test_day(void)
{
    g_autofree char *problem = g_strnfill(4000, 'x');
    for (int changes = 0; changes <= 2; changes++) {
        PrinterPace pace = {0};
        gsize logged = 0;
        int n_asked = 0;
        for (gint64 now_ms = 0; now_ms < DAY_MS; n_asked++) {
            PrinterState state = changes == 0 || n_asked % changes == 0 ? PRINTER_STATE_UNREACHABLE
                                                                        : PRINTER_STATE_READY;
            state = changes == 1 && n_asked % 2 ? PRINTER_STATE_OFFLINE : state;
            if (printer_pace_take(&pace, state)) {
                g_autofree char *line = printer_pace_describe(&pace, problem, now_ms);
                logged += line ? strlen(line) + 1 : 0;
            }
            now_ms += printer_pace_next_ms(&pace);
        }
        g_test_message("%d questions, %" G_GSIZE_FORMAT " bytes", n_asked, logged);
        g_assert_cmpint(n_asked, >, 10000);
        g_assert_cmpuint(logged, >, 0);
        g_assert_cmpuint(logged, <, changes == 0 ? 300 : 100000);
    }
}

/* The hours after a storm say how much of it was left out. */
static void test_left_out(void)
{
    PrinterPace pace = {0};
    int n_lines = 0;
    for (int i = 0; i < 100; i++) {
        printer_pace_take(&pace, i % 2 ? PRINTER_STATE_READY : PRINTER_STATE_OFFLINE);
        g_autofree char *line = printer_pace_describe(&pace, NULL, i * 1000);
        n_lines += line != NULL;
    }
    g_assert_cmpint(n_lines, ==, PRINTER_PACE_LINES_AN_HOUR);
    printer_pace_take(&pace, PRINTER_STATE_PAPER_OUT);
    g_autofree char *later = printer_pace_describe(&pace, "why", 2 * 60 * 60 * 1000);
    g_assert_cmpstr(later, ==, "printer: paper-out (why); 80 changes before this were not logged");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer_pace/the first answer is news", test_first);
    g_test_add_func("/printer_pace/asks seldom, sooner after a change", test_waits);
    g_test_add_func("/printer_pace/the end of a fault is seen within 10 s", test_end_of_fault);
    g_test_add_func("/printer_pace/story 19: a day of failing is less than 100 kB of log",
                    test_day);
    g_test_add_func("/printer_pace/what was not logged is counted", test_left_out);
    return g_test_run();
}
