// SPDX-License-Identifier: EUPL-1.2
#include "intake/condition.h"

#include <string.h>

#include "small_pack.h"

static const char *const kinds[] = {"cafe", "camp", NULL};
static const char *const params[] = {"wait_months", NULL};

static Condition *compile(const Content *content, const char *text, char **fault)
{
    gsize n;
    ConditionNames names = {content_questions(content, &n), 0, kinds, params};
    names.n_questions = n;
    g_autofree char *wrapped = g_strdup_printf("[%s]", text);
    g_autoptr(GBytes) list = g_bytes_new(wrapped, strlen(wrapped));
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = json_parse(list, "condition", &error);
    g_assert_no_error(error);
    return condition_compile(json_array_get(json, 0), &names, fault);
}

typedef struct {
    const char *condition;
    bool holds;
} Case;

static void check_cases(const Content *content, const Answers *answers, const Case *cases)
{
    for (; cases->condition; cases++) {
        g_autofree char *fault = NULL;
        Condition *condition = compile(content, cases->condition, &fault);
        g_assert_cmpstr(fault, ==, NULL);
        if (condition_holds(condition, answers) != cases->holds) {
            g_error("%s must be %s", cases->condition, cases->holds ? "true" : "false");
        }
        condition_free(condition);
    }
}

static void test_single(void)
{
    static const Case cases[] = {
        {"true", true},
        {"{\"eq\":[\"goal\",\"work\"]}", true},
        {"{\"eq\":[\"goal\",\"help\"]}", false},
        {"{\"in\":[\"goal\",[\"help\",\"work\"]]}", true},
        {"{\"in\":[\"goal\",[\"help\"]]}", false},
        {"{\"in\":[\"goal\",[]]}", false},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "work", NULL);
    check_cases(content, &answers, cases);
}

static void test_missing(void)
{
    static const Case cases[] = {
        {"{\"eq\":[\"papers\",\"eu\"]}", false},
        {"{\"in\":[\"papers\",[\"eu\",\"asylum\",\"skip\"]]}", false},
        {"{\"gte\":[\"waited\",-5]}", false},
        {"{\"not\":{\"eq\":[\"papers\",\"eu\"]}}", true},
        {"{\"not\":{\"gte\":[\"waited\",0]}}", true},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, NULL);
    check_cases(content, &answers, cases);
}

static void test_multi(void)
{
    static const Case one[] = {
        {"{\"eq\":[\"tasks\",\"a\"]}", true},
        {"{\"in\":[\"tasks\",[\"a\",\"c\"]]}", true},
        {"{\"in\":[\"tasks\",[\"b\"]]}", false},
        {NULL, false},
    };
    static const Case two[] = {
        {"{\"eq\":[\"tasks\",\"a\"]}", false},
        {"{\"in\":[\"tasks\",[\"a\"]]}", true},
        {"{\"in\":[\"tasks\",[\"b\",\"c\"]]}", true},
        {"{\"in\":[\"tasks\",[\"c\"]]}", false},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "help", "tasks", "a", NULL);
    check_cases(content, &answers, one);
    answers = small_pack_answer(content, "goal", "help", "tasks", "a,b", NULL);
    check_cases(content, &answers, two);
}

static void test_band(void)
{
    static const Case three[] = {
        {"{\"gte\":[\"waited\",3]}", true},
        {"{\"gte\":[\"waited\",4]}", false},
        {"{\"gte\":[\"waited\",\"param.wait_months\"]}", false},
        {"{\"eq\":[\"waited\",\"m3\"]}", true},
        {NULL, false},
    };
    static const Case unknown[] = {
        {"{\"gte\":[\"waited\",-1000]}", false},
        {"{\"gte\":[\"waited\",\"param.wait_months\"]}", false},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "m3", NULL);
    check_cases(content, &answers, three);
    answers =
        small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "skip", NULL);
    check_cases(content, &answers, unknown);
}

static void test_param_decides(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    g_autofree char *fault = NULL;
    Condition *condition = compile(content, "{\"gte\":[\"waited\",\"param.wait_months\"]}", &fault);
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "m3", NULL);
    for (gint32 months = 0; months <= 12; months++) {
        answers.params[0] = months;
        g_assert_true(condition_holds(condition, &answers) == (months <= 3));
    }
    condition_free(condition);
}

static void test_facts(void)
{
    static const Case cases[] = {
        {"{\"eq\":[\"site.kind\",\"cafe\"]}", true},
        {"{\"eq\":[\"site.kind\",\"camp\"]}", false},
        {"{\"in\":[\"site.kind\",[\"camp\",\"cafe\"]]}", true},
        {"{\"eq\":[\"site.ask_town\",1]}", true},
        {"{\"eq\":[\"site.ask_town\",0]}", false},
        {"{\"in\":[\"site.ask_town\",[0,1]]}", true},
        {"{\"in\":[\"site.ask_town\",[]]}", false},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, NULL);
    check_cases(content, &answers, cases);
}

