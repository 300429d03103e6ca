// SPDX-License-Identifier: EUPL-1.2
/* Every possible visit of the packs that ship. */
#include "packctl/walk.h"

#include <string.h>

#include "intake/flow.h"
#include "pack_fixture.h"

/* How many different sets of answers there are: worked out by hand from the questions, 299 sets of
 * tasks, 32 of needs, 99 of support, 7 towns where they are asked for. */
static const struct {
    const char *folder;
    int ask_town;
    guint64 n_visits;
    int most_asked;
} sites[] = {
    {PACK_CAFE, 1, 126814058, 7},
    {PACK_CAFE, 0, 20257880, 6},
    {PACK_AZC, 0, 5862884, 6},
};

static void test_every_visit(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sites); i++) {
        g_autoptr(Pack) pack = pack_fixture_load(sites[i].folder);
        g_autofree WalkReport *report = g_new0(WalkReport, 1);
        g_autofree char *fault = walk_check(pack->content, sites[i].ask_town, report);
        g_assert_cmpstr(fault, ==, NULL);
        g_assert_cmpuint(report->n_visits, ==, sites[i].n_visits);
        g_assert_cmpint(report->most_asked, ==, sites[i].most_asked);
    }
}

static void test_every_rule_is_used(void)
{
    gsize n;
    g_autoptr(Pack) cafe = pack_fixture_load(PACK_CAFE);
    g_autoptr(Pack) azc = pack_fixture_load(PACK_AZC);
    g_autofree WalkReport *one = g_new0(WalkReport, 1);
    g_autofree WalkReport *other = g_new0(WalkReport, 1);
    g_autofree char *fault = walk_check(cafe->content, 1, one);
    g_autofree char *fault2 = walk_check(azc->content, 0, other);
    g_assert_cmpstr(fault, ==, NULL);
    g_assert_cmpstr(fault2, ==, NULL);
    const Rule *rules = content_rules(cafe->content, &n);
    for (gsize i = 0; i < n; i++) {
        if (!one->is_used[i] && !other->is_used[i]) {
            g_error("rule '%s' never holds", rules[i].id);
        }
    }
}

/* Every visit has a door, open at this kind of site, and none twice. */
static void check_doors(const Answers *answers, guint64 n_alike, gpointer data)
{
    const Content *content = data;
    gsize n;
    const Door *doors = content_doors(content, &n);
    TriageResult result;
    triage_run(content, answers, G_MININT64, &result);
    guint64 seen = 0;
    g_assert_cmpuint(n_alike, >, 0);
    g_assert_cmpuint(result.n_doors, >, 0);
    for (gsize i = 0; i < result.n_doors; i++) {
        const TriagedDoor *door = &result.doors[i];
        g_assert_true(doors[door->door].is_allowed && doors[door->door].is_enabled);
        g_assert_cmphex(seen & 1ULL << door->door, ==, 0);
        seen |= 1ULL << door->door;
        g_assert_true(i == 0 || result.doors[i - 1].tier <= door->tier);
    }
}

static void walk_doors(const Content *content)
{
    Answers start;
    answers_init(&start, content);
    walk_each(content, &start, check_doors, (gpointer)content);
}

static void test_doors(void)
{
    g_autoptr(Pack) cafe = pack_fixture_load(PACK_CAFE);
    g_autoptr(Pack) azc = pack_fixture_load(PACK_AZC);
    walk_doors(cafe->content);
    walk_doors(azc->content);
}

/* For each rule, one visit in which it holds. */
typedef struct {
    const Rule *rules;
    gsize n_rules;
    Answers visits[CONTENT_MAX_RULES];
    bool is_found[CONTENT_MAX_RULES];
} Examples;

static void keep_examples(const Answers *answers, guint64 n_alike, gpointer data)
{
    Examples *examples = data;
    (void)n_alike;
    for (gsize i = 0; i < examples->n_rules; i++) {
        if (!examples->is_found[i] && condition_holds(examples->rules[i].when, answers)) {
            examples->is_found[i] = true;
            examples->visits[i] = *answers;
        }
    }
}

/* A stand-in is looked for rule by rule, so one visit a rule shows what closing a door does. */
static void check_one_closed(gconstpointer folder)
{
    gsize n;
    g_autoptr(Pack) pack = pack_fixture_load(folder);
    g_autofree Examples *examples = g_new0(Examples, 1);
    examples->rules = content_rules(pack->content, &examples->n_rules);
    Answers start;
    answers_init(&start, pack->content);
    walk_each(pack->content, &start, keep_examples, examples);
    content_doors(pack->content, &n);
    for (gsize door = 0; door < n; door++) {
        g_autofree char *settings = pack_fixture_close_doors(pack->content, (int)door);
        g_autoptr(Content) content = settings ? pack_fixture_change(pack, settings) : NULL;
        for (gsize i = 0; content && i < examples->n_rules; i++) {
            if (examples->is_found[i]) {
                check_doors(&examples->visits[i], 1, content);
            }
        }
    }
}

static void check_all_closed(gconstpointer folder)
{
    g_autoptr(Pack) pack = pack_fixture_load(folder);
    g_autofree char *settings = pack_fixture_close_doors(pack->content, -1);
    g_autoptr(Content) content = pack_fixture_change(pack, settings);
    walk_doors(content);
}

