// SPDX-License-Identifier: EUPL-1.2
#include "visitor/plan.h"

#include <string.h>

G_DEFINE_QUARK(wegwijs_visitor_plan_error, plan_error)

enum { MAX_FILE_BYTES = 1 << 20 };

static Plan *take_persona(const char *name, const json_t *persona)
{
    Plan *plan = g_new0(Plan, 1);
    plan->name = g_strdup(name);
    plan->language = g_strdup(json_get_string(persona, "lang", NULL));
    plan->answers = json_incref(json_object_get(persona, "answers"));
    plan->path = json_incref(json_object_get(persona, "path"));
    plan->doors = json_incref(json_object_get(persona, "doors"));
    return plan;
}

static const char *const lists[] = {"personas", "edge_cases"};

static const json_t *find_persona(const json_t *file, const char *id)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        const json_t *list = json_object_get(file, lists[i]);
        for (gsize k = 0; k < json_array_size(list); k++) {
            const json_t *persona = json_array_get(list, k);
            if (strcmp(json_get_string(persona, "id", ""), id) == 0) {
                return persona;
            }
        }
    }
    return NULL;
}

Plan *plan_load_persona(const char *persona, const char *site_kind, GError **error)
{
    const char *colon = strrchr(persona, ':');
    if (colon == NULL || colon[1] == '\0') {
        g_set_error(error, PLAN_ERROR, PLAN_ERROR_PERSONA, "'%s' is not FILE:ID", persona);
        return NULL;
    }
    g_autofree char *path = g_strndup(persona, (gsize)(colon - persona));
    g_autoptr(json_t) file = json_load(path, MAX_FILE_BYTES, error);
    const json_t *found = file != NULL ? find_persona(file, colon + 1) : NULL;
    if (file == NULL) {
        return NULL;
    }
    if (found == NULL || !json_is_object(json_object_get(found, "answers"))) {
        g_set_error(error, PLAN_ERROR, PLAN_ERROR_PERSONA, "%s has no persona '%s' with answers",
                    path, colon + 1);
        return NULL;
    }
    const char *kind = json_get_string(json_object_get(found, "site"), "kind", "");
    if (site_kind != NULL && strcmp(kind, site_kind) != 0) {
        g_set_error(error, PLAN_ERROR, PLAN_ERROR_SITE, "persona %s visits a %s, not a %s",
                    colon + 1, kind, site_kind);
        return NULL;
    }
    return take_persona(colon + 1, found);
}

char **plan_list_personas(const char *file, GError **error)
{
    g_autoptr(json_t) whole = json_load(file, MAX_FILE_BYTES, error);
    g_autoptr(GStrvBuilder) ids = g_strv_builder_new();
    if (whole == NULL) {
        return NULL;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        const json_t *list = json_object_get(whole, lists[i]);
        for (gsize k = 0; k < json_array_size(list); k++) {
            g_strv_builder_add(ids, json_get_string(json_array_get(list, k), "id", ""));
        }
    }
    return g_strv_builder_end(ids);
}

Plan *plan_load_answers(const char *file, GError **error)
{
    g_autoptr(json_t) answers = json_load(file, MAX_FILE_BYTES, error);
    if (answers == NULL) {
        return NULL;
    }
    g_autofree char *name = g_path_get_basename(file);
    if (json_is_object(json_object_get(answers, "answers"))) {
        return take_persona(name, answers);
    }
    if (!json_is_object(answers)) {
        g_set_error(error, PLAN_ERROR, PLAN_ERROR_PERSONA, "%s is not an object of answers", file);
        return NULL;
    }
    Plan *plan = g_new0(Plan, 1);
    plan->name = g_steal_pointer(&name);
    plan->answers = g_steal_pointer(&answers);
    return plan;
}

void plan_free(Plan *plan)
{
    if (plan == NULL) {
        return;
    }
    g_free(plan->name);
    g_free(plan->language);
    json_decref(plan->answers);
    json_decref(plan->path);
    json_decref(plan->doors);
    g_free(plan);
}