static void test_groups(void)
{
    static const Case cases[] = {
        {"{\"all\":[]}", true},
        {"{\"any\":[]}", false},
        {"{\"all\":[true,{\"any\":[]}]}", false},
        {"{\"all\":[true,{\"any\":[{\"not\":true},true]},true]}", true},
        {"{\"any\":[{\"all\":[{\"not\":true},true]},{\"not\":{\"any\":[]}}]}", true},
        {"{\"not\":{\"all\":[]}}", false},
        {NULL, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, NULL);
    check_cases(content, &answers, cases);
    g_assert_true(condition_holds(NULL, &answers));
}

static void test_refused(void)
{
    static const char *const cases[][2] = {
        {"false", "a condition is true"},
        {"{}", "a condition is true"},
        {"7", "a condition is true"},
        {"{\"all\":[],\"any\":[]}", "a condition is true"},
        {"{\"all\":true}", "a list of conditions"},
        {"{\"xor\":[]}", "operator 'xor'"},
        {"{\"eq\":[\"goal\"]}", "a reference and a value"},
        {"{\"eq\":[7,\"work\"]}", "a reference and a value"},
        {"{\"eq\":[\"gaol\",\"work\"]}", "'gaol' does not exist"},
        {"{\"eq\":[\"goal\",\"wrok\"]}", "no option 'wrok'"},
        {"{\"eq\":[\"goal\",1]}", "compared with an id"},
        {"{\"in\":[\"goal\",\"work\"]}", "a list of values"},
        {"{\"eq\":[\"site.kind\",\"shop\"]}", "site kind 'shop'"},
        {"{\"eq\":[\"site.ask_town\",\"yes\"]}", "small number"},
        {"{\"eq\":[\"site.color\",\"red\"]}", "does not exist"},
        {"{\"gte\":[\"goal\",3]}", "type band"},
        {"{\"gte\":[\"waited\",\"param.none\"]}", "'param.none' does not exist"},
        {"{\"gte\":[\"waited\",\"wait_months\"]}", "'wait_months' does not exist"},
        {"{\"gte\":[\"waited\",1.5]}", "whole number"},
        {"{\"not\":{\"not\":{\"eq\":[\"goal\",\"x\"]}}}", "no option 'x'"},
    };
    g_autoptr(Content) content = small_pack_cafe();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fault = NULL;
        g_assert_null(compile(content, cases[i][0], &fault));
        g_assert_nonnull(fault);
        g_assert_nonnull(strstr(fault, cases[i][1]));
    }
}

static void test_too_deep(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    g_autoptr(GString) text = g_string_new("true");
    for (int i = 0; i < 40; i++) {
        g_string_prepend(text, "{\"not\":");
        g_string_append_c(text, '}');
    }
    g_autofree char *fault = NULL;
    g_assert_null(compile(content, text->str, &fault));
    g_assert_nonnull(strstr(fault, "too deep"));
}

static void test_too_long(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    static const char *const starts[] = {"{\"all\":[true", "{\"in\":[\"site.ask_town\",[1"};
    static const char *const more[] = {",true", ",1"};
    static const char *const ends[] = {"]}", "]]}"};
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_autoptr(GString) text = g_string_new(starts[i]);
        for (int n = 0; n < 70000; n++) {
            g_string_append(text, more[i]);
        }
        g_string_append(text, ends[i]);
        g_autofree char *fault = NULL;
        g_assert_null(compile(content, text->str, &fault));
        g_assert_nonnull(fault);
    }
}

static void test_tells_apart(void)
{
    static const struct {
        const char *condition;
        guint32 sets[2];
        bool apart;
    } cases[] = {
        {"{\"in\":[\"tasks\",[\"a\",\"b\"]]}", {1, 2}, false},
        {"{\"in\":[\"tasks\",[\"a\",\"b\"]]}", {1, 4}, true},
        {"{\"eq\":[\"tasks\",\"a\"]}", {1, 3}, true},
        {"{\"all\":[{\"eq\":[\"goal\",\"help\"]},{\"eq\":[\"tasks\",\"a\"]}]}", {1, 2}, true},
        {"{\"eq\":[\"goal\",\"work\"]}", {1, 2}, false},
    };
    g_autoptr(Content) content = small_pack_cafe();
    int tasks = content_find_question(content, "tasks");
    Answers answers = small_pack_answer(content, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fault = NULL;
        Condition *condition = compile(content, cases[i].condition, &fault);
        g_assert_true(condition_tells_apart(condition, &answers, tasks, cases[i].sets) ==
                      cases[i].apart);
        condition_free(condition);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/condition/compares a single answer", test_single);
    g_test_add_func("/condition/is false about what was not answered", test_missing);
    g_test_add_func("/condition/eq on several options wants exactly one, in any", test_multi);
    g_test_add_func("/condition/gte compares numbers, and none is never enough", test_band);
    g_test_add_func("/condition/gte follows the parameter", test_param_decides);
    g_test_add_func("/condition/knows the facts of the site", test_facts);
    g_test_add_func("/condition/all of nothing is true, any of nothing false", test_groups);
    g_test_add_func("/condition/refuses what it does not know and says what", test_refused);
    g_test_add_func("/condition/refuses endless nesting", test_too_deep);
    g_test_add_func("/condition/refuses endless lists", test_too_long);
    g_test_add_func("/condition/tells sets apart that it treats differently", test_tells_apart);
    return g_test_run();
}
