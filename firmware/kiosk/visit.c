// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/visit.h"

#include <assert.h>
#include <string.h>

#include "intake/flow.h"

/* A printer that says nothing for so long is not waited for: the screen must answer. */
enum { PAPER_LIMIT_MS = 60000, MAX_PAPERS = 3 };

typedef VisitEffects (*Act)(Visit *visit, const VisitEvent *event);

/* One row: in this state, this event does this. What is not listed means nothing. */
typedef struct {
    VisitState state;
    VisitEventKind event;
    Act act;
} Edge;

static const char *const state_names[] = {
    [VISIT_STATE_LANGUAGES] = "languages", [VISIT_STATE_PRIVACY] = "privacy",
    [VISIT_STATE_QUESTION] = "question",   [VISIT_STATE_DOORS] = "doors",
    [VISIT_STATE_PROVIDER] = "provider",   [VISIT_STATE_PRINTING] = "printing",
    [VISIT_STATE_SLIP] = "slip",           [VISIT_STATE_STOP] = "stop",
    [VISIT_STATE_STAFF] = "staff",         [VISIT_STATE_IDLE] = "idle",
    [VISIT_STATE_CLOSED] = "closed",
};
static_assert(G_N_ELEMENTS(state_names) == VISIT_STATE_COUNT, "a name for every state");

const char *visit_state_name(VisitState state)
{
    return state_names[state];
}

static VisitEffects show(void)
{
    return (VisitEffects){.effects = VISIT_EFFECT_SHOW};
}

/* --- ends --------------------------------------------------------------------------------------
 */

static void forget(Visit *visit)
{
    const Content *content = visit->content;
    VisitTimes times = visit->times;
    explicit_bzero(visit, sizeof *visit);
    visit->content = content;
    visit->times = times;
    visit->provider_door = -1;
    visit->provider_chosen = -1;
    visit->today = G_MININT64;
    if (content) {
        answers_init(&visit->answers, content);
    } else {
        visit->state = VISIT_STATE_CLOSED;
    }
}

/* Every way out of a visit comes through here. */
static VisitEffects end(Visit *visit)
{
    VisitEffects effects = {.effects = VISIT_EFFECT_WIPE | VISIT_EFFECT_SHOW};
    if (visit->is_recorded) {
        effects.effects |= VISIT_EFFECT_OUTCOME;
        effects.outcome = VISIT_OUTCOME_ABANDONED;
    }
    forget(visit);
    return effects;
}

static VisitEffects end_visit(Visit *visit, const VisitEvent *event)
{
    (void)event;
    return end(visit);
}

static VisitEffects end_shown(Visit *visit, const VisitEvent *event)
{
    (void)event;
    bool has_intake = visit->is_recorded;
    visit->is_recorded = false;
    VisitEffects effects = end(visit);
    if (has_intake) {
        effects.effects |= VISIT_EFFECT_OUTCOME;
        effects.outcome = VISIT_OUTCOME_SHOWN;
    }
    return effects;
}

static VisitEffects close_kiosk(Visit *visit, const VisitEvent *event)
{
    (void)event;
    VisitEffects effects = end(visit);
    visit->state = VISIT_STATE_CLOSED;
    return effects;
}

static VisitEffects open_kiosk(Visit *visit, const VisitEvent *event)
{
    (void)event;
    forget(visit);
    return show();
}

/* --- language and privacy ----------------------------------------------------------------------
 */

static VisitEffects choose_language(Visit *visit, const VisitEvent *event)
{
    gsize n_languages;
    content_languages(visit->content, &n_languages);
    if (event->value < 0 || (gsize)event->value >= n_languages) {
        return (VisitEffects){0};
    }
    visit->language = event->value;
    visit->page = 0;
    if (visit->under != VISIT_STATE_LANGUAGES) {
        visit->state = visit->under;
        visit->under = VISIT_STATE_LANGUAGES;
        return show();
    }
    visit->started_ms = event->now_ms;
    visit->state = VISIT_STATE_PRIVACY;
    return show();
}

static VisitEffects ask_language(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->under = visit->state;
    visit->state = VISIT_STATE_LANGUAGES;
    visit->page = 0;
    return show();
}

/* --- questions ---------------------------------------------------------------------------------
 */

