// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/state_notes.h"

enum { HOUR_S = 3600, HOUR_MS = 3600 * 1000, DAY_S = 86400 };

struct StateNotes {
    Journal *journal;
    bool has_started;
    bool is_told;         /* that the journal cannot be written */
    gint64 hour;          /* of the monotonic clock */
    gint64 hour_unix_s;   /* its beginning, 0: not known */
    int lines;            /* in this hour */
    PrinterState printer; /* when this hour began */
    PrinterState last;    /* now */
    guint printers;       /* bits of the states seen in it */
    char *closed_by;
    char *content_version;
    bool is_region_missed;
};

StateNotes *state_notes_new(Journal *journal)
{
    StateNotes *notes = g_new0(StateNotes, 1);
    notes->journal = journal;
    return notes;
}

static void note(StateNotes *notes, const char *action, const char *result)
{
    if (notes->lines >= STATE_NOTES_AN_HOUR) {
        return;
    }
    notes->lines++;
    g_autoptr(GError) why = NULL;
    bool is_noted = journal_note(notes->journal, notes->hour_unix_s, action, result, &why);
    if (!is_noted && !notes->is_told) {
        g_warning("%s", why->message);
    }
    notes->is_told = !is_noted;
}

/* The states of the hour that is over, the last one last; the first was there before. */
static void end_hour(StateNotes *notes)
{
    PrinterState last = notes->last;
    guint seen = notes->printers & ~(1u << last) & ~(1u << notes->printer);
    if (last == notes->printer && seen == 0) {
        return;
    }
    for (int state = 0; state <= PRINTER_STATE_UNKNOWN; state++) {
        if (seen & 1u << state) {
            note(notes, JOURNAL_STATE_PREFIX "printer", printer_state_name((PrinterState)state));
        }
    }
    note(notes, JOURNAL_STATE_PREFIX "printer", printer_state_name(last));
}

static void begin_hour(StateNotes *notes, const StateSeen *seen)
{
    notes->hour = seen->now_ms / HOUR_MS;
    notes->hour_unix_s = seen->is_clock_trusted ? seen->unix_s - seen->unix_s % HOUR_S : 0;
    notes->lines = 0;
    notes->printer = notes->has_started ? notes->last : seen->printer;
    notes->printers = 0;
}

/* The hour of the wall clock where it is known: its lines must not run into the next one. */
static bool is_hour_over(const StateNotes *notes, const StateSeen *seen)
{
    gint64 hour_unix_s = seen->unix_s - seen->unix_s % HOUR_S;
    return seen->is_clock_trusted ? hour_unix_s != notes->hour_unix_s
                                  : seen->now_ms / HOUR_MS != notes->hour;
}

static void take_text(StateNotes *notes, char **known, const char *action, const char *text)
{
    if (g_strcmp0(*known, text) != 0) {
        g_free(*known);
        *known = g_strdup(text);
        note(notes, action, text ? text : "none");
    }
}

static void take_closing(StateNotes *notes, const char *closed_by)
{
    if (g_strcmp0(notes->closed_by, closed_by) != 0) {
        g_free(notes->closed_by);
        notes->closed_by = g_strdup(closed_by);
        note(notes, closed_by ? JOURNAL_STATE_PREFIX "closed" : JOURNAL_STATE_PREFIX "open",
             closed_by);
    }
}

static void take_region(StateNotes *notes, const StateSeen *seen)
{
    if (!seen->is_clock_trusted || seen->last_contact_unix_s == 0) {
        return;
    }
    bool is_missed = seen->unix_s - seen->last_contact_unix_s > DAY_S;
    if (is_missed != notes->is_region_missed) {
        note(notes, JOURNAL_STATE_PREFIX "region", is_missed ? "missed" : "reached");
    }
    notes->is_region_missed = is_missed;
}

static void start(StateNotes *notes, const StateSeen *seen)
{
    begin_hour(notes, seen);
    note(notes, JOURNAL_STATE_PREFIX "started", WEGWIJS_VERSION);
    notes->closed_by = g_strdup(seen->closed_by);
    notes->content_version = g_strdup(seen->content_version);
    notes->has_started = true;
    if (seen->closed_by) {
        note(notes, JOURNAL_STATE_PREFIX "closed", seen->closed_by);
    }
}

void state_notes_see_printer(StateNotes *notes, PrinterState printer)
{
    notes->last = printer;
    notes->printers |= 1u << printer;
}

void state_notes_take(StateNotes *notes, const StateSeen *seen)
{
    if (!notes->has_started) {
        start(notes, seen);
    }
    if (is_hour_over(notes, seen)) {
        end_hour(notes);
        begin_hour(notes, seen);
    }
    state_notes_see_printer(notes, seen->printer);
    take_closing(notes, seen->closed_by);
    take_text(notes, &notes->content_version, JOURNAL_STATE_PREFIX "content",
              seen->content_version);
    take_region(notes, seen);
}

void state_notes_free(StateNotes *notes)
{
    if (notes) {
        if (notes->has_started) {
            end_hour(notes);
        }
        g_free(notes->closed_by);
        g_free(notes->content_version);
        g_free(notes);
    }
}
