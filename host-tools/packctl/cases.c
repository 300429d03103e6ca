// SPDX-License-Identifier: EUPL-1.2
#include "packctl/cases.h"

#include <string.h>

#include "intake/flow.h"

G_DEFINE_QUARK(packctl_case_error, case_error)

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *reason = g_strdup_vprintf(format, values);
    va_end(values);
    g_set_error_literal(error, CASE_ERROR, CASE_ERROR_INVALID, reason);
    return false;
}

static bool read_small_integer(const json_t *value, const char *name, gint32 *out, GError **error)
{
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || ABS(number) > G_MAXINT16) {
        return refuse(error, "\"%s\" must be a small whole number", name);
    }
    *out = (gint32)number;
    return true;
}

static bool read_site(const json_t *json, Pack *pack, Case *out, GError **error)
{
    const json_t *site = json_object_get(json, "site");
    const char *own = content_site(pack->content)->kind;
    out->content = pack_content_for(pack, json_get_string(site, "kind", own), error);
    if (!out->content) {
        return false;
    }
    answers_init(&out->answers, out->content);
    const json_t *ask_town = json_object_get(site, "ask_town");
    return !ask_town || read_small_integer(ask_town, "ask_town", &out->answers.ask_town, error);
}

static bool read_params(const json_t *json, Case *out, GError **error)
{
    const char *name;
    const json_t *value;
    json_object_foreach(json_object_get(json, "params"), name, value)
    {
        int param = content_find_param(out->content, name);
        if (param < 0) {
            return refuse(error, "parameter '%s' does not exist", name);
        }
        if (!read_small_integer(value, name, &out->answers.params[param], error)) {
            return false;
        }
    }
    return true;
}

/* Adds the bit of the option that `value` names. */
static bool add_option(const Question *question, const json_t *value, guint32 *chosen,
                       GError **error)
{
    const char *id = json_string_value(value);
    int option = id ? content_find_option(question, id) : -1;
    if (option < 0) {
        return refuse(error, "question '%s' has no option '%s'", question->id, id ? id : "?");
    }
    *chosen |= 1U << option;
    return true;
}

static bool read_chosen(const Question *question, const json_t *value, guint32 *chosen,
                        GError **error)
{
    *chosen = 0;
    if (!json_is_array(value)) {
        return add_option(question, value, chosen, error);
    }
    gsize i;
    const json_t *item;
    json_array_foreach(value, i, item)
    {
        if (!add_option(question, item, chosen, error)) {
            return false;
        }
    }
    return *chosen != 0 || refuse(error, "question '%s' has an empty answer", question->id);
}

/* Says why answers_set did not take the answer. */
static bool refuse_answer(const Case *visitor, int index, const Question *question, guint32 chosen,
                          GError **error)
{
    guint32 shown = flow_shown_options(visitor->content, &visitor->answers, index);
    for (gsize i = 0; i < question->n_options; i++) {
        if ((chosen & ~shown & 1U << i) != 0) {
            return refuse(error, "question '%s' does not show option '%s' here", question->id,
                          question->options[i].id);
        }
    }
    int n = __builtin_popcount(chosen);
    if (n > question->max_chosen) {
        return refuse(error, "question '%s' takes at most %d options, %d were given", question->id,
                      question->max_chosen, n);
    }
    return refuse(error, "question '%s' has an option that goes with no other", question->id);
}

static bool refuse_unasked(const Case *visitor, json_t *given, GError **error)
{
    const char *id;
    const json_t *value;
    json_object_foreach(given, id, value)
    {
        int question = content_find_question(visitor->content, id);
        if (question < 0) {
            return refuse(error, "question '%s' does not exist", id);
        }
        if (!answers_is_answered(&visitor->answers, question)) {
            return refuse(error, "question '%s' is not asked with these answers", id);
        }
    }
    g_assert_not_reached();
}

bool case_read(const json_t *json, Pack *pack, Case *out, GError **error)
{
    json_t *given = json_object_get(json, "answers");
    if (!json_is_object(given)) {
        return refuse(error, "a case is an object with \"answers\"");
    }
    if (!read_site(json, pack, out, error) || !read_params(json, out, error)) {
        return false;
    }
    gsize n;
    const Question *questions = content_questions(out->content, &n);
    int next;
    while ((next = flow_next_question(out->content, &out->answers)) >= 0) {
        const Question *question = &questions[next];
        const json_t *value = json_object_get(given, question->id);
        guint32 chosen;
        if (!value) {
            return refuse(error, "question '%s' is asked, but has no answer", question->id);
        }
        if (!read_chosen(question, value, &chosen, error)) {
            return false;
        }
        if (!answers_set(&out->answers, out->content, next, chosen)) {
            return refuse_answer(out, next, question, chosen, error);
        }
    }
    return json_object_size(given) == out->answers.n_answered || refuse_unasked(out, given, error);
}

/* Ids are plain, nothing in them needs escaping (intake/content sees to it). */
static void append_id(GString *text, const char *id, bool is_first)
{
    g_string_append(text, is_first ? "\"" : ",\"");
    g_string_append(text, id);
    g_string_append_c(text, '"');
}

static void append_lists(const Case *visitor, const TriageResult *result, bool is_notes,
                         GString *text)
{
    gsize n;
    const Door *doors = content_doors(visitor->content, &n);
    const Rule *rules = content_rules(visitor->content, &n);
    for (gsize i = 0; i < result->n_doors; i++) {
        const TriagedDoor *triaged = &result->doors[i];
        append_id(text, doors[triaged->door].id, i == 0);
        g_string_append(text, ":[");
        gsize n_ids = is_notes ? triaged->n_notes : triaged->n_rules;
        for (gsize j = 0; j < n_ids; j++) {
            append_id(text, is_notes ? triaged->notes[j] : rules[triaged->rules[j]].id, j == 0);
        }
        g_string_append_c(text, ']');
    }
}

void case_write_result(const Case *visitor, const TriageResult *result, GString *text)
{
    gsize n;
    const Question *questions = content_questions(visitor->content, &n);
    const Door *doors = content_doors(visitor->content, &n);
    g_string_append(text, "{\"path\":[");
    for (gsize i = 0; i < visitor->answers.n_answered; i++) {
        append_id(text, questions[visitor->answers.order[i]].id, i == 0);
    }
    g_string_append(text, "],\"doors\":[");
    for (gsize i = 0; i < result->n_doors; i++) {
        append_id(text, doors[result->doors[i].door].id, i == 0);
    }
    g_string_append(text, "],\"notes\":{");
    append_lists(visitor, result, true, text);
    g_string_append(text, "},\"rules\":{");
    append_lists(visitor, result, false, text);
    g_string_append(text, "}}");
}
