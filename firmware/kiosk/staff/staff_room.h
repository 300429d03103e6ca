// SPDX-License-Identifier: EUPL-1.2
/* Joins the staff menu with the rest of the kiosk: owns what only staff use (PIN, journal,
 * readiness check), gathers the facts that its pages show and does what its keys ask for. Main
 * thread. */
#pragma once

#include "kiosk/intake_queue.h"
#include "kiosk/paper.h"
#include "kiosk/standing.h"
#include "kiosk/staff/staff.h"

/* All borrowed for the room's life. */
typedef struct {
    Settings *settings;
    Standing *standing;
    const IntakeQueue *queue;
    const TextSetter *setter; /* whose pictograms are shared */
} StaffRoomParts;

/* All called on the main loop. */
typedef struct {
    gint64 (*now_ms)(gpointer user_data);
    guint32 (*spoken_languages)(gpointer user_data);
    void (*changed)(gpointer user_data);   /* the menu is to be laid out again */
    void (*closed)(gpointer user_data);    /* the menu is gone */
    void (*take_over)(gpointer user_data); /* settings, today's word or content are others */
    void (*restart)(gpointer user_data);
    gpointer user_data;
} StaffRoomHandlers;

typedef struct StaffRoom StaffRoom;

/* Caller frees. */
StaffRoom *staff_room_new(const StaffRoomParts *parts, const StaffRoomHandlers *handlers);
void staff_room_free(StaffRoom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffRoom, staff_room_free)

/* The printer that slips come from, when it is there; borrowed for the room's life. */
void staff_room_use_paper(StaffRoom *room, Paper *paper);
/* The standing was refreshed: the enrolment may be another, and orders to unlock may have come. */
void staff_room_refresh(StaffRoom *room);

/* The printer's state may be another: for the journal. */
void staff_room_see_printer(StaffRoom *room);

Staff *staff_room_menu(StaffRoom *room);
Journal *staff_room_journal(StaffRoom *room);
