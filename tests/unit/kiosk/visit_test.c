// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/visit.h"

#include <string.h>

#include "kiosk/screen_walk.h"

#include "test_pack.h"

static const VisitTimes times = {.idle_warn_ms = 60000, .idle_wipe_ms = 30000};

typedef struct {
    Content *content;
    Visit visit;
    gint64 now_ms;
} Fixture;

static VisitEffects step(Fixture *f, VisitEventKind kind, int value)
{
    const VisitEvent event = {kind, value, f->now_ms};
    return visit_step(&f->visit, &event);
}

static VisitEffects wait_ms(Fixture *f, gint64 ms)
{
    f->now_ms += ms;
    return step(f, VISIT_EVENT_TIME, 0);
}

static void set_up(Fixture *f, gconstpointer pack)
{
    f->content = test_pack_load(pack);
    f->now_ms = 1000;
    visit_init(&f->visit, f->content, &times);
}

static void tear_down(Fixture *f, gconstpointer pack)
{
    (void)pack;
    content_free(f->content);
}

static void choose(Fixture *f, const char *question, const char *option)
{
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    g_assert_cmpint(f->visit.question, ==, content_find_question(f->content, question));
    step(f, VISIT_EVENT_OPTION, test_pack_option(f->content, question, option));
}

static void begin(Fixture *f)
{
    step(f, VISIT_EVENT_LANGUAGE, 1);
    step(f, VISIT_EVENT_START, 0);
}

/* The shortest way to doors: somebody who is not sure. */
static void go_to_doors(Fixture *f)
{
    begin(f);
    choose(f, "goal", "problem");
    choose(f, "support", "none");
    step(f, VISIT_EVENT_NEXT, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_DOORS);
}

static void go_to_printing(Fixture *f)
{
    go_to_doors(f);
    VisitEffects effects = step(f, VISIT_EVENT_PRINT, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_PRINTING);
    g_assert_true(effects.effects & VISIT_EFFECT_RECORD);
    g_assert_false(effects.effects & VISIT_EFFECT_PRINT);
}

/* Byte for byte what a fresh start has. */
static void assert_fresh(Fixture *f)
{
    g_autofree Visit *fresh = g_new0(Visit, 1);
    visit_init(fresh, f->content, &times);
    g_assert_cmpmem(&f->visit, sizeof f->visit, fresh, sizeof *fresh);
}

static void test_paper_after_record(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    VisitEffects effects = step(f, VISIT_EVENT_RECORDED, 1);
    g_assert_true(effects.effects & VISIT_EFFECT_PRINT);
    effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_SLIP);
    g_assert_true(effects.effects & VISIT_EFFECT_OUTCOME);
    g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_PRINTED);
    effects = step(f, VISIT_EVENT_DONE, 0);
    g_assert_true(effects.effects & VISIT_EFFECT_WIPE);
    g_assert_false(effects.effects & VISIT_EFFECT_OUTCOME);
    assert_fresh(f);
}

static void test_word_of_visitor(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    VisitEffects effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_UNCONFIRMED);
    g_assert_false(effects.effects & VISIT_EFFECT_OUTCOME);
    effects = step(f, VISIT_EVENT_HAVE, 0);
    g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_SHOWN);
    assert_fresh(f);
}

static void test_walks_away(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    step(f, VISIT_EVENT_PAPER, VISIT_PAPER_FAILED);
    VisitEffects effects = wait_ms(f, times.idle_warn_ms + times.idle_wipe_ms);
    g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_ABANDONED);
    assert_fresh(f);
}

