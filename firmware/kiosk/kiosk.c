// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/kiosk.h"

#include <string.h>

#include "base/clock.h"
#include "base/folder_watch.h"

#include "draw/fonts.h"

#include "kiosk/intake_queue.h"
#include "kiosk/paper.h"
#include "kiosk/printer_setup.h"
#include "kiosk/reader.h"
#include "kiosk/screen.h"
#include "kiosk/standing.h"
#include "kiosk/status_file.h"
#include "kiosk/warm_up.h"

#include "kiosk/staff/staff_room.h"

#include "machine/headphones.h"
#include "machine/private_memory.h"

#include "slip/qr.h"

#include "ui/inspector.h"
#include "ui/stage.h"

enum { MAX_LAYOUTS = 1024, GREETING_MS = 6000, QR_PIXELS_A_MODULE = 1, USUAL_PAPER_DOTS = 576 };

struct Kiosk {
    Settings *settings;
    GMainLoop *loop;
    Theme *theme;
    TextSetter *setter;  /* of what is shown */
    TextSetter *cleared; /* empty, for the next visit */
    Stage *stage;
    Inspector *inspector;
    Scene *spare; /* for the next layout */
    Standing *standing;
    IntakeQueue *queue;
    StaffRoom *staff_room;
    Staff *staff; /* the menu in that room */
    Paper *paper;
    WarmUp *warm_up;
    Reader *reader;
    Headphones *headphones; /* NULL: not felt */
    FolderWatch *watch;
    Visit visit;
    cairo_surface_t *qr;
    gint64 clock_advance_ms; /* the inspector's */
    gint64 greeting_ms;      /* when the welcome changed last */
    int greeting;
    guint timer;
    guint after_start;
};

static gint64 now_ms(const Kiosk *kiosk)
{
    return clock_monotonic_ms() + kiosk->clock_advance_ms;
}

/* --- glass -------------------------------------------------------------------------------------
 */

static SlipSide slip_side(const Settings *settings)
{
    static const char *const names[] = {
        [SLIP_SIDE_DOWN] = "down",
        [SLIP_SIDE_LEFT] = "left",
        [SLIP_SIDE_RIGHT] = "right",
        [SLIP_SIDE_UP] = "up",
    };
    const char *name = settings_text(settings, "panel", "slip_side");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(names[i], name)) {
            return (SlipSide)i;
        }
    }
    g_assert_not_reached();
}

static VisitTimes visit_times(const Settings *settings)
{
    return (VisitTimes){
        .idle_warn_ms = settings_int(settings, "visit", "idle_warn_s") * 1000,
        .idle_wipe_ms = settings_int(settings, "visit", "idle_wipe_s") * 1000,
    };
}

static double px_per_mm(const Kiosk *kiosk)
{
    return (double)settings_int(kiosk->settings, "panel", "width_px") /
           (double)settings_int(kiosk->settings, "panel", "width_mm");
}

static ReaderView view_of(const Kiosk *kiosk)
{
    const StandingWord *word = standing_word(kiosk->standing);
    return (ReaderView){&kiosk->visit, stage_scene(kiosk->stage), word->time.local_unix_s,
                        word->time.is_trusted, &word->presence};
}

static void lay_out(const Kiosk *kiosk, Scene *scene, int volume_shown)
{
    const StandingWord *word = standing_word(kiosk->standing);
    const ScreenFacts facts = {
        .content = standing_content(kiosk->standing),
        .visit = &kiosk->visit,
        .setter = kiosk->setter,
        .theme = kiosk->theme,
        .width_px = (int)settings_int(kiosk->settings, "panel", "width_px"),
        .height_px = (int)settings_int(kiosk->settings, "panel", "height_px"),
        .px_per_mm = px_per_mm(kiosk),
        .slip_side = slip_side(kiosk->settings),
        .qr = kiosk->qr,
        .now_ms = now_ms(kiosk),
        .local_unix_s = word->time.local_unix_s,
        .is_clock_trusted = word->time.is_trusted,
        .presence = &word->presence,
        .message = word->message,
        .closed_reason = word->closed_reason,
        .greeting = kiosk->greeting,
        .spoken_languages = reader_languages(kiosk->reader),
        .volume_shown = volume_shown,
    };
    screen_lay_out(&facts, scene);
}

