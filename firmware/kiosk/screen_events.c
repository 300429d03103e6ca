// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screen_events.h"

#include <string.h>

static const struct {
    const char *id;
    VisitEventKind event;
} fixed[] = {
    {"foot.back", VISIT_EVENT_BACK},
    {"foot.listen", VISIT_EVENT_LISTEN},
    {"foot.larger", VISIT_EVENT_LARGER},
    {"foot.contrast", VISIT_EVENT_CONTRAST},
    {"foot.reach", VISIT_EVENT_REACH},
    {"foot.language", VISIT_EVENT_OTHER_LANGUAGE},
    {"foot.staff", VISIT_EVENT_STAFF},
    {"foot.stop", VISIT_EVENT_STOP},
    {"privacy.start", VISIT_EVENT_START},
    {"next", VISIT_EVENT_NEXT},
    {"more", VISIT_EVENT_MORE},
    {"print", VISIT_EVENT_PRINT},
    {"staff", VISIT_EVENT_STAFF},
    {"staff.back", VISIT_EVENT_STAY},
    {"slip.have", VISIT_EVENT_HAVE},
    {"slip.done", VISIT_EVENT_DONE},
    {"stop.yes", VISIT_EVENT_STOP_YES},
    {"stop.no", VISIT_EVENT_STAY},
    {"idle.stay", VISIT_EVENT_STAY},
    {"volume.softer", VISIT_EVENT_SOFTER},
    {"volume.louder", VISIT_EVENT_LOUDER},
    {"volume.off", VISIT_EVENT_MUTE},
    {"volume.done", VISIT_EVENT_VOLUME_DONE},
};

static int find_option(const Visit *visit, const char *name)
{
    gsize n;
    const Question *question = &content_questions(visit->content, &n)[visit->question];
    gsize length = strlen(question->id);
    if (strncmp(name, question->id, length) != 0 || name[length] != '.') {
        return -1;
    }
    return content_find_option(question, name + length + 1);
}

static int find_shown_door(const Visit *visit, const char *name)
{
    int door = content_find_door(visit->content, name);
    for (gsize i = 0; door >= 0 && i < visit->result.n_doors; i++) {
        if (visit->result.doors[i].door == door) {
            return (int)i;
        }
    }
    return -1;
}

/* -1 is "any", -2 not found. */
static int find_provider(const Visit *visit, const char *name)
{
    gsize n;
    const Door *doors = content_doors(visit->content, &n);
    if (g_str_equal(name, "any")) {
        return -1;
    }
    const Door *door = &doors[visit->result.doors[visit->provider_door].door];
    for (gsize i = 0; i < visit->n_providers; i++) {
        if (g_str_equal(door->providers[visit->providers[i]].id, name)) {
            return (int)i;
        }
    }
    return -2;
}

/* Ids that name a thing of the content: "lang.<code>", "option.<question>.<option>", ... */
static bool find_named(const Visit *visit, const char *id, VisitEvent *event)
{
    int lowest = 0;
    if (g_str_has_prefix(id, "lang.")) {
        event->kind = VISIT_EVENT_LANGUAGE;
        event->value = content_find_language(visit->content, id + strlen("lang."));
    } else if (g_str_has_prefix(id, "option.") && visit->state == VISIT_STATE_QUESTION) {
        event->kind = VISIT_EVENT_OPTION;
        event->value = find_option(visit, id + strlen("option."));
    } else if (g_str_has_prefix(id, "door.") && visit->state == VISIT_STATE_DOORS) {
        event->kind = VISIT_EVENT_DOOR;
        event->value = find_shown_door(visit, id + strlen("door."));
    } else if (g_str_has_prefix(id, "provider.") && visit->state == VISIT_STATE_PROVIDER) {
        event->kind = VISIT_EVENT_PROVIDER;
        event->value = find_provider(visit, id + strlen("provider."));
        lowest = -1;
    } else {
        return false;
    }
    return event->value >= lowest;
}

bool screen_find_event(const Visit *visit, const char *id, VisitEvent *event)
{
    event->value = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++) {
        if (g_str_equal(fixed[i].id, id)) {
            event->kind = fixed[i].event;
            return visit_accepts(visit, event->kind);
        }
    }
    return visit->content && find_named(visit, id, event) && visit_accepts(visit, event->kind);
}
