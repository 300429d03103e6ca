// SPDX-License-Identifier: EUPL-1.2
#include "intake/answers.h"

#include <string.h>

#include "intake/flow.h"
#include "small_pack.h"

static const Question *find_question(const Content *content, const char *id)
{
    gsize n;
    return &content_questions(content, &n)[content_find_question(content, id)];
}

static void test_init(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers;
    memset(&answers, 0xAA, sizeof(answers));
    answers_init(&answers, content);
    g_assert_cmpint(answers.n_answered, ==, 0);
    g_assert_cmpint(answers.site_kind, ==, content_find_kind(content, "cafe"));
    g_assert_cmpint(answers.ask_town, ==, 1);
    g_assert_cmpint(answers.params[0], ==, 6);
    g_assert_false(answers_is_answered(&answers, 0));
}

static void test_clear(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "work", "papers", "asylum", NULL);
    static const Answers nothing;
    answers_clear(&answers);
    g_assert_cmpmem(&answers, sizeof(answers), &nothing, sizeof(nothing));
}

static void test_refused(void)
{
    static const struct {
        const char *question;
        guint32 chosen;
    } refused[] = {
        {"tasks", 0},         /* nothing */
        {"tasks", 1 | 8},     /* an option with "none" */
        {"tasks", 1 | 2 | 4}, /* more than two */
        {"tasks", 16},        /* no such option */
        {"goal", 1},          /* answered already */
        {"papers", 2},        /* not asked */
        {"town", 1},          /* not yet */
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "help", NULL);
    const Answers before = answers;
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        int question = content_find_question(content, refused[i].question);
        g_assert_false(answers_set(&answers, content, question, refused[i].chosen));
        g_assert_cmpmem(&answers, sizeof(answers), &before, sizeof(before));
    }
}

static void test_hidden(void)
{
    g_autoptr(Content) content = small_pack_camp();
    int papers = content_find_question(content, "papers");
    Answers answers = small_pack_answer(content, "goal", "work", NULL);
    g_assert_false(answers_set(&answers, content, papers, 1));
    g_assert_true(answers_set(&answers, content, papers, 2));
}

static void test_two_options(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers;
    answers_init(&answers, content);
    g_assert_false(answers_set(&answers, content, 0, 1 | 2));
    g_assert_true(answers_set(&answers, content, 0, 2));
}

static void test_take_back(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "a,b", NULL);
    const Answers first = small_pack_answer(content, "goal", "work", NULL);
    answers_take_back(&answers, content_find_question(content, "papers"));
    g_assert_cmpmem(&answers, sizeof(answers), &first, sizeof(first));
    answers_take_back(&answers, content_find_question(content, "tasks"));
    g_assert_cmpmem(&answers, sizeof(answers), &first, sizeof(first));
    g_assert_cmpint(flow_next_question(content, &answers), ==,
                    content_find_question(content, "papers"));
}

static void test_toggle(void)
{
    static const struct {
        guint32 before;
        int touched;
        guint32 after;
    } cases[] = {
        {0, 0, 1},     {1, 1, 1 | 2}, {1 | 2, 0, 2}, {1 | 2, 2, 1 | 2},
        {1 | 2, 3, 8}, {8, 1, 2},     {8, 3, 0},
    };
    g_autoptr(Content) content = small_pack_cafe();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmphex(
            answers_toggle(find_question(content, "tasks"), cases[i].before, cases[i].touched), ==,
            cases[i].after);
    }
    g_assert_cmphex(answers_toggle(find_question(content, "goal"), 1, 2), ==, 4);
    g_assert_cmphex(answers_toggle(find_question(content, "goal"), 4, 2), ==, 4);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/answers/begin empty with the site's facts", test_init);
    g_test_add_func("/answers/are all zero after clearing", test_clear);
    g_test_add_func("/answers/stay as they are when one breaks the rules", test_refused);
    g_test_add_func("/answers/cannot be an option that is not shown", test_hidden);
    g_test_add_func("/answers/are one option where one is asked", test_two_options);
    g_test_add_func("/answers/taken back leave no trace of later ones", test_take_back);
    g_test_add_func("/answers/toggle as the question's rules say", test_toggle);
    return g_test_run();
}
