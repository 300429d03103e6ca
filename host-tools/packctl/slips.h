// SPDX-License-Identifier: EUPL-1.2
/* The slips that a site can print: every visit (walk.h) with the most that a visitor can add to it
 * (tasks with long names, a provider, each town). slips_list, then for each slips_prepare and
 * slips_facts. One thread. */
#pragma once

#include "intake/answers.h"
#include "intake/triage.h"
#include "slip/slip.h"

enum {
    SLIPS_SHORT_DOORS = 4,   /* named on a slip however much is left out */
    SLIPS_LAST_DAY = 1 << 30 /* a day when every provider's record has run out */
};

/* A visit, as little as its slip can be made from. */
typedef struct {
    Answers answers;
    gint64 today;
} PossibleSlip;

/* All that differ, as PossibleSlip. `is_short`: differ in what is left when all is left out that
 * can be. Caller unrefs. */
GArray *slips_list(const Content *content, bool is_short);

/* The doors of one. It is large: keep few of them. */
typedef struct {
    const Content *content;
    const Answers *answers;
    TriageResult result;
    const char *provider_ids[CONTENT_MAX_DOORS];
} PreparedSlip;

/* `content` and `slip` are borrowed for as long as `out` is in use. */
void slips_prepare(const Content *content, const PossibleSlip *slip, PreparedSlip *out);

/* The facts with the widest reference and the longest code there is, on an evening when the kiosk
 * says that the door is closed and opens on the day with the longest name. Borrows `slip`. */
SlipFacts slips_facts(const PreparedSlip *slip, int language);
