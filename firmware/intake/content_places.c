// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/content.h"

static bool read_place(const Spot *spot, Place *place)
{
    return spot_take_text(spot, "where", &place->where) &&
           spot_take_text(spot, "address", &place->address) &&
           spot_take_text(spot, "phone", &place->phone);
}

static bool is_scheme_of(const json_t *quality, const char *scheme)
{
    if (g_strcmp0(json_string_value(json_object_get(quality, "scheme")), scheme) == 0) {
        return true;
    }
    gsize i;
    const json_t *item;
    json_array_foreach(json_object_get(quality, "also"), i, item)
    {
        if (g_strcmp0(json_string_value(item), scheme) == 0) {
            return true;
        }
    }
    return false;
}

/* `quality` is what doors.json asks of this door's providers, NULL when nothing. */
static bool read_provider(const Spot *spot, const json_t *quality, Provider *provider)
{
    static const char *const keys[] = {"id", "name", "where", "quality", NULL};
    static const char *const record_keys[] = {"scheme", "record", "valid_until", NULL};
    provider->quality_until_day = G_MAXINT64;
    if (!spot_check_keys(spot, keys) || !(provider->id = spot_need_id(spot, "id")) ||
        !(provider->name = spot_need_text(spot, "name")) ||
        !spot_take_text(spot, "where", &provider->where)) {
        return false;
    }
    const json_t *record = json_object_get(spot->value, "quality");
    if (!record) {
        return !quality || spot_refuse(spot, "this door's providers need a \"quality\" record");
    }
    Spot inner = spot_member(spot, "", "quality", record);
    if (!spot_check_keys(&inner, record_keys) || !spot_need_text(&inner, "record") ||
        !(provider->quality_scheme = spot_need_id(&inner, "scheme")) ||
        !content_read_day(&inner, "valid_until", &provider->quality_until_day)) {
        return false;
    }
    return !quality || is_scheme_of(quality, provider->quality_scheme) ||
           spot_refuse(&inner, "scheme '%s' does not count for this door",
                       provider->quality_scheme);
}

static bool read_providers(Content *content, const Spot *spot, const json_t *quality, Door *door)
{
    if (!json_object_get(spot->value, "providers")) {
        return true;
    }
    const json_t *list = spot_need_list(spot, "providers", CONTENT_MAX_PROVIDERS);
    if (!list) {
        return false;
    }
    Provider *providers = content_allocate(content, json_array_size(list), sizeof(Provider));
    door->providers = providers;
    gsize i;
    const json_t *value;
    json_array_foreach(list, i, value)
    {
        Spot item = spot_item(spot, "providers", i, value);
        if (!read_provider(&item, quality, &providers[i])) {
            return false;
        }
        for (gsize j = 0; j < i; j++) {
            if (strcmp(providers[j].id, providers[i].id) == 0) {
                return spot_refuse(&item, "the id '%s' was used before", providers[i].id);
            }
        }
        door->n_providers++;
    }
    if (door->fallback < 0) {
        return spot_refuse(spot, "has no fallback, so it cannot depend on providers");
    }
    door->needs_provider = true;
    return true;
}

static bool read_towns(Content *content, const Spot *spot, Door *door)
{
    static const char *const keys[] = {"where", "address", "phone", NULL};
    json_t *towns = json_object_get(spot->value, "towns");
    if (!towns) {
        return true;
    }
    if (door->where_by < 0) {
        return spot_refuse(spot, "\"towns\" is for doors with \"where_by\"");
    }
    const Question *question = &content->questions[door->where_by];
    Place *places = content_allocate(content, question->n_options, sizeof(Place));
    door->towns = places;
    door->n_towns = question->n_options;
    const char *town;
    const json_t *value;
    json_object_foreach(towns, town, value)
    {
        Spot item = spot_member(spot, "towns", town, value);
        int option = content_find_option(question, town);
        if (option < 0) {
            return spot_refuse(&item, "question '%s' has no option '%s'", question->id, town);
        }
        if (!spot_check_keys(&item, keys) || !read_place(&item, &places[option])) {
            return false;
        }
    }
    return true;
}

static bool read_site_door(Content *content, const Spot *spot, const json_t *quality, Door *door)
{
    static const char *const keys[] = {"enabled", "where",     "address", "phone",
                                       "hours",   "providers", "towns",   NULL};
    if (!door->is_allowed) {
        return spot_refuse(spot, "door '%s' is not allowed at a '%s'", door->id,
                           content->site.kind);
    }
    door->is_enabled = true;
    if (!spot_check_keys(spot, keys) || !spot_take_flag(spot, "enabled", &door->is_enabled) ||
        !read_place(spot, &door->place) || !content_read_hours(spot, &door->hours) ||
        !read_providers(content, spot, quality, door) || !read_towns(content, spot, door)) {
        return false;
    }
    return door->is_enabled || door->fallback >= 0 ||
           spot_refuse(spot, "door '%s' has no fallback, so it cannot be switched off", door->id);
}

/* Towns the site serves: options of the questions that doors depend on. */
static bool check_towns(const Content *content, const Spot *root)
{
    gsize i;
    const json_t *item;
    json_array_foreach(json_object_get(root->value, "towns"), i, item)
    {
        const char *town = json_string_value(item);
        bool is_known = false;
        for (gsize d = 0; town && d < content->n_doors && !is_known; d++) {
            int by = content->doors[d].where_by;
            is_known = by >= 0 && content_find_option(&content->questions[by], town) >= 0;
        }
        if (!is_known) {
            return spot_refuse(root, "\"towns\" has '%s', which no question offers",
                               town ? town : "?");
        }
    }
    return true;
}

bool content_read_places(Content *content, const Part *doors, const Part *site)
{
    Spot root = spot_root(site);
    json_t *settings = json_object_get(site->root, "doors");
    if (!json_is_object(settings)) {
        return spot_refuse(&root, "\"doors\" must be an object");
    }
    const char *id;
    const json_t *value;
    json_object_foreach(settings, id, value)
    {
        Spot spot = spot_member(&root, "doors", id, value);
        int at = content_find_door(content, id);
        if (at < 0) {
            return spot_refuse(&spot, "door '%s' does not exist", id);
        }
        const json_t *door = json_array_get(json_object_get(doors->root, "doors"), (gsize)at);
        if (!read_site_door(content, &spot, json_object_get(door, "quality"),
                            &content->doors[at])) {
            return false;
        }
    }
    for (gsize i = 0; i < content->n_doors; i++) {
        const Door *door = &content->doors[i];
        if (door->is_allowed && !json_object_get(settings, door->id)) {
            return spot_refuse(
                &root, "\"doors\" must have '%s': its place, or {\"enabled\": false}", door->id);
        }
    }
    return check_towns(content, &root);
}
