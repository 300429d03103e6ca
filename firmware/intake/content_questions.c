// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/content.h"

/* Members of the record that leaves the kiosk; a question of that name would overwrite one. */
static const char *const record_keys[] = {
    "v",    "id",    "ref",      "kiosk", "site",    "hour",           "clock_offset_s",
    "lang", "doors", "path_len", "secs",  "content", "content_sha256", NULL};

static bool read_kinds(Content *content, const Spot *root)
{
    json_t *sites = json_object_get(root->value, "sites");
    gsize n = json_object_size(sites);
    if (n < 1 || n > CONTENT_MAX_KINDS) {
        return spot_refuse(root, "\"sites\" must have 1 to %d kinds of site", CONTENT_MAX_KINDS);
    }
    n = 0;
    const char *kind;
    const json_t *facts;
    json_object_foreach(sites, kind, facts)
    {
        Spot spot = spot_member(root, "sites", kind, facts);
        const json_t *values = spot_need_list(&spot, "ask_town", 16);
        if (!values) {
            return false;
        }
        content->kinds[n++] = kind;
    }
    return true;
}

static bool read_number(const Spot *spot, QuestionKind kind, QuestionOption *option)
{
    static const int bounds[2] = {-1000000, 1000000};
    const json_t *number = json_object_get(spot->value, "num");
    if ((number != NULL) != (kind == QUESTION_KIND_BAND)) {
        return spot_refuse(spot, "\"num\" belongs to every option of a band, and only there");
    }
    option->has_number = number && !json_is_null(number);
    return !option->has_number || spot_need_number(spot, "num", bounds, &option->number);
}

/* Skill ids of the option as the string ids that intake.json gives them. */
static bool read_skills(Content *content, const Part *intake, const Spot *spot,
                        QuestionOption *option)
{
    const json_t *list = json_object_get(spot->value, "skills");
    if (!list) {
        return true;
    }
    if (!(list = spot_need_list(spot, "skills", 8))) {
        return false;
    }
    const char **skills = content_allocate(content, json_array_size(list) + 1, sizeof(char *));
    Spot names = spot_root(intake);
    names.value = json_object_get(intake->root, "skills");
    gsize i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *skill = json_string_value(item);
        if (!skill || !json_object_get(names.value, skill)) {
            return spot_refuse(spot, "skill '%s' does not exist", skill ? skill : "?");
        }
        if (!(skills[i] = content_need_text_id(content, &names, skill))) {
            return false;
        }
    }
    option->skills = skills;
    return true;
}

static bool read_option(Content *content, const Spot *spot, QuestionKind kind,
                        QuestionOption *option)
{
    static const char *const keys[] = {"id",        "text",    "icon",   "num", "skip",
                                       "exclusive", "show_if", "skills", NULL};
    return spot_check_keys(spot, keys) && (option->id = spot_need_id(spot, "id")) &&
           (option->text = content_need_text_id(content, spot, "text")) &&
           content_take_icon(content, spot, &option->icon) && read_number(spot, kind, option) &&
           spot_take_flag(spot, "skip", &option->is_skip) &&
           spot_take_flag(spot, "exclusive", &option->is_exclusive) &&
           read_skills(content, spot->part, spot, option);
}

/* Nobody is forced to answer: an option that says so is always there. */
static bool check_way_out(const Question *question, const Spot *spot, const json_t *list)
{
    for (gsize i = 0; i < question->n_options; i++) {
        const QuestionOption *option = &question->options[i];
        bool is_out = option->is_skip || option->is_exclusive;
        if (question->kind == QUESTION_KIND_MULTI && option->is_skip && !option->is_exclusive) {
            return spot_refuse(spot, "option '%s' skips, so it must be exclusive", option->id);
        }
        if (is_out && !json_object_get(json_array_get(list, i), "show_if")) {
            return true;
        }
    }
    return spot_refuse(spot, "needs an option with \"skip\" or \"exclusive\" that is always shown");
}

