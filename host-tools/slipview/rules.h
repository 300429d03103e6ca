// SPDX-License-Identifier: EUPL-1.2
/* When something goes wrong: lines such as "after 1200 bytes: paper-out", each of which happens
 * once. Knows nothing of printers; what happens is a text. Pure, one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { RULES_BYTES, RULES_TIME_US, RULES_CUTS, RULES_CALLERS, RULES_COUNTERS } RulesCounter;

/* How far everything has come; each only rises. */
typedef struct {
    gint64 counts[RULES_COUNTERS];
} RulesMoment;

typedef struct Rules Rules;

Rules *rules_new(void);
void rules_free(Rules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rules, rules_free)

/* Adds [then] [after N bytes|after N s|after N ms|at cut|at connect]: WHAT. It counts from `now`,
 * with "then" from when the line before it has happened; without a when it happens at once. False,
 * and nothing is added, when the line is not like this or `knows` does not know WHAT. */
bool rules_add(Rules *rules, const char *line, const RulesMoment *now,
               bool (*knows)(const char *what));
/* The WHAT that is to happen next, once each; NULL when nothing is due. Until rules_add. */
const char *rules_take(Rules *rules, const RulesMoment *now);
/* How far that counter is from making something happen; -1: nothing waits for it. */
gint64 rules_left(const Rules *rules, RulesCounter counter, const RulesMoment *now);
/* Forgets what has not happened. */
void rules_clear(Rules *rules);
