// SPDX-License-Identifier: EUPL-1.2
#include "intake/flow.h"

#include "small_pack.h"

/* The id of the question that comes next, "" when none does. */
static const char *next_id(const Content *content, const Answers *answers)
{
    gsize n;
    int next = flow_next_question(content, answers);
    return next < 0 ? "" : content_questions(content, &n)[next].id;
}

static void test_order(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, NULL);
    g_assert_cmpstr(next_id(content, &answers), ==, "goal");
    answers = small_pack_answer(content, "goal", "work", NULL);
    g_assert_cmpstr(next_id(content, &answers), ==, "papers");
    answers = small_pack_answer(content, "goal", "work", "papers", "asylum", NULL);
    g_assert_cmpstr(next_id(content, &answers), ==, "waited");
    answers = small_pack_answer(content, "goal", "work", "papers", "eu", NULL);
    g_assert_cmpstr(next_id(content, &answers), ==, "tasks");
    answers = small_pack_answer(content, "goal", "skip", NULL);
    g_assert_cmpstr(next_id(content, &answers), ==, "tasks");
}

static void test_end(void)
{
    g_autoptr(Content) cafe = small_pack_cafe();
    g_autoptr(Content) camp = small_pack_camp();
    Answers answers = small_pack_answer(cafe, "goal", "skip", "tasks", "none", NULL);
    g_assert_cmpstr(next_id(cafe, &answers), ==, "town");
    answers = small_pack_answer(cafe, "goal", "skip", "tasks", "none", "town", "skip", NULL);
    g_assert_cmpstr(next_id(cafe, &answers), ==, "");
    answers = small_pack_answer(camp, "goal", "skip", "tasks", "none", NULL);
    g_assert_cmpstr(next_id(camp, &answers), ==, "");
}

static void test_limit(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "work", NULL);
    answers.n_answered = CONTENT_MAX_ASKED;
    g_assert_cmpint(flow_next_question(content, &answers), ==, -1);
}

static void test_shown(void)
{
    g_autoptr(Content) cafe = small_pack_cafe();
    g_autoptr(Content) camp = small_pack_camp();
    int papers = content_find_question(cafe, "papers");
    Answers answers = small_pack_answer(cafe, "goal", "work", NULL);
    g_assert_cmphex(flow_shown_options(cafe, &answers, papers), ==, 7);
    answers = small_pack_answer(camp, "goal", "work", NULL);
    g_assert_cmphex(flow_shown_options(camp, &answers, papers), ==, 6);
}

static void test_wording(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    int tasks = content_find_question(content, "tasks");
    Answers answers = small_pack_answer(content, "goal", "help", NULL);
    g_assert_cmpstr(flow_wording(content, &answers, tasks), ==, "q.goal.else");
    answers = small_pack_answer(content, "goal", "skip", NULL);
    g_assert_cmpstr(flow_wording(content, &answers, tasks), ==, "q.goal");
}

static void test_estimate(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, NULL);
    g_assert_cmpint(flow_estimate_remaining(content, &answers), ==, 3);
    answers = small_pack_answer(content, "goal", "work", NULL);
    g_assert_cmpint(flow_estimate_remaining(content, &answers), ==, 3);
    answers = small_pack_answer(content, "goal", "work", "papers", "asylum", NULL);
    g_assert_cmpint(flow_estimate_remaining(content, &answers), ==, 3);
    answers = small_pack_answer(content, "goal", "skip", "tasks", "none", "town", "skip", NULL);
    g_assert_cmpint(flow_estimate_remaining(content, &answers), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow/asks the first open question in list order", test_order);
    g_test_add_func("/flow/ends when nothing is left to ask", test_end);
    g_test_add_func("/flow/ends at the most questions a visitor may meet", test_limit);
    g_test_add_func("/flow/hides options that are not for this site", test_shown);
    g_test_add_func("/flow/words a question after the answers", test_wording);
    g_test_add_func("/flow/estimates what is to come", test_estimate);
    return g_test_run();
}
