// SPDX-License-Identifier: EUPL-1.2
#include "slipview/rules.h"

static bool knows(const char *what)
{
    return g_str_has_prefix(what, "do ");
}

static void add(Rules *rules, const char *line, const RulesMoment *now)
{
    g_assert_true(rules_add(rules, line, now, knows));
}

/* All that is due, joined. */
static char *take(Rules *rules, const RulesMoment *now)
{
    g_autoptr(GString) all = g_string_new(NULL);
    const char *what;
    while ((what = rules_take(rules, now)) != NULL) {
        g_string_append(all, what + 3);
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

#define EXPECT(rules, now, wanted)                                                                 \
    {                                                                                              \
        g_autofree char *got = take(rules, now);                                                   \
        g_assert_cmpstr(got, ==, wanted);                                                          \
    }

static void test_at_once(void)
{
    g_autoptr(Rules) rules = rules_new();
    RulesMoment now = {{0}};
    add(rules, "  do a ", &now);
    EXPECT(rules, &now, "a");
    EXPECT(rules, &now, "");
}

static void test_counters(void)
{
    g_autoptr(Rules) rules = rules_new();
    RulesMoment now = {{100, 5 * G_USEC_PER_SEC, 7, 2}};
    add(rules, "after 10 bytes: do b", &now);
    add(rules, "after 1 s: do s", &now);
    add(rules, "after 1500 ms: do m", &now);
    add(rules, "at cut: do c", &now);
    add(rules, "at connect: do k", &now);
    g_assert_cmpint(rules_left(rules, RULES_BYTES, &now), ==, 10);
    g_assert_cmpint(rules_left(rules, RULES_TIME_US, &now), ==, G_USEC_PER_SEC);
    EXPECT(rules, &now, "");
    now.counts[RULES_BYTES] = 110;
    EXPECT(rules, &now, "b");
    g_assert_cmpint(rules_left(rules, RULES_BYTES, &now), ==, -1);
    now.counts[RULES_TIME_US] += 1400000;
    EXPECT(rules, &now, "s");
    now.counts[RULES_TIME_US] += 100000;
    EXPECT(rules, &now, "m");
    now.counts[RULES_CALLERS]++;
    EXPECT(rules, &now, "k");
    now.counts[RULES_CUTS]++;
    EXPECT(rules, &now, "c");
}

static void test_order(void)
{
    g_autoptr(Rules) rules = rules_new();
    RulesMoment now = {{0}};
    add(rules, "after 5 bytes: do a", &now);
    add(rules, "then after 5 bytes: do b", &now);
    add(rules, "then do c", &now);
    g_assert_cmpint(rules_left(rules, RULES_BYTES, &now), ==, 5);
    now.counts[RULES_BYTES] = 8;
    EXPECT(rules, &now, "a");
    now.counts[RULES_BYTES] = 12;
    EXPECT(rules, &now, "");
    now.counts[RULES_BYTES] = 13;
    EXPECT(rules, &now, "bc");
    add(rules, "then after 1 byte: do d", &now); /* the line before has happened already */
    now.counts[RULES_BYTES] = 14;
    EXPECT(rules, &now, "d");
}

static void test_wrong(void)
{
    static const char *const lines[] = {"",
                                        "a",
                                        "after: do a",
                                        "after 5: do a",
                                        "after x bytes: do a",
                                        "after -1 bytes: do a",
                                        "at dawn: do a",
                                        "after 5 bytes do a",
                                        "after 5 bytes: a",
                                        "then",
                                        "after 99999999999 s: do a"};
    g_autoptr(Rules) rules = rules_new();
    RulesMoment now = {{0}};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_test_message("%s", lines[i]);
        g_assert_false(rules_add(rules, lines[i], &now, knows));
    }
    EXPECT(rules, &now, "");
}

static void test_clear(void)
{
    g_autoptr(Rules) rules = rules_new();
    RulesMoment now = {{0}};
    add(rules, "after 1 byte: do a", &now);
    rules_clear(rules);
    now.counts[RULES_BYTES] = 9;
    EXPECT(rules, &now, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rules/without a when it happens at once, and once", test_at_once);
    g_test_add_func("/rules/count bytes, time, cuts and callers from now", test_counters);
    g_test_add_func("/rules/then counts from the line before", test_order);
    g_test_add_func("/rules/what is not understood is not taken", test_wrong);
    g_test_add_func("/rules/can be forgotten", test_clear);
    return g_test_run();
}
