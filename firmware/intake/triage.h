// SPDX-License-Identifier: EUPL-1.2
/* From answers to doors, by rules.json: every rule that holds adds its door; a door keeps its best
 * place (lowest tier, then highest weight); order is tier, weight, then position in doors.json; a
 * door that is off or whose providers' records ran out is replaced along its fallback chain; no
 * rule at all gives the site's fallback door. The result is never empty and never names a door that
 * is not allowed at the site. A stand-in that is in the list already keeps its better place, with
 * the notes of both. Pure; nothing allocates. */
#pragma once

#include "intake/answers_data.h"
#include "intake/content.h"

enum { TRIAGE_MAX_RULES = 64 };

typedef struct {
    int door;
    int replaced_door; /* the door that the rules named when `door` stands in for it, else -1 */
    int tier, weight;  /* its best place */
    const char *notes[CONTENT_MAX_NOTES + 1]; /* string ids, NULL-terminated, borrowed */
    guint16
        rules[TRIAGE_MAX_RULES]; /* indices of the first n_rules rules that named it, in order */
    guint8 n_notes;
    guint8 n_rules;
} TriagedDoor;

typedef struct {
    TriagedDoor doors[CONTENT_MAX_DOORS];
    gsize n_doors; /* at least 1 */
} TriageResult;

/* `today` (days since 1970-01-01, local) decides whether a provider's quality record still holds;
 * G_MININT64 = the clock is not trusted: records are then taken as valid. */
void triage_run(const Content *content, const Answers *answers, gint64 today, TriageResult *result);

/* Providers of `door` that may be shown today, shuffled by `seed` (one a visit): indices into
 * door->providers. Returns how many. */
gsize triage_list_providers(const Door *door, gint64 today, guint32 seed, int *indices, gsize max);

/* The place of `door` for these answers (town, if the door depends on it). Borrowed. */
const Place *triage_place(const Content *content, const Answers *answers, int door);