static bool read_options(Content *content, const Spot *spot, Question *question)
{
    const json_t *list = spot_need_list(spot, "options", CONTENT_MAX_OPTIONS);
    if (!list) {
        return false;
    }
    QuestionOption *options =
        content_allocate(content, json_array_size(list), sizeof(QuestionOption));
    question->options = options;
    gsize i;
    const json_t *value;
    json_array_foreach(list, i, value)
    {
        Spot item = spot_item(spot, "options", i, value);
        if (!read_option(content, &item, question->kind, &options[i])) {
            return false;
        }
        if (content_find_option(question, options[i].id) >= 0) {
            return spot_refuse(&item, "the id '%s' was used before", options[i].id);
        }
        question->n_options++;
    }
    if (question->n_options < 2) {
        return spot_refuse(spot, "needs at least two options");
    }
    return check_way_out(question, spot, list);
}

static bool read_kind(const Spot *spot, Question *question)
{
    static const char *const names[] = {
        [QUESTION_KIND_SINGLE] = "single",
        [QUESTION_KIND_MULTI] = "multi",
        [QUESTION_KIND_BAND] = "band",
    };
    static const int bounds[2] = {1, CONTENT_MAX_OPTIONS};
    const char *type = spot_need_text(spot, "type");
    question->max_chosen = 1;
    for (gsize i = 0; type && i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], type) != 0) {
            continue;
        }
        question->kind = (QuestionKind)i;
        if (question->kind == QUESTION_KIND_MULTI) {
            return spot_need_number(spot, "max", bounds, &question->max_chosen);
        }
        return !json_object_get(spot->value, "max") ||
               spot_refuse(spot, "\"max\" is for questions of type multi");
    }
    return type && spot_refuse(spot, "type '%s' does not exist", type);
}

static bool read_privacy(const Spot *spot, Question *question)
{
    const char *privacy = spot_need_text(spot, "privacy");
    question->is_sent = g_strcmp0(privacy, "send") == 0;
    return privacy && (question->is_sent || strcmp(privacy, "never") == 0 ||
                       spot_refuse(spot, "\"privacy\" must be \"send\" or \"never\""));
}

static bool read_wordings(Content *content, const Spot *spot, Question *question)
{
    static const char *const keys[] = {"when", "text", NULL};
    if (!json_object_get(spot->value, "text_if")) {
        return true;
    }
    const json_t *list = spot_need_list(spot, "text_if", 8);
    if (!list) {
        return false;
    }
    QuestionWording *wordings =
        content_allocate(content, json_array_size(list), sizeof(QuestionWording));
    gsize i;
    const json_t *value;
    json_array_foreach(list, i, value)
    {
        Spot item = spot_item(spot, "text_if", i, value);
        if (!spot_check_keys(&item, keys) ||
            !(wordings[i].text = content_need_text_id(content, &item, "text"))) {
            return false;
        }
    }
    question->wordings = wordings;
    question->n_wordings = json_array_size(list);
    return true;
}

static bool read_question(Content *content, const Spot *spot, Question *question)
{
    static const char *const keys[] = {"id",   "type",    "max",    "unit",    "text",    "hint",
                                       "icon", "privacy", "ask_if", "text_if", "options", NULL};
    if (!spot_check_keys(spot, keys) || !(question->id = spot_need_id(spot, "id"))) {
        return false;
    }
    if (g_strv_contains(record_keys, question->id) || g_str_has_prefix(question->id, "site.")) {
        return spot_refuse(spot, "the id '%s' is taken", question->id);
    }
    if (content_find_question(content, question->id) >= 0) {
        return spot_refuse(spot, "the id '%s' was used before", question->id);
    }
    return read_kind(spot, question) && read_privacy(spot, question) &&
           (question->text = content_need_text_id(content, spot, "text")) &&
           content_take_text_id(content, spot, "hint", &question->hint) &&
           content_take_icon(content, spot, &question->icon) &&
           read_options(content, spot, question) && read_wordings(content, spot, question);
}

