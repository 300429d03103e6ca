// SPDX-License-Identifier: EUPL-1.2
#include "base/json.h"
#include "kiosk/staff/readiness.h"

static const char *light_name(const ReadinessItem *item)
{
    switch (item->light) {
    case STAFF_LIGHT_NONE:
        return "not-tested";
    case STAFF_LIGHT_GREEN:
        return "green";
    case STAFF_LIGHT_AMBER:
        return "amber";
    case STAFF_LIGHT_RED:
        return "red";
    case STAFF_LIGHT_BUSY:
        return "busy";
    }
    g_assert_not_reached();
}

static json_t *write_item(const ReadinessItem *item, StaffLanguage language)
{
    return json_pack("{s:s,s:s,s:s,s:s?,s:s?,s:s?,s:I}", "item", item->name, "light",
                     light_name(item), "title", staff_text(language, item->title), "state",
                     staff_text(language, item->state), "advice",
                     staff_text(language, item->advice), "detail", item->detail, "took_ms",
                     (json_int_t)item->took_ms);
}

json_t *readiness_json(const Readiness *readiness, StaffLanguage language)
{
    json_t *list = json_array();
    for (ReadinessId id = READINESS_TOUCH; id < READINESS_COUNT; id++) {
        const ReadinessItem item = readiness_item(readiness, id);
        json_array_append_new(list, write_item(&item, language));
    }
    gint64 started = readiness_started_local_unix_s(readiness);
    g_autoptr(GDateTime) moment = started > 0 ? g_date_time_new_from_unix_utc(started) : NULL;
    g_autofree char *when = moment ? g_date_time_format(moment, "%Y-%m-%dT%H:%M:%S") : NULL;
    bool is_ready =
        !readiness_is_running(readiness) && readiness_light(readiness) != STAFF_LIGHT_RED;
    return json_pack("{s:b,s:s,s:s?,s:o}", "ready", (int)is_ready, "language",
                     staff_language_code(language), "started_local", when, "items", list);
}