static VisitEffects show_next_question(Visit *visit)
{
    visit->page = 0;
    visit->pending = 0;
    visit->question = flow_next_question(visit->content, &visit->answers);
    if (visit->question >= 0) {
        visit->state = VISIT_STATE_QUESTION;
        return show();
    }
    triage_run(visit->content, &visit->answers, visit->today, &visit->result);
    visit->door_shown = 0;
    visit->state = VISIT_STATE_DOORS;
    return show();
}

static VisitEffects begin_questions(Visit *visit, const VisitEvent *event)
{
    (void)event;
    return show_next_question(visit);
}

static const Question *shown_question(const Visit *visit)
{
    gsize n;
    return &content_questions(visit->content, &n)[visit->question];
}

static VisitEffects choose_option(Visit *visit, const VisitEvent *event)
{
    const Question *question = shown_question(visit);
    guint32 shown = flow_shown_options(visit->content, &visit->answers, visit->question);
    if (event->value < 0 || event->value >= CONTENT_MAX_OPTIONS || !(shown >> event->value & 1)) {
        return (VisitEffects){0};
    }
    if (question->kind == QUESTION_KIND_MULTI) {
        visit->pending = answers_toggle(question, visit->pending, event->value);
        return show();
    }
    if (!answers_set(&visit->answers, visit->content, visit->question, 1U << event->value)) {
        return (VisitEffects){0};
    }
    return show_next_question(visit);
}

static VisitEffects confirm_options(Visit *visit, const VisitEvent *event)
{
    (void)event;
    if (visit->pending == 0 ||
        !answers_set(&visit->answers, visit->content, visit->question, visit->pending)) {
        return (VisitEffects){0};
    }
    return show_next_question(visit);
}

static VisitEffects turn_page(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->page++;
    return show();
}

/* Back to the question before, whose answer is gone with everything after it. */
static VisitEffects go_back(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->page = 0;
    visit->pending = 0;
    explicit_bzero(&visit->result, sizeof visit->result);
    if (visit->answers.n_answered == 0) {
        visit->state = VISIT_STATE_PRIVACY;
        return show();
    }
    visit->question = visit->answers.order[visit->answers.n_answered - 1];
    answers_take_back(&visit->answers, visit->question);
    visit->state = VISIT_STATE_QUESTION;
    return show();
}

/* --- doors, provider, paper --------------------------------------------------------------------
 */

static VisitEffects show_door(Visit *visit, const VisitEvent *event)
{
    if (event->value < 0 || (gsize)event->value >= visit->result.n_doors) {
        return (VisitEffects){0};
    }
    visit->door_shown = event->value;
    return show();
}

/* The first of the doors that get a full block on paper where the visitor can choose; one such
 * question a visit. */
static bool find_provider_choice(Visit *visit)
{
    enum { FULL_BLOCKS = 3 };
    gsize n_doors;
    const Door *doors = content_doors(visit->content, &n_doors);
    for (gsize i = 0; i < visit->result.n_doors && i < FULL_BLOCKS; i++) {
        const Door *door = &doors[visit->result.doors[i].door];
        if (!door->can_choose_provider) {
            continue;
        }
        visit->n_providers = triage_list_providers(door, visit->today, visit->seed,
                                                   visit->providers, VISIT_MAX_PROVIDERS);
        if (visit->n_providers > 1) {
            visit->provider_door = (int)i;
            return true;
        }
    }
    return false;
}

static VisitEffects start_paper(Visit *visit, gint64 now_ms)
{
    visit->n_papers++;
    visit->paper_ms = now_ms;
    visit->state = VISIT_STATE_PRINTING;
    visit->paper = VISIT_PAPER_COMING;
    return (VisitEffects){.effects = VISIT_EFFECT_SHOW | VISIT_EFFECT_RECORD};
}

static VisitEffects ask_paper(Visit *visit, const VisitEvent *event)
{
    visit->page = 0;
    visit->provider_chosen = -1;
    if (find_provider_choice(visit)) {
        visit->state = VISIT_STATE_PROVIDER;
        return show();
    }
    visit->provider_door = -1;
    return start_paper(visit, event->now_ms);
}

