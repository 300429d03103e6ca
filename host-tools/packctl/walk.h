// SPDX-License-Identifier: EUPL-1.2
/* Every possible visit of a site, from the first question to the doors. Answers that no condition
 * of the pack can tell apart (which of two tasks was touched, say) are tried once and counted as
 * many times as they are, so that the walk is complete and still takes a moment. */
#pragma once

#include "intake/answers.h"
#include "intake/triage.h"

/* One finished visit, standing for `n_alike` different sets of answers. */
typedef void (*WalkFunction)(const Answers *answers, guint64 n_alike, gpointer data);

/* Calls `function` for every way to go on from `start` until nothing is asked. */
void walk_each(const Content *content, const Answers *start, WalkFunction function, gpointer data);

typedef struct {
    guint64 n_visits;                /* different sets of answers */
    guint64 n_fallback;              /* of these, those that no rule named a door for */
    int most_asked;                  /* questions in the longest visit */
    bool is_used[CONTENT_MAX_RULES]; /* the rule held in some visit */
} WalkReport;

/* Walks all visits with `ask_town` and the content's parameters. NULL when in each nothing is left
 * to ask within the limit and every rule that holds names a door of this kind of site; else what
 * went wrong first (caller owns the text). */
char *walk_check(const Content *content, int ask_town, WalkReport *report);
