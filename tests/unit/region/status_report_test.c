// SPDX-License-Identifier: EUPL-1.2
#include "region/status_report.h"

#include <string.h>

static char *write_text(const StatusReport *report)
{
    g_autoptr(GBytes) body = status_report_write(report);
    return g_strndup(g_bytes_get_data(body, NULL), g_bytes_get_size(body));
}

static void test_empty(void)
{
    g_autofree char *text = write_text(&(StatusReport){.disk_free_bytes = -1});
    g_assert_cmpstr(
        text, ==,
        "{\"at\":\"1970-01-01T00:00:00Z\",\"versions\":{\"firmware\":null,\"content\":null},"
        "\"queue\":{\"waiting\":0,\"prepared\":0,\"quarantined\":0,\"expired_total\":0,"
        "\"percent_full\":0},\"printer\":null,\"screen\":null,\"disk_free_bytes\":null,"
        "\"clock_trusted\":false,\"clock_offset_s\":null,\"temperature_c\":null,"
        "\"content_problem\":null,\"commands_done\":[]}");
}

static void test_full(void)
{
    const char *done[] = {"a", "b"};
    StatusReport report = {
        .at_unix_s = 1795438800,
        .firmware = "0.1.0",
        .content = "2026-1",
        .queue = {.waiting = 1, .prepared = 2, .quarantined = 3, .percent_full = 5},
        .printer = "ok",
        .screen = "languages",
        .disk_free_bytes = 7,
        .clock_trusted = true,
        .has_clock_offset = true,
        .clock_offset_s = -9,
        .has_temperature = true,
        .temperature_c = 48.5,
        .commands_done = done,
        .n_commands_done = 2,
    };
    report.queue.expired_total = 4;
    g_autofree char *text = write_text(&report);
    g_assert_cmpstr(
        text, ==,
        "{\"at\":\"2026-11-23T13:00:00Z\",\"versions\":{\"firmware\":\"0.1.0\",\"content\":"
        "\"2026-1\"},\"queue\":{\"waiting\":1,\"prepared\":2,\"quarantined\":3,\"expired_total\":"
        "4,\"percent_full\":5},\"printer\":\"ok\",\"screen\":\"languages\",\"disk_free_bytes\":7,"
        "\"clock_trusted\":true,\"clock_offset_s\":-9,\"temperature_c\":48.5,"
        "\"content_problem\":null,\"commands_done\":[\"a\",\"b\"]}");
}

/* 200 bytes are what the region takes; a letter is not cut in two. */
static void test_long_text(void)
{
    g_autoptr(GString) text = g_string_new("x");
    for (int i = 0; i < 300; i++) {
        g_string_append(text, "\u00e9");
    }
    StatusReport report = {.content_problem = text->str, .printer = "\xff"};
    g_autofree char *written = write_text(&report);
    const char *problem =
        strstr(written, "\"content_problem\":\"") + strlen("\"content_problem\":\"");
    g_assert_cmpuint(strcspn(problem, "\""), ==, 199);
    g_assert_true(g_utf8_validate(written, -1, NULL));
}

static void test_kiosk_status(void)
{
    const struct {
        const char *text, *printer, *version, *problem;
    } cases[] = {
        {"{\"printer\":\"paper-out\",\"screen\":\"slip\",\"content\":{\"version\":\"v\","
         "\"problem\":\"p\"}}",
         "paper-out", "v", "p"},
        {"{\"printer\":5,\"content\":[]}", NULL, NULL, NULL},
        {"{}", NULL, NULL, NULL},
        {"half a fi", NULL, NULL, NULL},
        {"", NULL, NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) text = g_bytes_new(cases[i].text, strlen(cases[i].text));
        KioskStatus status = {0};
        kiosk_status_read(text, &status);
        g_assert_cmpstr(status.printer, ==, cases[i].printer);
        g_assert_cmpstr(status.content_version, ==, cases[i].version);
        g_assert_cmpstr(status.content_problem, ==, cases[i].problem);
        kiosk_status_clear(&status);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/status report/what is not known is null", test_empty);
    g_test_add_func("/status report/says how the kiosk is", test_full);
    g_test_add_func("/status report/a text too long for the region is cut", test_long_text);
    g_test_add_func("/status report/the kiosk's own file may be anything", test_kiosk_status);
    return g_test_run();
}
