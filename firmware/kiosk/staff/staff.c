// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff.h"

#include <string.h>

#include "kiosk/staff/staff_glass.h"
#include "kiosk/staff/staff_keyboard.h"
#include "kiosk/staff/staff_pad.h"
#include "kiosk/staff/staff_screen.h"
#include "kiosk/staff/staff_sections.h"
#include "kiosk/staff/way_in.h"

#include "store/staff_settings.h"

enum { OVERVIEW_REFRESH_MS = 5000, MAX_DEPTH = 4, PLACE_BYTES = STAFF_KEY_BYTES };

struct Staff {
    StaffMeans means;
    StaffHandlers handlers;
    WayIn *way_in;
    const StaffSection *section; /* NULL: the overview */
    char places[MAX_DEPTH][PLACE_BYTES];
    int depth;       /* of `places` below the section's first page */
    StaffPage *page; /* as last laid out; NULL: overview or pad */
    StaffScratch scratch;
    char asked[STAFF_KEY_BYTES]; /* key that is being confirmed, "" none */
    StaffLight banner_light;
    char *banner;
    StaffLanguage language;
    int page_shown;
    gint64 touched_ms;
    bool is_menu; /* past the pad */
};

static const char *place_of(const Staff *staff)
{
    return staff->depth > 0 ? staff->places[staff->depth - 1] : "";
}

static void forget_banner(Staff *staff)
{
    g_clear_pointer(&staff->banner, g_free);
}

/* Another page comes on the glass. */
static void turn(Staff *staff)
{
    staff->page_shown = 0;
    staff->asked[0] = 0;
    staff->scratch = (StaffScratch){.since_ms = staff->touched_ms};
    forget_banner(staff);
}

static void go_home(Staff *staff)
{
    staff->section = NULL;
    staff->depth = 0;
    turn(staff);
}

static void change(const Staff *staff)
{
    staff->handlers.changed(staff->handlers.user_data);
}

/* --- way in and out ----------------------------------------------------------------------------
 */

static void take_granted(gpointer user_data)
{
    Staff *staff = user_data;
    if (!staff->is_menu) {
        go_home(staff);
    }
    staff->is_menu = true;
    change(staff);
}

static void take_left(gpointer user_data)
{
    Staff *staff = user_data;
    if (staff->is_menu) {
        change(staff);
    } else {
        staff_close(staff);
    }
}

static void take_pad_change(gpointer user_data)
{
    change(user_data);
}

static void take_note(const char *action, const char *result, gpointer user_data)
{
    Staff *staff = user_data;
    staff->handlers.note(action, result, staff->handlers.user_data);
}

static gint64 tell_unix_s(gpointer user_data)
{
    Staff *staff = user_data;
    StaffFacts facts = {0};
    staff->handlers.gather(&facts, staff->handlers.user_data);
    return facts.is_clock_trusted ? facts.unix_s : 0;
}

static StaffLanguage saved_language(const Staff *staff)
{
    const char *code = settings_text(staff->means.settings, "staff", "language");
    return g_str_equal(code, "en") ? STAFF_LANGUAGE_EN : STAFF_LANGUAGE_NL;
}

Staff *staff_new(const StaffMeans *means, const StaffHandlers *handlers)
{
    Staff *staff = g_new0(Staff, 1);
    staff->means = *means;
    staff->handlers = *handlers;
    const WayInHandlers pad = {take_pad_change, take_granted, take_left,
                               take_note,       tell_unix_s,  staff};
    staff->way_in = way_in_new(means->pin, &pad);
    return staff;
}

void staff_free(Staff *staff)
{
    if (staff) {
        way_in_free(staff->way_in);
        staff_page_free(staff->page);
        g_free(staff->banner);
        g_free(staff);
    }
}

bool staff_is_open(const Staff *staff)
{
    return staff->is_menu || way_in_is_open(staff->way_in);
}

