// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screen_walk.h"

#include <assert.h>
#include <string.h>

#include "intake/flow.h"

enum { WARN_MS = 60000, WIPE_MS = 30000, INTO_COUNTDOWN_MS = 8000, ROUNDS = CONTENT_MAX_OPTIONS };

typedef struct {
    const Content *content;
    GArray *sights;
    GHashTable *seen;       /* names of sights */
    int round;              /* which option of multi questions is chosen first */
    bool has_doors, is_end; /* shown already */
} Walk;

/* --- what is said of today ---------------------------------------------------------------------
 */

/* Staff may type in capitals. */
static const char long_message[] = "VANDAAG GAAT DE BALIE OM 15:30 DICHT. MORGEN VANAF 09:00 IS "
                                   "IEDEREEN ER WEER. DE KOFFIE STAAT DAN KLAAR VOOR U";
static_assert(sizeof long_message == SITE_TODAY_MESSAGE_CHARS + 1, "as long as a message may be");
static const Presence all_here = {
    .doors = {[0 ... CONTENT_MAX_DOORS - 1] = {PRESENCE_HERE, "12", 23 * 60 + 30}}};
static const Presence all_away = {
    .doors = {[0 ... CONTENT_MAX_DOORS - 1] = {.kind = PRESENCE_AWAY}}};

void screen_sight_tell(const ScreenSight *sight, ScreenFacts *facts)
{
    static const Presence *const presences[] = {
        [PRESENCE_UNKNOWN] = NULL, [PRESENCE_HERE] = &all_here, [PRESENCE_AWAY] = &all_away};
    facts->presence = presences[sight->presence];
    facts->message = sight->has_message ? long_message : NULL;
    facts->closed_reason = sight->closed_reason;
}

/* The sight that was added last once more, for the caller to change. */
static ScreenSight *add_again(Walk *walk, const char *suffix)
{
    ScreenSight sight = g_array_index(walk->sights, ScreenSight, walk->sights->len - 1);
    sight.suffix = suffix;
    sight.is_variant = true;
    g_array_append_val(walk->sights, sight);
    return &g_array_index(walk->sights, ScreenSight, walk->sights->len - 1);
}

/* --- steps -------------------------------------------------------------------------------------
 */

static void send(Visit *visit, VisitEventKind kind, int value)
{
    const VisitEvent event = {kind, value, 0};
    visit_step(visit, &event);
}

static void add(Walk *walk, const Visit *visit, const char *suffix, bool is_variant)
{
    const ScreenSight sight = {
        .visit = *visit,
        .now_ms = visit->state == VISIT_STATE_IDLE ? WARN_MS + INTO_COUNTDOWN_MS : 0,
        .suffix = suffix,
        .is_variant = is_variant,
    };
    g_array_append_val(walk->sights, sight);
}

static bool is_new(Walk *walk, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool is_new(Walk *walk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *name = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return g_hash_table_add(walk->seen, name);
}

/* --- from the doors to the end -----------------------------------------------------------------
 */

static void add_ends(Walk *walk, const Visit *visit, bool is_kept)
{
    static const struct {
        VisitPaper paper;
        const char *suffix;
    } ends[] = {{VISIT_PAPER_PRINTED, ""},
                {VISIT_PAPER_UNCONFIRMED, "-word"},
                {VISIT_PAPER_FAILED, "-photo"}};
    Visit printing = *visit;
    g_strlcpy(printing.reference, "7K3M-9QXD-W", sizeof printing.reference);
    g_strlcpy(printing.qr_text, is_kept ? "HTTPS://WEGWIJS.EXAMPLE/#VOORBEELD" : "",
              sizeof printing.qr_text);
    send(&printing, VISIT_EVENT_RECORDED, is_kept ? 1 : 0);
    add(walk, &printing, "", !is_kept);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        Visit end = printing;
        send(&end, VISIT_EVENT_PAPER, (int)ends[i].paper);
        add(walk, &end, ends[i].suffix, !is_kept);
    }
}

/* Every door once as the card: with what else is in the list, and the notes of this visitor. */
static void add_cards(Walk *walk, const Visit *visit)
{
    for (gsize i = 0; i < visit->result.n_doors; i++) {
        const TriagedDoor *door = &visit->result.doors[i];
        Visit card = *visit;
        send(&card, VISIT_EVENT_DOOR, (int)i);
        if (is_new(walk, "door %d %d %d", door->door, door->n_notes, i == 0)) {
            add(walk, &card, "", walk->has_doors);
            walk->has_doors = true;
            if (is_new(walk, "presence %d", door->door)) {
                add_again(walk, "-away")->presence = PRESENCE_AWAY;
            }
            if (is_new(walk, "here")) { /* fewer words */
                add_again(walk, "-here")->presence = PRESENCE_HERE;
            }
        }
    }
    if (is_new(walk, "doors %" G_GSIZE_FORMAT, visit->result.n_doors)) {
        add(walk, visit, "", true);
    }
}

static void add_doors(Walk *walk, const Visit *visit)
{
    add_cards(walk, visit);
    Visit next = *visit;
    send(&next, VISIT_EVENT_PRINT, 0);
    if (next.state == VISIT_STATE_PROVIDER) {
        int door = next.result.doors[next.provider_door].door;
        if (is_new(walk, "provider %d", door)) {
            add(walk, &next, "", !is_new(walk, "provider"));
        }
        send(&next, VISIT_EVENT_PROVIDER, -1);
    }
    if (!walk->is_end) {
        walk->is_end = true;
        add_ends(walk, &next, true);
        add_ends(walk, &next, false);
    }
}

