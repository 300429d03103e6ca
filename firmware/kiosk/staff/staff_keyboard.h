// SPDX-License-Identifier: EUPL-1.2
/* A page of kind KEYBOARD: what is being typed (`text`, at most `max_chars`) over keys for letters,
 * letters with accents, digits and signs. Keys: staff.do.type.<character>, staff.do.space,
 * staff.do.erase, staff.do.clear, staff.do.shift, staff.do.accents, staff.do.signs,
 * staff.do.accept; staff.back. Main thread. */
#pragma once

#include "kiosk/staff/staff_screen.h"

/* Which keys are shown, in `bits` of the page; at most one of ACCENTS and SIGNS. */
enum { STAFF_KEYBOARD_SHIFT = 1, STAFF_KEYBOARD_ACCENTS = 2, STAFF_KEYBOARD_SIGNS = 4 };

void staff_keyboard_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                            const StaffPage *page, Scene *scene);

/* What is typed; `text` has room for `size` bytes. */
typedef struct {
    char *text;
    gsize size;
    int max_chars;
    guint32 *bits;
} StaffTyping;

/* Does what `key` says ("type.a", "erase"); false when it is no key of the keyboard, or "accept",
 * which is the caller's. A new sentence begins with a capital. What finds no room is not typed. */
bool staff_keyboard_take(const StaffTyping *typing, const char *key);
/* The bits with which a text is gone on with. */
guint32 staff_keyboard_begin(const char *text);
