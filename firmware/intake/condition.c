// SPDX-License-Identifier: EUPL-1.2
#include "intake/condition.h"

#include <string.h>

enum { MAX_DEPTH = 16, MAX_NODES = 1024 };

typedef enum {
    OP_TRUE,
    OP_ALL,
    OP_ANY,
    OP_NOT,
    OP_SET_IS,               /* the chosen set of question `ref` is exactly `value` */
    OP_SET_MEETS,            /* it has an option of `value` */
    OP_NUMBER_REACHES,       /* the number of its chosen option is at least `value` */
    OP_NUMBER_REACHES_PARAM, /* it is at least parameter `value` */
    OP_KIND_MEETS,           /* the site's kind is one of the bits of `value` */
    OP_ASK_TOWN_IS,
} Op;

/* Nodes stand in prefix order; `end` is the index behind the last node of this one's subtree. */
typedef struct {
    guint8 op;
    guint8 ref;
    guint16 end;
    guint32 value;
} Node;

struct Condition {
    const Question *questions;
    gsize n_nodes;
    Node nodes[];
};

typedef struct {
    const ConditionNames *names;
    GArray *nodes; /* Node */
    char *fault;   /* the first one; NULL while all is well */
} Compiler;

G_GNUC_PRINTF(2, 3) static bool refuse(Compiler *compiler, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_free(compiler->fault);
    compiler->fault = g_strdup_vprintf(format, values);
    va_end(values);
    return false;
}

static guint add_node(Compiler *compiler, Op op, guint ref, guint32 value)
{
    Node node = {(guint8)op, (guint8)ref, (guint16)(compiler->nodes->len + 1), value};
    g_array_append_val(compiler->nodes, node);
    return compiler->nodes->len - 1;
}

static void close_node(Compiler *compiler, guint at)
{
    g_array_index(compiler->nodes, Node, at).end = (guint16)compiler->nodes->len;
}