static void test_mended_printer(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    VisitEffects effects = step(f, VISIT_EVENT_PRINTER_READY, 0);
    g_assert_cmpint(effects.effects, ==, 0); /* a slip is on its way */
    for (int papers = 1; papers < 3; papers++) {
        step(f, VISIT_EVENT_PAPER, VISIT_PAPER_FAILED);
        effects = step(f, VISIT_EVENT_PRINTER_READY, 0);
        g_assert_cmpint(f->visit.state, ==, VISIT_STATE_PRINTING);
        g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_ABANDONED);
        g_assert_true(effects.effects & VISIT_EFFECT_RECORD); /* another reference */
        g_assert_false(effects.effects & VISIT_EFFECT_PRINT); /* not before that is kept */
        effects = step(f, VISIT_EVENT_RECORDED, 1);
        g_assert_true(effects.effects & VISIT_EFFECT_PRINT);
    }
    step(f, VISIT_EVENT_PAPER, VISIT_PAPER_FAILED);
    effects = step(f, VISIT_EVENT_PRINTER_READY, 0);
    g_assert_cmpint(effects.effects, ==, 0); /* three times is enough */
    effects = step(f, VISIT_EVENT_HAVE, 0);
    g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_SHOWN);
    effects = step(f, VISIT_EVENT_PRINTER_READY, 0);
    g_assert_cmpint(effects.effects, ==, 0);
    assert_fresh(f);
}

/* What may have come out is never printed twice. */
static void test_unconfirmed_once(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    step(f, VISIT_EVENT_PAPER, VISIT_PAPER_UNCONFIRMED);
    VisitEffects effects = step(f, VISIT_EVENT_PRINTER_READY, 0);
    g_assert_cmpint(effects.effects, ==, 0);
}

static void test_not_kept(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 0);
    VisitEffects effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED);
    g_assert_false(effects.effects & VISIT_EFFECT_OUTCOME);
    g_assert_false(f->visit.is_kept);
}

static void test_never_idle_while_printing(Fixture *f, gconstpointer data)
{
    (void)data;
    f->visit.times = (VisitTimes){.idle_warn_ms = 1000, .idle_wipe_ms = 1000};
    go_to_printing(f);
    wait_ms(f, 59999);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_PRINTING);
}

static void test_silent_printer_is_given_up(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    g_assert_cmpint(visit_deadline_ms(&f->visit, f->now_ms), ==, f->now_ms + 60000);
    VisitEffects effects = wait_ms(f, 60000);
    g_assert_true(effects.effects & VISIT_EFFECT_SHOW);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_SLIP);
    g_assert_cmpint(f->visit.paper, ==, VISIT_PAPER_FAILED);
    g_assert_false(effects.effects & VISIT_EFFECT_OUTCOME);
    effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED);
    g_assert_cmpint(effects.outcome, ==, VISIT_OUTCOME_PRINTED);
    g_assert_cmpint(f->visit.paper, ==, VISIT_PAPER_PRINTED);
    effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED);
    g_assert_cmpint(effects.effects, ==, 0);
}

static void test_ended_visit_stays_ended(Fixture *f, gconstpointer data)
{
    (void)data;
    go_to_printing(f);
    step(f, VISIT_EVENT_RECORDED, 1);
    step(f, VISIT_EVENT_CLOSE, 0);
    VisitEffects effects = step(f, VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED);
    g_assert_cmpint(effects.effects, ==, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_CLOSED);
}

static void test_idle_warns_and_wipes(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    choose(f, "goal", "work");
    wait_ms(f, times.idle_warn_ms - 1);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    wait_ms(f, 1);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
    g_assert_cmpint(visit_countdown_s(&f->visit, f->now_ms), ==, 30);
    VisitEffects effects = wait_ms(f, times.idle_wipe_ms);
    g_assert_true(effects.effects & VISIT_EFFECT_WIPE);
    assert_fresh(f);
}

static void test_idle_extends_often(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    for (int i = 0; i < 12; i++) {
        wait_ms(f, times.idle_warn_ms + 1000);
        g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
        step(f, VISIT_EVENT_CONTACT, 0);
        g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
        step(f, VISIT_EVENT_STAY, 0);
        g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    }
}

static void test_back_forgets(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    choose(f, "goal", "work");
    choose(f, "papers", "skip");
    step(f, VISIT_EVENT_BACK, 0);
    g_assert_cmpint(f->visit.question, ==, content_find_question(f->content, "papers"));
    g_assert_false(answers_is_answered(&f->visit.answers, f->visit.question));
    step(f, VISIT_EVENT_BACK, 0);
    step(f, VISIT_EVENT_BACK, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_PRIVACY);
}

