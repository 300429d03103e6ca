// SPDX-License-Identifier: EUPL-1.2
#include "intake/text_check.h"

#include <string.h>

static void test_fine(void)
{
    static const char *const texts[] = {
        "Welkom", "{n} vragen", "a\nb", "{day} {d} {month}", "እንቋዕ", "\xE2\x81\xA8{n}\xE2\x81\xA9",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_assert_cmpstr(text_check_find_fault(texts[i]), ==, NULL);
    }
}

static void test_faults(void)
{
    static const char *const cases[][2] = {
        {"", "empty"},        {"a\tb", "control"},
        {"a\x7F", "control"}, {"a\xE2\x80\xAEz", "control"},
        {"{n", "brace"},      {"n}", "brace"},
        {"{}", "brace"},      {"{N}", "brace"},
        {"{{n}}", "brace"},   {"{n} }", "brace"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *fault = text_check_find_fault(cases[i][0]);
        g_assert_nonnull(fault);
        g_assert_nonnull(strstr(fault, cases[i][1]));
    }
}

static void test_long(void)
{
    g_autofree char *most = g_strnfill(TEXT_CHECK_MAX_BYTES, 'a');
    g_autofree char *more = g_strnfill(TEXT_CHECK_MAX_BYTES + 1, 'a');
    g_assert_cmpstr(text_check_find_fault(most), ==, NULL);
    g_assert_nonnull(strstr(text_check_find_fault(more), "1000 bytes"));
}

static void test_compare(void)
{
    static const struct {
        const char *text, *dutch, *fault;
    } cases[] = {
        {"no", "nee", NULL},
        {"{b} and {a}", "{a} en {b}", NULL},
        {"{a} {a}", "{a}", NULL},
        {"{d}-{m}", "{d} {month}", NULL},
        {"of", "{a} van", "{a} of the Dutch text is missing"},
        {"{a} {ab}", "{a}", "{ab} is not in the Dutch text"},
        {"{d}", "{d} {month}", "{month} of the Dutch text is missing"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fault = text_check_compare(cases[i].text, cases[i].dutch);
        g_assert_cmpstr(fault, ==, cases[i].fault);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text check/takes texts of any script with places", test_fine);
    g_test_add_func("/text check/refuses what cannot be shown", test_faults);
    g_test_add_func("/text check/refuses what no paper has room for", test_long);
    g_test_add_func("/text check/wants the places of the Dutch text", test_compare);
    return g_test_run();
}