static void lay_out_staff(const Kiosk *kiosk, Scene *scene)
{
    const StaffSurface surface = {
        .setter = kiosk->setter,
        .scale = {.theme = kiosk->theme, .px_per_mm = px_per_mm(kiosk)},
        .width_px = (int)settings_int(kiosk->settings, "panel", "width_px"),
        .height_px = (int)settings_int(kiosk->settings, "panel", "height_px"),
    };
    staff_lay_out(kiosk->staff, &surface, scene);
}

static void show(Kiosk *kiosk)
{
    Scene *scene = kiosk->spare ? g_steal_pointer(&kiosk->spare) : scene_new();
    if (staff_is_open(kiosk->staff)) {
        lay_out_staff(kiosk, scene);
    } else {
        lay_out(kiosk, scene, kiosk->visit.is_volume_shown ? reader_volume(kiosk->reader) : 0);
    }
    kiosk->spare = stage_show_take(kiosk->stage, scene);
    if (!staff_is_open(kiosk->staff)) { /* what staff read is never spoken */
        const ReaderView view = view_of(kiosk);
        reader_follow(kiosk->reader, &view);
    }
    if (kiosk->inspector) {
        inspector_notice_change(kiosk->inspector);
    }
}

/* Also what the keys for the volume hide. */
static void read_screen(Kiosk *kiosk)
{
    g_autoptr(Scene) whole = scene_new();
    lay_out(kiosk, whole, 0);
    ReaderView view = view_of(kiosk);
    view.scene = whole;
    reader_read(kiosk->reader, &view);
}

/* --- what may change between visits ------------------------------------------------------------
 */

static void write_status(Kiosk *kiosk)
{
    staff_room_see_printer(kiosk->staff_room);
    const StatusFile status = {
        .printer = kiosk->paper ? paper_printer_state(kiosk->paper) : PRINTER_STATE_UNKNOWN,
        .is_closed = kiosk->visit.state == VISIT_STATE_CLOSED,
        .content = standing_content(kiosk->standing),
        .content_problem = standing_content_problem(kiosk->standing),
        .has_outbox = intake_queue_outbox(kiosk->queue) != NULL,
    };
    g_autoptr(GError) why = NULL;
    if (!status_file_save(settings_text(kiosk->settings, "kiosk", "run_dir"), &status, &why)) {
        g_warning("%s", why->message);
    }
}

/* Layouts tell what somebody read, so each visit leaves with its own: what is on the glass is set
 * anew in an empty setter before the old one is emptied, because the scene that is shown borrows
 * from it. */
static void swap_setters(Kiosk *kiosk)
{
    TextSetter *used = kiosk->setter;
    kiosk->setter = kiosk->cleared;
    kiosk->cleared = used;
}

static void forget_layouts(Kiosk *kiosk)
{
    if (kiosk->spare) {
        scene_clear(kiosk->spare);
    }
    text_setter_forget(kiosk->cleared);
    private_memory_give_back();
}

static void warm_up(Kiosk *kiosk)
{
    const ThemeScale scale = {.theme = kiosk->theme, .px_per_mm = px_per_mm(kiosk)};
    const Content *content = standing_content(kiosk->standing);
    g_clear_pointer(&kiosk->warm_up, warm_up_stop);
    if (content) {
        int width_dots = kiosk->paper ? paper_width_dots(kiosk->paper) : USUAL_PAPER_DOTS;
        kiosk->warm_up = warm_up_start(content, kiosk->setter, &scale, width_dots);
    }
}

static void use_recordings(Kiosk *kiosk)
{
    g_autofree char *folder = standing_content_folder(kiosk->standing);
    reader_use_content(kiosk->reader, standing_content(kiosk->standing), folder);
}

