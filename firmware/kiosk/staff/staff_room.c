// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_room.h"

#include "kiosk/staff/state_notes.h"

#include "machine/disk.h"
#include "machine/power.h"
#include "machine/temperature.h"

enum { USUAL_PAPER_DOTS = 576, STATE_NOTES_S = 300 };

struct StaffRoom {
    StaffRoomParts parts;
    StaffRoomHandlers handlers;
    StaffPin *pin;
    Journal *journal;
    StateNotes *states; /* written into it */
    guint states_timer;
    Readiness *readiness;
    SyncReport *sync;                   /* as last gathered */
    ContentStoreEntry *pack, *previous; /* likewise */
    Paper *paper;                       /* NULL: not opened yet */
    Staff *menu;
};

static const char *state_dir(const StaffRoom *room)
{
    return settings_text(room->parts.settings, "kiosk", "state_dir");
}

static const char *run_dir(const StaffRoom *room)
{
    return settings_text(room->parts.settings, "kiosk", "run_dir");
}

/* --- facts -------------------------------------------------------------------------------------
 */

static void gather_time(const StaffRoom *room, StaffFacts *facts)
{
    SiteTime time = standing_time(room->parts.standing);
    facts->now_ms = room->handlers.now_ms(room->handlers.user_data);
    facts->unix_s = time.unix_s;
    facts->local_unix_s = time.local_unix_s;
    facts->is_clock_trusted = time.is_trusted;
}

static void gather_queue(const StaffRoom *room, StaffFacts *facts)
{
    g_autoptr(GError) why = NULL;
    facts->outbox = intake_queue_outbox(room->parts.queue);
    facts->has_outbox = facts->outbox != NULL && outbox_count(facts->outbox, &facts->queue, &why);
    if (why) {
        g_debug("%s", why->message);
    }
}

static void gather_board(const StaffRoom *room, StaffFacts *facts)
{
    facts->disk_free_bytes = disk_free_bytes(state_dir(room));
    facts->has_temperature = temperature_read_c(NULL, &facts->temperature_c);
    facts->printer = room->paper ? paper_printer_state(room->paper) : PRINTER_STATE_UNKNOWN;
    facts->printer_problem = room->paper ? paper_problem(room->paper) : NULL;
}

static void gather_packs(StaffRoom *room, StaffFacts *facts)
{
    g_clear_pointer(&room->pack, content_store_entry_free);
    g_clear_pointer(&room->previous, content_store_entry_free);
    room->pack = standing_describe_content(room->parts.standing, false);
    room->previous = standing_describe_content(room->parts.standing, true);
    facts->content_entry = room->pack;
    facts->previous_entry = room->previous;
}

static void gather_today(const StaffRoom *room, StaffFacts *facts)
{
    const StandingWord *word = standing_word(room->parts.standing);
    facts->today = standing_today(room->parts.standing);
    facts->presence = &word->presence;
    facts->region_presence = &word->region_presence;
    facts->region_message = word->region_message;
    facts->is_closed_by_region = standing_is_closed_by_region(room->parts.standing);
}

static void gather_pin(StaffRoom *room, StaffFacts *facts)
{
    StaffPinLook look;
    staff_pin_look(room->pin, facts->now_ms, &look);
    facts->has_pin = look.state != STAFF_PIN_STATE_NONE;
    facts->pin_changed_unix_s = look.changed_unix_s;
}

static void gather(StaffFacts *facts, gpointer user_data)
{
    StaffRoom *room = user_data;
    const Standing *standing = room->parts.standing;
    gather_time(room, facts);
    gather_queue(room, facts);
    gather_board(room, facts);
    sync_report_free(room->sync);
    room->sync = sync_report_read(run_dir(room));
    facts->sync = room->sync;
    facts->settings = room->parts.settings;
    facts->content = standing_content(standing);
    facts->content_problem = standing_content_problem(standing);
    gather_packs(room, facts);
    gather_today(room, facts);
    facts->identity = standing_identity(standing);
    gather_pin(room, facts);
    facts->journal = room->journal;
    facts->readiness = room->readiness;
    facts->spoken_languages = room->handlers.spoken_languages(room->handlers.user_data);
}

/* --- journal of states -------------------------------------------------------------------------
 */

static PrinterState printer_state(const StaffRoom *room)
{
    return room->paper ? paper_printer_state(room->paper) : PRINTER_STATE_UNKNOWN;
}