/* Numbers that stand on every slip and on the kiosk itself. */
static void know_numbers(Staff *staff)
{
    StaffFacts facts = {0};
    staff->handlers.gather(&facts, staff->handlers.user_data);
    const PinKnown known = {
        .site = facts.content ? (guint32)content_site(facts.content)->number : 0,
        .kiosk = facts.identity ? facts.identity->kiosk : 0,
    };
    way_in_know(staff->way_in, &known);
}

void staff_open(Staff *staff, gint64 now_ms)
{
    if (!staff_is_open(staff)) {
        staff->touched_ms = now_ms;
        staff->language = saved_language(staff);
        go_home(staff);
        know_numbers(staff);
        way_in_open(staff->way_in, now_ms);
        change(staff);
    }
}

/* A check that is left prints nothing any more: its slip would come out for the next visitor. */
void staff_close(Staff *staff)
{
    if (staff->means.readiness && readiness_is_running(staff->means.readiness)) {
        readiness_stop(staff->means.readiness);
    }
    way_in_close(staff->way_in);
    staff->is_menu = false;
    go_home(staff);
    g_clear_pointer(&staff->page, staff_page_free);
    staff->handlers.closed(staff->handlers.user_data);
}

/* --- desk --------------------------------------------------------------------------------------
 */

void staff_say(Staff *staff, StaffLight light, StaffText text)
{
    forget_banner(staff);
    staff->banner_light = light;
    staff->banner = g_strdup(staff_text(staff->language, text));
    if (staff->is_menu) {
        change(staff);
    }
}

static void desk_request(StaffRequest request, gpointer user_data)
{
    Staff *staff = user_data;
    if (request == STAFF_REQUEST_NEW_PIN) {
        way_in_choose(staff->way_in, staff->touched_ms);
    } else {
        staff->handlers.request(request, staff->handlers.user_data);
    }
}

static void desk_say(StaffLight light, const char *text, gpointer user_data)
{
    Staff *staff = user_data;
    forget_banner(staff);
    staff->banner_light = light;
    staff->banner = g_strdup(text);
}

/* "" goes up to the section's first page. */
static void desk_go(const char *place, gpointer user_data)
{
    Staff *staff = user_data;
    staff->depth = place[0] ? MIN(staff->depth + 1, MAX_DEPTH) : 0;
    if (place[0]) {
        g_strlcpy(staff->places[staff->depth - 1], place, PLACE_BYTES);
    }
    g_autofree char *banner = g_steal_pointer(&staff->banner);
    turn(staff);
    staff->banner = g_steal_pointer(&banner);
}

static void desk_set_language(StaffLanguage language, gpointer user_data)
{
    Staff *staff = user_data;
    staff->language = language;
}

static void gather(const Staff *staff, StaffFacts *facts)
{
    *facts = (StaffFacts){0};
    staff->handlers.gather(facts, staff->handlers.user_data);
    facts->language = staff->language;
    facts->scratch = &staff->scratch;
}

static void act(Staff *staff, const char *key)
{
    StaffFacts facts;
    if (!staff->section || !staff->section->act) {
        return;
    }
    gather(staff, &facts);
    const StaffDesk means = {
        .facts = &facts,
        .settings = staff->means.settings,
        .today = staff->means.today,
        .readiness = staff->means.readiness,
        .scratch = &staff->scratch,
        .state_dir = staff->means.state_dir,
        .request = desk_request,
        .say = desk_say,
        .note = take_note,
        .go = desk_go,
        .set_language = desk_set_language,
        .user_data = staff,
    };
    StaffDesk desk = means;
    g_autofree char *place = g_strdup(place_of(staff)); /* desk_go changes it */
    staff->section->act(&desk, place, key);
}

/* --- touches -----------------------------------------------------------------------------------
 */

static const StaffItem *find_item(const Staff *staff, const char *key)
{
    for (guint i = 0; staff->page && i < staff->page->items->len; i++) {
        const StaffItem *item = staff->page->items->pdata[i];
        if (item->kind != STAFF_ITEM_LINK && g_str_equal(item->key, key)) {
            return item;
        }
    }
    return NULL;
}

