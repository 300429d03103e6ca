// SPDX-License-Identifier: EUPL-1.2
/* Writes into the journal how the kiosk was: started, open or closed, printer, content, region. So
 * that no line tells when somebody came, each carries its hour only, and what the printer did is
 * written once the hour is over, each state once. At most STATE_NOTES_AN_HOUR lines an hour,
 * however things flap. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "slip/printer_state.h"
#include "store/journal.h"

enum { STATE_NOTES_AN_HOUR = 20 };

/* How it is now; texts are borrowed for the call. */
typedef struct {
    gint64 now_ms; /* monotonic */
    gint64 unix_s;
    bool is_clock_trusted;
    PrinterState printer;
    const char *closed_by;       /* "staff", "region", "content"; NULL: open */
    const char *content_version; /* NULL: none */
    gint64 last_contact_unix_s;  /* with the region, 0: never */
} StateSeen;

typedef struct StateNotes StateNotes;

/* `journal` is borrowed for its life. Caller frees; that writes what the hour under way still
 * holds.
 */
StateNotes *state_notes_new(Journal *journal);
void state_notes_free(StateNotes *notes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StateNotes, state_notes_free)

/* Every few minutes, and never because somebody came or went: the file's own time must not tell
 * that either. The first call notes the start. */
void state_notes_take(StateNotes *notes, const StateSeen *seen);
/* Whenever the printer's state is another: writes nothing. */
void state_notes_see_printer(StateNotes *notes, PrinterState printer);
