// SPDX-License-Identifier: EUPL-1.2
#include "intake/triage.h"

#include <string.h>

#include "small_pack.h"

enum { DAY_2026_06_30 = 20634, DAY_2026_12_31 = 20818 };

/* The doors as "agency desk". */
static char *join_doors(const Content *content, const TriageResult *result)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < result->n_doors; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", doors[result->doors[i].door].id);
    }
    return g_string_free(text, FALSE);
}

static char *join_notes(const TriagedDoor *door)
{
    return g_strjoinv(" ", (char **)door->notes);
}

static void check_doors(const Content *content, const Answers *answers, gint64 today,
                        const char *expected)
{
    TriageResult result;
    triage_run(content, answers, today, &result);
    g_autofree char *doors = join_doors(content, &result);
    g_assert_cmpstr(doors, ==, expected);
}

static void test_order(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "a,c", NULL);
    check_doors(content, &answers, G_MININT64, "town_hall agency doctor debts");
}

static void test_best_place(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "b", NULL);
    TriageResult result;
    triage_run(content, &answers, G_MININT64, &result);
    g_autofree char *doors = join_doors(content, &result);
    g_assert_cmpstr(doors, ==, "agency doctor");
    g_assert_cmpint(result.doors[0].tier, ==, 1);
    g_assert_cmpint(result.doors[0].weight, ==, 50);
    g_assert_cmpint(result.doors[0].n_rules, ==, 2);
    g_assert_cmpint(result.doors[0].rules[0], ==, 0);
    g_assert_cmpint(result.doors[0].rules[1], ==, 5);
    g_autofree char *notes = join_notes(&result.doors[0]);
    g_assert_cmpstr(notes, ==, "note.a note.b");
    g_assert_cmpint(result.doors[0].replaced_door, ==, -1);
}

static void test_nothing_holds(void)
{
    g_autoptr(Content) cafe = small_pack_cafe();
    g_autoptr(Content) camp = small_pack_camp();
    Answers answers = small_pack_answer(cafe, "goal", "skip", "tasks", "none", NULL);
    check_doors(cafe, &answers, G_MININT64, "desk");
    answers = small_pack_answer(camp, "goal", "skip", "tasks", "none", NULL);
    check_doors(camp, &answers, G_MININT64, "camp_desk");
}

static void test_switched_off(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(files, "site.json", "\"town_hall\": {",
                       "\"town_hall\": {\"enabled\": false, ");
    g_autoptr(Content) content = small_pack_content(files);
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "a", NULL);
    TriageResult result;
    triage_run(content, &answers, G_MININT64, &result);
    g_autofree char *doors = join_doors(content, &result);
    g_assert_cmpstr(doors, ==, "desk agency");
    g_assert_cmpint(result.doors[0].replaced_door, ==, content_find_door(content, "town_hall"));
}

static void test_merged(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(files, "site.json", "\"debts\": {}", "\"debts\": {\"enabled\": false}");
    g_autoptr(Content) content = small_pack_content(files);
    Answers answers = small_pack_answer(content, "goal", "help", "tasks", "c", NULL);
    TriageResult result;
    triage_run(content, &answers, G_MININT64, &result);
    g_assert_cmpint(result.n_doors, ==, 1);
    g_assert_cmpint(result.doors[0].door, ==, content_find_door(content, "doctor"));
    g_assert_cmpint(result.doors[0].replaced_door, ==, -1);
    g_assert_cmpint(result.doors[0].n_rules, ==, 2);
    g_autofree char *notes = join_notes(&result.doors[0]);
    g_assert_cmpstr(notes, ==, "note.a");
}

static void test_long_chain(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(files, "site.json", "\"debts\": {}", "\"debts\": {\"enabled\": false}");
    small_pack_replace(files, "site.json", "\"doctor\": {}", "\"doctor\": {\"enabled\": false}");
    g_autoptr(Content) content = small_pack_content(files);
    Answers answers = small_pack_answer(content, "goal", "help", "tasks", "c", NULL);
    check_doors(content, &answers, G_MININT64, "desk");
}

static void test_records_expire(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "none", NULL);
    check_doors(content, &answers, DAY_2026_12_31, "agency");
    check_doors(content, &answers, DAY_2026_12_31 + 1, "town_hall");
    check_doors(content, &answers, G_MININT64, "agency");
}

static void test_no_providers(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(files, "site.json", "\"Voorbeeldstraat 2\", \"providers\": [",
                       "\"Voorbeeldstraat 2\"}, \"doctor\": {\"address\": \"x\", \"providers\": [");
    small_pack_replace(files, "site.json", "  \"doctor\": {},\n", "");
    g_autoptr(Content) content = small_pack_content(files);
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "b", NULL);
    check_doors(content, &answers, G_MININT64, "town_hall doctor");
    check_doors(content, &answers, DAY_2026_12_31 + 1, "town_hall desk");
}

