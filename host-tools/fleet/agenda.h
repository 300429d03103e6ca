// SPDX-License-Identifier: EUPL-1.2
/* What happens when, on a virtual clock: the earliest comes first, and of two at the same moment
 * the one that was put in first. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    gint64 at_us;
    guint64 order; /* set by agenda_add */
    guint kiosk, kind;
    guint64 stamp;
} AgendaEntry;

typedef struct {
    GArray *heap; /* of AgendaEntry; NULL: empty */
    guint64 added;
} Agenda;

void agenda_add(Agenda *agenda, const AgendaEntry *entry);
/* Takes the earliest out; false when there is none. */
bool agenda_take(Agenda *agenda, AgendaEntry *entry);
void agenda_clear(Agenda *agenda);