static const char *closed_by(const StaffRoom *room)
{
    Standing *standing = room->parts.standing;
    return site_today_is_closed(standing_today(standing)) ? "staff"
           : standing_is_closed_by_region(standing)       ? "region"
           : !standing_content(standing)                  ? "content"
                                                          : NULL;
}

static gboolean note_states(gpointer user_data)
{
    StaffRoom *room = user_data;
    const Content *content = standing_content(room->parts.standing);
    SiteTime time = standing_time(room->parts.standing);
    g_autoptr(SyncReport) sync = sync_report_read(run_dir(room));
    const StateSeen seen = {
        .now_ms = room->handlers.now_ms(room->handlers.user_data),
        .unix_s = time.unix_s,
        .is_clock_trusted = time.is_trusted,
        .printer = printer_state(room),
        .closed_by = closed_by(room),
        .content_version = content ? content_version(content) : NULL,
        .last_contact_unix_s = sync->last_contact_unix_s,
    };
    state_notes_take(room->states, &seen);
    return G_SOURCE_CONTINUE;
}

void staff_room_see_printer(StaffRoom *room)
{
    state_notes_see_printer(room->states, printer_state(room));
}

/* --- what is asked -----------------------------------------------------------------------------
 */

static void note(const char *action, const char *result, gpointer user_data)
{
    StaffRoom *room = user_data;
    SiteTime time = standing_time(room->parts.standing);
    g_autoptr(GError) why = NULL;
    if (!journal_note(room->journal, time.is_trusted ? time.unix_s : 0, action, result, &why)) {
        g_warning("not in the journal: %s", why->message);
    }
}

/* How it goes shows on the page. */
static void send_now(StaffRoom *room)
{
    if (!sync_report_send_now(run_dir(room))) {
        staff_say(room->menu, STAFF_LIGHT_RED,
                  (StaffText){"Het verzenden staat stil. Zet de kiosk uit en weer aan. Helpt dat "
                              "niet? Bel de beheerder.",
                              "Sending is not running. Switch the kiosk off and on again. If that "
                              "does not help, call the administrator."});
    }
}

/* --- paper -------------------------------------------------------------------------------------
 */

static bool print_raster_take(Raster *raster, PrinterDone done, gpointer done_data,
                              gpointer user_data)
{
    const StaffRoom *room = user_data;
    return room->paper && paper_print_raster_take(room->paper, raster, done, done_data);
}

static PrinterState tell_printer(gpointer user_data)
{
    const StaffRoom *room = user_data;
    return room->paper ? paper_printer_state(room->paper) : PRINTER_STATE_NONE;
}

static int tell_width_dots(gpointer user_data)
{
    const StaffRoom *room = user_data;
    return room->paper ? paper_width_dots(room->paper) : USUAL_PAPER_DOTS;
}

static void show_again(gpointer user_data)
{
    StaffRoom *room = user_data;
    if (staff_is_open(room->menu)) {
        room->handlers.changed(room->handlers.user_data);
    }
}

/* The check with all it takes, or the short slip alone. */
static void try_all(StaffRoom *room, bool is_proof)
{
    const Standing *standing = room->parts.standing;
    g_autofree char *folder = standing_content_folder(standing);
    const ReadinessFacts facts = {
        .content = standing_content(standing),
        .content_folder = folder,
        .identity = standing_identity(standing),
        .time = standing_time(standing),
        .is_at_glass = true,
        .is_sound_off = !settings_bool(room->parts.settings, "sound", "enabled"),
    };
    if (is_proof) {
        readiness_print_proof(room->readiness, &facts);
    } else {
        readiness_start(room->readiness, &facts);
    }
}

/* Visitors get the pack before this one at once; the one left is not taken again. */
static void roll_back(StaffRoom *room)
{
    g_autoptr(GError) why = NULL;
    if (standing_roll_back(room->parts.standing, &why)) {
        note("content-roll-back", "ok", room);
        room->handlers.take_over(room->handlers.user_data);
        staff_say(room->menu, STAFF_LIGHT_GREEN,
                  (StaffText){"De inhoud van hiervoor is nu in gebruik.",
                              "The content from before is in use now."});
    } else {
        g_warning("%s", why->message);
        note("content-roll-back", "failed", room);
        staff_say(room->menu, STAFF_LIGHT_RED,
                  (StaffText){"Teruggaan is niet gelukt. Er is niets veranderd.",
                              "Going back did not work. Nothing has changed."});
    }
}