static void test_closed_doors(void)
{
    check_one_closed(PACK_CAFE);
    check_one_closed(PACK_AZC);
    check_all_closed(PACK_CAFE);
    check_all_closed(PACK_AZC);
}

static void count_plainly(const Content *content, const Answers *answers, guint64 *n_visits);

/* Every set of options that is taken; of the tasks and the towns, which mean the same to all rules,
 * only the first and none. */
static void choose_plainly(const Content *content, const Answers *answers, int next,
                           guint64 *n_visits)
{
    gsize n;
    const Question *question = &content_questions(content, &n)[next];
    bool is_alike = strcmp(question->id, "tasks") == 0 || strcmp(question->id, "town") == 0;
    guint32 last = 1U << (question->n_options - 1);
    for (guint32 chosen = 1; chosen < last << 1; chosen++) {
        Answers further = *answers;
        if ((!is_alike || chosen == 1 || chosen == last) &&
            answers_set(&further, content, next, chosen)) {
            count_plainly(content, &further, n_visits);
        }
    }
}

static void count_plainly(const Content *content, const Answers *answers, guint64 *n_visits)
{
    int next = flow_next_question(content, answers);
    if (next >= 0) {
        choose_plainly(content, answers, next, n_visits);
        return;
    }
    check_doors(answers, 1, (gpointer)content);
    (*n_visits)++;
}

/* Without the walk's own cleverness: 461,801 sets of answers at the three kinds of place, the
 * number that the content was checked with when it was made. */
static void test_plain_count(void)
{
    guint64 n_visits = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(sites); i++) {
        g_autoptr(Pack) pack = pack_fixture_load(sites[i].folder);
        Answers start;
        answers_init(&start, pack->content);
        start.ask_town = sites[i].ask_town;
        count_plainly(pack->content, &start, &n_visits);
    }
    g_assert_cmpuint(n_visits, ==, 461801);
}

/* Doors behind which is paid work: those of employers and agencies. */
static bool is_paid_work(const char *door)
{
    static const char *const paid[] = {"uitzend",       "openhiring", "schooluren", "second_chance",
                                       "banenafspraak", "oekraine",   "azc_werk",   NULL};
    return g_strv_contains(paid, door);
}

typedef struct {
    const Content *content;
    gint32 wait_months;
    guint64 n_waited, n_waiting;
} Permit;

static bool has_note(const TriagedDoor *door, const char *note)
{
    return g_strv_contains((const char *const *)door->notes, note);
}

/* An asylum seeker whose band does not reach the waiting time gets no door of paid work and the
 * note to wait; one whose band does gets one, with the note about the permit. */
static void check_permit(const Answers *answers, guint64 n_alike, gpointer data)
{
    Permit *permit = data;
    gsize n;
    const Door *doors = content_doors(permit->content, &n);
    int question = content_find_question(permit->content, "asylum_time");
    const Question *band = &content_questions(permit->content, &n)[question];
    const QuestionOption *chosen = &band->options[g_bit_nth_lsf(answers->chosen[question], -1)];
    bool has_waited = chosen->has_number && chosen->number >= permit->wait_months;
    TriageResult result;
    triage_run(permit->content, answers, G_MININT64, &result);
    bool has_permit_door = false;
    bool is_told_to_wait = false;
    for (gsize i = 0; i < result.n_doors; i++) {
        const TriagedDoor *door = &result.doors[i];
        bool is_paid = is_paid_work(doors[door->door].id);
        g_assert_true(has_waited || !is_paid);
        has_permit_door |= is_paid && has_note(door, "note.twv");
        is_told_to_wait |= has_note(door, "note.wait");
    }
    g_assert_true(has_permit_door == has_waited);
    g_assert_true(is_told_to_wait == !has_waited);
    permit->n_waited += has_waited ? n_alike : 0;
    permit->n_waiting += has_waited ? 0 : n_alike;
}

static void answer(Answers *answers, const Content *content, const char *question,
                   const char *option)
{
    gsize n;
    int index = content_find_question(content, question);
    int chosen = content_find_option(&content_questions(content, &n)[index], option);
    g_assert_true(answers_set(answers, content, index, 1U << chosen));
}

static void check_waiting_times(const char *folder)
{
    g_autoptr(Pack) pack = pack_fixture_load(folder);
    int param = content_find_param(pack->content, "twv_wait_months");
    for (gint32 months = 0; months <= 12; months++) {
        Answers start;
        answers_init(&start, pack->content);
        start.params[param] = months;
        answer(&start, pack->content, "goal", "work");
        answer(&start, pack->content, "papers", "asylum");
        Permit permit = {pack->content, months, 0, 0};
        walk_each(pack->content, &start, check_permit, &permit);
        g_assert_true((permit.n_waited > 0) == (months <= 6));
        g_assert_cmpuint(permit.n_waiting, >, 0);
    }
}

static void test_work_permit(void)
{
    check_waiting_times(PACK_CAFE);
    check_waiting_times(PACK_AZC);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/every visit/ends after at most eight questions", test_every_visit);
    g_test_add_func("/every visit/together use every rule", test_every_rule_is_used);
    g_test_add_func("/every visit/ends at an open door of this kind of site", test_doors);
    g_test_add_func("/every visit/ends at an open door whatever is closed", test_closed_doors);
    g_test_add_func("/every visit/is found by plain counting too", test_plain_count);
    g_test_add_func("/every visit/keeps to the waiting time for a work permit", test_work_permit);
    return g_test_run();
}
