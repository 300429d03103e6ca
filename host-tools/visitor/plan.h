// SPDX-License-Identifier: EUPL-1.2
/* Who the visitor is: what they answer, and what the kiosk is expected to ask and to advise. Read
 * from a file of personas (tests/visit/personas.json), or from a plain object of answers. */
#pragma once

#include "base/json.h"

#define PLAN_ERROR plan_error_quark()
GQuark plan_error_quark(void);
typedef enum { PLAN_ERROR_PERSONA, PLAN_ERROR_SITE } PlanError;

typedef struct {
    char *name;     /* of the persona, or of the file */
    char *language; /* code, or NULL */
    json_t *answers;
    json_t *path, *doors; /* arrays of ids, or NULL: nothing is expected */
} Plan;

/* `persona`: "FILE:ID". `site_kind` NULL: any; otherwise the persona must be one of that kind of
 * site. Caller frees. */
Plan *plan_load_persona(const char *persona, const char *site_kind,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ids in such a file. NULL-terminated; caller owns. */
char **plan_list_personas(const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* {"question id":"option id" or ["option id",…],…}, or a persona alone. Caller frees. */
Plan *plan_load_answers(const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)