/* Never under the hands of staff: their menu is left first. */
static void obey_restart(const Kiosk *kiosk)
{
    if (standing_wants_restart(kiosk->standing) && !staff_is_open(kiosk->staff)) {
        g_message("the region orders a restart");
        g_main_loop_quit(kiosk->loop);
    }
}

/* Enrolment, content and the region's word, each taken over as it stands now. Never during a visit.
 */
static void refresh(Kiosk *kiosk)
{
    if (standing_refresh(kiosk->standing)) {
        const VisitTimes times = kiosk->visit.times;
        visit_init(&kiosk->visit, standing_content(kiosk->standing), &times);
        use_recordings(kiosk);
        kiosk->greeting = 0;
        warm_up(kiosk);
    }
    staff_room_refresh(kiosk->staff_room);
    const VisitEvent event = {
        .kind = standing_is_closed(kiosk->standing) ? VISIT_EVENT_CLOSE : VISIT_EVENT_OPEN,
        .now_ms = now_ms(kiosk),
    };
    visit_step(&kiosk->visit, &event);
    obey_restart(kiosk);
}

static void arm_timer(Kiosk *kiosk);

static gboolean take_folder_change(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    standing_note_change(kiosk->standing);
    if (!visit_is_under_way(&kiosk->visit)) {
        refresh(kiosk);
        write_status(kiosk);
        show(kiosk);
        arm_timer(kiosk);
    }
    return G_SOURCE_CONTINUE;
}

/* --- effects -----------------------------------------------------------------------------------
 */

static void step(Kiosk *kiosk, VisitEventKind kind, int value);

static void forget_qr(Kiosk *kiosk)
{
    if (kiosk->qr) {
        explicit_bzero(cairo_image_surface_get_data(kiosk->qr),
                       (gsize)cairo_image_surface_get_stride(kiosk->qr) *
                           (gsize)cairo_image_surface_get_height(kiosk->qr));
        g_clear_pointer(&kiosk->qr, cairo_surface_destroy);
    }
}

/* What a visit left outside its struct. The next frame is that of a cold start. */
static void wipe(Kiosk *kiosk)
{
    intake_queue_forget(kiosk->queue);
    intake_queue_tend(kiosk->queue);
    if (kiosk->paper) {
        paper_forget(kiosk->paper);
    }
    reader_forget(kiosk->reader);
    stage_reset(kiosk->stage);
    swap_setters(kiosk);
    kiosk->greeting = 0;
    kiosk->greeting_ms = now_ms(kiosk);
    if (!kiosk->watch) {
        standing_note_change(kiosk->standing);
    }
    refresh(kiosk);
    write_status(kiosk);
}

static gboolean open_the_rest(gpointer user_data);

static void record(Kiosk *kiosk)
{
    if (kiosk->after_start) { /* whoever came first was quicker than our start */
        g_source_remove(kiosk->after_start);
        open_the_rest(kiosk);
    }
    SiteTime time = standing_time(kiosk->standing);
    const IntakeFacts facts = {
        .identity = standing_identity(kiosk->standing),
        .unix_s = time.unix_s,
        .is_clock_trusted = time.is_plausible,
        .clock_offset_s = standing_clock_offset_s(kiosk->standing),
        .now_ms = now_ms(kiosk),
    };
    bool is_kept = intake_queue_record(kiosk->queue, facts, &kiosk->visit);
    forget_qr(kiosk);
    if (kiosk->visit.qr_text[0]) {
        kiosk->qr = qr_draw(kiosk->visit.qr_text, QR_PIXELS_A_MODULE, NULL);
    }
    step(kiosk, VISIT_EVENT_RECORDED, is_kept ? 1 : 0);
}

static void print(Kiosk *kiosk)
{
    const StandingWord *word = standing_word(kiosk->standing);
    const PaperTime paper_time = {word->time.local_unix_s, word->time.is_trusted, &word->presence};
    if (kiosk->paper) {
        paper_print(kiosk->paper, &kiosk->visit, &paper_time);
    } else {
        step(kiosk, VISIT_EVENT_PAPER, VISIT_PAPER_FAILED);
    }
}

