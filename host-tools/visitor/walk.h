// SPDX-License-Identifier: EUPL-1.2
/* One visit, walked through from the languages to the slip and back, said in plain lines. */
#pragma once

#include "visitor/client.h"
#include "visitor/plan.h"

#define WALK_ERROR walk_error_quark()
GQuark walk_error_quark(void);
typedef enum {
    WALK_ERROR_OTHERWISE, /* the kiosk did something else than was expected */
    WALK_ERROR_GLASS,     /* a screen breaks a norm */
} WalkError;

typedef enum {
    WALK_OUTCOME_HAVE,      /* takes the slip, or says "I have it" */
    WALK_OUTCOME_PHOTO,     /* no paper came: photographs the screen and says "I have it" */
    WALK_OUTCOME_WALK_AWAY, /* leaves the slip screen, or the doors, alone until it is wiped */
    WALK_OUTCOME_STOP,      /* stops at the doors */
} WalkOutcome;

typedef struct {
    const char *language; /* code, or NULL: the plan's, or else "nl" */
    const char *shots;    /* folder for pictures, or NULL */
    const char *until;    /* screen to stop at, or NULL */
    WalkOutcome outcome;
    bool goes_back;      /* at each question but the first, back once and forth again */
    bool is_strict;      /* checks each screen against the norms */
    bool is_quiet;       /* says nothing on standard output */
    bool has_contrast;   /* asks for high contrast */
    bool by_keys;        /* nothing is touched: the keypad's keys */
    bool is_wordless;    /* no text is painted, and each screen's pictures are checked */
    GHashTable *checked; /* when wordless: what could be touched on screens that were checked, a set
                          * of texts; screens of earlier visits are not checked again */
    bool is_low;         /* asks for all controls in the lower half */
    int larger;          /* times "larger" is touched */
} WalkOptions;

/* What happened:
 * {"language","path":[…],"doors":[…],"reference","screens":[…],"faults","pictures":{…} (when
 * wordless: picture_check.h)}. On an error what happened until then is in *report all the same.
 * Caller owns it. */
bool walk_visit(Client *client, const Plan *plan, const WalkOptions *options, json_t **report,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
