// SPDX-License-Identifier: EUPL-1.2
/* What the pages of the staff menu are filled from: gathered by the program right before, all
 * borrowed for the call. Nothing of visitors is in it. */
#pragma once

#include "base/settings.h"
#include "intake/content.h"
#include "intake/presence.h"
#include "kiosk/staff/readiness.h"
#include "kiosk/staff/staff_text.h"
#include "kiosk/staff/sync_report.h"
#include "slip/printer_state.h"
#include "store/journal.h"
#include "store/content_store.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"
#include "store/site_today.h"

enum { STAFF_SCRATCH_BYTES = 512 };

/* What a page keeps while it is on the glass; all-zero when it comes there. */
typedef struct {
    char text[STAFF_SCRATCH_BYTES];
    guint32 bits;
    int step;
    gint64 since_ms;
} StaffScratch;

typedef struct {
    StaffLanguage language;
    gint64 now_ms;       /* monotonic, of the program */
    gint64 local_unix_s; /* as a local clock shows it */
    gint64 unix_s;
    bool is_clock_trusted;

    const Settings *settings;
    const Content *content; /* NULL: none usable */
    const char *content_problem;
    const ContentStoreEntry *content_entry;  /* in use; NULL: none */
    const ContentStoreEntry *previous_entry; /* to go back to; NULL: none */
    const KioskIdentity *identity;           /* NULL: not enrolled */
    const char *region_message;              /* message of the day by the region, or NULL */
    bool is_closed_by_region;
    const SiteToday *today;   /* staff's word for today */
    const Presence *presence; /* region's and staff's together, as visitors see it */
    const Presence *region_presence;

    PrinterState printer;
    const char *printer_problem; /* technical, or NULL */
    const SyncReport *sync;
    bool has_outbox;
    OutboxCounts queue;
    Outbox *outbox; /* for lists, NULL: cannot be opened; never changed here */
    Journal *journal;
    const Readiness *readiness; /* the check under way or the last one; NULL: none yet */
    gint64 disk_free_bytes;     /* -1: not known */
    bool has_temperature;
    double temperature_c;
    guint32 spoken_languages; /* bits by index in content */
    bool has_pin;
    gint64 pin_changed_unix_s; /* 0: not known */
    const StaffScratch *scratch;
} StaffFacts;
