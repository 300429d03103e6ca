// SPDX-License-Identifier: EUPL-1.2
/* What the kiosk stands on between visits: who it is (enrolment), which content it shows, and the
 * region's word. wegwijs-sync changes these on disk; they are taken over here, never during a
 * visit. Main thread. */
#pragma once

#include "base/settings.h"
#include "intake/presence.h"
#include "kiosk/site_time.h"
#include "store/content_store.h"
#include "store/kiosk_identity.h"
#include "store/site_today.h"

typedef struct Standing Standing;

/* Reads everything as it stands. What is missing is told in the log and missing in the result; this
 * never fails. `settings` is borrowed for its life. Caller frees. */
Standing *standing_new(Settings *settings);
void standing_free(Standing *standing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Standing, standing_free)

/* Something on disk was replaced: the next refresh reads the enrolment again as well. */
void standing_note_change(Standing *standing);
/* Takes over what changed. True when the content is another: pointers into the one before hold
 * until the next call only. */
bool standing_refresh(Standing *standing);

const Content *standing_content(const Standing *standing);        /* NULL: none usable */
const KioskIdentity *standing_identity(const Standing *standing); /* NULL: not enrolled */
/* Where its pack lies, for files that are not kept in memory; NULL: nowhere. Caller owns. */
char *standing_content_folder(const Standing *standing);
const char *standing_content_problem(const Standing *standing); /* NULL: none */
/* By staff, by the region, or for want of content. */
bool standing_is_closed(const Standing *standing);
bool standing_is_closed_by_region(const Standing *standing);
/* For staff: the pack in use or the one before it; NULL: none. Caller frees. */
ContentStoreEntry *standing_describe_content(const Standing *standing, bool is_previous);
/* Back to the pack before, from the next refresh on. CONTENT_STORE_ERROR_NONE: there is none. */
bool standing_roll_back(Standing *standing, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The region ordered a restart after this program started. Starting is what it asks for, so orders
 * that are there at the start count as done. */
bool standing_wants_restart(const Standing *standing);
/* The region's last order to unlock the staff menu, NULL: none. The same one may be told again and
 * again: staff_pin_unlock knows which it carried out. Caller owns. */
char *standing_unlock_id(const Standing *standing);
/* Not trusted either when the region says that it is more than a quarter of an hour off. */
SiteTime standing_time(const Standing *standing);

/* What is said of today, as it stands at this moment: staff's word, and under it the region's of
 * the same day. While the clock is not trusted nobody knows of which day a word is: nobody is said
 * to be here. */
typedef struct {
    SiteTime time;
    Presence presence;
    Presence region_presence;      /* without staff's */
    const char *message;           /* of the day, or NULL */
    const char *region_message;    /* without staff's */
    SiteTodayReason closed_reason; /* NONE while it is open */
} StandingWord;
/* Borrowed until the next call or refresh. */
const StandingWord *standing_word(Standing *standing);
/* Staff's word, on the day it is now; theirs to change and save. What they change counts at once,
 * `closed` from the next refresh. Borrowed, for good. */
SiteToday *standing_today(Standing *standing);

/* The region's time, as wegwijs-sync heard it last, minus what our clock says now; 0 when it is not
 * known or a minute at most. */
gint64 standing_clock_offset_s(const Standing *standing);
