// SPDX-License-Identifier: EUPL-1.2
/* What staff did in the menu and how the kiosk was, in `<state>/journal.log`: time, action, result;
 * 90 days at most, 512 KiB at most, the oldest go first. A line is whole or not there: each carries
 * its checksum, and what a power cut tore is passed over.
 *
 * Nobody is named in it, and nothing of visitors is: no counts and no moments of visits, no
 * language, no answer, no slip. What could tell when somebody came (the paper ran out, a new pack
 * was taken over between two visits) is noted by the hour: its time is that hour's beginning, and
 * its action begins with JOURNAL_STATE_PREFIX. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define JOURNAL_STATE_PREFIX "state."

enum {
    JOURNAL_MAX_BYTES = 512 * 1024,
    JOURNAL_KEEP_DAYS = 90,
    JOURNAL_MAX_ACTION_BYTES = 48, /* a-z 0-9 - _ . */
    JOURNAL_MAX_RESULT_BYTES = 160,
};

typedef struct {
    gint64 unix_s; /* 0: the clock was not to be trusted */
    char action[JOURNAL_MAX_ACTION_BYTES + 1];
    char *result; /* an id or a short text, one line; "" none */
} JournalLine;
void journal_line_free(JournalLine *line);

typedef struct Journal Journal;

/* Nothing is opened or made yet, so this cannot fail: a disk that fails may be mended later. Caller
 * closes. */
Journal *journal_open(const char *path);
void journal_close(Journal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journal, journal_close)

/* Durable when it returns true. `unix_s`: 0 when the clock is not trusted. `result` (may be NULL)
 * is cut to JOURNAL_MAX_RESULT_BYTES and one line. With a trusted time what is older than 90 days
 * goes. False: G_FILE_ERROR, nothing was noted. */
bool journal_note(Journal *journal, gint64 unix_s, const char *action, const char *result,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest `max` lines, newest first, without those older than 90 days at `now_unix_s` (0: not
 * known, all). A missing file is no lines. Elements JournalLine*, owned by the array. */
GPtrArray *journal_list(const Journal *journal, gint64 now_unix_s, gsize max,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
