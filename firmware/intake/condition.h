// SPDX-License-Identifier: EUPL-1.2
/* The condition language of intake.json's `semantics` block, compiled once, evaluated without
 * allocating. Pure. Any thread once compiled. */
#pragma once

#include "base/json.h"
#include "intake/answers_data.h"

/* What names in a condition may stand for. Borrowed by the compiled condition where said so. */
typedef struct {
    const Question *questions; /* borrowed as long as the condition lives */
    gsize n_questions;
    const char *const *kinds;  /* of sites, NULL-terminated */
    const char *const *params; /* NULL-terminated */
} ConditionNames;

/* Compiles `json`. NULL and *fault set to what is wrong (caller owns the text) when it is not a
 * condition over `names`. Caller frees. */
Condition *condition_compile(const json_t *json, const ConditionNames *names,
                             char **fault) G_GNUC_WARN_UNUSED_RESULT;
void condition_free(Condition *condition);

/* True or false for these answers; see `semantics` in intake.json for each operator. NULL is true
 * (no condition was given). */
bool condition_holds(const Condition *condition, const Answers *answers);

/* Whether it could matter to the condition that `question` is answered with one of two `sets`
 * and not the other, whatever the other answers are; parameters are those of `answers`. For tools
 * that go through all visits. False for NULL. */
bool condition_tells_apart(const Condition *condition, const Answers *answers, int question,
                           const guint32 sets[2]);
