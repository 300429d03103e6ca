// SPDX-License-Identifier: EUPL-1.2
/* The readiness check: what somebody who opens the place in the morning wants to know, in one press
 * and READINESS_MAX_MS at most. Items run beside each other, each with its own limit, in workers or
 * on the main loop in small steps, so that none can hold up another, the loop or the glass. At the
 * end a slip with the results is printed: it is the printer's own test. Main thread.
 *
 *     new -> start -> changed, changed, … (readiness_item, readiness_is_running) -> start again
 */
#pragma once

#include "base/json.h"

#include "base/settings.h"
#include "draw/text.h"
#include "intake/content.h"
#include "kiosk/site_time.h"
#include "kiosk/staff/staff_page.h"
#include "slip/printer.h"
#include "store/kiosk_identity.h"

typedef enum {
    READINESS_TOUCH,   /* staff touch every field of a grid */
    READINESS_COLOURS, /* staff look at the colours */
    READINESS_SPEECH,
    READINESS_CLOCK,
    READINESS_DISK,
    READINESS_CERTIFICATE,
    READINESS_QUEUE,
    READINESS_CONTENT,
    READINESS_REGION,
    READINESS_QR,
    READINESS_PRINTER,
    READINESS_PAPER,
    READINESS_COUNT,
} ReadinessId;

enum {
    READINESS_MAX_MS = 60 * 1000,
    READINESS_TOUCH_FIELDS = 24, /* bits 0 to 23 of readiness_touched */
    READINESS_COLOUR_STEPS = 6,
};

typedef struct {
    const char *name; /* "printer", in JSON */
    StaffText title;
    StaffLight light;   /* NONE: not begun or not tested; BUSY; or its result */
    bool is_tested;     /* false with light NONE and a state: it says why not */
    StaffText state;    /* how it is; NULL until there is a result */
    StaffText advice;   /* what to do; NULL: nothing */
    const char *detail; /* technical, or NULL */
    gint64 took_ms;
} ReadinessItem; /* texts are borrowed until the item changes */

/* How the check reaches paper; `user_data` is theirs. */
typedef struct {
    /* As printer_print_take; false: a job is under way or there is no printer, nothing was taken.
     */
    bool (*print_take)(Raster *raster, PrinterDone done, gpointer done_data, gpointer user_data);
    PrinterState (*state)(gpointer user_data);
    int (*width_dots)(gpointer user_data);
    gpointer user_data;
} ReadinessPaper;

typedef struct {
    const Settings *settings; /* borrowed for its life */
    const TextSetter *setter; /* borrowed during the call; pictograms are shared */
    ReadinessPaper paper;
    const char *speaker; /* program that speaks, by name or path; NULL: espeak-ng */
    int max_ms;          /* of all of it; 0: READINESS_MAX_MS. Limits of items are parts of it */
    /* An item changed, or all of it is over. Never inside a call. */
    void (*changed)(gpointer user_data);
    gpointer user_data;
} ReadinessMeans;

typedef struct Readiness Readiness;

Readiness *readiness_new(const ReadinessMeans *means);
/* What is under way is given up; nothing is called any more. */
void readiness_free(Readiness *readiness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Readiness, readiness_free)

/* What is true at the start; borrowed during the call. */
typedef struct {
    const Content *content;        /* NULL: none usable */
    const char *content_folder;    /* of its recordings, or NULL */
    const KioskIdentity *identity; /* NULL: not enrolled */
    SiteTime time;
    bool is_at_glass; /* somebody is there to touch and look; otherwise both are not tested */
    bool is_sound_off;
} ReadinessFacts;

/* Begins anew; a check under way is given up first. */
void readiness_start(Readiness *readiness, const ReadinessFacts *facts);
/* Gives up: what has no result yet is not tested. */
void readiness_stop(Readiness *readiness);
bool readiness_is_running(const Readiness *readiness);
/* By the local clock, of the last start; 0: never, or the clock was not trusted. */
gint64 readiness_started_local_unix_s(const Readiness *readiness);

ReadinessItem readiness_item(const Readiness *readiness, ReadinessId id);
/* The worst of all: NONE before the first start, BUSY while it runs and all is well so far. */
StaffLight readiness_light(const Readiness *readiness);

/* What staff do at the glass; nothing outside a check. */
void readiness_touch(Readiness *readiness, int field);
guint32 readiness_touched(const Readiness *readiness);
void readiness_answer_colours(Readiness *readiness, bool are_fine);
/* Milliseconds that are left for the item, 0 when it is over. */
gint64 readiness_left_ms(const Readiness *readiness, ReadinessId id);

/* Prints the last results once more. False: a check or a job is under way, or there are none. */
bool readiness_print_again(Readiness *readiness);

/* A short test slip alone. Its result is readiness_proof; `changed` tells. */
void readiness_print_proof(Readiness *readiness, const ReadinessFacts *facts);
/* BUSY while it prints, NONE without a state when there was none yet. Borrowed like an item's. */
ReadinessItem readiness_proof(const Readiness *readiness);

/* {"ready" (nothing is red),"language","started_local" (ISO 8601 without a zone, or null),"items":
 * [{"item","light" (green, amber, red, busy, not-tested),"title","state","advice","detail",
 * "took_ms"}]}. New reference. */
json_t *readiness_json(const Readiness *readiness, StaffLanguage language);
