// SPDX-License-Identifier: EUPL-1.2
/* The way into the staff menu: a PIN (PBKDF2-HMAC-SHA256, 600,000 rounds) and one-time codes of the
 * region (store/staff_codes). In `<state>/staff`: pin.json, tries.json, codes.json.
 *
 * A try is counted, and that is durable, before it is looked at; a try that cannot be counted is
 * not looked at. After 5 wrong ones there is a wait of 15 s, that doubles with each further one; at
 * 15 nothing helps but a code or the region's order to unlock. Codes have a throttle of their own
 * that never locks, so that a visitor cannot keep staff out.
 *
 * Waits are of powered-on time: `now_ms` is the program's monotonic time, and what is left is saved
 * at least every STAFF_PIN_SAVE_MS, so that a restart can only make a wait longer. Looking at a try
 * takes a worker; the answer comes to the main loop. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/pin_strength.h"

enum { STAFF_PIN_SAVE_MS = 30 * 1000 };

typedef struct StaffPin StaffPin;

typedef enum {
    STAFF_PIN_STATE_NONE,    /* no PIN was chosen yet, or it cannot be read: a code is needed */
    STAFF_PIN_STATE_READY,   /* may be tried */
    STAFF_PIN_STATE_WAITING, /* `wait_ms` first */
    STAFF_PIN_STATE_LOCKED,  /* until a code or the region's order */
} StaffPinState;

typedef struct {
    StaffPinState state;
    bool is_busy;          /* a try is being looked at: no other is taken */
    int tries_left;        /* before the next wait or the lock; 0: while waiting or locked */
    bool has_waited;       /* so many were wrong that each further one makes wait */
    bool is_last;          /* one more wrong one locks */
    gint64 wait_ms;        /* before the PIN may be tried */
    bool has_secret;       /* codes are possible: the kiosk is enrolled */
    gint64 code_wait_ms;   /* before a code may be tried */
    gint64 changed_unix_s; /* when the PIN was chosen; 0: no PIN, or the clock was not trusted */
} StaffPinLook;

typedef enum {
    STAFF_PIN_RESULT_RIGHT,
    STAFF_PIN_RESULT_WRONG,
    STAFF_PIN_RESULT_REFUSED, /* not looked at: no PIN, no secret, waiting, locked, busy */
    STAFF_PIN_RESULT_FAILED,  /* not looked at or not kept: the disk failed */
} StaffPinResult;

/* `reason` is for the log, NULL when there is none; it never holds what was typed. */
typedef void (*StaffPinDone)(StaffPinResult result, const char *reason, gpointer user_data);

/* `state_dir` and `run_dir` are copied; the folders may be missing. Never fails: what is damaged
 * shows in staff_pin_look. Caller frees; a try under way ends without an answer. */
StaffPin *staff_pin_new(const char *state_dir, const char *run_dir);
void staff_pin_free(StaffPin *pin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffPin, staff_pin_free)

/* The secret of codes, from the enrolment (KioskIdentity.staff_secret); NULL: not enrolled. Keeps a
 * reference. To be said at the start and whenever the enrolment changed. */
void staff_pin_use_secret(StaffPin *pin, GBytes *secret);

/* Counts the time since the last call towards the wait. */
void staff_pin_look(StaffPin *pin, gint64 now_ms, StaffPinLook *out);
/* Saves what is left of a wait when it is time to. Returns in how many ms it wants to be called
 * again; -1: no need. */
gint64 staff_pin_tick(StaffPin *pin, gint64 now_ms);

/* The digits are copied at once; the caller wipes its own. `done` is called once, later, from the
 * main loop, also when it is REFUSED. RIGHT also clears the tries. */
void staff_pin_try(StaffPin *pin, const char *digits, gint64 now_ms, StaffPinDone done,
                   gpointer user_data);
/* A code of STAFF_CODE_DIGITS digits. RIGHT: it is used up, and tries and lock are cleared. */
void staff_pin_try_code(StaffPin *pin, const char *digits, gint64 now_ms, StaffPinDone done,
                        gpointer user_data);

/* Chooses the PIN; durable when it is RIGHT. `unix_s`: 0 when the clock is not trusted. The digits
 * must be PIN_WEAKNESS_NONE. Whoever calls this has let somebody in before. */
void staff_pin_choose(StaffPin *pin, const char *digits, gint64 unix_s, StaffPinDone done,
                      gpointer user_data);

/* The region's order `id` to unlock: clears tries and lock, once for each id, also over restarts.
 * True when it did so now. */
bool staff_pin_unlock(StaffPin *pin, const char *id);
