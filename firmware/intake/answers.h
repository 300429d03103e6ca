// SPDX-License-Identifier: EUPL-1.2
/* Taking, changing and taking back a visitor's answers. answers_init, then answers_set for each
 * question in the order flow_next_question gives, answers_clear at the end (it wipes). Pure. */
#pragma once

#include "intake/answers_data.h"
#include "intake/content.h"

/* Nothing answered, facts and parameters as the site's configuration says. */
void answers_init(Answers *answers, const Content *content);
/* Wipes all of it (explicit_bzero). */
void answers_clear(Answers *answers);

bool answers_is_answered(const Answers *answers, int question);

/* Stores an answer. False and nothing changed when it breaks the question's rules (no option, too
 * many, exclusive with others, an option that is not shown, a question that is not the next one or
 * was answered). */
bool answers_set(Answers *answers, const Content *content, int question,
                 guint32 chosen) G_GNUC_WARN_UNUSED_RESULT;

/* Takes back `question` and every later answer; of what was said nothing is kept. A question that
 * was not answered changes nothing. */
void answers_take_back(Answers *answers, int question);

/* What touching `option` makes of the set `chosen` of a question: in a multi question, exclusive
 * options clear the others and the other way round, a chosen one goes, and at the maximum a further
 * option changes nothing; in the others the option takes the place of what was chosen. */
guint32 answers_toggle(const Question *question, guint32 chosen, int option);