static VisitEffects choose_provider(Visit *visit, const VisitEvent *event)
{
    if (event->value >= (int)visit->n_providers) {
        return (VisitEffects){0};
    }
    visit->provider_chosen = event->value < 0 ? -1 : visit->providers[event->value];
    return start_paper(visit, event->now_ms);
}

static VisitEffects back_to_doors(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->page = 0;
    visit->provider_door = -1;
    visit->provider_chosen = -1;
    visit->state = VISIT_STATE_DOORS;
    return show();
}

static VisitEffects note_recorded(Visit *visit, const VisitEvent *event)
{
    visit->is_kept = event->value != 0;
    visit->is_recorded = visit->is_kept;
    return (VisitEffects){.effects = VISIT_EFFECT_PRINT};
}

static VisitEffects note_paper(Visit *visit, const VisitEvent *event)
{
    visit->paper = (VisitPaper)event->value;
    visit->state = VISIT_STATE_SLIP;
    visit->touched_ms = event->now_ms;
    VisitEffects effects = show();
    if (visit->paper == VISIT_PAPER_PRINTED && visit->is_recorded) {
        visit->is_recorded = false;
        effects.effects |= VISIT_EFFECT_OUTCOME;
        effects.outcome = VISIT_OUTCOME_PRINTED;
    }
    return effects;
}

/* The printer was given up, and then paper came after all. */
static VisitEffects note_late_paper(Visit *visit, const VisitEvent *event)
{
    bool is_news = event->value == VISIT_PAPER_PRINTED && visit->paper != VISIT_PAPER_PRINTED;
    return is_news ? note_paper(visit, event) : (VisitEffects){0};
}

/* The slip that did not come is void, with its intake and its reference: half of it may hang out of
 * the printer. Another one is printed, whole, under another reference. */
static VisitEffects print_again(Visit *visit, const VisitEvent *event)
{
    if (visit->paper != VISIT_PAPER_FAILED || visit->n_papers >= MAX_PAPERS) {
        return (VisitEffects){0};
    }
    bool has_intake = visit->is_recorded;
    visit->is_recorded = false;
    VisitEffects effects = start_paper(visit, event->now_ms);
    if (has_intake) {
        effects.effects |= VISIT_EFFECT_OUTCOME;
        effects.outcome = VISIT_OUTCOME_ABANDONED;
    }
    return effects;
}

/* --- what lies over a screen -------------------------------------------------------------------
 */

static VisitEffects ask_stop(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->under = visit->state;
    visit->state = VISIT_STATE_STOP;
    return show();
}

static VisitEffects call_staff(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->under = visit->state;
    visit->state = VISIT_STATE_STAFF;
    return show();
}

static VisitEffects go_under(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->state = visit->under;
    visit->under = VISIT_STATE_LANGUAGES;
    visit->page = 0;
    return show();
}

static VisitEffects stay(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->state = visit->under_idle;
    return show();
}

static VisitEffects change_size(Visit *visit, const VisitEvent *event)
{
    enum { TEXT_SIZES = 3 };
    (void)event;
    visit->text_size = (visit->text_size + 1) % TEXT_SIZES;
    visit->page = 0;
    return show();
}

static VisitEffects change_contrast(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->is_high_contrast = !visit->is_high_contrast;
    return show();
}

/* Says it from the beginning. Who touches the key while it speaks may want it softer or louder. */
static VisitEffects listen(Visit *visit, const VisitEvent *event)
{
    bool is_cut = visit->is_listening && event->value != 0 && visit->state != VISIT_STATE_IDLE;
    bool is_news = !visit->is_listening || (is_cut && !visit->is_volume_shown);
    visit->is_volume_shown = visit->is_volume_shown || is_cut;
    visit->is_listening = true;
    return (VisitEffects){.effects = VISIT_EFFECT_SPEAK | (is_news ? VISIT_EFFECT_SHOW : 0)};
}

static VisitEffects change_volume(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->is_listening = true;
    return (VisitEffects){.effects = VISIT_EFFECT_SHOW | VISIT_EFFECT_SPEAK};
}

static VisitEffects mute(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->is_listening = false;
    visit->is_volume_shown = false;
    return show();
}

static VisitEffects put_volume_away(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->is_volume_shown = false;
    return show();
}

