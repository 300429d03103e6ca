// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff.h"

#include <string.h>

#include <glib/gstdio.h>

#include "kiosk/staff/staff_sections.h"
#include "store/jwk.h"

#include "kiosk_fixture.h"
#include "staff_proof.h"

static const char pin_digits[] = "839157";

enum { PIN_LENGTH = 6 };

/* A menu on a small panel. Time is the test's. */
typedef struct {
    KioskFixture kiosk;
    StaffProof proof;
    StaffPin *pin;
    SiteToday *today;
    Journal *journal;
    Readiness *readiness;
    Presence nobody;
    Staff *staff;
    gint64 now_ms;
    int n_changes, n_closed, n_requests;
    StaffRequest requested;
    bool was_granted; /* the menu itself was on the glass once */
} Desk;

static void gather(StaffFacts *facts, gpointer user_data)
{
    Desk *desk = user_data;
    static const SyncReport missing = {.is_missing = true,
                                       .state = (char *)"",
                                       .message_nl = (char *)"",
                                       .message_en = (char *)""};
    facts->now_ms = desk->now_ms;
    facts->unix_s = facts->local_unix_s = 1795442400;
    facts->is_clock_trusted = true;
    facts->settings = desk->kiosk.settings;
    facts->content = desk->kiosk.content;
    facts->today = desk->today;
    facts->presence = facts->region_presence = &desk->nobody;
    facts->printer = PRINTER_STATE_READY;
    facts->sync = &missing;
    facts->journal = desk->journal;
    facts->readiness = desk->readiness;
    facts->has_pin = true;
}

static void take_request(StaffRequest request, gpointer user_data)
{
    Desk *desk = user_data;
    desk->requested = request;
    desk->n_requests++;
}

static void take_note(const char *action, const char *result, gpointer user_data)
{
    (void)action;
    (void)result;
    (void)user_data;
}

static void take_change(gpointer user_data)
{
    Desk *desk = user_data;
    desk->n_changes++;
}

static void take_closed(gpointer user_data)
{
    Desk *desk = user_data;
    desk->n_closed++;
}

static void take_chosen(StaffPinResult result, const char *reason, gpointer user_data)
{
    (void)reason;
    g_assert_cmpint(result, ==, STAFF_PIN_RESULT_RIGHT);
    *(bool *)user_data = true;
}

static void choose_pin(Desk *desk)
{
    bool is_chosen = false;
    staff_pin_choose(desk->pin, pin_digits, 0, take_chosen, &is_chosen);
    while (!is_chosen) {
        g_main_context_iteration(NULL, TRUE);
    }
}

static void set_up(Desk *desk, gconstpointer data)
{
    kiosk_fixture_set_up(&desk->kiosk, data);
    staff_proof_init(&desk->proof, 0);
    const char *state_dir = settings_text(desk->kiosk.settings, "kiosk", "state_dir");
    const char *run_dir = settings_text(desk->kiosk.settings, "kiosk", "run_dir");
    g_mkdir_with_parents(state_dir, 0700);
    g_mkdir_with_parents(run_dir, 0700);
    desk->pin = staff_pin_new(state_dir, run_dir);
    desk->today = site_today_load(state_dir, NULL);
    g_autofree char *journal = g_build_filename(state_dir, "journal.log", NULL);
    desk->journal = journal_open(journal);
    const ReadinessMeans check = {
        .settings = desk->kiosk.settings, .setter = desk->proof.setter, .changed = take_change};
    desk->readiness = readiness_new(&check);
    desk->now_ms = 1000;
    choose_pin(desk);
    const StaffMeans means = {
        .settings = desk->kiosk.settings,
        .today = desk->today,
        .readiness = desk->readiness,
        .pin = desk->pin,
        .state_dir = state_dir,
    };
    const StaffHandlers handlers = {gather,      take_request, take_note,
                                    take_change, take_closed,  desk};
    desk->staff = staff_new(&means, &handlers);
}

static void tear_down(Desk *desk, gconstpointer data)
{
    staff_free(desk->staff);
    readiness_free(desk->readiness);
    journal_close(desk->journal);
    site_today_free(desk->today);
    staff_pin_free(desk->pin);
    staff_proof_clear(&desk->proof);
    kiosk_fixture_tear_down(&desk->kiosk, data);
}

