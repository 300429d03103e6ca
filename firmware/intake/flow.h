// SPDX-License-Identifier: EUPL-1.2
/* Which question comes next: the first in list order that is not answered and whose ask_if holds.
 * Pure; nothing allocates. */
#pragma once

#include "intake/answers_data.h"
#include "intake/content.h"

/* Question index, or -1 when the intake is complete (also after CONTENT_MAX_ASKED answers). */
int flow_next_question(const Content *content, const Answers *answers);

/* Bits of the options that are on the screen now. */
guint32 flow_shown_options(const Content *content, const Answers *answers, int question);

/* String id of the question's title for these answers (text_if). Borrowed from content. */
const char *flow_wording(const Content *content, const Answers *answers, int question);

/* Estimate for the progress line: number of questions still to come if every further answer were
 * the skip option; at least 0. */
int flow_estimate_remaining(const Content *content, const Answers *answers);