static void perform(Kiosk *kiosk, const VisitEffects *effects)
{
    if (effects->effects & VISIT_EFFECT_OUTCOME) {
        intake_queue_settle(kiosk->queue, effects->outcome);
    }
    if (effects->effects & VISIT_EFFECT_WIPE) {
        wipe(kiosk);
    }
    if (effects->effects & VISIT_EFFECT_SHOW) {
        show(kiosk);
    }
    if (effects->effects & VISIT_EFFECT_WIPE) {
        /* after the frame that no longer shows them */
        forget_layouts(kiosk);
        forget_qr(kiosk);
    }
    if (effects->effects & VISIT_EFFECT_RECORD) {
        record(kiosk);
    }
    if (effects->effects & VISIT_EFFECT_PRINT) {
        print(kiosk);
    }
    if (effects->effects & VISIT_EFFECT_SPEAK) {
        read_screen(kiosk);
    }
}

/* --- time --------------------------------------------------------------------------------------
 */

static bool is_greeting(const Kiosk *kiosk)
{
    return !staff_is_open(kiosk->staff) && kiosk->visit.content &&
           kiosk->visit.state == VISIT_STATE_LANGUAGES &&
           kiosk->visit.under == VISIT_STATE_LANGUAGES;
}

static void change_greeting(Kiosk *kiosk)
{
    gsize n;
    if (!is_greeting(kiosk) || now_ms(kiosk) - kiosk->greeting_ms < GREETING_MS) {
        return;
    }
    content_languages(kiosk->visit.content, &n);
    kiosk->greeting = (kiosk->greeting + 1) % (int)n;
    kiosk->greeting_ms = now_ms(kiosk);
    show(kiosk);
}

static gboolean take_time(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    kiosk->timer = 0;
    bool may_rest =
        kiosk->visit.state != VISIT_STATE_IDLE && kiosk->visit.state != VISIT_STATE_PRINTING;
    bool is_reading = may_rest && reader_excuses_rest(kiosk->reader);
    const VisitEvent event = {.kind = is_reading ? VISIT_EVENT_CONTACT : VISIT_EVENT_TIME,
                              .now_ms = now_ms(kiosk)};
    VisitEffects effects = visit_step(&kiosk->visit, &event);
    perform(kiosk, &effects);
    change_greeting(kiosk);
    staff_take_time(kiosk->staff, now_ms(kiosk));
    arm_timer(kiosk);
    return G_SOURCE_REMOVE;
}

static void arm_timer(Kiosk *kiosk)
{
    g_clear_handle_id(&kiosk->timer, g_source_remove);
    gint64 now = now_ms(kiosk);
    gint64 due = visit_deadline_ms(&kiosk->visit, now);
    if (is_greeting(kiosk)) {
        gint64 greeting_due = kiosk->greeting_ms + GREETING_MS;
        due = due < 0 ? greeting_due : MIN(due, greeting_due);
    }
    gint64 staff_due = staff_deadline_ms(kiosk->staff, now);
    if (staff_due >= 0) {
        due = due < 0 ? staff_due : MIN(due, staff_due);
    }
    if (due >= 0) {
        kiosk->timer = g_timeout_add((guint)CLAMP(due - now, 0, G_MAXINT), take_time, kiosk);
    }
}

static void step(Kiosk *kiosk, VisitEventKind kind, int value)
{
    const VisitEvent event = {.kind = kind, .value = value, .now_ms = now_ms(kiosk)};
    VisitEffects effects = visit_step(&kiosk->visit, &event);
    perform(kiosk, &effects);
    arm_timer(kiosk);
}

/* --- hands -------------------------------------------------------------------------------------
 */

/* The order of providers and the date are fixed when somebody begins, so that they stay the same
 * through one visit. */
