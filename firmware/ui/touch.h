// SPDX-License-Identifier: EUPL-1.2
/* What is a press, and what is a slip, a spark or a palm (norms: a press; EN 301 549 5.8). Pure:
 * fed with contacts and the time, asked what to show and what was meant. Main thread.
 *
 * A press begins and ends in one target (half a gap beside it counts), lasts 50 ms at least, and
 * drifts 8 mm at most. After a press acted, nothing within 500 ms acts on the same target or at the
 * same place, so that a bounce cannot answer the next screen (keys that are typed on: 150 ms). Two
 * contacts on two targets, or three contacts anywhere, are a hand and not a finger: none of them
 * acts. A hand that rests beside the targets does no harm. A contact that has been silent for a
 * second no longer counts against others: its release was lost. A glove loses the glass for a
 * moment: what comes back on the same target within 30 ms goes on with the press, and the time it
 * touched counts together. */
#pragma once

#include "ui/scene.h"

enum {
    TOUCH_MAX_CONTACTS = 10,
    TOUCH_MIN_PRESS_MS = 50,
    TOUCH_BREAK_MS = 30,
    TOUCH_REST_MS = 150, /* a contact beside the targets that lasts so long is a hand at rest */
    TOUCH_REPEAT_MS = 500,
    TOUCH_TYPED_MS = 150, /* the same between two keys that are typed on, on one screen */
    TOUCH_SILENT_MS = 1000,
    TOUCH_STUCK_MS = 10000, /* nobody presses for so long */
    TOUCH_CORNER_MS = 3000,
};

typedef enum { TOUCH_PHASE_DOWN, TOUCH_PHASE_MOVE, TOUCH_PHASE_UP, TOUCH_PHASE_CANCEL } TouchPhase;

typedef struct {
    gint64 contact; /* the device's number for this finger */
    TouchPhase phase;
    int x, y; /* panel pixels */
    gint64 now_ms;
} TouchContact;

typedef enum {
    TOUCH_SLOT_FREE,
    TOUCH_SLOT_PRESS,   /* on a target, may act */
    TOUCH_SLOT_BLANK,   /* beside the targets, or drifted: shows, does nothing */
    TOUCH_SLOT_SPOILED, /* part of a hand: does nothing, nor do others while it lasts */
} TouchSlotState;

typedef struct {
    TouchSlotState state;
    gint64 contact;
    int start_x, start_y, x, y;
    gint64 start_ms, last_ms;
    gint64 before_ms; /* touched before a break */
    bool is_inside, has_reported_corner;
    char target[WIDGET_ID_BYTES];
} TouchSlot;

/* A press that ended too soon: it may be going on. */
typedef struct {
    int start_x, start_y;
    gint64 touched_ms, ended_ms;
    char target[WIDGET_ID_BYTES];
} TouchBreak;

/* All-zero: no contact. */
typedef struct {
    TouchSlot slots[TOUCH_MAX_CONTACTS];
    TouchBreak broken;
    bool has_acted;
    int acted_x, acted_y;
    gint64 acted_ms;
    char acted_id[WIDGET_ID_BYTES];
    bool was_typed; /* what acted is typed on, and is still on the glass */
} Touch;

typedef struct {
    char acted_id[WIDGET_ID_BYTES]; /* "" when nothing acts */
    bool is_corner_held;            /* a blank corner was held for 3 s; said once a contact */
} TouchResult;

TouchResult touch_feed(Touch *touch, const Scene *scene, const TouchContact *contact);

/* When touch_expire must be called if nothing else happens; -1: never. */
gint64 touch_deadline_ms(const Touch *touch);
TouchResult touch_expire(Touch *touch, const Scene *scene, gint64 now_ms);

/* The target that looks pressed, or NULL. Borrowed until the next call that is not const. */
const char *touch_pressed(const Touch *touch);
/* Where a finger rests that presses nothing: the place to show that it was noticed. */
bool touch_find_miss(const Touch *touch, int *x, int *y);

/* Another screen came under the fingers: what is down now will not act. */
void touch_spoil(Touch *touch);
/* The devices are gone, or the visit is over. A bounce of its last press still does nothing. */
void touch_forget(Touch *touch);