static void test_language_keeps_answers(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    choose(f, "goal", "work");
    Answers before = f->visit.answers;
    step(f, VISIT_EVENT_OTHER_LANGUAGE, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_LANGUAGES);
    step(f, VISIT_EVENT_LANGUAGE, 2);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    g_assert_cmpint(f->visit.language, ==, 2);
    g_assert_cmpmem(&before, sizeof before, &f->visit.answers, sizeof before);
}

static void test_stop_asks_first(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    choose(f, "goal", "work");
    step(f, VISIT_EVENT_STOP, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_STOP);
    step(f, VISIT_EVENT_STAY, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    step(f, VISIT_EVENT_STOP, 0);
    step(f, VISIT_EVENT_STOP_YES, 0);
    assert_fresh(f);
}

static void test_stop_asks_first_at_staff(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    choose(f, "goal", "work");
    step(f, VISIT_EVENT_STAFF, 0);
    VisitEffects effects = step(f, VISIT_EVENT_STOP, 0);
    g_assert_false(effects.effects & VISIT_EFFECT_WIPE);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_STOP);
    step(f, VISIT_EVENT_STAY, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    g_assert_cmpint(f->visit.answers.n_answered, ==, 1);
}

/* Size, contrast and lower half: on one key each, forgotten with the visit. */
static void test_look_is_the_visits(Fixture *f, gconstpointer data)
{
    static const VisitEventKind keys[] = {VISIT_EVENT_LARGER, VISIT_EVENT_CONTRAST,
                                          VISIT_EVENT_REACH};
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        step(f, keys[i], 0);
    }
    begin(f);
    g_assert_cmpint(f->visit.text_size, ==, 1);
    g_assert_true(f->visit.is_high_contrast);
    g_assert_true(f->visit.is_reach);
    step(f, VISIT_EVENT_REACH, 0);
    g_assert_false(f->visit.is_reach);
    step(f, VISIT_EVENT_REACH, 0);
    wait_ms(f, times.idle_warn_ms + times.idle_wipe_ms);
    assert_fresh(f);
    step(f, VISIT_EVENT_REACH, 0);
    wait_ms(f, times.idle_warn_ms);
    assert_fresh(f);
}

static void test_countdown_ignores_other_keys(Fixture *f, gconstpointer data)
{
    static const VisitEventKind keys[] = {VISIT_EVENT_BACK, VISIT_EVENT_STAFF, VISIT_EVENT_LARGER,
                                          VISIT_EVENT_OPEN, VISIT_EVENT_CONTACT};
    (void)data;
    begin(f);
    wait_ms(f, times.idle_warn_ms + 10000);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        step(f, keys[i], 0);
        g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
        g_assert_cmpint(visit_countdown_s(&f->visit, f->now_ms), ==, 20);
    }
    wait_ms(f, 20000);
    assert_fresh(f);
}

static void test_first_screen_turns_back(Fixture *f, gconstpointer data)
{
    (void)data;
    step(f, VISIT_EVENT_MORE, 0);
    g_assert_cmpint(visit_deadline_ms(&f->visit, f->now_ms), ==, f->now_ms + times.idle_warn_ms);
    wait_ms(f, times.idle_warn_ms);
    assert_fresh(f);
}

/* What a printer can come to say, and the queue. */
static const VisitEvent printer_events[] = {
    {VISIT_EVENT_PAPER, VISIT_PAPER_PRINTED, 0},
    {VISIT_EVENT_PAPER, VISIT_PAPER_UNCONFIRMED, 0},
    {VISIT_EVENT_PAPER, VISIT_PAPER_FAILED, 0},
    {VISIT_EVENT_RECORDED, 1, 0},
    {VISIT_EVENT_RECORDED, 0, 0},
};

/* None of them is noticed. */
static void check_unmoved(const Visit *visit)
{
    for (gsize i = 0; i < G_N_ELEMENTS(printer_events); i++) {
        Visit after;
        memcpy(&after, visit, sizeof after);
        VisitEffects effects = visit_step(&after, &printer_events[i]);
        g_assert_cmpuint(effects.effects, ==, 0);
        g_assert_cmpmem(&after, sizeof after, visit, sizeof *visit);
    }
}