static void take_do(Staff *staff, const char *key)
{
    const StaffItem *item = find_item(staff, key);
    if (item && item->confirm) {
        g_strlcpy(staff->asked, key, sizeof staff->asked);
    } else {
        act(staff, key);
    }
}

static void take_confirm(Staff *staff, bool is_yes)
{
    char key[STAFF_KEY_BYTES];
    g_strlcpy(key, staff->asked, sizeof key);
    staff->asked[0] = 0;
    if (is_yes && key[0]) {
        act(staff, key);
    }
}

static void take_back(Staff *staff)
{
    if (staff->asked[0]) {
        staff->asked[0] = 0;
    } else if (staff->depth > 0) {
        staff->depth--;
        turn(staff);
    } else if (staff->section) {
        go_home(staff);
    } else {
        staff_close(staff);
    }
}

/* Kept only when it is changed inside the menu: before the PIN anybody may be touching. */
static void toggle_language(Staff *staff)
{
    staff->language = staff->language == STAFF_LANGUAGE_NL ? STAFF_LANGUAGE_EN : STAFF_LANGUAGE_NL;
    const SettingValue value = {"staff", "language", staff_language_code(staff->language)};
    g_autoptr(GError) why = NULL;
    if (staff->is_menu &&
        !staff_settings_put(staff->means.settings, staff->means.state_dir, &value, &why)) {
        g_warning("%s", why->message);
    }
}

static void take_section(Staff *staff, const char *id)
{
    const StaffSection *section = staff_find_section(id);
    if (!staff->section && section) {
        staff->section = section;
        turn(staff);
    }
}

/* `name` is what follows "staff." */
static void take_menu(Staff *staff, const char *name)
{
    if (g_str_equal(name, "leave")) {
        staff_close(staff);
    } else if (g_str_equal(name, "back") || g_str_equal(name, "confirm.no")) {
        take_back(staff);
    } else if (g_str_equal(name, "confirm.yes")) {
        take_confirm(staff, true);
    } else if (g_str_equal(name, "more")) {
        staff->page_shown++;
    } else if (g_str_equal(name, "language")) {
        toggle_language(staff);
    } else if (g_str_has_prefix(name, "do.")) {
        take_do(staff, name + strlen("do."));
    } else if (g_str_has_prefix(name, "reset.")) {
        act(staff, name);
    } else if (g_str_has_prefix(name, "go.")) {
        desk_go(name + strlen("go."), staff);
    } else {
        take_section(staff, name);
    }
}

void staff_take_widget(Staff *staff, const char *widget_id, gint64 now_ms)
{
    staff->touched_ms = now_ms;
    if (way_in_is_open(staff->way_in)) {
        if (g_str_equal(widget_id, "staff.language")) {
            toggle_language(staff);
            change(staff);
        } else {
            (void)way_in_take(staff->way_in, widget_id, now_ms);
        }
        return;
    }
    if (!staff->is_menu || !g_str_has_prefix(widget_id, "staff.")) {
        return;
    }
    forget_banner(staff);
    take_menu(staff, widget_id + strlen("staff."));
    if (staff->is_menu) {
        change(staff);
    }
}

/* A cloth goes over the keypad too. */
static bool is_being_cleaned(const Staff *staff)
{
    return staff->page && staff->page->kind == STAFF_PAGE_CLEANING;
}

void staff_take_key(Staff *staff, const char *key, gint64 now_ms)
{
    staff->touched_ms = now_ms;
    if (way_in_is_open(staff->way_in)) {
        (void)way_in_take_key(staff->way_in, key, now_ms);
    } else if (g_str_equal(key, "back") && !is_being_cleaned(staff)) {
        staff_take_widget(staff, "staff.back", now_ms);
    }
}

void staff_take_contact(Staff *staff, gint64 now_ms)
{
    staff->touched_ms = now_ms;
}

/* --- time --------------------------------------------------------------------------------------
 */

static gint64 rest_ms(const Staff *staff)
{
    return staff->is_menu ? STAFF_MENU_REST_MS : STAFF_PAD_REST_MS;
}

