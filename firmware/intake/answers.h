// SPDX-License-Identifier: EUPL-1.2
/* What one visitor answered, with the facts and parameters it is judged by. Plain storage inside
 * the one struct that is wiped at the end of a visit (explicit_bzero through answers_clear); holds
 * no pointer to heap. All-zero is "nothing answered". */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "intake/content.h"

struct Answers {
    guint32 chosen[CONTENT_MAX_QUESTIONS]; /* bit per option index; 0: not answered */
    guint8 order[CONTENT_MAX_QUESTIONS];   /* question indices in the order answered */
    guint8 n_answered;
    gint32 site_kind; /* facts and parameters as the compiled conditions number them; set by
                         answers_init */
    gint32 ask_town;
    gint32 params[8];
};

/* Nothing answered, facts and parameters as the site's configuration says. */
void answers_init(Answers *answers, const Content *content);
void answers_clear(Answers *answers);

bool answers_is_answered(const Answers *answers, int question);

/* Stores an answer. False and nothing changed when it breaks the question's rules (no option, too
 * many, exclusive with others, an option that is not shown, a question that is not the next one or
 * was answered). */
bool answers_set(Answers *answers, const Content *content, int question,
                 guint32 chosen) G_GNUC_WARN_UNUSED_RESULT;

/* Takes back `question` and every later answer; of what was said nothing is kept. */
void answers_take_back(Answers *answers, int question);

/* What touching `option` makes of the set `chosen` of a multi question: exclusive options clear the
 * others and the other way round; at the maximum a further option changes nothing. */
guint32 answers_toggle(const Question *question, guint32 chosen, int option);
