// SPDX-License-Identifier: EUPL-1.2
#include "region/problem.h"

#include <string.h>

static void test_describe(void)
{
    const struct {
        const char *body, *said;
    } cases[] = {
        {"{\"title\":\"Too large\",\"detail\":\"at most 50\"}", "Too large: at most 50"},
        {"{\"title\":\"Too large\"}", "Too large"},
        {"{\"detail\":\"at most 50\"}", "at most 50"},
        {"{\"title\":5}", "the region answered 413"},
        {"<html>", "the region answered 413"},
        {"", "the region answered 413"},
        {"[]", "the region answered 413"},
        {"{\"title\":\"line\\nbreak\\u001b[31m\"}", "line break [31m"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) body = g_bytes_new(cases[i].body, strlen(cases[i].body));
        g_autofree char *said = problem_describe(body, 413);
        g_assert_cmpstr(said, ==, cases[i].said);
    }
}

static void test_long(void)
{
    g_autofree char *title = g_strnfill(5000, 'x');
    g_autofree char *text = g_strdup_printf("{\"title\":\"%s\"}", title);
    g_autoptr(GBytes) body = g_bytes_new(text, strlen(text));
    g_autofree char *said = problem_describe(body, 400);
    g_assert_cmpuint(strlen(said), <=, 200);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/problem/says title and detail, or the status", test_describe);
    g_test_add_func("/problem/a long one is cut", test_long);
    return g_test_run();
}