static bool keeps_open(const Staff *staff)
{
    return staff->page && staff->page->keeps_open;
}

/* How soon what is shown is looked at again; 0: when something happens. */
static int refresh_ms(const Staff *staff)
{
    if (!staff->is_menu || way_in_is_open(staff->way_in)) {
        return 0;
    }
    return staff->page ? staff->page->refresh_ms : OVERVIEW_REFRESH_MS;
}

void staff_take_time(Staff *staff, gint64 now_ms)
{
    (void)way_in_tick(staff->way_in, now_ms);
    if (!staff_is_open(staff)) {
        return;
    }
    if (keeps_open(staff)) {
        staff->touched_ms = now_ms;
    }
    if (now_ms - staff->touched_ms >= rest_ms(staff)) {
        staff_close(staff);
    } else if (refresh_ms(staff) > 0) {
        change(staff);
    }
}

static gint64 sooner(gint64 a, gint64 b)
{
    return a < 0 ? b : b < 0 ? a : MIN(a, b);
}

gint64 staff_deadline_ms(Staff *staff, gint64 now_ms)
{
    gint64 tick = way_in_tick(staff->way_in, now_ms);
    gint64 due = tick < 0 ? -1 : now_ms + tick;
    if (staff_is_open(staff)) {
        due = sooner(due, staff->touched_ms + rest_ms(staff));
    }
    if (refresh_ms(staff) > 0) {
        due = sooner(due, now_ms + refresh_ms(staff));
    }
    return due;
}

/* --- layout ------------------------------------------------------------------------------------
 */

static void lay_out_pad(const Staff *staff, const StaffSurface *surface, Scene *scene)
{
    WayInView view;
    way_in_view(staff->way_in, surface->language, &view);
    staff_pad_lay_out(surface, &view, scene);
}

static void lay_out_page(Staff *staff, const StaffSurface *surface, const StaffFrame *frame,
                         Scene *scene)
{
    switch (staff->page->kind) {
    case STAFF_PAGE_LIST:
        staff->page_shown %= staff_screen_lay_out(surface, frame, staff->page, scene);
        break;
    case STAFF_PAGE_KEYBOARD:
        staff_keyboard_lay_out(surface, frame, staff->page, scene);
        break;
    case STAFF_PAGE_TOUCH:
    case STAFF_PAGE_COLOURS:
    case STAFF_PAGE_CLEANING:
        staff_glass_lay_out(surface, frame, staff->page, scene);
        break;
    case STAFF_PAGE_COUNT:
        g_assert_not_reached();
    }
}

static void fill_page(Staff *staff, const StaffFacts *facts)
{
    g_clear_pointer(&staff->page, staff_page_free);
    if (staff->section) {
        staff->page = staff_page_new(staff->language);
        staff_page_set_title(staff->page, staff_text(staff->language, staff->section->title));
        staff->section->fill(facts, place_of(staff), staff->page);
    }
}

void staff_lay_out(Staff *staff, const StaffSurface *glass, Scene *scene)
{
    StaffSurface surface = *glass;
    surface.language = staff->language;
    if (way_in_is_open(staff->way_in)) {
        lay_out_pad(staff, &surface, scene);
        return;
    }
    StaffFacts facts;
    gather(staff, &facts);
    fill_page(staff, &facts);
    g_autofree char *screen =
        g_strconcat("staff-", staff->section ? staff->section->id : "overview", NULL);
    const StaffFrame frame = {screen, place_of(staff), staff->page_shown, staff->banner_light,
                              staff->banner};
    const StaffItem *asked = staff->asked[0] ? find_item(staff, staff->asked) : NULL;
    if (!staff->section) {
        staff_screen_lay_out_overview(&surface, &frame, &facts, scene);
    } else if (asked && asked->confirm) {
        staff_screen_lay_out_question(&surface, &frame,
                                      staff_text(staff->language, *asked->confirm), scene);
    } else {
        lay_out_page(staff, &surface, &frame, scene);
    }
}
