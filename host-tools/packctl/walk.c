// SPDX-License-Identifier: EUPL-1.2
#include "packctl/walk.h"

#include <string.h>

#include "intake/flow.h"

/* A set of options of one question that stands for all that mean the same to every condition. */
typedef struct {
    guint32 chosen;
    guint64 n_alike;
} Choice;

typedef struct {
    const Content *content;
    const Question *questions;
    gsize n_questions;
    const Rule *rules;
    gsize n_rules;
    WalkFunction function;
    gpointer data;
    GHashTable *choices; /* question and options shown (guint64) -> GArray of Choice */
} Walk;

static bool question_tells_apart(const Question *question, const Answers *answers, int about,
                                 const guint32 sets[2])
{
    if (condition_tells_apart(question->ask_if, answers, about, sets)) {
        return true;
    }
    for (gsize i = 0; i < question->n_options; i++) {
        if (condition_tells_apart(question->options[i].show_if, answers, about, sets)) {
            return true;
        }
    }
    return false;
}

static bool tells_apart(const Walk *walk, const Answers *answers, int question,
                        const guint32 sets[2])
{
    for (gsize i = 0; i < walk->n_rules; i++) {
        if (condition_tells_apart(walk->rules[i].when, answers, question, sets)) {
            return true;
        }
    }
    for (gsize i = 0; i < walk->n_questions; i++) {
        if (question_tells_apart(&walk->questions[i], answers, question, sets)) {
            return true;
        }
    }
    return false;
}

static void add_choice(const Walk *walk, const Answers *answers, int question, guint32 chosen,
                       GArray *choices)
{
    for (guint i = 0; i < choices->len; i++) {
        Choice *known = &g_array_index(choices, Choice, i);
        const guint32 sets[2] = {known->chosen, chosen};
        if (!tells_apart(walk, answers, question, sets)) {
            known->n_alike++;
            return;
        }
    }
    Choice fresh = {chosen, 1};
    g_array_append_val(choices, fresh);
}

/* Adds every set that answers_set takes of `chosen` and options from `option` on. A set it refuses
 * stays refused with more options in it. */
static void add_choices(const Walk *walk, const Answers *answers, int question, guint32 chosen,
                        GArray *choices)
{
    const Question *asked = &walk->questions[question];
    gsize from = chosen == 0 ? 0 : (gsize)g_bit_nth_msf(chosen, -1) + 1;
    for (gsize i = from; i < asked->n_options; i++) {
        guint32 more = chosen | 1U << i;
        Answers further = *answers;
        if (answers_set(&further, walk->content, question, more)) {
            add_choice(walk, answers, question, more, choices);
            add_choices(walk, answers, question, more, choices);
        }
    }
}

static void free_choices(gpointer choices)
{
    g_array_unref(choices);
}

static const GArray *find_choices(const Walk *walk, const Answers *answers, int question)
{
    gint64 key = (gint64)question << 32 | flow_shown_options(walk->content, answers, question);
    GArray *choices = g_hash_table_lookup(walk->choices, &key);
    if (!choices) {
        choices = g_array_new(FALSE, FALSE, sizeof(Choice));
        add_choices(walk, answers, question, 0, choices);
        g_hash_table_insert(walk->choices, g_memdup2(&key, sizeof(key)), choices);
    }
    return choices;
}

static void visit(const Walk *walk, const Answers *answers, guint64 n_alike)
{
    int next = flow_next_question(walk->content, answers);
    if (next < 0) {
        walk->function(answers, n_alike, walk->data);
        return;
    }
    const GArray *choices = find_choices(walk, answers, next);
    for (guint i = 0; i < choices->len; i++) {
        const Choice *choice = &g_array_index(choices, Choice, i);
        Answers further = *answers;
        further.chosen[next] = choice->chosen;
        further.order[further.n_answered++] = (guint8)next;
        visit(walk, &further, n_alike * choice->n_alike);
    }
}

void walk_each(const Content *content, const Answers *start, WalkFunction function, gpointer data)
{
    Walk walk = {.content = content, .function = function, .data = data};
    walk.questions = content_questions(content, &walk.n_questions);
    walk.rules = content_rules(content, &walk.n_rules);
    walk.choices = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_choices);
    visit(&walk, start, 1);
    g_hash_table_unref(walk.choices);
}

typedef struct {
    const Content *content;
    WalkReport *report;
    char *fault; /* the first */
} Check;

/* "goal=work tasks=t_clean,t_pack": an imagined visit, as an error names it. */
static char *describe(const Content *content, const Answers *answers)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    GString *text = g_string_new("visit");
    for (gsize i = 0; i < answers->n_answered; i++) {
        const Question *question = &questions[answers->order[i]];
        g_string_append_printf(text, " %s=", question->id);
        bool is_first = true;
        for (gsize o = 0; o < question->n_options; o++) {
            if ((answers->chosen[answers->order[i]] & 1U << o) != 0) {
                g_string_append_printf(text, "%s%s", is_first ? "" : ",", question->options[o].id);
                is_first = false;
            }
        }
    }
    return g_string_free(text, FALSE);
}

static void refuse(Check *check, const Answers *answers, const char *reason)
{
    if (!check->fault) {
        g_autofree char *visited = describe(check->content, answers);
        check->fault = g_strdup_printf("%s: %s", visited, reason);
    }
}

/* Whether only the limit kept another question from being asked. */
static bool is_cut_short(const Content *content, const Answers *answers)
{
    Answers more = *answers;
    more.n_answered = 0;
    return flow_next_question(content, &more) >= 0;
}

static void check_rules(Check *check, const Answers *answers, guint64 n_alike)
{
    gsize n_rules, n_doors;
    const Rule *rules = content_rules(check->content, &n_rules);
    const Door *doors = content_doors(check->content, &n_doors);
    bool is_named = false;
    for (gsize i = 0; i < n_rules; i++) {
        if (!condition_holds(rules[i].when, answers)) {
            continue;
        }
        is_named = true;
        check->report->is_used[i] = true;
        if (!doors[rules[i].door].is_allowed && !check->fault) {
            g_autofree char *reason =
                g_strdup_printf("rule '%s' names door '%s', which is not for this kind of site",
                                rules[i].id, doors[rules[i].door].id);
            refuse(check, answers, reason);
        }
    }
    check->report->n_fallback += is_named ? 0 : n_alike;
}

static void check_visit(const Answers *answers, guint64 n_alike, gpointer data)
{
    Check *check = data;
    check->report->n_visits += n_alike;
    check->report->most_asked = MAX(check->report->most_asked, answers->n_answered);
    if (is_cut_short(check->content, answers)) {
        refuse(check, answers, "there is more to ask than a visitor may meet");
    }
    check_rules(check, answers, n_alike);
}

char *walk_check(const Content *content, int ask_town, WalkReport *report)
{
    Check check = {content, report, NULL};
    Answers start;
    answers_init(&start, content);
    start.ask_town = ask_town;
    memset(report, 0, sizeof(*report));
    walk_each(content, &start, check_visit, &check);
    return check.fault;
}
