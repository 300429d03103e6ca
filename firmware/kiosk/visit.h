// SPDX-License-Identifier: EUPL-1.2
/* One visit as a state machine: a table of edges and one step function that takes an event with the
 * time in it and returns what the program has to do. It performs nothing, asks no clock, draws
 * nothing. What a visitor said lives in the one struct Visit and is wiped at every end. Main
 * thread.
 *
 *   languages -> privacy -> question x n -> doors -> [provider] -> printing -> slip -> languages
 *
 * stop, staff, idle and a change of language lie over a state (`under`) and go back to it. */
#pragma once

#include "intake/answers.h"
#include "intake/triage.h"
#include "kiosk/visit_effects.h"

enum { VISIT_MAX_PROVIDERS = 16, VISIT_REFERENCE_BYTES = 16, VISIT_QR_BYTES = 256 };
typedef enum {
    VISIT_STATE_LANGUAGES,
    VISIT_STATE_PRIVACY,
    VISIT_STATE_QUESTION,
    VISIT_STATE_DOORS,
    VISIT_STATE_PROVIDER,
    VISIT_STATE_PRINTING,
    VISIT_STATE_SLIP,
    VISIT_STATE_STOP,
    VISIT_STATE_STAFF,
    VISIT_STATE_IDLE,
    VISIT_STATE_CLOSED,
    VISIT_STATE_COUNT,
} VisitState;
const char *visit_state_name(VisitState state); /* "languages", as the inspector names screens */

typedef enum {
    VISIT_EVENT_TIME,     /* nothing happened but time */
    VISIT_EVENT_CONTACT,  /* a touch anywhere, also a miss */
    VISIT_EVENT_LANGUAGE, /* value: language index */
    VISIT_EVENT_START,
    VISIT_EVENT_OPTION, /* value: option index of the question shown */
    VISIT_EVENT_NEXT,
    VISIT_EVENT_MORE, /* next page of a list */
    VISIT_EVENT_DOOR, /* value: position in the result: show its card */
    VISIT_EVENT_PRINT,
    VISIT_EVENT_PROVIDER,      /* value: position in `providers`, -1: any */
    VISIT_EVENT_RECORDED,      /* value: 1 kept, 0 could not be kept; after VISIT_EFFECT_RECORD */
    VISIT_EVENT_PAPER,         /* value: VisitPaper; after VISIT_EFFECT_PRINT, or late */
    VISIT_EVENT_PRINTER_READY, /* what kept a slip from being printed is mended */
    VISIT_EVENT_HAVE,          /* "I have my slip" */
    VISIT_EVENT_DONE,
    VISIT_EVENT_BACK,
    VISIT_EVENT_STOP,
    VISIT_EVENT_STOP_YES,
    VISIT_EVENT_STAY, /* no to stop, "I am still here", out of staff */
    VISIT_EVENT_STAFF,
    VISIT_EVENT_OTHER_LANGUAGE,
    VISIT_EVENT_LARGER,
    VISIT_EVENT_CONTRAST,
    VISIT_EVENT_REACH,  /* all controls in the lower half of the glass, or as before */
    VISIT_EVENT_LISTEN, /* read this screen aloud, and from now on every one; value 1: it was being
                           read, and the keys for the volume come with it */
    VISIT_EVENT_MUTE,   /* read nothing any more */
    VISIT_EVENT_SOFTER, /* the program changes the volume first; this says the screen in it */
    VISIT_EVENT_LOUDER,
    VISIT_EVENT_VOLUME_DONE, /* away with the keys for the volume */
    VISIT_EVENT_CLOSE,       /* staff, region, or no usable content */
    VISIT_EVENT_OPEN,
    VISIT_EVENT_COUNT,
} VisitEventKind;

typedef struct {
    VisitEventKind kind;
    int value;
    gint64 now_ms; /* clock_monotonic_ms */
} VisitEvent;

/* What is known of the paper. */
typedef enum {
    VISIT_PAPER_COMING,
    VISIT_PAPER_PRINTED,     /* the printer confirmed it */
    VISIT_PAPER_UNCONFIRMED, /* may be there: the visitor's word counts */
    VISIT_PAPER_FAILED,      /* no paper: photograph the screen */
} VisitPaper;

typedef struct {
    gint64 idle_warn_ms, idle_wipe_ms;
} VisitTimes;

/* Plain storage; `content` is borrowed. The screens read it, this module writes it (reference and
 * qr_text are the program's, while it performs RECORD). */
typedef struct {
    const Content *content;
    VisitTimes times;
    gint64 today; /* for quality records; see triage_run */
    guint32 seed; /* order of providers */
    VisitState state;
    VisitState under;      /* what an overlay goes back to */
    VisitState under_idle; /* the same for the idle warning, which may lie over another overlay */
    int language;
    int text_size;
    bool is_high_contrast;
    bool is_reach; /* controls in the lower half */
    gint64 started_ms, touched_ms;
    bool is_listening;    /* screens are read aloud */
    bool is_volume_shown; /* the keys for the volume lie over the screen */
    Answers answers;
    int question;    /* shown now */
    guint32 pending; /* chosen but not confirmed, multi questions */
    int page;        /* of a list that does not fit */
    TriageResult result;
    int door_shown;    /* position in result */
    int provider_door; /* position in result whose provider is asked, -1 none */
    int providers[VISIT_MAX_PROVIDERS];
    gsize n_providers;
    int provider_chosen; /* index in the door's providers, -1: any */
    bool is_recorded;    /* an intake waits for its outcome */
    bool is_kept;        /* false: the outbox could not take it, the visitor goes to the desk */
    VisitPaper paper;
    int n_papers;    /* how often a slip was asked for */
    gint64 paper_ms; /* since when it is waited for */
    char reference[VISIT_REFERENCE_BYTES];
    char qr_text[VISIT_QR_BYTES]; /* "" when there is none */
} Visit;

/* Everything forgotten; shows languages in `content`'s first language, or closed when `content` is
 * NULL. */
void visit_init(Visit *visit, const Content *content, const VisitTimes *times);
/* Before the first touch of each visit: order of providers and today's date. */
void visit_set_chance(Visit *visit, guint32 seed, gint64 today);

/* Does what `event` means in the present state; events that mean nothing there change nothing. */
VisitEffects visit_step(Visit *visit, const VisitEvent *event);

/* Whether `event` means something now; keys that mean nothing are not shown. */
bool visit_accepts(const Visit *visit, VisitEventKind event);

/* When to send VISIT_EVENT_TIME next (same clock as events), -1: never. */
gint64 visit_deadline_ms(const Visit *visit, gint64 now_ms);
/* Whole seconds left of the idle countdown at `now_ms`. */
int visit_countdown_s(const Visit *visit, gint64 now_ms);
/* True while somebody is in the middle of something: content must not change under them. */
bool visit_is_under_way(const Visit *visit);
