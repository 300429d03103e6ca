// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/content.h"

enum { CHAIN_BROKEN = -2 };

static bool has_text(const json_t *list, const char *text)
{
    gsize i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        if (g_strcmp0(json_string_value(item), text) == 0) {
            return true;
        }
    }
    return false;
}

/* The door that "fallback" names at `kind`: an index, -1 for the end, CHAIN_BROKEN when it names
 * none or one that is not allowed there. */
static int find_fallback(const Content *content, const json_t *list, gsize door, const char *kind)
{
    const json_t *value = json_object_get(json_array_get(list, door), "fallback");
    if (json_is_object(value)) {
        value = json_object_get(value, kind);
    }
    if (json_is_null(value)) {
        return -1;
    }
    const char *id = json_string_value(value);
    int at = id ? content_find_door(content, id) : -1;
    const json_t *sites = json_object_get(json_array_get(list, (gsize)MAX(at, 0)), "sites");
    return at >= 0 && has_text(sites, kind) ? at : CHAIN_BROKEN;
}

bool content_is_always_open(const Part *doors, gsize door, const char *kind)
{
    const json_t *own = json_array_get(json_object_get(doors->root, "doors"), door);
    const json_t *fallback = json_object_get(own, "fallback");
    if (json_is_object(fallback)) {
        fallback = json_object_get(fallback, kind);
    }
    return has_text(json_object_get(own, "sites"), kind) && json_is_null(fallback);
}

/* From every door, at every kind of site where it is allowed, the chain of fallbacks must end. */
static bool check_chain(const Content *content, const Spot *spot, gsize door, const char *kind)
{
    const json_t *list = json_object_get(spot->part->root, "doors");
    int at = (int)door;
    for (gsize steps = 0; at >= 0; steps++) {
        if (steps > content->n_doors) {
            return spot_refuse(spot, "the fallbacks for '%s' run in a circle", kind);
        }
        at = find_fallback(content, list, (gsize)at, kind);
    }
    return at != CHAIN_BROKEN ||
           spot_refuse(spot, "the fallbacks for '%s' lead to a door that does not exist there",
                       kind);
}

static bool read_fallback(Content *content, const Spot *spot, gsize door)
{
    const json_t *sites = spot_need_list(spot, "sites", CONTENT_MAX_KINDS);
    if (!sites) {
        return false;
    }
    gsize i;
    const json_t *item;
    json_array_foreach(sites, i, item)
    {
        const char *kind = json_string_value(item);
        if (!kind || content_find_kind(content, kind) < 0) {
            return spot_refuse(spot, "site kind '%s' does not exist", kind ? kind : "?");
        }
        if (!check_chain(content, spot, door, kind)) {
            return false;
        }
    }
    Door *own = &content->doors[door];
    own->is_allowed = has_text(sites, content->site.kind);
    own->fallback = -1;
    if (own->is_allowed) {
        own->fallback = find_fallback(content, json_object_get(spot->part->root, "doors"), door,
                                      content->site.kind);
    }
    if (own->needs_provider && own->is_allowed && own->fallback < 0) {
        return spot_refuse(spot, "has no fallback, so it cannot depend on providers");
    }
    return true;
}

static bool read_quality(const Spot *spot, Door *door)
{
    static const char *const keys[] = {"scheme", "also", NULL};
    const json_t *quality = json_object_get(spot->value, "quality");
    if (!quality) {
        return true;
    }
    Spot inner = spot_member(spot, "", "quality", quality);
    door->needs_provider = true;
    return spot_check_keys(&inner, keys) && spot_need_id(&inner, "scheme") != NULL;
}

static bool read_where_by(const Content *content, const Spot *spot, Door *door)
{
    const char *where_by = NULL;
    door->where_by = -1;
    if (!spot_take_text(spot, "where_by", &where_by)) {
        return false;
    }
    if (where_by) {
        door->where_by = content_find_question(content, where_by);
        return door->where_by >= 0 || spot_refuse(spot, "question '%s' does not exist", where_by);
    }
    return true;
}

