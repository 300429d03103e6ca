// SPDX-License-Identifier: EUPL-1.2
/* How often the staff's PIN was wrong in a row, and what is left of the wait: `<state>/staff/
 * tries.json`, with a checksum. norms.md, Staff PIN. Plain data; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    STAFF_TRIES_FREE = 5,  /* at the fifth wrong one waiting begins */
    STAFF_TRIES_LOCK = 15, /* at the fifteenth nothing but a code or the region helps */
    STAFF_TRIES_FIRST_WAIT_MS = 15 * 1000,
    STAFF_TRIES_ORDER_BYTES = 65,
};

typedef struct {
    int wrong;                           /* 0 to STAFF_TRIES_LOCK */
    gint64 wait_ms;                      /* left */
    char order[STAFF_TRIES_ORDER_BYTES]; /* which order to unlock was the last, as a hash; "": none
                                          */
} StaffTries;

/* The wait after that many wrong ones in a row; 0 when there is none, also when it is locked. */
gint64 staff_tries_wait_ms(int wrong);
/* What counts when the counter is lost: the longest wait, and one try before the lock. */
StaffTries staff_tries_worst(void);

typedef enum { STAFF_TRIES_LOADED, STAFF_TRIES_MISSING, STAFF_TRIES_DAMAGED } StaffTriesLoad;
/* `out` is untouched unless LOADED. What cannot be read is DAMAGED. */
StaffTriesLoad staff_tries_load(const char *path, StaffTries *out);
/* Durable when it returns true. Makes no folder. */
bool staff_tries_save(const char *path, const StaffTries *tries,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
