// SPDX-License-Identifier: EUPL-1.2
/* The condition language of intake.json's `semantics` block, compiled once, evaluated without
 * allocating. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Condition Condition;
typedef struct Answers Answers;

/* True or false for these answers; see `semantics` in intake.json for each operator. NULL is true
 * (no condition was given). */
bool condition_holds(const Condition *condition, const Answers *answers);