static bool read_audience(const Spot *spot, Door *door)
{
    static const char *const kinds[] = {"public", "private", "mixed", "azc", NULL};
    const char *kind = spot_need_text(spot, "kind");
    door->audience = spot_need_text(spot, "audience");
    if (!kind || !door->audience) {
        return false;
    }
    if (!g_strv_contains(kinds, kind)) {
        return spot_refuse(spot, "\"kind\" must be public, private, mixed or azc");
    }
    return strcmp(door->audience, "visitor") == 0 || strcmp(door->audience, "employer") == 0 ||
           spot_refuse(spot, "\"audience\" must be \"visitor\" or \"employer\"");
}

static bool read_door(Content *content, const Spot *spot, Door *door)
{
    static const char *const keys[] = {"id",
                                       "kind",
                                       "audience",
                                       "sites",
                                       "icon",
                                       "title",
                                       "what",
                                       "where",
                                       "next",
                                       "when",
                                       "bring",
                                       "fallback",
                                       "sync_as",
                                       "quiet",
                                       "urgent",
                                       "quality",
                                       "choose_provider",
                                       "where_by",
                                       NULL};
    return spot_check_keys(spot, keys) && read_audience(spot, door) &&
           content_take_icon(content, spot, &door->icon) &&
           (door->title = content_need_text_id(content, spot, "title")) &&
           (door->what = content_need_text_id(content, spot, "what")) &&
           (door->where = content_need_text_id(content, spot, "where")) &&
           (door->next = content_need_text_id(content, spot, "next")) &&
           (door->when = content_need_text_id(content, spot, "when")) &&
           (door->bring = content_take_text_ids(content, spot, "bring")) &&
           (door->sync_as = spot_need_id(spot, "sync_as")) &&
           spot_take_flag(spot, "quiet", &door->is_quiet) &&
           spot_take_flag(spot, "urgent", &door->is_urgent) &&
           spot_take_flag(spot, "choose_provider", &door->can_choose_provider) &&
           read_quality(spot, door) && read_where_by(content, spot, door) &&
           (json_object_get(spot->value, "fallback") ||
            spot_refuse(spot, "\"fallback\" is missing (null: the door is always open)"));
}

/* A quiet door leaves the kiosk under a name that several doors share. */
static bool check_sync_as(const Content *content, const Spot *spot, gsize door)
{
    const Door *own = &content->doors[door];
    for (gsize i = 0; i < content->n_doors; i++) {
        const Door *other = &content->doors[i];
        if (i != door && own->is_quiet && strcmp(own->sync_as, other->sync_as) == 0) {
            return true;
        }
    }
    return !own->is_quiet ||
           spot_refuse(spot, "is quiet, so its \"sync_as\" '%s' must be shared with another door",
                       own->sync_as);
}

bool content_read_doors(Content *content, const Part *doors)
{
    static const char *const keys[] = {"format",        "content_version", "fields", "slip",
                                       "fallback_site", "doors",           NULL};
    Spot root = spot_root(doors);
    const json_t *list = spot_need_list(&root, "doors", CONTENT_MAX_DOORS);
    if (!list || !spot_check_keys(&root, keys)) {
        return false;
    }
    content->doors = content_allocate(content, json_array_size(list), sizeof(Door));
    gsize i;
    const json_t *value;
    json_array_foreach(list, i, value)
    {
        Spot spot = spot_item(&root, "doors", i, value);
        const char *id = spot_need_id(&spot, "id");
        if (!id) {
            return false;
        }
        if (content_find_door(content, id) >= 0) {
            return spot_refuse(&spot, "the id '%s' was used before", id);
        }
        content->doors[i].id = id;
        content->n_doors++;
    }
    json_array_foreach(list, i, value)
    {
        Spot spot = spot_item(&root, "doors", i, value);
        if (!read_door(content, &spot, &content->doors[i]) || !read_fallback(content, &spot, i)) {
            return false;
        }
    }
    json_array_foreach(list, i, value)
    {
        Spot spot = spot_item(&root, "doors", i, value);
        if (!check_sync_as(content, &spot, i)) {
            return false;
        }
    }
    return true;
}