static void begin_visit(Kiosk *kiosk)
{
    guint32 seed;
    keys_random((guint8 *)&seed, sizeof seed);
    SiteTime time = standing_time(kiosk->standing);
    visit_set_chance(&kiosk->visit, seed, time.is_trusted ? time.today : G_MININT64);
}

static void take_activation(const char *widget_id, gint64 at_ms, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    VisitEvent event;
    if (staff_is_open(kiosk->staff)) {
        staff_take_widget(kiosk->staff, widget_id, at_ms);
        arm_timer(kiosk);
        return;
    }
    if (!screen_find_event(&kiosk->visit, widget_id, &event)) {
        return;
    }
    if (is_greeting(kiosk) && event.kind == VISIT_EVENT_LANGUAGE) {
        begin_visit(kiosk);
    }
    if (event.kind == VISIT_EVENT_LISTEN) {
        event.value = reader_was_speaking(kiosk->reader) ? 1 : 0;
    }
    if (event.kind == VISIT_EVENT_SOFTER || event.kind == VISIT_EVENT_LOUDER) {
        reader_change_volume(kiosk->reader, event.kind == VISIT_EVENT_LOUDER ? 1 : -1);
    }
    step(kiosk, event.kind, event.value);
}

static void take_touch(gint64 at_ms, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    reader_interrupt(kiosk->reader);
    staff_take_contact(kiosk->staff, at_ms);
    step(kiosk, VISIT_EVENT_CONTACT, 0);
}

static void take_focus(const char *widget_id, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    if (staff_is_open(kiosk->staff)) {
        return; /* never spoken */
    }
    const ReaderView view = view_of(kiosk);
    reader_focus(kiosk->reader, &view, widget_id);
}

/* Nothing comes out of a loudspeaker that was meant for headphones. */
static void take_headphones(bool are_in, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    reader_interrupt(kiosk->reader);
    if (!are_in || staff_is_open(kiosk->staff)) {
        step(kiosk, VISIT_EVENT_MUTE, 0);
    } else if (kiosk->visit.is_listening) {
        read_screen(kiosk);
    } else {
        step(kiosk, VISIT_EVENT_LISTEN, 0);
    }
}

/* Only where nobody is in the middle of a visit. */
static void take_held(const char *what, gint64 at_ms, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    (void)what;
    if (!visit_is_under_way(&kiosk->visit)) {
        staff_open(kiosk->staff, at_ms);
        arm_timer(kiosk);
    }
}

static void take_key(const char *name, gint64 at_ms, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    if (staff_is_open(kiosk->staff)) {
        staff_take_key(kiosk->staff, name, at_ms);
        arm_timer(kiosk);
    } else if (g_str_equal(name, "back")) {
        step(user_data, VISIT_EVENT_BACK, 0);
    } else if (g_str_equal(name, "help")) {
        step(user_data, VISIT_EVENT_STAFF, 0);
    } else if (g_str_equal(name, "volume-up")) {
        take_activation("volume.louder", at_ms, user_data);
    } else if (g_str_equal(name, "volume-down")) {
        take_activation("volume.softer", at_ms, user_data);
    }
}

static void take_close(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    g_main_loop_quit(kiosk->loop);
}

static void advance_clock(gint64 ms, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    kiosk->clock_advance_ms += ms;
    g_clear_handle_id(&kiosk->timer, g_source_remove);
    take_time(kiosk);
}

static void take_paper(VisitPaper paper, gpointer user_data)
{
    step(user_data, VISIT_EVENT_PAPER, (int)paper);
}

static void take_printer_change(PrinterState state, gpointer user_data)
{
    (void)state;
    write_status(user_data);
}

static void take_printer_ready(gpointer user_data)
{
    step(user_data, VISIT_EVENT_PRINTER_READY, 0);
}

/* --- staff -------------------------------------------------------------------------------------
 */

static gint64 tell_now(gpointer user_data)
{
    return now_ms(user_data);
}

static guint32 tell_spoken_languages(gpointer user_data)
{
    const Kiosk *kiosk = user_data;
    return reader_languages(kiosk->reader);
}