/* What is on the glass now. */
static const Scene *look(Desk *desk)
{
    staff_lay_out(desk->staff, &desk->proof.surface, desk->proof.scene);
    desk->was_granted = desk->was_granted || !g_str_equal(desk->proof.scene->screen, "staff-pin");
    return desk->proof.scene;
}

static void touch(Desk *desk, const char *id)
{
    desk->now_ms += 600;
    look(desk);
    g_assert_nonnull(scene_find(desk->proof.scene, id));
    staff_take_widget(desk->staff, id, desk->now_ms);
}

static void pass(Desk *desk, gint64 ms)
{
    desk->now_ms += ms;
    staff_take_time(desk->staff, desk->now_ms);
}

/* Until what a worker looks at was looked at. */
static void settle(Desk *desk)
{
    StaffPinLook how;
    for (staff_pin_look(desk->pin, desk->now_ms, &how); how.is_busy;
         staff_pin_look(desk->pin, desk->now_ms, &how)) {
        g_main_context_iteration(NULL, TRUE);
    }
}

static void come_in(Desk *desk)
{
    staff_open(desk->staff, desk->now_ms);
    for (int i = 0; i < PIN_LENGTH; i++) {
        g_autofree char *id = g_strdup_printf("staff.pad.%c", pin_digits[i]);
        touch(desk, id);
    }
    touch(desk, "staff.pad.ok");
    settle(desk);
    g_assert_cmpstr(look(desk)->screen, ==, "staff-overview");
}

static void test_way(Desk *desk, gconstpointer data)
{
    (void)data;
    g_assert_false(staff_is_open(desk->staff));
    staff_open(desk->staff, desk->now_ms);
    g_assert_true(staff_is_open(desk->staff));
    g_assert_cmpstr(look(desk)->screen, ==, "staff-pin");
    g_assert_null(scene_find(desk->proof.scene, "staff.today"));
    touch(desk, "staff.leave");
    g_assert_false(staff_is_open(desk->staff));
    g_assert_cmpint(desk->n_closed, ==, 1);
}

static void test_sections(Desk *desk, gconstpointer data)
{
    (void)data;
    come_in(desk);
    gsize n;
    const StaffSection *sections = staff_sections(&n);
    g_assert_cmpuint(n, >, 0);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *id = g_strconcat("staff.", sections[i].id, NULL);
        g_autofree char *screen = g_strconcat("staff-", sections[i].id, NULL);
        touch(desk, id);
        g_assert_cmpstr(look(desk)->screen, ==, screen);
        touch(desk, "staff.back");
        g_assert_cmpstr(look(desk)->screen, ==, "staff-overview");
    }
}

static void test_language(Desk *desk, gconstpointer data)
{
    (void)data;
    come_in(desk);
    g_assert_cmpstr(look(desk)->language, ==, "nl");
    touch(desk, "staff.language");
    g_assert_cmpstr(look(desk)->language, ==, "en");
    staff_close(desk->staff);
    come_in(desk);
    g_assert_cmpstr(look(desk)->language, ==, "en"); /* staff's word, kept as a setting */
}

static void test_rest(Desk *desk, gconstpointer data)
{
    (void)data;
    come_in(desk);
    touch(desk, "staff.pin");
    pass(desk, STAFF_MENU_REST_MS - 1);
    g_assert_true(staff_is_open(desk->staff));
    staff_take_contact(desk->staff, desk->now_ms); /* a miss is somebody too */
    pass(desk, STAFF_MENU_REST_MS - 1);
    g_assert_true(staff_is_open(desk->staff));
    g_assert_cmpint(staff_deadline_ms(desk->staff, desk->now_ms), <=, desk->now_ms + 1);
    pass(desk, 1);
    g_assert_false(staff_is_open(desk->staff));
    g_assert_cmpint(desk->n_closed, ==, 1);
    staff_open(desk->staff, desk->now_ms);
    g_assert_cmpstr(look(desk)->screen, ==, "staff-pin"); /* and nobody is in any more */
}