static void test_other_kind(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "m0", NULL);
    answers.chosen[content_find_question(content, "tasks")] = 8;
    check_doors(content, &answers, G_MININT64, "desk");
}

static void test_param(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers =
        small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "m3", NULL);
    check_doors(content, &answers, G_MININT64, "desk");
    answers.params[0] = 3;
    check_doors(content, &answers, G_MININT64, "agency");
}

static void test_providers(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    gsize n;
    const Door *door = &content_doors(content, &n)[content_find_door(content, "agency")];
    int indices[4];
    g_assert_cmpint(triage_list_providers(door, DAY_2026_06_30, 1, indices, 4), ==, 2);
    g_assert_cmpint(triage_list_providers(door, DAY_2026_06_30, 1, indices, 1), ==, 1);
    g_assert_cmpint(triage_list_providers(door, DAY_2026_06_30 + 1, 1, indices, 4), ==, 1);
    g_assert_cmpint(indices[0], ==, 1);
    g_assert_cmpint(triage_list_providers(door, DAY_2026_12_31 + 1, 1, indices, 4), ==, 0);
}

/* Each of six providers is first in one visit of six: chi-squared of 5 degrees, limit p = 0.0001.
 */
static void test_shuffle_is_fair(void)
{
    enum { N = 6, VISITS = 60000 };
    static const Provider providers[N] = {[0 ... N - 1] = {.quality_until_day = G_MAXINT64}};
    const Door door = {.providers = providers, .n_providers = N};
    int first[N] = {0};
    int last[N] = {0};
    for (guint32 seed = 0; seed < VISITS; seed++) {
        int indices[N];
        g_assert_cmpint(triage_list_providers(&door, 0, seed, indices, N), ==, N);
        guint seen = 0;
        for (int i = 0; i < N; i++) {
            seen |= 1U << indices[i];
        }
        g_assert_cmphex(seen, ==, (1U << N) - 1);
        first[indices[0]]++;
        last[indices[N - 1]]++;
    }
    double chi_first = 0;
    double chi_last = 0;
    for (int i = 0; i < N; i++) {
        double expected = (double)VISITS / N;
        chi_first += (first[i] - expected) * (first[i] - expected) / expected;
        chi_last += (last[i] - expected) * (last[i] - expected) / expected;
    }
    g_assert_cmpfloat(chi_first, <, 25.7);
    g_assert_cmpfloat(chi_last, <, 25.7);
}

static void test_place(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    int town_hall = content_find_door(content, "town_hall");
    Answers answers =
        small_pack_answer(content, "goal", "skip", "tasks", "none", "town", "zuidplas", NULL);
    g_assert_cmpstr(triage_place(content, &answers, town_hall)->address, ==, "Voorbeeldweg 4");
    answers = small_pack_answer(content, "goal", "skip", "tasks", "none", "town", "gouda", NULL);
    g_assert_cmpstr(triage_place(content, &answers, town_hall)->address, ==, "Voorbeeldplein 3");
    answers = small_pack_answer(content, "goal", "skip", NULL);
    g_assert_cmpstr(triage_place(content, &answers, town_hall)->phone, ==, "0182");
    int desk = content_find_door(content, "desk");
    g_assert_cmpstr(triage_place(content, &answers, desk)->where, ==, "Balie 1");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/triage/orders by tier, weight, then the list of doors", test_order);
    g_test_add_func("/triage/keeps a door's best place and joins its notes", test_best_place);
    g_test_add_func("/triage/gives the site's own door when no rule holds", test_nothing_holds);
    g_test_add_func("/triage/puts the fallback in place of a closed door", test_switched_off);
    g_test_add_func("/triage/joins a stand-in with the same door", test_merged);
    g_test_add_func("/triage/follows a chain of closed doors", test_long_chain);
    g_test_add_func("/triage/closes a door when its providers' records end", test_records_expire);
    g_test_add_func("/triage/closes a door that needs providers and has none", test_no_providers);
    g_test_add_func("/triage/never names a door of another kind of site", test_other_kind);
    g_test_add_func("/triage/follows the waiting time", test_param);
    g_test_add_func("/triage/lists providers whose records hold today", test_providers);
    g_test_add_func("/triage/gives every provider the same chance", test_shuffle_is_fair);
    g_test_add_func("/triage/finds the place of the visitor's town", test_place);
    return g_test_run();
}