/* --- questions ---------------------------------------------------------------------------------
 */

/* With nothing chosen, with two and with as many as one may. */
static void add_chosen(Walk *walk, const Visit *visit, const Question *question, bool is_variant)
{
    Visit chosen = *visit;
    if (question->kind != QUESTION_KIND_MULTI) {
        add(walk, visit, "", is_variant);
        return;
    }
    send(&chosen, VISIT_EVENT_OPTION, 0);
    send(&chosen, VISIT_EVENT_OPTION, 1);
    add(walk, &chosen, "", is_variant);
    add(walk, visit, "-none", true);
    for (int i = 2; i < (int)question->n_options; i++) {
        Visit more = chosen;
        send(&more, VISIT_EVENT_OPTION, i);
        if (__builtin_popcount(more.pending) > __builtin_popcount(chosen.pending)) {
            chosen = more;
        }
    }
    add(walk, &chosen, "-most", true);
}

static void add_question(Walk *walk, const Visit *visit)
{
    gsize n;
    const Question *question = &content_questions(walk->content, &n)[visit->question];
    guint32 shown = flow_shown_options(walk->content, &visit->answers, visit->question);
    const char *wording = flow_wording(walk->content, &visit->answers, visit->question);
    if (is_new(walk, "question %s %x %s", question->id, shown, wording)) {
        add_chosen(walk, visit, question, !is_new(walk, "question %s", question->id));
    }
}

static void ask(Walk *walk, const Visit *visit);

/* One option of a multi question, another one every round; in odd rounds with the next one. */
static void answer_multi(Walk *walk, const Visit *visit, const Question *question)
{
    Visit next = *visit;
    for (gsize i = 0; i < question->n_options && next.pending == 0; i++) {
        send(&next, VISIT_EVENT_OPTION, (int)((i + (gsize)walk->round) % question->n_options));
    }
    gsize second = (gsize)(walk->round + 1) % question->n_options;
    if (walk->round % 2 == 1 && !(next.pending >> second & 1)) {
        send(&next, VISIT_EVENT_OPTION, (int)second);
    }
    send(&next, VISIT_EVENT_NEXT, 0);
    ask(walk, &next);
}

/* Visit is plain data, so a copy is a way back. */
static void ask(Walk *walk, const Visit *visit)
{
    if (visit->state == VISIT_STATE_DOORS) {
        add_doors(walk, visit);
        return;
    }
    gsize n;
    const Question *question = &content_questions(walk->content, &n)[visit->question];
    add_question(walk, visit);
    if (question->kind == QUESTION_KIND_MULTI) {
        answer_multi(walk, visit, question);
        return;
    }
    for (gsize i = 0; i < question->n_options; i++) {
        Visit next = *visit;
        send(&next, VISIT_EVENT_OPTION, (int)i);
        if (next.answers.n_answered > visit->answers.n_answered) {
            ask(walk, &next);
        }
    }
}

/* --- the rest ----------------------------------------------------------------------------------
 */

static const char *const reasons[] = {
    [SITE_TODAY_REASON_NONE] = "",
    [SITE_TODAY_REASON_BREAK] = "-break",
    [SITE_TODAY_REASON_EARLY] = "-early",
    [SITE_TODAY_REASON_FAULT] = "-fault",
    [SITE_TODAY_REASON_CLEANING] = "-cleaning",
    [SITE_TODAY_REASON_EVENT] = "-event",
};
static_assert(G_N_ELEMENTS(reasons) == SITE_TODAY_REASON_COUNT, "a sight of every reason");

static void add_overlays(Walk *walk, const Visit *visit)
{
    static const VisitEventKind overlays[] = {VISIT_EVENT_STOP, VISIT_EVENT_STAFF};
    for (gsize i = 0; i < G_N_ELEMENTS(overlays); i++) {
        Visit over = *visit;
        send(&over, overlays[i], 0);
        add(walk, &over, "", false);
    }
    Visit other = *visit;
    send(&other, VISIT_EVENT_OTHER_LANGUAGE, 0);
    add(walk, &other, "-change", false);
    Visit idle = *visit;
    const VisitEvent late = {VISIT_EVENT_TIME, 0, WARN_MS + 1};
    visit_step(&idle, &late);
    add(walk, &idle, "", false);
    Visit closed = *visit;
    send(&closed, VISIT_EVENT_CLOSE, 0);
    add(walk, &closed, "", false);
    add_again(walk, "-message")->has_message = true;
    for (int reason = SITE_TODAY_REASON_NONE + 1; reason < SITE_TODAY_REASON_COUNT; reason++) {
        add_again(walk, reasons[reason])->closed_reason = (SiteTodayReason)reason;
    }
}

GArray *screen_walk(const Content *content)
{
    const VisitTimes times = {.idle_warn_ms = WARN_MS, .idle_wipe_ms = WIPE_MS};
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Walk walk = {.content = content, .seen = seen};
    walk.sights = g_array_new(FALSE, FALSE, sizeof(ScreenSight));
    Visit visit;
    visit_init(&visit, content, &times);
    add(&walk, &visit, "", false);
    add_again(&walk, "-message")->has_message = true;
    send(&visit, VISIT_EVENT_LANGUAGE, 0);
    add(&walk, &visit, "", false);
    send(&visit, VISIT_EVENT_START, 0);
    add_overlays(&walk, &visit);
    for (walk.round = 0; walk.round < ROUNDS; walk.round++) {
        ask(&walk, &visit);
    }
    return walk.sights;
}