static bool has_name(const json_t *list, const char *name)
{
    gsize i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const json_t *text = json_is_object(item) ? json_object_get(item, "name") : item;
        if (g_strcmp0(json_string_value(text), name) == 0) {
            return true;
        }
    }
    return false;
}

/* What may leave the kiosk is written down twice, so that a slip of the pen cannot publish it. */
static bool check_privacy(const Content *content, const Spot *root)
{
    const json_t *record = json_object_get(root->value, "sync_record");
    const json_t *fields = json_object_get(record, "fields");
    const json_t *never = json_object_get(record, "never");
    for (gsize i = 0; i < content->n_questions; i++) {
        const Question *question = &content->questions[i];
        Spot spot = spot_item(root, "questions", i, json_array_get(content->question_list, i));
        if (has_name(fields, question->id) != question->is_sent ||
            has_name(never, question->id) == question->is_sent) {
            return spot_refuse(&spot,
                               "privacy is '%s', but sync_record.fields and .never say otherwise",
                               question->is_sent ? "send" : "never");
        }
    }
    return true;
}

bool content_read_questions(Content *content, const Part *intake)
{
    static const char *const keys[] = {
        "format",    "content_version", "semantics", "limits",      "sites",
        "questions", "skills",          "retention", "sync_record", NULL};
    static const int asked[2] = {1, CONTENT_MAX_ASKED};
    Spot root = spot_root(intake);
    Spot limits = spot_member(&root, "", "limits", json_object_get(intake->root, "limits"));
    int max_asked;
    if (!spot_check_keys(&root, keys) ||
        !spot_need_number(&limits, "max_questions", asked, &max_asked) ||
        !read_kinds(content, &root)) {
        return false;
    }
    content->question_list = spot_need_list(&root, "questions", CONTENT_MAX_QUESTIONS);
    if (!content->question_list) {
        return false;
    }
    content->questions =
        content_allocate(content, json_array_size(content->question_list), sizeof(Question));
    gsize i;
    const json_t *value;
    json_array_foreach(content->question_list, i, value)
    {
        Spot spot = spot_item(&root, "questions", i, value);
        if (!read_question(content, &spot, &content->questions[i])) {
            return false;
        }
        content->n_questions++;
    }
    return check_privacy(content, &root);
}

static bool read_conditions(Content *content, const Spot *spot, Question *question)
{
    if (!json_object_get(spot->value, "ask_if")) {
        return spot_refuse(spot, "\"ask_if\" is missing");
    }
    if (!content_take_condition(content, spot, "ask_if", &question->ask_if)) {
        return false;
    }
    const json_t *options = json_object_get(spot->value, "options");
    for (gsize i = 0; i < question->n_options; i++) {
        Spot item = spot_item(spot, "options", i, json_array_get(options, i));
        QuestionOption *option = (QuestionOption *)&question->options[i];
        if (!content_take_condition(content, &item, "show_if", &option->show_if)) {
            return false;
        }
    }
    const json_t *wordings = json_object_get(spot->value, "text_if");
    for (gsize i = 0; i < question->n_wordings; i++) {
        Spot item = spot_item(spot, "text_if", i, json_array_get(wordings, i));
        QuestionWording *wording = (QuestionWording *)&question->wordings[i];
        if (!content_take_condition(content, &item, "when", &wording->when)) {
            return false;
        }
        if (!wording->when) {
            return spot_refuse(&item, "\"when\" is missing");
        }
    }
    return true;
}

bool content_read_question_conditions(Content *content, const Part *intake)
{
    Spot root = spot_root(intake);
    gsize i;
    const json_t *value;
    json_array_foreach(content->question_list, i, value)
    {
        Spot spot = spot_item(&root, "questions", i, value);
        if (!read_conditions(content, &spot, &content->questions[i])) {
            return false;
        }
    }
    return true;
}
