// SPDX-License-Identifier: EUPL-1.2
/* Which partners are at this site today, door by door: the region's word and, over it, staff's.
 * Both are lists of rows in JSON:
 *
 *   {"door": "uwv", "table": "3", "until": "16:30"}     here; "table" and "until" may be missing
 *   {"door": "gemeente", "away": true}                  not here today
 *
 * Whoever reads them sees to it that they are of today: nothing here knows the date. Pure. */
#pragma once

#include "base/json.h"
#include "intake/content.h"

enum {
    PRESENCE_MAX = CONTENT_MAX_DOORS, /* rows of one list; what follows is left out */
    PRESENCE_TABLE_BYTES = 16,        /* with the NUL */
};

typedef enum {
    PRESENCE_UNKNOWN, /* the site's hours count */
    PRESENCE_HERE,
    PRESENCE_AWAY, /* not here today */
} PresenceKind;

typedef struct {
    PresenceKind kind;
    char table[PRESENCE_TABLE_BYTES]; /* "3", "balie 4"; "": not said. HERE only */
    int until_min;                    /* local minutes since midnight, 0: not said. HERE only */
} PresenceOfDoor;

/* By door index of the content. All-zero: nothing is known. */
typedef struct {
    PresenceOfDoor doors[CONTENT_MAX_DOORS];
} Presence;

/* Writes the rows over what is in `presence`: of several rows about one door the last counts. A row
 * that is wrong (no object, unknown or wrong members' values, a door that this content has not) is
 * left out by itself; the others count. Returns how many were left out. `rows` may be NULL. */
guint presence_apply(Presence *presence, const Content *content, const json_t *rows);

/* The rows that presence_apply reads back as `presence`. New reference. */
json_t *presence_write(const Presence *presence, const Content *content);

/* Whether a table can be shown: UTF-8 without control characters, that fits. "" can. */
bool presence_is_table(const char *table);
/* "16:30" as minutes; -1 when it is no time of a day from 00:01 to 23:59. */
int presence_parse_time(const char *text);

/* What counts at this minute of the local day: somebody is HERE until their time only, then the
 * hours count. */
PresenceKind presence_at(const PresenceOfDoor *door, int minute);