/* Back on the languages screen: out of a change of language, or nothing. */
static VisitEffects leave_languages(Visit *visit, const VisitEvent *event)
{
    return visit->under == VISIT_STATE_LANGUAGES ? (VisitEffects){0} : go_under(visit, event);
}

/* Stop while the language is being changed asks first, as everywhere; on the first screen there is
 * nothing to stop. */
static VisitEffects stop_languages(Visit *visit, const VisitEvent *event)
{
    if (visit->under == VISIT_STATE_LANGUAGES) {
        return (VisitEffects){0};
    }
    go_under(visit, event);
    return ask_stop(visit, event);
}

/* Stop where staff are called asks first too, so that a wrong key costs nobody their answers. */
static VisitEffects stop_staff(Visit *visit, const VisitEvent *event)
{
    go_under(visit, event);
    return ask_stop(visit, event);
}

static VisitEffects change_reach(Visit *visit, const VisitEvent *event)
{
    (void)event;
    visit->is_reach = !visit->is_reach;
    visit->page = 0;
    return show();
}

static const Edge edges[] = {
    {VISIT_STATE_LANGUAGES, VISIT_EVENT_LANGUAGE, choose_language},
    {VISIT_STATE_LANGUAGES, VISIT_EVENT_MORE, turn_page},
    {VISIT_STATE_LANGUAGES, VISIT_EVENT_BACK, leave_languages},
    {VISIT_STATE_LANGUAGES, VISIT_EVENT_STOP, stop_languages},
    {VISIT_STATE_PRIVACY, VISIT_EVENT_START, begin_questions},
    {VISIT_STATE_PRIVACY, VISIT_EVENT_BACK, end_visit},
    {VISIT_STATE_PRIVACY, VISIT_EVENT_STOP, end_visit},
    {VISIT_STATE_PRIVACY, VISIT_EVENT_STAFF, call_staff},
    {VISIT_STATE_PRIVACY, VISIT_EVENT_OTHER_LANGUAGE, ask_language},
    {VISIT_STATE_QUESTION, VISIT_EVENT_OPTION, choose_option},
    {VISIT_STATE_QUESTION, VISIT_EVENT_NEXT, confirm_options},
    {VISIT_STATE_QUESTION, VISIT_EVENT_MORE, turn_page},
    {VISIT_STATE_QUESTION, VISIT_EVENT_BACK, go_back},
    {VISIT_STATE_QUESTION, VISIT_EVENT_STOP, ask_stop},
    {VISIT_STATE_QUESTION, VISIT_EVENT_STAFF, call_staff},
    {VISIT_STATE_QUESTION, VISIT_EVENT_OTHER_LANGUAGE, ask_language},
    {VISIT_STATE_DOORS, VISIT_EVENT_DOOR, show_door},
    {VISIT_STATE_DOORS, VISIT_EVENT_MORE, turn_page},
    {VISIT_STATE_DOORS, VISIT_EVENT_PRINT, ask_paper},
    {VISIT_STATE_DOORS, VISIT_EVENT_BACK, go_back},
    {VISIT_STATE_DOORS, VISIT_EVENT_STOP, ask_stop},
    {VISIT_STATE_DOORS, VISIT_EVENT_STAFF, call_staff},
    {VISIT_STATE_DOORS, VISIT_EVENT_OTHER_LANGUAGE, ask_language},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_PROVIDER, choose_provider},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_MORE, turn_page},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_BACK, back_to_doors},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_STOP, ask_stop},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_STAFF, call_staff},
    {VISIT_STATE_PROVIDER, VISIT_EVENT_OTHER_LANGUAGE, ask_language},
    {VISIT_STATE_PRINTING, VISIT_EVENT_RECORDED, note_recorded},
    {VISIT_STATE_PRINTING, VISIT_EVENT_PAPER, note_paper},
    {VISIT_STATE_SLIP, VISIT_EVENT_PAPER, note_late_paper},
    {VISIT_STATE_SLIP, VISIT_EVENT_PRINTER_READY, print_again},
    {VISIT_STATE_SLIP, VISIT_EVENT_HAVE, end_shown},
    {VISIT_STATE_SLIP, VISIT_EVENT_DONE, end_visit},
    {VISIT_STATE_SLIP, VISIT_EVENT_STOP, end_visit},
    {VISIT_STATE_SLIP, VISIT_EVENT_STAFF, call_staff},
    {VISIT_STATE_SLIP, VISIT_EVENT_OTHER_LANGUAGE, ask_language},
    {VISIT_STATE_STOP, VISIT_EVENT_STOP_YES, end_visit},
    {VISIT_STATE_STOP, VISIT_EVENT_STAY, go_under},
    {VISIT_STATE_STOP, VISIT_EVENT_BACK, go_under},
    {VISIT_STATE_STAFF, VISIT_EVENT_STAY, go_under},
    {VISIT_STATE_STAFF, VISIT_EVENT_BACK, go_under},
    {VISIT_STATE_STAFF, VISIT_EVENT_STOP, stop_staff},
    {VISIT_STATE_IDLE, VISIT_EVENT_STAY, stay},
    {VISIT_STATE_IDLE, VISIT_EVENT_STOP_YES, end_visit},
    {VISIT_STATE_CLOSED, VISIT_EVENT_OPEN, open_kiosk},
};

