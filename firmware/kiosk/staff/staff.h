// SPDX-License-Identifier: EUPL-1.2
/* Staff's side of the screen: the way in, the menu with its sections, and when it closes by itself.
 * The program hands it touches, keys and time while it is open and shows what it lays out; what it
 * works on and can ask for comes through StaffMeans. Nothing of a visit reaches it. Main thread. */
#pragma once

#include "kiosk/staff/staff_desk.h"
#include "kiosk/staff/staff_layout.h"
#include "store/staff_pin.h"

enum { STAFF_MENU_REST_MS = 2 * 60 * 1000, STAFF_PAD_REST_MS = 60 * 1000 };

/* All called on the main loop. */
typedef struct {
    /* Fills in what is true now; what it borrows holds until the next call. */
    void (*gather)(StaffFacts *facts, gpointer user_data);
    /* What a section's key asks; see StaffRequest. */
    void (*request)(StaffRequest request, gpointer user_data);
    void (*note)(const char *action, const char *result, gpointer user_data);
    void (*changed)(gpointer user_data); /* lay it out again */
    void (*closed)(gpointer user_data);  /* nothing of it is to be shown any more */
    gpointer user_data;
} StaffHandlers;

typedef struct {
    Settings *settings;
    SiteToday *today;
    Readiness *readiness; /* may be NULL */
    StaffPin *pin;
    const char *state_dir;
} StaffMeans;

typedef struct Staff Staff;

/* All of `means` is borrowed for its life. Caller frees. */
Staff *staff_new(const StaffMeans *means, const StaffHandlers *handlers);
void staff_free(Staff *staff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Staff, staff_free)

/* Somebody held the corner: asks for the PIN. */
void staff_open(Staff *staff, gint64 now_ms);
void staff_close(Staff *staff);
bool staff_is_open(const Staff *staff);

void staff_take_contact(Staff *staff, gint64 now_ms);
void staff_take_widget(Staff *staff, const char *widget_id, gint64 now_ms);
void staff_take_key(Staff *staff, const char *key, gint64 now_ms); /* as StageHandlers.key */
void staff_take_time(Staff *staff, gint64 now_ms);
/* When to call staff_take_time next, -1: never. */
gint64 staff_deadline_ms(Staff *staff, gint64 now_ms);

/* While it is open. `surface->language` is chosen here. */
void staff_lay_out(Staff *staff, const StaffSurface *surface, Scene *scene);

/* A line over the page until the next touch: the answer to what was asked. */
void staff_say(Staff *staff, StaffLight light, StaffText text);