/* Ends a copy of `visit` in one of the ways that there are from its state. False: not that one. */
static bool end_by(Visit *visit, VisitEventKind kind)
{
    const bool is_idle = kind == VISIT_EVENT_TIME;
    const VisitEvent end = {kind, 0, is_idle ? G_MAXINT32 : visit->touched_ms};
    visit_step(visit, &end);
    if (visit->state == VISIT_STATE_STOP) {
        const VisitEvent sure = {VISIT_EVENT_STOP_YES, 0, end.now_ms};
        visit_step(visit, &sure);
    }
    if (visit->state == VISIT_STATE_CLOSED) {
        check_unmoved(visit);
        const VisitEvent open = {VISIT_EVENT_OPEN, 0, end.now_ms};
        visit_step(visit, &open);
    }
    return visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
}

/* A jam at goodbye revived an ended session (votingworks/vxsuite#5661). Whatever a printer says in
 * any state: only who waits for paper hears of it, and nobody after an end. */
static void test_printer_in_every_state(Fixture *f, gconstpointer data)
{
    static const VisitEventKind ends[] = {VISIT_EVENT_HAVE, VISIT_EVENT_DONE,     VISIT_EVENT_STOP,
                                          VISIT_EVENT_BACK, VISIT_EVENT_STOP_YES, VISIT_EVENT_TIME,
                                          VISIT_EVENT_CLOSE};
    int n_ended[VISIT_STATE_COUNT] = {0};
    (void)data;
    g_autoptr(GArray) sights = screen_walk(f->content);
    for (guint i = 0; i < sights->len; i++) {
        const Visit *visit = &g_array_index(sights, ScreenSight, i).visit;
        if (visit->state != VISIT_STATE_PRINTING && visit->state != VISIT_STATE_SLIP) {
            check_unmoved(visit);
        }
        for (gsize end = 0; end < G_N_ELEMENTS(ends); end++) {
            Visit ended;
            memcpy(&ended, visit, sizeof ended);
            if (end_by(&ended, ends[end])) {
                check_unmoved(&ended);
                n_ended[visit->state]++;
            }
        }
    }
    for (int state = 0; state < VISIT_STATE_COUNT; state++) {
        g_test_message("%s: ended %d times", visit_state_name((VisitState)state), n_ended[state]);
        g_assert_cmpint(n_ended[state], >, 0);
    }
}

/* In every state, every event with odd values: never a state that does not exist, never an answer
 * after an end. */
static void test_noise(Fixture *f, gconstpointer data)
{
    (void)data;
    guint32 seed = 7;
    for (int i = 0; i < 200000; i++) {
        seed = seed * 1664525U + 1013904223U;
        f->now_ms += seed >> 20;
        VisitEffects effects =
            step(f, (VisitEventKind)((seed >> 8) % VISIT_EVENT_COUNT), (int)((seed >> 14) % 9) - 2);
        g_assert_cmpint(f->visit.state, <, VISIT_STATE_COUNT);
        if (effects.effects & VISIT_EFFECT_WIPE) {
            g_assert_cmpint(f->visit.answers.n_answered, ==, 0);
            g_assert_cmpint(f->visit.language, ==, 0);
        }
    }
}

static void test_listens(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(step(f, VISIT_EVENT_LISTEN, 0).effects, ==,
                     VISIT_EFFECT_SHOW | VISIT_EFFECT_SPEAK);
    g_assert_true(f->visit.is_listening);
    VisitEffects effects = wait_ms(f, times.idle_warn_ms);
    g_assert_true(effects.effects & VISIT_EFFECT_WIPE);
    g_assert_false(f->visit.is_listening);
}

/* To listen to the warning is no answer to it. */
static void test_listens_to_warning(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    wait_ms(f, times.idle_warn_ms);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
    g_assert_cmpuint(step(f, VISIT_EVENT_LISTEN, 0).effects, ==,
                     VISIT_EFFECT_SHOW | VISIT_EFFECT_SPEAK);
    wait_ms(f, times.idle_wipe_ms);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_LANGUAGES);
}

