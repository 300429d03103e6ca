// SPDX-License-Identifier: EUPL-1.2
#include "intake/triage.h"

#include <string.h>

static bool is_valid_on(const Provider *provider, gint64 today)
{
    return today == G_MININT64 || provider->quality_until_day >= today;
}

static bool is_open(const Door *door, gint64 today)
{
    if (!door->is_allowed || !door->is_enabled) {
        return false;
    }
    if (!door->needs_provider) {
        return true;
    }
    for (gsize i = 0; i < door->n_providers; i++) {
        if (is_valid_on(&door->providers[i], today)) {
            return true;
        }
    }
    return false;
}

/* The first door of the chain from `door` that is open; -1 when the chain has none, which only a
 * door of another kind of site can bring about: a chain's end cannot be closed. */
static int find_open_door(const Door *doors, int door, gint64 today)
{
    while (door >= 0 && !is_open(&doors[door], today)) {
        door = doors[door].fallback;
    }
    return door;
}

static TriagedDoor *find_or_add(TriageResult *result, int door)
{
    for (gsize i = 0; i < result->n_doors; i++) {
        if (result->doors[i].door == door) {
            return &result->doors[i];
        }
    }
    TriagedDoor *added = &result->doors[result->n_doors++];
    memset(added, 0, sizeof(*added));
    added->door = door;
    added->replaced_door = -1;
    added->tier = G_MAXINT;
    return added;
}

static void add_notes(TriagedDoor *triaged, const char *const *notes)
{
    for (; *notes; notes++) {
        gsize i = 0;
        while (i < triaged->n_notes && strcmp(triaged->notes[i], *notes) != 0) {
            i++;
        }
        if (i == triaged->n_notes && i < CONTENT_MAX_NOTES) {
            triaged->notes[triaged->n_notes++] = *notes;
        }
    }
}

static void add_rule(TriageResult *result, const Rule *rule, guint16 index, int door)
{
    TriagedDoor *triaged = find_or_add(result, door);
    if (rule->door == door) {
        triaged->replaced_door = -1;
    } else if (triaged->n_rules == 0) {
        triaged->replaced_door = rule->door;
    }
    if (rule->tier < triaged->tier ||
        (rule->tier == triaged->tier && rule->weight > triaged->weight)) {
        triaged->tier = rule->tier;
        triaged->weight = rule->weight;
    }
    if (triaged->n_rules < TRIAGE_MAX_RULES) {
        triaged->rules[triaged->n_rules++] = index;
    }
    add_notes(triaged, rule->notes);
}

static bool comes_before(const TriagedDoor *a, const TriagedDoor *b)
{
    if (a->tier != b->tier) {
        return a->tier < b->tier;
    }
    return a->weight != b->weight ? a->weight > b->weight : a->door < b->door;
}

static void sort_doors(TriageResult *result)
{
    for (gsize i = 1; i < result->n_doors; i++) {
        TriagedDoor moving = result->doors[i];
        gsize at = i;
        for (; at > 0 && comes_before(&moving, &result->doors[at - 1]); at--) {
            result->doors[at] = result->doors[at - 1];
        }
        result->doors[at] = moving;
    }
}

void triage_run(const Content *content, const Answers *answers, gint64 today, TriageResult *result)
{
    gsize n_doors, n_rules;
    const Door *doors = content_doors(content, &n_doors);
    const Rule *rules = content_rules(content, &n_rules);
    result->n_doors = 0;
    for (gsize i = 0; i < n_rules; i++) {
        if (!condition_holds(rules[i].when, answers)) {
            continue;
        }
        int door = find_open_door(doors, rules[i].door, today);
        if (door >= 0) {
            add_rule(result, &rules[i], (guint16)i, door);
        }
    }
    if (result->n_doors == 0) {
        find_or_add(result, content_site(content)->fallback_door);
    }
    sort_doors(result);
}

/* SplitMix's finaliser (Steele, Lea, Flood 2014) over a counter: even, and no state to keep. */
static guint32 mix(guint32 x)
{
    x += 0x9E3779B9U;
    x = (x ^ x >> 16) * 0x85EBCA6BU;
    x = (x ^ x >> 13) * 0xC2B2AE35U;
    return x ^ x >> 16;
}

gsize triage_list_providers(const Door *door, gint64 today, guint32 seed, int *indices, gsize max)
{
    int valid[CONTENT_MAX_PROVIDERS];
    gsize n = 0;
    for (gsize i = 0; i < door->n_providers; i++) {
        if (is_valid_on(&door->providers[i], today)) {
            valid[n++] = (int)i;
        }
    }
    guint32 random = seed;
    for (gsize left = n; left > 1; left--) {
        random = mix(random);
        gsize other = (gsize)((guint64)random * left >> 32);
        int held = valid[left - 1];
        valid[left - 1] = valid[other];
        valid[other] = held;
    }
    n = MIN(n, max);
    memcpy(indices, valid, n * sizeof(*indices));
    return n;
}

const Place *triage_place(const Content *content, const Answers *answers, int door)
{
    gsize n;
    const Door *found = &content_doors(content, &n)[door];
    guint32 chosen = found->towns ? answers->chosen[found->where_by] : 0;
    if (chosen != 0) {
        const Place *town = &found->towns[g_bit_nth_lsf(chosen, -1)];
        if (town->where || town->address || town->phone) {
            return town;
        }
    }
    return &found->place;
}