static void show_staff(gpointer user_data)
{
    show(user_data);
    arm_timer(user_data);
}

/* What visitors see next is a first frame like any other. */
static void take_staff_gone(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    stage_reset(kiosk->stage);
    kiosk->greeting = 0;
    kiosk->greeting_ms = now_ms(kiosk);
    show(kiosk);
    arm_timer(kiosk);
    obey_restart(kiosk);
}

static void take_staff_word(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    kiosk->visit.times = visit_times(kiosk->settings);
    reader_use_settings(kiosk->reader, kiosk->settings);
    standing_note_change(kiosk->standing);
    refresh(kiosk);
    write_status(kiosk);
}

static void restart(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    g_message("staff ask for a restart");
    g_main_loop_quit(kiosk->loop);
}

static void open_staff_room(Kiosk *kiosk)
{
    const StaffRoomParts parts = {kiosk->settings, kiosk->standing, kiosk->queue, kiosk->setter};
    const StaffRoomHandlers handlers = {
        .now_ms = tell_now,
        .spoken_languages = tell_spoken_languages,
        .changed = show_staff,
        .closed = take_staff_gone,
        .take_over = take_staff_word,
        .restart = restart,
        .user_data = kiosk,
    };
    kiosk->staff_room = staff_room_new(&parts, &handlers);
    kiosk->staff = staff_room_menu(kiosk->staff_room);
}

/* --- start and end -----------------------------------------------------------------------------
 */

static void open_paper(Kiosk *kiosk)
{
    g_autoptr(GError) why = NULL;
    Printer *printer = printer_setup_open(kiosk->settings, &why);
    if (why) {
        g_warning("no slips on paper: %s", why->message);
    }
    const PaperHandlers handlers = {take_paper, take_printer_change, take_printer_ready, kiosk};
    int width_dots = printer ? printer_width_dots(printer) : USUAL_PAPER_DOTS;
    kiosk->paper = paper_new_take(printer, kiosk->setter, width_dots, &handlers);
    staff_room_use_paper(kiosk->staff_room, kiosk->paper);
}

static void watch_state(Kiosk *kiosk)
{
    const char *state_dir = settings_text(kiosk->settings, "kiosk", "state_dir");
    g_autofree char *content_dir = g_build_filename(state_dir, "content", NULL);
    const char *folders[] = {state_dir, content_dir};
    g_autoptr(GError) why = NULL;
    kiosk->watch =
        folder_watch_new(folders, G_N_ELEMENTS(folders), take_folder_change, kiosk, &why);
    if (!kiosk->watch) {
        g_warning("%s; changes are taken over after the next visit", why->message);
    }
}

static void watch_headphones(Kiosk *kiosk)
{
    const char *jack = settings_text(kiosk->settings, "sound", "jack");
    g_autoptr(GError) why = NULL;
    if (jack[0] && settings_bool(kiosk->settings, "sound", "enabled")) {
        kiosk->headphones = headphones_watch(jack, take_headphones, kiosk, &why);
    }
    if (why) {
        g_warning("%s", why->message);
    }
}

/* What visitors do not wait for, once the first frame is on the glass. */
static gboolean open_the_rest(gpointer user_data)
{
    Kiosk *kiosk = user_data;
    kiosk->after_start = 0;
    intake_queue_tend(kiosk->queue);
    open_paper(kiosk);
    watch_state(kiosk);
    watch_headphones(kiosk);
    warm_up(kiosk);
    if (visit_is_under_way(&kiosk->visit)) {
        return G_SOURCE_REMOVE;
    }
    refresh(kiosk);
    write_status(kiosk);
    show(kiosk);
    return G_SOURCE_REMOVE;
}

