// SPDX-License-Identifier: EUPL-1.2
/* The pad before the staff menu: PIN, or a one-time code of the region, and the choosing of a new
 * PIN (the first one, right after the first code; or a new one, asked for inside the menu). Holds
 * what is typed, wipes it after each use, and never gives it to anybody but StaffPin. Decides
 * nothing about drawing: kiosk/staff/staff_pad lays out what way_in_view tells.
 *
 * Order: way_in_new, then for each opening way_in_open or way_in_choose, touches and keys, ticks,
 * until `granted` or `left` was called or way_in_close. Main thread. */
#pragma once

#include "kiosk/staff/staff_page.h"
#include "store/staff_pin.h"

typedef struct {
    void (*changed)(gpointer user_data); /* lay it out again */
    /* Somebody may come in (way_in_open), or the new PIN is kept (way_in_choose). It is closed. */
    void (*granted)(gpointer user_data);
    void (*left)(gpointer user_data); /* given up; it is closed */
    /* A line for the journal: what happened and how it went. Never what was typed. */
    void (*note)(const char *action, const char *result, gpointer user_data);
    /* For "when was it changed"; 0 when the clock is not trusted. */
    gint64 (*unix_s)(gpointer user_data);
    gpointer user_data;
} WayInHandlers;

typedef enum { WAY_IN_STEP_PIN, WAY_IN_STEP_CODE, WAY_IN_STEP_NEW, WAY_IN_STEP_AGAIN } WayInStep;

enum { WAY_IN_TEXT_BYTES = 256 };

/* What is to be seen. */
typedef struct {
    WayInStep step;
    int n_typed;      /* dots; never digits */
    int n_wanted;     /* places for dots: 9 of a code, 0: any number */
    bool can_type;    /* keys with digits and erase */
    bool can_accept;  /* the key that says "that is it" */
    bool has_switch;  /* the key that goes another way, with the words in `other` */
    StaffLight light; /* before the message; NONE: no sign */
    char title[WAY_IN_TEXT_BYTES];
    char message[WAY_IN_TEXT_BYTES];
    char other[WAY_IN_TEXT_BYTES];
} WayInView;

typedef struct WayIn WayIn;

/* `pin` is borrowed for its life. Caller frees. */
WayIn *way_in_new(StaffPin *pin, const WayInHandlers *handlers);
void way_in_free(WayIn *way_in);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WayIn, way_in_free)

/* Numbers that are too easy for a PIN here. */
void way_in_know(WayIn *way_in, const PinKnown *known);

void way_in_open(WayIn *way_in, gint64 now_ms);   /* asks for PIN or code */
void way_in_choose(WayIn *way_in, gint64 now_ms); /* somebody is in already: asks for a new PIN */
void way_in_close(WayIn *way_in);                 /* wipes; no handler is called any more */
bool way_in_is_open(const WayIn *way_in);

/* A widget was touched: true when it was one of the pad's ("staff.pad.…", "staff.leave"). */
bool way_in_take(WayIn *way_in, const char *widget_id, gint64 now_ms);
/* A key of a keypad: "0" to "9", and "back", which erases and, with nothing typed, goes back. (The
 * select key acts on "staff.pad.ok" by itself, see Widget.is_default.) */
bool way_in_take_key(WayIn *way_in, const char *key, gint64 now_ms);

/* Counts waits, closed or open. To be called at the start, after `changed`, and after as many ms as
 * it returns; -1: not before something happens. */
gint64 way_in_tick(WayIn *way_in, gint64 now_ms);

void way_in_view(const WayIn *way_in, StaffLanguage language, WayInView *out);