static void take_power(bool is_going, const char *reason, gpointer user_data)
{
    StaffRoom *room = user_data;
    note("shut-down", is_going ? "ok" : "refused", room);
    if (is_going) {
        staff_say(room->menu, STAFF_LIGHT_BUSY,
                  (StaffText){"De kiosk gaat uit.", "The kiosk is switching off."});
    } else {
        g_message("not switched off: %s", reason);
        staff_say(room->menu, STAFF_LIGHT_AMBER,
                  (StaffText){"Uitzetten mag niet op deze computer. Vraag de beheerder.",
                              "This computer does not allow switching off. Ask its manager."});
    }
}

static void request(StaffRequest what, gpointer user_data)
{
    StaffRoom *room = user_data;
    switch (what) {
    case STAFF_REQUEST_TAKE_OVER:
        room->handlers.take_over(room->handlers.user_data);
        break;
    case STAFF_REQUEST_SEND_NOW:
        send_now(room);
        break;
    case STAFF_REQUEST_RESTART:
        room->handlers.restart(room->handlers.user_data);
        break;
    case STAFF_REQUEST_PAPER_CHANGED:
        if (room->paper) {
            paper_ask(room->paper);
        }
        break;
    case STAFF_REQUEST_READINESS:
        try_all(room, false);
        break;
    case STAFF_REQUEST_TEST_SLIP:
        try_all(room, true);
        break;
    case STAFF_REQUEST_ROLL_BACK:
        roll_back(room);
        break;
    case STAFF_REQUEST_SHUT_DOWN:
        power_switch_off(take_power, room);
        break;
    case STAFF_REQUEST_NEW_PIN:
    case STAFF_REQUEST_COUNT:
        break;
    }
}

static void leave(gpointer user_data)
{
    StaffRoom *room = user_data;
    room->handlers.closed(room->handlers.user_data);
}

/* --- start and end -----------------------------------------------------------------------------
 */

StaffRoom *staff_room_new(const StaffRoomParts *parts, const StaffRoomHandlers *handlers)
{
    StaffRoom *room = g_new0(StaffRoom, 1);
    room->parts = *parts;
    room->handlers = *handlers;
    g_autofree char *journal = g_build_filename(state_dir(room), "journal.log", NULL);
    room->journal = journal_open(journal);
    room->states = state_notes_new(room->journal);
    room->pin = staff_pin_new(state_dir(room), run_dir(room));
    const ReadinessMeans check = {
        .settings = parts->settings,
        .setter = parts->setter,
        .paper = {print_raster_take, tell_printer, tell_width_dots, room},
        .changed = show_again,
        .user_data = room,
    };
    room->readiness = readiness_new(&check);
    const StaffMeans means = {
        .settings = parts->settings,
        .today = standing_today(parts->standing),
        .readiness = room->readiness,
        .pin = room->pin,
        .state_dir = state_dir(room),
    };
    const StaffHandlers menu = {gather, request, note, show_again, leave, room};
    room->menu = staff_new(&means, &menu);
    staff_room_refresh(room);
    return room;
}

void staff_room_free(StaffRoom *room)
{
    if (room) {
        staff_free(room->menu);
        readiness_free(room->readiness);
        staff_pin_free(room->pin);
        g_clear_handle_id(&room->states_timer, g_source_remove);
        state_notes_free(room->states);
        journal_close(room->journal);
        sync_report_free(room->sync);
        content_store_entry_free(room->pack);
        content_store_entry_free(room->previous);
        g_free(room);
    }
}

void staff_room_use_paper(StaffRoom *room, Paper *paper)
{
    room->paper = paper;
    (void)note_states(room);
    room->states_timer = g_timeout_add_seconds(STATE_NOTES_S, note_states, room);
}

/* Who the kiosk is with its region decides which codes open the menu; an order to unlock may have
 * come. */
void staff_room_refresh(StaffRoom *room)
{
    const KioskIdentity *identity = standing_identity(room->parts.standing);
    staff_pin_use_secret(room->pin, identity ? identity->staff_secret : NULL);
    g_autofree char *order = standing_unlock_id(room->parts.standing);
    if (order && staff_pin_unlock(room->pin, order)) {
        note("pin.unlocked", "region", room);
        g_message("the region unlocked the staff menu");
    }
}

Staff *staff_room_menu(StaffRoom *room)
{
    return room->menu;
}

Journal *staff_room_journal(StaffRoom *room)
{
    return room->journal;
}
