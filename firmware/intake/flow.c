// SPDX-License-Identifier: EUPL-1.2
#include "intake/flow.h"

#include <string.h>

int flow_next_question(const Content *content, const Answers *answers)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    if (answers->n_answered >= CONTENT_MAX_ASKED) {
        return -1;
    }
    for (gsize i = 0; i < n; i++) {
        if (answers->chosen[i] == 0 && condition_holds(questions[i].ask_if, answers)) {
            return (int)i;
        }
    }
    return -1;
}

guint32 flow_shown_options(const Content *content, const Answers *answers, int question)
{
    gsize n;
    const Question *asked = &content_questions(content, &n)[question];
    guint32 shown = 0;
    for (gsize i = 0; i < asked->n_options; i++) {
        shown |= condition_holds(asked->options[i].show_if, answers) ? 1U << i : 0;
    }
    return shown;
}

const char *flow_wording(const Content *content, const Answers *answers, int question)
{
    gsize n;
    const Question *asked = &content_questions(content, &n)[question];
    for (gsize i = 0; i < asked->n_wordings; i++) {
        if (condition_holds(asked->wordings[i].when, answers)) {
            return asked->wordings[i].text;
        }
    }
    return asked->text;
}

/* The option of `asked` that says nothing; every question has one that is always shown. */
static guint32 find_way_out(const Question *asked, guint32 shown)
{
    for (gsize i = 0; i < asked->n_options; i++) {
        const QuestionOption *option = &asked->options[i];
        if ((option->is_skip || option->is_exclusive) && (shown & 1U << i) != 0) {
            return 1U << i;
        }
    }
    g_assert_not_reached();
}

int flow_estimate_remaining(const Content *content, const Answers *answers)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    Answers ahead = *answers;
    int remaining = 0;
    for (int next; (next = flow_next_question(content, &ahead)) >= 0; remaining++) {
        guint32 shown = flow_shown_options(content, &ahead, next);
        ahead.chosen[next] = find_way_out(&questions[next], shown);
        ahead.n_answered++;
    }
    explicit_bzero(&ahead, sizeof(ahead));
    return remaining;
}