static bool load_look(Kiosk *kiosk, GError **error)
{
    const char *assets = settings_text(kiosk->settings, "kiosk", "assets_dir");
    g_autofree char *fonts = g_build_filename(assets, "fonts", "fonts.conf", NULL);
    g_autofree char *theme = g_build_filename(assets, "theme.ini", NULL);
    if (!fonts_use(fonts, error)) {
        return false;
    }
    kiosk->theme = theme_load(theme, error);
    if (!kiosk->theme) {
        return false;
    }
    kiosk->setter = text_setter_new(MAX_LAYOUTS);
    text_setter_use_theme(kiosk->setter, kiosk->theme);
    kiosk->cleared = text_setter_new_beside(kiosk->setter, MAX_LAYOUTS);
    return true;
}

static bool open_glass(Kiosk *kiosk, GError **error)
{
    const Settings *s = kiosk->settings;
    const StageOptions options = {
        .width_px = (int)settings_int(s, "panel", "width_px"),
        .height_px = (int)settings_int(s, "panel", "height_px"),
        .is_fullscreen = settings_bool(s, "panel", "fullscreen"),
        .title = "Wegwijs",
    };
    const StageHandlers handlers = {
        .now_ms = tell_now,
        .activate = take_activation,
        .touched = take_touch,
        .key = take_key,
        .held = take_held,
        .focused = take_focus,
        .closed = take_close,
        .user_data = kiosk,
    };
    kiosk->stage = stage_open(&options, &handlers, error);
    return kiosk->stage != NULL;
}

static void open_inspector(Kiosk *kiosk)
{
    const InspectorHandlers handlers = {
        .advance_clock = advance_clock,
        .now_ms = tell_now,
        .user_data = kiosk,
    };
    g_autofree char *path =
        g_build_filename(settings_text(kiosk->settings, "kiosk", "run_dir"), "inspect.sock", NULL);
    g_autoptr(GError) why = NULL;
    kiosk->inspector = inspector_open(path, kiosk->stage, &handlers, &why);
    if (!kiosk->inspector) {
        g_debug("%s", why->message);
    }
}

Kiosk *kiosk_new(Settings *settings, GMainLoop *loop, GError **error)
{
    g_autoptr(Kiosk) kiosk = g_new0(Kiosk, 1);
    kiosk->settings = settings;
    kiosk->loop = loop;
    kiosk->queue = intake_queue_new(settings);
    kiosk->visit.times = visit_times(settings);
    kiosk->reader = reader_new(settings);
    if (!load_look(kiosk, error) || !open_glass(kiosk, error)) {
        return NULL;
    }
    const VisitTimes times = kiosk->visit.times;
    kiosk->standing = standing_new(settings);
    visit_init(&kiosk->visit, standing_content(kiosk->standing), &times);
    use_recordings(kiosk);
    open_staff_room(kiosk);
    refresh(kiosk);
    kiosk->greeting_ms = now_ms(kiosk);
    open_inspector(kiosk);
    show(kiosk);
    arm_timer(kiosk);
    kiosk->after_start = g_idle_add_full(G_PRIORITY_LOW, open_the_rest, kiosk, NULL);
    return g_steal_pointer(&kiosk);
}

void kiosk_free(Kiosk *kiosk)
{
    if (!kiosk) {
        return;
    }
    g_clear_handle_id(&kiosk->timer, g_source_remove);
    g_clear_handle_id(&kiosk->after_start, g_source_remove);
    if (kiosk->visit.is_recorded) {
        intake_queue_settle(kiosk->queue, VISIT_OUTCOME_ABANDONED);
    }
    explicit_bzero(&kiosk->visit, sizeof kiosk->visit);
    folder_watch_free(kiosk->watch);
    warm_up_stop(kiosk->warm_up);
    inspector_close(kiosk->inspector);
    staff_room_free(kiosk->staff_room);
    paper_free(kiosk->paper);
    headphones_free(kiosk->headphones);
    reader_free(kiosk->reader);
    intake_queue_free(kiosk->queue);
    stage_close(kiosk->stage);
    scene_free(kiosk->spare);
    forget_qr(kiosk);
    standing_free(kiosk->standing);
    text_setter_free(kiosk->setter);
    text_setter_free(kiosk->cleared);
    theme_free(kiosk->theme);
    g_free(kiosk);
}
