// SPDX-License-Identifier: EUPL-1.2
/* Whole slips for tests: the built packs, visitors as JSON answers, and the slip they get. */
#pragma once

#include "slip/slip.h"

/* Our own fonts, as built; aborts when they are not there. */
void fixture_use_fonts(void);

typedef struct {
    Content *content;
    Answers answers;
    TriageResult result;
    SlipFacts facts; /* complete but for `language`: Monday 23 November 2026, 14:05 */
    char *qr_text;
} FixtureVisit;

/* `pack` as in build/packs; `answers` as {"goal":"work","tasks":["t_office"]}; what is not there is
 * answered with the option that says nothing. Aborts when an answer does not fit. */
FixtureVisit *fixture_visit_new(const char *pack, const char *answers);
/* The same with the pseudo-language in the places of English and Persian. */
FixtureVisit *fixture_visit_new_long(const char *pack, const char *answers);
void fixture_visit_free(FixtureVisit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FixtureVisit, fixture_visit_free)

/* Chooses the language; aborts when the pack does not have it. */
void fixture_visit_speak(FixtureVisit *visit, const char *language);
