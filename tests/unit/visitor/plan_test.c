// SPDX-License-Identifier: EUPL-1.2
#include "visitor/plan.h"

#include <glib/gstdio.h>

static const char personas[] =
    "{\"personas\":[{\"id\":\"P1\",\"lang\":\"ar\",\"site\":{\"kind\":\"werkcafe\"},"
    "\"answers\":{\"goal\":\"work\"},\"path\":[\"goal\"],\"doors\":[\"wsp\"]},{\"id\":\"P2\"}],"
    "\"edge_cases\":[{\"id\":\"E1\",\"answers\":{}}]}";

/* A file of that text; the caller unlinks and frees the path. */
static char *write_file(const char *text)
{
    char *path = NULL;
    const int fd = g_file_open_tmp("wegwijs-XXXXXX.json", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void test_persona(void)
{
    g_autofree char *path = write_file(personas);
    g_autofree char *first = g_strconcat(path, ":P1", NULL);
    g_autofree char *edge = g_strconcat(path, ":E1", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Plan) plan = plan_load_persona(first, "werkcafe", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(plan->language, ==, "ar");
    g_assert_cmpstr(json_get_string(plan->answers, "goal", NULL), ==, "work");
    g_assert_cmpuint(json_array_size(plan->doors), ==, 1);
    g_autoptr(Plan) other = plan_load_persona(edge, NULL, &error);
    g_assert_no_error(error);
    g_assert_null(other->doors);
    g_unlink(path);
}

static void test_wrong_personas(void)
{
    static const struct {
        const char *suffix, *site;
        int code;
    } cases[] = {
        {"", NULL, PLAN_ERROR_PERSONA},           {":", NULL, PLAN_ERROR_PERSONA},
        {":P9", NULL, PLAN_ERROR_PERSONA},        {":P2", NULL, PLAN_ERROR_PERSONA},
        {":P1", "meedoenbalie", PLAN_ERROR_SITE},
    };
    g_autofree char *path = write_file(personas);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *persona = g_strconcat(path, cases[i].suffix, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(Plan) plan = plan_load_persona(persona, cases[i].site, &error);
        g_assert_null(plan);
        g_assert_error(error, PLAN_ERROR, cases[i].code);
    }
    g_unlink(path);
}

static void test_answers(void)
{
    g_autofree char *plain = write_file("{\"goal\":\"work\"}");
    g_autofree char *wrapped = write_file("{\"lang\":\"ti\",\"answers\":{\"goal\":\"learn\"}}");
    g_autofree char *list = write_file("[1]");
    g_autoptr(GError) error = NULL;
    g_autoptr(Plan) first = plan_load_answers(plain, &error);
    g_assert_cmpstr(json_get_string(first->answers, "goal", NULL), ==, "work");
    g_assert_null(first->language);
    g_autoptr(Plan) second = plan_load_answers(wrapped, &error);
    g_assert_cmpstr(json_get_string(second->answers, "goal", NULL), ==, "learn");
    g_assert_cmpstr(second->language, ==, "ti");
    g_autoptr(Plan) third = plan_load_answers(list, &error);
    g_assert_null(third);
    g_assert_error(error, PLAN_ERROR, PLAN_ERROR_PERSONA);
    g_unlink(plain);
    g_unlink(wrapped);
    g_unlink(list);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plan/a persona brings answers and what is expected", test_persona);
    g_test_add_func("/plan/a persona that is not there or elsewhere is refused",
                    test_wrong_personas);
    g_test_add_func("/plan/answers alone will do", test_answers);
    return g_test_run();
}
