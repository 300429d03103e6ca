// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/content.h"

enum { MAX_TIER = 9, MAX_WEIGHT = 1000, MAX_RULE_NOTES = 16 };

static bool read_param(const Spot *spot, gint32 *out)
{
    static const char *const keys[] = {"value", "min", "max", "what", "law", "planned", NULL};
    static const int any[2] = {-1000000, 1000000};
    int bounds[2];
    int value;
    if (!spot_check_keys(spot, keys) || !spot_need_number(spot, "min", any, &bounds[0]) ||
        !spot_need_number(spot, "max", any, &bounds[1]) ||
        !spot_need_number(spot, "value", bounds, &value)) {
        return false;
    }
    *out = value;
    return true;
}

bool content_read_params(Content *content, const Part *rules)
{
    static const char *const keys[] = {"format",   "content_version", "tiers", "params",
                                       "fallback", "rules",           NULL};
    Spot root = spot_root(rules);
    if (!spot_check_keys(&root, keys)) {
        return false;
    }
    json_t *params = json_object_get(rules->root, "params");
    if (json_object_size(params) > CONTENT_MAX_PARAMS) {
        return spot_refuse(&root, "\"params\" may have at most %d", CONTENT_MAX_PARAMS);
    }
    const char *name;
    const json_t *value;
    json_object_foreach(params, name, value)
    {
        Spot spot = spot_member(&root, "params", name, value);
        if (!read_param(&spot, &content->params[content->n_params])) {
            return false;
        }
        content->param_names[content->n_params++] = name;
    }
    return true;
}

static bool read_rule(Content *content, const Spot *spot, Rule *rule)
{
    static const char *const keys[] = {"id", "door", "tier", "weight", "when", "notes", NULL};
    static const int tiers[2] = {0, MAX_TIER};
    static const int weights[2] = {0, MAX_WEIGHT};
    const char *door = NULL;
    if (!spot_check_keys(spot, keys) || !(rule->id = spot_need_id(spot, "id")) ||
        !(door = spot_need_text(spot, "door")) ||
        !spot_need_number(spot, "tier", tiers, &rule->tier) ||
        !spot_need_number(spot, "weight", weights, &rule->weight) ||
        !(rule->notes = content_take_text_ids(content, spot, "notes")) ||
        !content_take_condition(content, spot, "when", &rule->when)) {
        return false;
    }
    rule->door = content_find_door(content, door);
    if (rule->door < 0) {
        return spot_refuse(spot, "door '%s' does not exist", door);
    }
    if (g_strv_length((char **)rule->notes) > MAX_RULE_NOTES) {
        return spot_refuse(spot, "a rule has at most %d notes", MAX_RULE_NOTES);
    }
    return rule->when || spot_refuse(spot, "\"when\" is missing");
}

static bool check_rule(const Content *content, const Spot *spot, const Rule *rule,
                       GHashTable *notes)
{
    for (gsize i = 0; i < content->n_rules; i++) {
        if (strcmp(content->rules[i].id, rule->id) == 0) {
            return spot_refuse(spot, "the id '%s' was used before", rule->id);
        }
    }
    const json_t *tiers = json_object_get(spot->part->root, "tiers");
    g_autofree char *tier = g_strdup_printf("%d", rule->tier);
    if (!json_object_get(tiers, tier)) {
        return spot_refuse(spot, "tier %s is not described in \"tiers\"", tier);
    }
    for (int i = 0; rule->notes[i]; i++) {
        g_hash_table_add(notes, (char *)rule->notes[i]);
    }
    return g_hash_table_size(notes) <= CONTENT_MAX_NOTES ||
           spot_refuse(spot, "all rules together have more than %d notes", CONTENT_MAX_NOTES);
}

/* Where no rule holds, rules.json and doors.json must name the same door for each kind of site, one
 * that is always open there. */
static bool read_fallback(const Content *content, const Spot *root, const Part *doors,
                          const char *kind, int *door)
{
    const char *id =
        json_string_value(json_object_get(json_object_get(root->value, "fallback"), kind));
    const char *also =
        json_string_value(json_object_get(json_object_get(doors->root, "fallback_site"), kind));
    *door = id ? content_find_door(content, id) : -1;
    if (*door < 0) {
        return spot_refuse(root, "\"fallback\" must name a door for '%s'", kind);
    }
    if (g_strcmp0(id, also) != 0) {
        return spot_refuse(root, "\"fallback\" for '%s' is '%s', doors.json says '%s'", kind, id,
                           also ? also : "none");
    }
    return content_is_always_open(doors, (gsize)*door, kind) ||
           spot_refuse(root, "\"fallback\" for '%s' is '%s', a door that can be closed there", kind,
                       id);
}

static bool read_fallbacks(Content *content, const Part *rules, const Part *doors)
{
    Spot root = spot_root(rules);
    for (gsize i = 0; content->kinds[i]; i++) {
        int door;
        if (!read_fallback(content, &root, doors, content->kinds[i], &door)) {
            return false;
        }
        if ((int)i == content->site_kind) {
            content->site.fallback_door = door;
        }
    }
    return true;
}

bool content_read_rules(Content *content, const Part *rules, const Part *doors)
{
    Spot root = spot_root(rules);
    const json_t *list = spot_need_list(&root, "rules", CONTENT_MAX_RULES);
    if (!list || !read_fallbacks(content, rules, doors)) {
        return false;
    }
    content->rules = content_allocate(content, json_array_size(list), sizeof(Rule));
    g_autoptr(GHashTable) notes = g_hash_table_new(g_str_hash, g_str_equal);
    gsize i;
    const json_t *value;
    json_array_foreach(list, i, value)
    {
        Spot spot = spot_item(&root, "rules", i, value);
        Rule *rule = &content->rules[i];
        if (!read_rule(content, &spot, rule) || !check_rule(content, &spot, rule, notes)) {
            return false;
        }
        content->n_rules++;
    }
    return true;
}
