// SPDX-License-Identifier: EUPL-1.2
/* Lines of the journal in words. Pure. */
#pragma once

#include <stdbool.h>

#include "kiosk/staff/staff_text.h"
#include "store/journal.h"

/* "Kiosk opnieuw gestart", "Printer: geen papier". What has no words here is shown as it is noted.
 * Caller owns. */
char *journal_words(StaffLanguage language, const JournalLine *line);
/* "23 november, 14:05"; of a state the hour alone. `local_unix_s`: the line's time by a local
 * clock. Caller owns. */
char *journal_moment(StaffLanguage language, const JournalLine *line, gint64 local_unix_s);
/* Whether the action has words. */
bool journal_knows(const char *action);
