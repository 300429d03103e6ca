// SPDX-License-Identifier: EUPL-1.2
/* What a step of a visit asks of the program; see kiosk/visit.h. */
#pragma once

#include <glib.h>

/* What the program does next, in this order. */
typedef enum {
    VISIT_EFFECT_OUTCOME = 1 << 0, /* `outcome` for the intake that was recorded */
    VISIT_EFFECT_WIPE = 1 << 1,    /* the visit is over: forget what is outside this struct too */
    VISIT_EFFECT_SHOW = 1 << 2,    /* lay out and show the screen again */
    VISIT_EFFECT_RECORD = 1 << 3,  /* seal and append the intake, then send RECORDED */
    VISIT_EFFECT_PRINT = 1 << 4,   /* print the slip, then send PAPER */
    VISIT_EFFECT_SPEAK = 1 << 5,   /* read the screen aloud from its beginning */
} VisitEffect;

typedef enum {
    VISIT_OUTCOME_NONE,
    VISIT_OUTCOME_PRINTED,
    VISIT_OUTCOME_SHOWN,
    VISIT_OUTCOME_ABANDONED,
} VisitOutcome;

typedef struct {
    guint effects; /* VisitEffect bits */
    VisitOutcome outcome;
} VisitEffects;