static int find_name(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static int find_question(const ConditionNames *names, const char *id)
{
    for (gsize i = 0; i < names->n_questions; i++) {
        if (strcmp(names->questions[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Bit of the option or kind that `value` names. */
static bool read_bit(Compiler *compiler, const char *ref, int question, const json_t *value,
                     guint32 *bits)
{
    const char *name = json_string_value(value);
    if (!name) {
        return refuse(compiler, "'%s' can only be compared with an id", ref);
    }
    if (question < 0) {
        int kind = find_name(compiler->names->kinds, name);
        *bits |= kind < 0 ? 0 : 1U << kind;
        return kind >= 0 || refuse(compiler, "site kind '%s' does not exist", name);
    }
    const Question *asked = &compiler->names->questions[question];
    for (gsize i = 0; i < asked->n_options; i++) {
        if (strcmp(asked->options[i].id, name) == 0) {
            *bits |= 1U << i;
            return true;
        }
    }
    return refuse(compiler, "question '%s' has no option '%s'", ref, name);
}

static bool compile_ask_town(Compiler *compiler, const json_t *values)
{
    guint any = add_node(compiler, OP_ANY, 0, 0);
    gsize i;
    const json_t *value;
    json_array_foreach(values, i, value)
    {
        if (!json_is_integer(value) || ABS(json_integer_value(value)) > G_MAXINT16 ||
            compiler->nodes->len > MAX_NODES) {
            return refuse(compiler,
                          "'site.ask_town' can only be compared with a few small numbers");
        }
        add_node(compiler, OP_ASK_TOWN_IS, 0, (guint32)json_integer_value(value));
    }
    close_node(compiler, any);
    return true;
}

/* eq and in: `values` is a list, of one value for eq. */
static bool compile_comparison(Compiler *compiler, const char *ref, const json_t *values, Op op)
{
    if (strcmp(ref, "site.ask_town") == 0) {
        return compile_ask_town(compiler, values);
    }
    bool is_kind = strcmp(ref, "site.kind") == 0;
    int question = is_kind ? -1 : find_question(compiler->names, ref);
    if (!is_kind && question < 0) {
        return refuse(compiler, "question or fact '%s' does not exist", ref);
    }
    guint32 bits = 0;
    gsize i;
    const json_t *value;
    json_array_foreach(values, i, value)
    {
        if (!read_bit(compiler, ref, question, value, &bits)) {
            return false;
        }
    }
    add_node(compiler, is_kind ? OP_KIND_MEETS : op, is_kind ? 0 : (guint)question, bits);
    return true;
}

static bool compile_gte(Compiler *compiler, const char *ref, const json_t *value)
{
    int question = find_question(compiler->names, ref);
    if (question < 0 || compiler->names->questions[question].kind != QUESTION_KIND_BAND) {
        return refuse(compiler, "gte needs a question of type band, '%s' is none", ref);
    }
    const char *name = json_string_value(value);
    if (name) {
        int param = g_str_has_prefix(name, "param.")
                        ? find_name(compiler->names->params, name + strlen("param."))
                        : -1;
        if (param < 0) {
            return refuse(compiler, "parameter '%s' does not exist", name);
        }
        add_node(compiler, OP_NUMBER_REACHES_PARAM, (guint)question, (guint32)param);
        return true;
    }
    if (!json_is_integer(value) || ABS(json_integer_value(value)) > G_MAXINT32) {
        return refuse(compiler, "gte needs a whole number or \"param.NAME\"");
    }
    add_node(compiler, OP_NUMBER_REACHES, (guint)question, (guint32)json_integer_value(value));
    return true;
}

static bool compile_operands(Compiler *compiler, const char *op, const json_t *pair)
{
    const char *ref = json_string_value(json_array_get(pair, 0));
    const json_t *value = json_array_get(pair, 1);
    if (json_array_size(pair) != 2 || !ref) {
        return refuse(compiler, "\"%s\" needs a list of a reference and a value", op);
    }
    if (strcmp(op, "gte") == 0) {
        return compile_gte(compiler, ref, value);
    }
    if (strcmp(op, "in") == 0) {
        return json_is_array(value) ? compile_comparison(compiler, ref, value, OP_SET_MEETS)
                                    : refuse(compiler, "\"in\" needs a list of values");
    }
    g_autoptr(json_t) one = json_pack("[O]", value);
    return compile_comparison(compiler, ref, one, OP_SET_IS);
}

static bool compile(Compiler *compiler, const json_t *json, int depth);

static bool compile_group(Compiler *compiler, Op op, const json_t *parts, int depth)
{
    guint at = add_node(compiler, op, 0, 0);
    gsize i;
    const json_t *part;
    json_array_foreach(parts, i, part)
    {
        if (!compile(compiler, part, depth + 1)) {
            return false;
        }
    }
    close_node(compiler, at);
    return true;
}

static bool compile(Compiler *compiler, const json_t *json, int depth)
{
    if (depth > MAX_DEPTH || compiler->nodes->len > MAX_NODES) {
        return refuse(compiler, "the condition is too deep or too long");
    }
    if (json_is_true(json)) {
        add_node(compiler, OP_TRUE, 0, 0);
        return true;
    }
    if (json_object_size(json) != 1) {
        return refuse(compiler, "a condition is true or an object with one operator");
    }
    const char *op = json_object_iter_key(json_object_iter((json_t *)json));
    const json_t *operand = json_object_get(json, op);
    bool is_all = strcmp(op, "all") == 0;
    if (is_all || strcmp(op, "any") == 0) {
        return json_is_array(operand)
                   ? compile_group(compiler, is_all ? OP_ALL : OP_ANY, operand, depth)
                   : refuse(compiler, "\"%s\" needs a list of conditions", op);
    }
    if (strcmp(op, "not") == 0) {
        g_autoptr(json_t) one = json_pack("[O]", operand);
        return compile_group(compiler, OP_NOT, one, depth);
    }
    if (strcmp(op, "eq") == 0 || strcmp(op, "in") == 0 || strcmp(op, "gte") == 0) {
        return compile_operands(compiler, op, operand);
    }
    return refuse(compiler, "operator '%s' does not exist", op);
}

Condition *condition_compile(const json_t *json, const ConditionNames *names, char **fault)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    Compiler compiler = {names, nodes, NULL};
    if (!compile(&compiler, json, 0)) {
        *fault = compiler.fault;
        return NULL;
    }
    gsize size_bytes = nodes->len * sizeof(Node);
    Condition *condition = g_malloc(sizeof(Condition) + size_bytes);
    condition->questions = names->questions;
    condition->n_nodes = nodes->len;
    memcpy(condition->nodes, nodes->data, size_bytes);
    return condition;
}

void condition_free(Condition *condition)
{
    g_free(condition);
}

/* The number of the one chosen option is at least `least`; an option without number never is. */
static bool reaches(const Question *question, guint32 chosen, gint32 least)
{
    if (chosen == 0) {
        return false;
    }
    const QuestionOption *option = &question->options[g_bit_nth_lsf(chosen, -1)];
    return option->has_number && option->number >= least;
}

static bool holds(const Condition *condition, const Answers *answers, guint at)
{
    const Node *node = &condition->nodes[at];
    guint32 chosen = answers->chosen[node->ref];
    switch ((Op)node->op) {
    case OP_TRUE:
        return true;
    case OP_NOT:
        return !holds(condition, answers, at + 1);
    case OP_ALL:
    case OP_ANY:
        for (guint i = at + 1; i < node->end; i = condition->nodes[i].end) {
            if (holds(condition, answers, i) == (node->op == OP_ANY)) {
                return node->op == OP_ANY;
            }
        }
        return node->op == OP_ALL;
    case OP_SET_IS:
        return chosen == node->value;
    case OP_SET_MEETS:
        return (chosen & node->value) != 0;
    case OP_NUMBER_REACHES:
        return reaches(&condition->questions[node->ref], chosen, (gint32)node->value);
    case OP_NUMBER_REACHES_PARAM:
        return reaches(&condition->questions[node->ref], chosen, answers->params[node->value]);
    case OP_KIND_MEETS:
        return ((1U << answers->site_kind) & node->value) != 0;
    case OP_ASK_TOWN_IS:
        return answers->ask_town == (gint32)node->value;
    }
    g_assert_not_reached();
}

bool condition_holds(const Condition *condition, const Answers *answers)
{
    return !condition || holds(condition, answers, 0);
}

bool condition_tells_apart(const Condition *condition, const Answers *answers, int question,
                           const guint32 sets[2])
{
    Answers either = *answers;
    for (gsize i = 0; condition && i < condition->n_nodes; i++) {
        const Node *node = &condition->nodes[i];
        bool is_test = node->op == OP_SET_IS || node->op == OP_SET_MEETS ||
                       node->op == OP_NUMBER_REACHES || node->op == OP_NUMBER_REACHES_PARAM;
        if (!is_test || node->ref != question) {
            continue;
        }
        either.chosen[question] = sets[0];
        bool first = holds(condition, &either, (guint)i);
        either.chosen[question] = sets[1];
        if (first != holds(condition, &either, (guint)i)) {
            return true;
        }
    }
    return false;
}
