// SPDX-License-Identifier: EUPL-1.2
#include "fleet/agenda.h"

static AgendaEntry *at(const Agenda *agenda, guint i)
{
    return &g_array_index(agenda->heap, AgendaEntry, i);
}

static bool is_before(const Agenda *agenda, guint a, guint b)
{
    const AgendaEntry *one = at(agenda, a), *other = at(agenda, b);
    return one->at_us != other->at_us ? one->at_us < other->at_us : one->order < other->order;
}

static void swap(Agenda *agenda, guint a, guint b)
{
    AgendaEntry kept = *at(agenda, a);
    *at(agenda, a) = *at(agenda, b);
    *at(agenda, b) = kept;
}

void agenda_add(Agenda *agenda, const AgendaEntry *entry)
{
    agenda->heap = agenda->heap ? agenda->heap : g_array_new(FALSE, FALSE, sizeof(AgendaEntry));
    AgendaEntry numbered = *entry;
    numbered.order = agenda->added++;
    g_array_append_val(agenda->heap, numbered);
    for (guint i = agenda->heap->len - 1; i > 0 && is_before(agenda, i, (i - 1) / 2);
         i = (i - 1) / 2) {
        swap(agenda, i, (i - 1) / 2);
    }
}

bool agenda_take(Agenda *agenda, AgendaEntry *entry)
{
    if (!agenda->heap || agenda->heap->len == 0) {
        return false;
    }
    *entry = *at(agenda, 0);
    guint last = agenda->heap->len - 1;
    *at(agenda, 0) = *at(agenda, last);
    g_array_set_size(agenda->heap, last);
    for (guint i = 0, child; (child = 2 * i + 1) < last; i = child) {
        child += child + 1 < last && is_before(agenda, child + 1, child);
        if (!is_before(agenda, child, i)) {
            break;
        }
        swap(agenda, i, child);
    }
    return true;
}

void agenda_clear(Agenda *agenda)
{
    g_clear_pointer(&agenda->heap, g_array_unref);
}