/* Who touches the key while it speaks gets the keys for the volume with the repetition. */
static void test_volume(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    step(f, VISIT_EVENT_LISTEN, 1);
    g_assert_false(f->visit.is_volume_shown);
    step(f, VISIT_EVENT_LISTEN, 0);
    g_assert_false(f->visit.is_volume_shown);
    g_assert_cmpuint(step(f, VISIT_EVENT_LISTEN, 1).effects, ==,
                     VISIT_EFFECT_SHOW | VISIT_EFFECT_SPEAK);
    g_assert_true(f->visit.is_volume_shown);
    g_assert_cmpuint(step(f, VISIT_EVENT_LOUDER, 0).effects, ==,
                     VISIT_EFFECT_SHOW | VISIT_EFFECT_SPEAK);
    g_assert_cmpuint(step(f, VISIT_EVENT_LISTEN, 0).effects, ==, VISIT_EFFECT_SPEAK);
    g_assert_true(f->visit.is_volume_shown);
    g_assert_cmpuint(step(f, VISIT_EVENT_VOLUME_DONE, 0).effects, ==, VISIT_EFFECT_SHOW);
    g_assert_false(f->visit.is_volume_shown);
    g_assert_true(f->visit.is_listening);
}

static void test_volume_goes(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    for (int i = 0; i < 2; i++) {
        step(f, VISIT_EVENT_LISTEN, 1);
    }
    step(f, VISIT_EVENT_BACK, 0);
    g_assert_false(f->visit.is_volume_shown);
    step(f, VISIT_EVENT_LISTEN, 1);
    g_assert_true(f->visit.is_volume_shown);
    g_assert_cmpuint(step(f, VISIT_EVENT_MUTE, 0).effects, ==, VISIT_EFFECT_SHOW);
    g_assert_false(f->visit.is_volume_shown);
    g_assert_false(f->visit.is_listening);
    for (int i = 0; i < 2; i++) {
        step(f, VISIT_EVENT_LISTEN, 1);
    }
    wait_ms(f, times.idle_warn_ms);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_IDLE);
    g_assert_false(f->visit.is_volume_shown);
}

#define ADD(name, function)                                                                        \
    g_test_add("/visit/" name, Fixture, "werkcafe-midden-holland", set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("records before paper, gives the outcome after it", test_paper_after_record);
    ADD("takes the visitor's word where paper is not confirmed", test_word_of_visitor);
    ADD("is abandoned when the visitor walks away", test_walks_away);
    ADD("gets another slip from a printer that was mended, three at most", test_mended_printer);
    ADD("prints nothing twice that may have come out", test_unconfirmed_once);
    ADD("has no outcome when the intake could not be kept", test_not_kept);
    ADD("is never idle while printing", test_never_idle_while_printing);
    ADD("gives up a printer that says nothing, and believes it later",
        test_silent_printer_is_given_up);
    ADD("asks before it stops where staff are called", test_stop_asks_first_at_staff);
    ADD("counts down whatever else is touched", test_countdown_ignores_other_keys);
    ADD("size, contrast and lower half are the visit's", test_look_is_the_visits);
    ADD("turns the first screen back to its first page", test_first_screen_turns_back);
    ADD("that ended is not revived by the printer", test_ended_visit_stays_ended);
    ADD("story 3: a printer event in every state, and after every end",
        test_printer_in_every_state);
    ADD("returns to the languages after idle", test_idle_warns_and_wipes);
    ADD("can be extended more than ten times", test_idle_extends_often);
    ADD("forgets an answer on going back", test_back_forgets);
    ADD("keeps answers when the language changes", test_language_keeps_answers);
    ADD("asks before it stops", test_stop_asks_first);
    ADD("ends for who only listened on the first screen", test_listens);
    ADD("goes on counting down while the warning is read", test_listens_to_warning);
    ADD("offers the volume to who interrupts it", test_volume);
    ADD("puts the keys for the volume away when it moves on", test_volume_goes);
    ADD("survives any order of events", test_noise);
    return g_test_run();
}
