// SPDX-License-Identifier: EUPL-1.2
/* Any JSON is a condition over a known question or is refused with what is wrong; a condition can
 * be asked about an empty and about a full set of answers. */
#include "intake/condition.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const QuestionOption options[] = {
    {.id = "yes"},
    {.id = "few", .has_number = true, .number = 3},
    {.id = "many", .has_number = true, .number = 30},
    {.id = "skip", .is_skip = true},
};

static const Question questions[] = {
    {.id = "work",
     .kind = QUESTION_KIND_SINGLE,
     .options = options,
     .n_options = 4,
     .max_chosen = 1},
    {.id = "hours",
     .kind = QUESTION_KIND_BAND,
     .options = options,
     .n_options = 4,
     .max_chosen = 1},
    {.id = "tasks",
     .kind = QUESTION_KIND_MULTI,
     .options = options,
     .n_options = 4,
     .max_chosen = 3},
};

static const char *const kinds[] = {"werkcafe", "meedoenbalie", NULL};
static const char *const params[] = {"twv_wait_months", NULL};

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const ConditionNames names = {
        .questions = questions,
        .n_questions = G_N_ELEMENTS(questions),
        .kinds = kinds,
        .params = params,
    };
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    g_autoptr(json_t) json = json_parse(text, "input", NULL);
    if (!json) {
        return 0;
    }
    g_autofree char *fault = NULL;
    Condition *condition = condition_compile(json, &names, &fault);
    g_assert((condition != NULL) != (fault != NULL));
    if (condition) {
        const Answers nothing = {0};
        const Answers much = {.chosen = {1, 2, 5}, .order = {2, 0, 1}, .n_answered = 3};
        (void)condition_holds(condition, &nothing);
        (void)condition_holds(condition, &much);
        condition_free(condition);
    }
    return 0;
}
