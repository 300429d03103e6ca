// SPDX-License-Identifier: EUPL-1.2
#include "region/status_report.h"

#include <string.h>

#include "base/json.h"

/* What the region takes: a report with a longer text would be refused as a whole. */
enum { MAX_TEXT_BYTES = 200 };

static json_t *text_or_null(const char *text)
{
    if (!text) {
        return json_null();
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    const char *end;
    (void)g_utf8_validate(valid, (gssize)MIN(strlen(valid), (gsize)MAX_TEXT_BYTES), &end);
    return json_stringn(valid, (gsize)(end - valid));
}

static json_t *write_queue(const OutboxCounts *queue)
{
    json_t *object = json_object();
    json_object_set_new(object, "waiting", json_integer(queue->waiting));
    json_object_set_new(object, "prepared", json_integer(queue->prepared));
    json_object_set_new(object, "quarantined", json_integer(queue->quarantined));
    json_object_set_new(object, "expired_total", json_integer(queue->expired_total));
    json_object_set_new(object, "percent_full", json_integer(queue->percent_full));
    return object;
}

GBytes *status_report_write(const StatusReport *report)
{
    g_autoptr(json_t) object = json_object();
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(report->at_unix_s);
    g_autofree char *moment = at ? g_date_time_format(at, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    json_t *versions = json_object();
    json_object_set_new(versions, "firmware", text_or_null(report->firmware));
    json_object_set_new(versions, "content", text_or_null(report->content));
    json_object_set_new(object, "at", text_or_null(moment));
    json_object_set_new(object, "versions", versions);
    json_object_set_new(object, "queue", write_queue(&report->queue));
    json_object_set_new(object, "printer", text_or_null(report->printer));
    json_object_set_new(object, "screen", text_or_null(report->screen));
    json_object_set_new(object, "disk_free_bytes",
                        report->disk_free_bytes < 0 ? json_null()
                                                    : json_integer(report->disk_free_bytes));
    json_object_set_new(object, "clock_trusted", json_boolean(report->clock_trusted));
    json_object_set_new(object, "clock_offset_s",
                        report->has_clock_offset ? json_integer(report->clock_offset_s)
                                                 : json_null());
    json_object_set_new(object, "temperature_c",
                        report->has_temperature ? json_real(report->temperature_c) : json_null());
    json_object_set_new(object, "content_problem", text_or_null(report->content_problem));
    json_t *done = json_array();
    for (gsize i = 0; i < report->n_commands_done; i++) {
        json_array_append_new(done, json_string(report->commands_done[i]));
    }
    json_object_set_new(object, "commands_done", done);
    return json_write(object);
}

/* The printer's state and the screen's are words of a fixed list; a long text is none of them. */
static char *read_word(const json_t *object, const char *key)
{
    const char *text = json_get_string(object, key, NULL);
    return text ? g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), 120)) : NULL;
}

void kiosk_status_read(GBytes *text, KioskStatus *out)
{
    g_autoptr(json_t) object = json_parse(text, "kiosk-status.json", NULL);
    const json_t *content = json_object_get(object, "content");
    out->printer = read_word(object, "printer");
    out->screen = read_word(object, "screen");
    out->content_version = read_word(content, "version");
    out->content_problem = read_word(content, "problem");
}

void kiosk_status_clear(KioskStatus *status)
{
    g_free(status->printer);
    g_free(status->screen);
    g_free(status->content_version);
    g_free(status->content_problem);
    *status = (KioskStatus){0};
}
