// SPDX-License-Identifier: EUPL-1.2
/* Journal: what staff did here and how the kiosk was, newest first. */
#include "kiosk/staff/journal_words.h"
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_states.h"

enum { MAX_LINES = 300 };

static void add_line(const StaffFacts *facts, const JournalLine *line, StaffPage *page)
{
    g_autofree char *words = journal_words(facts->language, line);
    g_autofree char *moment =
        journal_moment(facts->language, line, staff_local(facts, line->unix_s));
    g_autofree char *text = g_strdup_printf("%s: %s", moment, words);
    (void)staff_page_add_note(page, text);
}

void section_journal_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    static const StaffText none = {"Er staat nog niets in het logboek.",
                                   "There is nothing in the journal yet."};
    static const StaffText unread = {"Het logboek kan nu niet worden gelezen. Bel de beheerder.",
                                     "The journal cannot be read now. Call the administrator."};
    (void)place;
    gint64 now_unix_s = facts->is_clock_trusted ? facts->unix_s : 0;
    g_autoptr(GPtrArray) lines = journal_list(facts->journal, now_unix_s, MAX_LINES, NULL);
    if (!lines || lines->len == 0) {
        (void)staff_page_add_note(page, staff_text(facts->language, lines ? none : unread));
    }
    for (guint i = 0; lines && i < lines->len; i++) {
        add_line(facts, g_ptr_array_index(lines, i), page);
    }
}
