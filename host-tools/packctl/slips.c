// SPDX-License-Identifier: EUPL-1.2
#include "packctl/slips.h"

#include <string.h>

#include "packctl/walk.h"
#include "slip/slip_hours.h"

enum { DAY_S = 86400, WORKING_DAYS = 5, NAMED_DOORS = SLIP_FULL_DOORS + SLIP_ALSO_DOORS };

static const gint64 sunday_unix_s = G_GINT64_CONSTANT(1795384800); /* 2026-11-22 22:00 */

/* The list under way. */
typedef struct {
    const Content *content;
    bool is_short;
    int tasks_question; /* -1: none */
    guint32 tasks;      /* those with the longest names */
    GHashTable *seen;   /* names of what is there */
    GArray *slips;
    PreparedSlip prepared;
} List;

/* The longest in Dutch, as staff read them. */
static guint32 choose_longest_tasks(const Content *content, int question)
{
    gsize n;
    const Question *tasks = &content_questions(content, &n)[question];
    int nl = content_find_language(content, "nl");
    guint32 chosen = 0;
    for (int round = 0; round < tasks->max_chosen; round++) {
        gsize longest = 0;
        gsize most = 0;
        for (gsize i = 0; i < tasks->n_options; i++) {
            gsize length = strlen(content_text(content, nl, tasks->options[i].text));
            bool is_free = !(chosen >> i & 1) && !tasks->options[i].is_skip;
            if (is_free && length > most) {
                most = length;
                longest = i;
            }
        }
        chosen |= most > 0 ? 1U << longest : 0;
    }
    return chosen;
}

static gsize measure_provider(const Provider *provider)
{
    return strlen(provider->name) + (provider->where ? strlen(provider->where) : 0);
}

/* The one with the most words of the first door that has any. */
static void choose_provider(PreparedSlip *slip)
{
    gsize n;
    const Door *doors = content_doors(slip->content, &n);
    memset(slip->provider_ids, 0, sizeof(slip->provider_ids));
    for (gsize i = 0; i < slip->result.n_doors; i++) {
        const Door *door = &doors[slip->result.doors[i].door];
        gsize most = 0;
        for (gsize k = 0; k < door->n_providers; k++) {
            gsize length = measure_provider(&door->providers[k]);
            slip->provider_ids[i] = length > most ? door->providers[k].id : slip->provider_ids[i];
            most = MAX(most, length);
        }
        if (most > 0) {
            return;
        }
    }
}

void slips_prepare(const Content *content, const PossibleSlip *slip, PreparedSlip *out)
{
    out->content = content;
    out->answers = &slip->answers;
    triage_run(content, &slip->answers, slip->today, &out->result);
    choose_provider(out);
}

/* What tells one slip from another: doors, their notes and places, and whether there are tasks. */
static char *name_slip(const List *list, const PossibleSlip *slip)
{
    const TriageResult *result = &list->prepared.result;
    GString *name = g_string_new(NULL);
    gsize named = list->is_short ? SLIPS_SHORT_DOORS : NAMED_DOORS;
    gsize written_out = list->is_short ? 1 : SLIP_FULL_DOORS;
    for (gsize i = 0; i < MIN(result->n_doors, named); i++) {
        const TriagedDoor *triaged = &result->doors[i];
        g_string_append_printf(name, "%d", triaged->door);
        if (i < written_out) {
            const Place *place = triage_place(list->content, &slip->answers, triaged->door);
            g_string_append_printf(name, "@%p", (const void *)place);
        }
        for (int k = 0; k < triaged->n_notes && i < written_out && !list->is_short; k++) {
            g_string_append_printf(name, " %s", triaged->notes[k]);
        }
        g_string_append_c(name, ',');
    }
    bool has_tasks = list->tasks_question >= 0 && slip->answers.chosen[list->tasks_question] != 0;
    g_string_append(name, has_tasks && !list->is_short ? "tasks" : "");
    return g_string_free(name, FALSE);
}

static void add_slip(List *list, const PossibleSlip *slip)
{
    if (!g_hash_table_add(list->seen, name_slip(list, slip))) {
        return;
    }
    PossibleSlip added = *slip;
    if (list->tasks_question >= 0) {
        guint32 *tasks = &added.answers.chosen[list->tasks_question];
        *tasks = *tasks ? list->tasks : 0;
    }
    g_array_append_val(list->slips, added);
}

/* No rule may tell two towns apart, so that the walk tries one of them; the places differ. */
static void add_towns(List *list, PossibleSlip *slip)
{
    gsize n;
    const Door *first = &content_doors(list->content, &n)[list->prepared.result.doors[0].door];
    guint32 *town = first->towns ? &slip->answers.chosen[first->where_by] : NULL;
    if (!town || *town == 0) {
        add_slip(list, slip);
        return;
    }
    guint32 answered = *town;
    for (gsize i = 0; i < first->n_towns; i++) {
        *town = 1U << i;
        slips_prepare(list->content, slip, &list->prepared);
        bool is_same =
            &content_doors(list->content, &n)[list->prepared.result.doors[0].door] == first;
        if (is_same) {
            add_slip(list, slip);
        }
    }
    *town = answered;
}

static bool has_providers(const List *list)
{
    gsize n;
    const Door *doors = content_doors(list->content, &n);
    for (gsize i = 0; i < list->prepared.result.n_doors; i++) {
        if (doors[list->prepared.result.doors[i].door].needs_provider) {
            return true;
        }
    }
    return false;
}

static void add_visit(const Answers *answers, guint64 n_alike, gpointer data)
{
    List *list = data;
    (void)n_alike;
    PossibleSlip slip = {.answers = *answers, .today = G_MININT64};
    slips_prepare(list->content, &slip, &list->prepared);
    bool may_run_out = has_providers(list);
    add_towns(list, &slip);
    if (may_run_out) {
        slip.today = SLIPS_LAST_DAY;
        slips_prepare(list->content, &slip, &list->prepared);
        add_towns(list, &slip);
    }
}

GArray *slips_list(const Content *content, bool is_short)
{
    g_autofree List *list = g_new0(List, 1);
    list->content = content;
    list->is_short = is_short;
    list->tasks_question = content_find_question(content, "tasks");
    list->tasks =
        list->tasks_question < 0 ? 0 : choose_longest_tasks(content, list->tasks_question);
    list->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    list->slips = g_array_new(FALSE, FALSE, sizeof(PossibleSlip));
    Answers start;
    answers_init(&start, content);
    walk_each(content, &start, add_visit, list);
    g_hash_table_unref(list->seen);
    return list->slips;
}

/* Ten in the evening before the day with the longest name: "closed, opens on … at 09:00". */
static gint64 choose_moment(const Content *content, int language)
{
    int longest = 0;
    glong most = 0;
    for (int day = 0; day < WORKING_DAYS; day++) {
        glong length = g_utf8_strlen(content_text(content, language, slip_hours_day(day)), -1);
        longest = length > most ? day : longest;
        most = MAX(most, length);
    }
    return sunday_unix_s + longest * DAY_S;
}

SlipFacts slips_facts(const PreparedSlip *slip, int language)
{
    return (SlipFacts){
        .content = slip->content,
        .answers = slip->answers,
        .result = &slip->result,
        .language = language,
        .reference = "WWWW-WWWW-W", /* the widest letter */
        .qr_text = "HTTPS://W.EXAMPLE/#AIAAOAAGAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        .provider_ids = slip->provider_ids,
        .local_unix_s = choose_moment(slip->content, language),
        .is_clock_trusted = true,
    };
}
