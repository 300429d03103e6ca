// SPDX-License-Identifier: EUPL-1.2
#include "intake/answers.h"

#include <string.h>

#include "intake/flow.h"

void answers_init(Answers *answers, const Content *content)
{
    gsize n_params;
    const gint32 *params = content_params(content, &n_params);
    memset(answers, 0, sizeof(*answers));
    answers->site_kind = content_site_kind(content);
    answers->ask_town = content_ask_town(content);
    memcpy(answers->params, params, n_params * sizeof(*params));
}

void answers_clear(Answers *answers)
{
    explicit_bzero(answers, sizeof(*answers));
}

bool answers_is_answered(const Answers *answers, int question)
{
    return answers->chosen[question] != 0;
}

static guint32 find_exclusive(const Question *question)
{
    guint32 bits = 0;
    for (gsize i = 0; i < question->n_options; i++) {
        bits |= question->options[i].is_exclusive ? 1U << i : 0;
    }
    return bits;
}

static int count_bits(guint32 bits)
{
    return __builtin_popcount(bits);
}

bool answers_set(Answers *answers, const Content *content, int question, guint32 chosen)
{
    if (chosen == 0 || flow_next_question(content, answers) != question) {
        return false;
    }
    gsize n;
    const Question *asked = &content_questions(content, &n)[question];
    bool is_mixed = (chosen & find_exclusive(asked)) != 0 && count_bits(chosen) > 1;
    if (is_mixed || count_bits(chosen) > asked->max_chosen ||
        (chosen & ~flow_shown_options(content, answers, question)) != 0) {
        return false;
    }
    answers->chosen[question] = chosen;
    answers->order[answers->n_answered++] = (guint8)question;
    return true;
}

void answers_take_back(Answers *answers, int question)
{
    if (!answers_is_answered(answers, question)) {
        return;
    }
    bool is_last = false;
    while (!is_last && answers->n_answered > 0) {
        guint8 *last = &answers->order[--answers->n_answered];
        is_last = *last == question;
        answers->chosen[*last] = 0;
        *last = 0;
    }
}

guint32 answers_toggle(const Question *question, guint32 chosen, int option)
{
    guint32 bit = 1U << option;
    if (question->kind != QUESTION_KIND_MULTI) {
        return bit;
    }
    if ((chosen & bit) != 0) {
        return chosen & ~bit;
    }
    guint32 exclusive = find_exclusive(question);
    if ((exclusive & bit) != 0) {
        return bit;
    }
    guint32 kept = chosen & ~exclusive;
    return count_bits(kept) < question->max_chosen ? kept | bit : chosen;
}
