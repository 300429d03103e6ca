// SPDX-License-Identifier: EUPL-1.2
#include "packctl/examples.h"

#include "packctl/walk.h"

/* The best visit so far for one door; the lower, the better. */
typedef struct {
    bool is_found;
    guint cost;
    Answers answers;
} Example;

typedef struct {
    const Content *content;
    Example doors[CONTENT_MAX_DOORS];
} Examples;

static guint count_options(const Answers *answers)
{
    guint n = 0;
    for (gsize i = 0; i < answers->n_answered; i++) {
        n += (guint)__builtin_popcount(answers->chosen[answers->order[i]]);
    }
    return n;
}

static void keep_best(const Answers *answers, guint64 n_alike, gpointer data)
{
    enum { PLACE = 10000, QUESTION = 100 };
    Examples *examples = data;
    TriageResult result;
    (void)n_alike;
    triage_run(examples->content, answers, G_MININT64, &result);
    guint said = answers->n_answered * QUESTION + count_options(answers);
    for (guint i = 0; i < result.n_doors; i++) {
        Example *example = &examples->doors[result.doors[i].door];
        guint cost = i * PLACE + said;
        if (!example->is_found || cost < example->cost) {
            *example = (Example){true, cost, *answers};
        }
    }
}

static json_t *list_options(const Question *question, guint32 chosen)
{
    json_t *list = json_array();
    for (gsize i = 0; i < question->n_options; i++) {
        if (chosen >> i & 1) {
            json_array_append_new(list, json_string(question->options[i].id));
        }
    }
    if (question->kind == QUESTION_KIND_MULTI) {
        return list;
    }
    json_t *only = json_incref(json_array_get(list, 0));
    json_decref(list);
    return only;
}

static json_t *describe(const Content *content, const Answers *answers, const char *id)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    const Door *doors = content_doors(content, &n);
    json_t *said = json_object();
    json_t *path = json_array();
    json_t *shown = json_array();
    for (gsize i = 0; i < answers->n_answered; i++) {
        const Question *question = &questions[answers->order[i]];
        json_array_append_new(path, json_string(question->id));
        json_object_set_new(said, question->id,
                            list_options(question, answers->chosen[answers->order[i]]));
    }
    TriageResult result;
    triage_run(content, answers, G_MININT64, &result);
    for (gsize i = 0; i < result.n_doors; i++) {
        json_array_append_new(shown, json_string(doors[result.doors[i].door].id));
    }
    return json_pack("{s:s,s:o,s:o,s:o}", "id", id, "answers", said, "path", path, "doors", shown);
}

json_t *examples_find(const Content *content)
{
    gsize n;
    g_autofree Examples *examples = g_new0(Examples, 1);
    examples->content = content;
    Answers start;
    answers_init(&start, content);
    walk_each(content, &start, keep_best, examples);
    const Door *doors = content_doors(content, &n);
    json_t *personas = json_array();
    for (gsize i = 0; i < n; i++) {
        if (examples->doors[i].is_found) {
            json_array_append_new(personas,
                                  describe(content, &examples->doors[i].answers, doors[i].id));
        }
    }
    return json_pack("{s:o}", "personas", personas);
}