static const Edge *find_edge(VisitState state, VisitEventKind event)
{
    for (gsize i = 0; i < G_N_ELEMENTS(edges); i++) {
        if (edges[i].state == state && edges[i].event == event) {
            return &edges[i];
        }
    }
    return NULL;
}

/* How a screen is met: the same on all of them. */
typedef struct {
    VisitEventKind event;
    Act act;
    bool is_for_idle; /* also while the idle warning is up */
} AnyTime;

static const AnyTime any_time[] = {
    {VISIT_EVENT_LARGER, change_size, false},
    {VISIT_EVENT_CONTRAST, change_contrast, false},
    {VISIT_EVENT_REACH, change_reach, false},
    {VISIT_EVENT_LISTEN, listen, true},
    {VISIT_EVENT_MUTE, mute, true},
    {VISIT_EVENT_SOFTER, change_volume, true},
    {VISIT_EVENT_LOUDER, change_volume, true},
    {VISIT_EVENT_VOLUME_DONE, put_volume_away, false},
};

static const AnyTime *find_any_time(VisitEventKind event)
{
    for (gsize i = 0; i < G_N_ELEMENTS(any_time); i++) {
        if (any_time[i].event == event) {
            return &any_time[i];
        }
    }
    return NULL;
}

bool visit_accepts(const Visit *visit, VisitEventKind event)
{
    const AnyTime *any = find_any_time(event);
    if (any) {
        return visit->state != VISIT_STATE_CLOSED &&
               (visit->state != VISIT_STATE_IDLE || any->is_for_idle);
    }
    bool is_first = visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
    if (is_first && (event == VISIT_EVENT_BACK || event == VISIT_EVENT_STOP)) {
        return false;
    }
    return find_edge(visit->state, event) != NULL;
}

/* --- time and step -----------------------------------------------------------------------------
 */

/* The first screen waits for ever, paper must never be hurried. */
static bool has_idle_limit(const Visit *visit)
{
    switch (visit->state) {
    case VISIT_STATE_LANGUAGES:
        return visit->under != VISIT_STATE_LANGUAGES || visit->text_size != 0 ||
               visit->is_high_contrast || visit->is_reach || visit->is_listening ||
               visit->page != 0;
    case VISIT_STATE_PRINTING:
    case VISIT_STATE_CLOSED:
        return false;
    case VISIT_STATE_PRIVACY:
    case VISIT_STATE_QUESTION:
    case VISIT_STATE_DOORS:
    case VISIT_STATE_PROVIDER:
    case VISIT_STATE_SLIP:
    case VISIT_STATE_STOP:
    case VISIT_STATE_STAFF:
    case VISIT_STATE_IDLE:
        return true;
    case VISIT_STATE_COUNT:
        break;
    }
    g_assert_not_reached();
}

static VisitEffects await_paper(Visit *visit, const VisitEvent *event)
{
    if (event->now_ms - visit->paper_ms < PAPER_LIMIT_MS) {
        return (VisitEffects){0};
    }
    const VisitEvent given_up = {VISIT_EVENT_PAPER, VISIT_PAPER_FAILED, event->now_ms};
    return note_paper(visit, &given_up);
}