/* Somebody who mends something sees it turn green without touching anything. */
static void test_refresh(Desk *desk, gconstpointer data)
{
    (void)data;
    come_in(desk);
    gint64 due_ms = staff_deadline_ms(desk->staff, desk->now_ms) - desk->now_ms;
    g_assert_cmpint(due_ms, >, 0);
    g_assert_cmpint(due_ms, <=, 10 * 1000);
    int before = desk->n_changes;
    pass(desk, due_ms);
    g_assert_cmpint(desk->n_changes, ==, before + 1);
    g_assert_true(staff_is_open(desk->staff));
}

static void test_pad_rest(Desk *desk, gconstpointer data)
{
    (void)data;
    staff_open(desk->staff, desk->now_ms);
    touch(desk, "staff.pad.1");
    pass(desk, STAFF_PAD_REST_MS);
    g_assert_false(staff_is_open(desk->staff));
}

static void test_keys(Desk *desk, gconstpointer data)
{
    (void)data;
    staff_open(desk->staff, desk->now_ms);
    for (int i = 0; i < PIN_LENGTH; i++) {
        const char key[2] = {pin_digits[i], 0};
        staff_take_key(desk->staff, key, desk->now_ms += 600);
    }
    touch(desk, "staff.pad.ok");
    settle(desk);
    touch(desk, "staff.pin");
    staff_take_key(desk->staff, "back", desk->now_ms += 600);
    g_assert_cmpstr(look(desk)->screen, ==, "staff-overview");
    staff_take_key(desk->staff, "back", desk->now_ms += 600);
    g_assert_false(staff_is_open(desk->staff));
}

/* Who knows nothing and taps for days: the pad is opened again whenever it closed. */
static void test_random_taps(Desk *desk, gconstpointer data)
{
    (void)data;
    bool is_slow = g_strcmp0(g_getenv("WEGWIJS_SAMPLE"), "1") == 0;
    int n = is_slow ? 50 * 1000 : 1000 * 1000;
    g_autoptr(GRand) random = g_rand_new_with_seed(839157);
    g_autoptr(GBytes) secret = g_bytes_new("12345678901234567890123456789012", 32);
    staff_pin_use_secret(desk->pin, secret);
    int seen = -1;
    for (int i = 0; i < n; i++) {
        if (!staff_is_open(desk->staff)) {
            staff_open(desk->staff, desk->now_ms);
        }
        if (desk->n_changes != seen && i % 100 == 0) {
            look(desk);
            seen = desk->n_changes;
        }
        int x = g_rand_int_range(random, 0, desk->proof.surface.width_px);
        int y = g_rand_int_range(random, 0, desk->proof.surface.height_px);
        const Widget *target = scene_find_target(desk->proof.scene, x, y);
        desk->now_ms += g_rand_int_range(random, 100, 2000);
        if (target && target->is_enabled) {
            char id[WIDGET_ID_BYTES];
            g_strlcpy(id, target->id, sizeof id);
            staff_take_widget(desk->staff, id, desk->now_ms);
            settle(desk);
        }
        staff_take_time(desk->staff, desk->now_ms);
    }
    look(desk);
    g_assert_false(desk->was_granted);
}

/* Its slip would come out for the next visitor. */
static void test_check_ends(Desk *desk, gconstpointer data)
{
    (void)data;
    const ReadinessFacts facts = {.is_at_glass = true, .is_sound_off = true};
    come_in(desk);
    readiness_start(desk->readiness, &facts);
    g_assert_true(readiness_is_running(desk->readiness));
    touch(desk, "staff.check");
    staff_close(desk->staff);
    g_assert_false(readiness_is_running(desk->readiness));
    g_assert_cmpint(desk->n_closed, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    static const struct {
        const char *name;
        void (*test)(Desk *desk, gconstpointer data);
    } tests[] = {
        {"/staff/asks for the PIN before anything else", test_way},
        {"/staff/every section is entered and left", test_sections},
        {"/staff/speaks the language that was chosen last", test_language},
        {"/staff/closes by itself after two minutes without a touch", test_rest},
        {"/staff/looks again by itself how all is", test_refresh},
        {"/staff/closes the pad by itself", test_pad_rest},
        {"/staff/is opened and left with the keys of a keypad", test_keys},
        {"/staff/a check under way ends when the menu is left", test_check_ends},
        {"/staff/a million random taps do not open it", test_random_taps},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add(tests[i].name, Desk, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