static VisitEffects pass_time(Visit *visit, const VisitEvent *event)
{
    if (visit->state == VISIT_STATE_PRINTING) {
        return await_paper(visit, event);
    }
    if (!has_idle_limit(visit)) {
        return (VisitEffects){0};
    }
    gint64 idle_ms = event->now_ms - visit->touched_ms;
    if (!visit_is_under_way(visit)) {
        return idle_ms >= visit->times.idle_warn_ms ? end(visit) : (VisitEffects){0};
    }
    if (idle_ms >= visit->times.idle_warn_ms + visit->times.idle_wipe_ms) {
        return end(visit);
    }
    if (idle_ms < visit->times.idle_warn_ms) {
        return (VisitEffects){0};
    }
    if (visit->state != VISIT_STATE_IDLE) {
        visit->under_idle = visit->state;
        visit->is_volume_shown = false;
        visit->state = VISIT_STATE_IDLE;
    }
    return show();
}

static VisitEffects take_any_time(Visit *visit, const VisitEvent *event)
{
    const AnyTime *any = find_any_time(event->kind);
    return visit_accepts(visit, event->kind) ? any->act(visit, event) : (VisitEffects){0};
}

/* While the warning is up only its own keys count: a touch or key beside them must not restart the
 * countdown unseen. */
static bool is_from_visitor(const Visit *visit, const VisitEvent *event)
{
    if (visit->state == VISIT_STATE_IDLE) {
        return find_edge(visit->state, event->kind) != NULL;
    }
    return event->kind != VISIT_EVENT_PAPER && event->kind != VISIT_EVENT_RECORDED &&
           event->kind != VISIT_EVENT_PRINTER_READY && event->kind != VISIT_EVENT_OPEN;
}

/* What moves on puts the keys for the volume away. */
static VisitEffects cross(Visit *visit, const Edge *edge, const VisitEvent *event)
{
    bool was_shown = visit->is_volume_shown;
    visit->is_volume_shown = false;
    VisitEffects effects = edge->act(visit, event);
    effects.effects |= was_shown ? VISIT_EFFECT_SHOW : 0;
    return effects;
}

VisitEffects visit_step(Visit *visit, const VisitEvent *event)
{
    if (event->kind == VISIT_EVENT_TIME) {
        return pass_time(visit, event);
    }
    if (event->kind == VISIT_EVENT_CLOSE) {
        return visit->state == VISIT_STATE_CLOSED ? (VisitEffects){0} : close_kiosk(visit, event);
    }
    if (is_from_visitor(visit, event)) {
        visit->touched_ms = event->now_ms;
    }
    if (find_any_time(event->kind)) {
        return take_any_time(visit, event);
    }
    const Edge *edge = find_edge(visit->state, event->kind);
    return edge ? cross(visit, edge, event) : (VisitEffects){0};
}

gint64 visit_deadline_ms(const Visit *visit, gint64 now_ms)
{
    if (visit->state == VISIT_STATE_PRINTING) {
        return visit->paper_ms + PAPER_LIMIT_MS;
    }
    if (!has_idle_limit(visit)) {
        return -1;
    }
    gint64 warn_ms = visit->touched_ms + visit->times.idle_warn_ms;
    if (visit->state != VISIT_STATE_IDLE || now_ms < warn_ms) {
        return warn_ms;
    }
    return warn_ms + ((now_ms - warn_ms) / 1000 + 1) * 1000;
}

int visit_countdown_s(const Visit *visit, gint64 now_ms)
{
    gint64 left_ms =
        visit->touched_ms + visit->times.idle_warn_ms + visit->times.idle_wipe_ms - now_ms;
    return (int)(CLAMP(left_ms, 0, visit->times.idle_wipe_ms) + 999) / 1000;
}

bool visit_is_under_way(const Visit *visit)
{
    return visit->state != VISIT_STATE_CLOSED &&
           (visit->state != VISIT_STATE_LANGUAGES || visit->under != VISIT_STATE_LANGUAGES);
}

void visit_init(Visit *visit, const Content *content, const VisitTimes *times)
{
    explicit_bzero(visit, sizeof *visit);
    visit->content = content;
    visit->times = *times;
    forget(visit);
}

void visit_set_chance(Visit *visit, guint32 seed, gint64 today)
{
    visit->seed = seed;
    visit->today = today;
}
