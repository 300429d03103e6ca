// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/way_in.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/encoding.h"
#include "store/jwk.h"
#include "store/pin_file.h"
#include "store/staff_code.h"
#include "store/staff_tries.h"

#define RIGHT_PIN "839157"
#define WRONG_PIN "839158"

typedef struct {
    char *path;
    GBytes *secret;
    StaffPin *pin;
    WayIn *way_in;
    gint64 now_ms;
    guint64 next_code;
    int n_changed, n_granted, n_left;
    GString *notes;
} Pad;

static void take_change(gpointer data)
{
    ((Pad *)data)->n_changed++;
}

static void take_granted(gpointer data)
{
    ((Pad *)data)->n_granted++;
}

static void take_left(gpointer data)
{
    ((Pad *)data)->n_left++;
}

static void take_note(const char *action, const char *result, gpointer data)
{
    g_string_append_printf(((Pad *)data)->notes, "%s(%s) ", action, result);
}

static gint64 tell_unix_s(gpointer data)
{
    (void)data;
    return 1700000000;
}

/* A PIN with one round, as OpenSSL made it, and no try so far. */
static void put_pin(const Pad *pad)
{
    PinFile file = {.rounds = 1};
    g_autoptr(GBytes) hash =
        encoding_hex_decode("430cecbb01aeeb236ae9ecfd7b0d20fa6338f68c1648b67a10a6f9a861ae734c", -1);
    memcpy(file.salt, "0123456789abcdef", sizeof file.salt);
    memcpy(file.hash, g_bytes_get_data(hash, NULL), sizeof file.hash);
    g_autofree char *folder = g_build_filename(pad->path, "staff", NULL);
    g_autofree char *pin = g_build_filename(folder, "pin.json", NULL);
    g_autofree char *tries = g_build_filename(folder, "tries.json", NULL);
    const StaffTries none = {0};
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(staff_tries_save(tries, &none, NULL));
    g_assert_true(pin_file_save(pin, &file, NULL));
}

/* `data`: "pin" has one, "first" has none, "alone" has none and is not enrolled. */
static void set_up(Pad *pad, gconstpointer data)
{
    const WayInHandlers handlers = {take_change, take_granted, take_left,
                                    take_note,   tell_unix_s,  pad};
    pad->path = g_dir_make_tmp("wegwijs-way-in-XXXXXX", NULL);
    pad->notes = g_string_new(NULL);
    pad->secret = staff_code_new_secret();
    pad->now_ms = 1000;
    if (g_str_equal(data, "pin")) {
        put_pin(pad);
    }
    pad->pin = staff_pin_new(pad->path, pad->path);
    if (!g_str_equal(data, "alone")) {
        staff_pin_use_secret(pad->pin, pad->secret);
    }
    pad->way_in = way_in_new(pad->pin, &handlers);
    const PinKnown known = {.site = 1201};
    way_in_know(pad->way_in, &known);
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    (void)g_remove(path);
}

static void tear_down(Pad *pad, gconstpointer data)
{
    (void)data;
    way_in_free(pad->way_in);
    staff_pin_free(pad->pin);
    g_bytes_unref(pad->secret);
    g_string_free(pad->notes, TRUE);
    remove_tree(pad->path);
    g_free(pad->path);
}

static WayInView view_in(const Pad *pad, StaffLanguage language)
{
    WayInView view;
    way_in_view(pad->way_in, language, &view);
    return view;
}

static WayInView view(const Pad *pad)
{
    return view_in(pad, STAFF_LANGUAGE_NL);
}

static void settle(Pad *pad)
{
    StaffPinLook look;
    for (staff_pin_look(pad->pin, pad->now_ms, &look); look.is_busy;
         staff_pin_look(pad->pin, pad->now_ms, &look)) {
        g_main_context_iteration(NULL, TRUE);
    }
    (void)way_in_tick(pad->way_in, pad->now_ms);
}

static void touch(Pad *pad, const char *what)
{
    g_autofree char *id = g_strconcat("staff.pad.", what, NULL);
    pad->now_ms += 200;
    g_assert_true(way_in_take(pad->way_in, id, pad->now_ms));
}

static void type(Pad *pad, const char *digits)
{
    for (; *digits; digits++) {
        const char one[] = {*digits, '\0'};
        touch(pad, one);
    }
}

static void enter(Pad *pad, const char *digits)
{
    type(pad, digits);
    touch(pad, "ok");
    settle(pad);
}

static void enter_code(Pad *pad)
{
    char code[STAFF_CODE_DIGITS + 1];
    g_autoptr(StaffCodeKey) key = staff_code_key_new(pad->secret, NULL);
    g_assert_true(staff_code_make(key, pad->next_code++, code, NULL));
    enter(pad, code);
}

static void open(Pad *pad)
{
    way_in_open(pad->way_in, pad->now_ms);
}

static void assert_says(const Pad *pad, const char *nl, const char *en)
{
    const WayInView dutch = view(pad);
    const WayInView english = view_in(pad, STAFF_LANGUAGE_EN);
    if (!strstr(dutch.message, nl) || !strstr(english.message, en)) {
        g_test_message("it says \"%s\" and \"%s\"", dutch.message, english.message);
        g_test_fail();
    }
}

static void test_pin(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    g_assert_true(way_in_is_open(pad->way_in));
    assert_says(pad, "Alleen voor medewerkers", "For staff only");
    type(pad, "83915");
    g_assert_cmpint(view(pad).n_typed, ==, 5);
    g_assert_false(view(pad).can_accept);
    type(pad, "9");
    touch(pad, "erase");
    type(pad, "7");
    g_assert_true(view(pad).can_accept);
    touch(pad, "ok");
    g_assert_cmpint(view(pad).n_typed, ==, 0);
    g_assert_false(view(pad).can_type);
    assert_says(pad, "Even geduld", "One moment");
    settle(pad);
    g_assert_cmpint(pad->n_granted, ==, 1);
    g_assert_false(way_in_is_open(pad->way_in));
    g_assert_cmpstr(pad->notes->str, ==, "menu.open(pin) ");
}

static void test_wrong(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    enter(pad, WRONG_PIN);
    assert_says(pad, "Nog 4 pogingen", "4 tries left");
    enter(pad, WRONG_PIN);
    enter(pad, WRONG_PIN);
    assert_says(pad, "Nog 2 pogingen", "2 tries left");
    enter(pad, WRONG_PIN);
    assert_says(pad, "Nog 1 poging, dan moet je wachten", "1 try left, then you must wait");
    enter(pad, WRONG_PIN);
    assert_says(pad, "Wacht 15 seconden", "Wait 15 seconds");
    g_assert_false(view(pad).can_type);
    type(pad, RIGHT_PIN);
    g_assert_cmpint(view(pad).n_typed, ==, 0);
    g_assert_cmpstr(pad->notes->str, ==, "pin.wait(15 s) ");
}

static void test_countdown(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    for (int i = 0; i < 5; i++) {
        enter(pad, WRONG_PIN);
    }
    const gint64 end_ms = pad->now_ms + 15000;
    for (int left = 14; left >= 1; left--) {
        const int before = pad->n_changed;
        pad->now_ms += way_in_tick(pad->way_in, pad->now_ms);
        (void)way_in_tick(pad->way_in, pad->now_ms);
        g_assert_cmpint(pad->n_changed, ==, before + 1);
        g_autofree char *nl = g_strdup_printf("Wacht %d second", left);
        assert_says(pad, nl, "Wait");
        g_assert_cmpint(pad->now_ms, ==, end_ms - left * 1000);
    }
    pad->now_ms = end_ms;
    (void)way_in_tick(pad->way_in, pad->now_ms);
    g_assert_true(view(pad).can_type);
    assert_says(pad, "Nog 1 poging, dan moet je langer wachten", "then you must wait longer");
    enter(pad, WRONG_PIN);
    assert_says(pad, "Wacht 30 seconden", "Wait 30 seconds");
    for (int wrong = 6; wrong < 14; wrong++) {
        pad->now_ms += 7680 * 1000;
        (void)way_in_tick(pad->way_in, pad->now_ms);
        enter(pad, WRONG_PIN);
    }
    assert_says(pad, "Wacht 2 uur en 8 minuten", "Wait 2 h 8 min");
    pad->now_ms += 7680 * 1000;
    (void)way_in_tick(pad->way_in, pad->now_ms);
    assert_says(pad, "dan gaat de pincode op slot", "then the PIN is locked");
    enter(pad, WRONG_PIN);
    assert_says(pad, "Op slot", "Locked");
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_CODE);
    g_assert_false(view(pad).has_switch);
    enter_code(pad);
    /* Without codes.json the count of codes is lost: the second one in a row opens. */
    assert_says(pad, "De code klopt niet", "The code is wrong");
    pad->now_ms += 1000;
    (void)way_in_tick(pad->way_in, pad->now_ms);
    enter_code(pad);
    g_assert_cmpint(pad->n_granted, ==, 1);
    open(pad);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_PIN);
    assert_says(pad, "Alleen voor medewerkers", "For staff only");
}

static void test_first(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_CODE);
    assert_says(pad, "Er is nog geen pincode", "There is no PIN yet");
    enter_code(pad);
    g_assert_cmpint(pad->n_granted, ==, 0);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_NEW);
    assert_says(pad, "Kies nu zelf een pincode", "Now choose a PIN");
    enter(pad, "123456");
    assert_says(pad, "geen rij zoals 123456", "no sequence");
    enter(pad, "120100");
    assert_says(pad, "nummer van deze plek", "number of this place");
    enter(pad, "480264");
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_AGAIN);
    enter(pad, "480265");
    assert_says(pad, "niet twee keer dezelfde", "not the same PIN twice");
    enter(pad, "480264");
    enter(pad, "480264");
    g_assert_cmpint(pad->n_granted, ==, 1);
    g_assert_cmpstr(pad->notes->str, ==, "menu.open(code) pin.changed() ");
    open(pad);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_PIN);
    enter(pad, "480264");
    g_assert_cmpint(pad->n_granted, ==, 2);
}

static void test_alone(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    assert_says(pad, "nog niet aangemeld bij de regio", "not enrolled");
    g_assert_false(view(pad).can_type);
    type(pad, "123456789");
    touch(pad, "ok");
    g_assert_cmpint(view(pad).n_typed, ==, 0);
    g_assert_true(way_in_take(pad->way_in, "staff.leave", pad->now_ms));
    g_assert_cmpint(pad->n_left, ==, 1);
    g_assert_cmpint(pad->n_granted, ==, 0);
}

static void test_change(Pad *pad, gconstpointer data)
{
    (void)data;
    way_in_choose(pad->way_in, pad->now_ms);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_NEW);
    enter(pad, "480264");
    touch(pad, "switch");
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_NEW);
    g_assert_true(way_in_take_key(pad->way_in, "back", pad->now_ms));
    g_assert_cmpint(pad->n_left, ==, 1);
    open(pad);
    enter(pad, RIGHT_PIN);
    g_assert_cmpint(pad->n_granted, ==, 1);
}

static void test_keys(Pad *pad, gconstpointer data)
{
    (void)data;
    g_assert_false(way_in_take_key(pad->way_in, "8", pad->now_ms));
    open(pad);
    for (const char *at = RIGHT_PIN "1"; *at; at++) {
        const char one[] = {*at, '\0'};
        g_assert_true(way_in_take_key(pad->way_in, one, pad->now_ms));
    }
    g_assert_true(way_in_take_key(pad->way_in, "back", pad->now_ms));
    g_assert_false(way_in_take_key(pad->way_in, "volume-up", pad->now_ms));
    g_assert_cmpint(view(pad).n_typed, ==, 6);
    touch(pad, "ok");
    settle(pad);
    g_assert_cmpint(pad->n_granted, ==, 1);
    open(pad);
    g_assert_true(way_in_take_key(pad->way_in, "back", pad->now_ms));
    g_assert_cmpint(pad->n_left, ==, 1);
}

/* Who asked has gone before the answer came: who stands there now is not let in. */
static void test_gone(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    type(pad, RIGHT_PIN);
    touch(pad, "ok");
    way_in_close(pad->way_in);
    open(pad);
    g_assert_false(view(pad).can_type);
    settle(pad);
    g_assert_cmpint(pad->n_granted, ==, 0);
    g_assert_true(way_in_is_open(pad->way_in));
    g_assert_true(view(pad).can_type);
}

static void test_wiped(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    type(pad, "480264");
    way_in_close(pad->way_in);
    open(pad);
    g_assert_cmpint(view(pad).n_typed, ==, 0);
    type(pad, "48026");
    touch(pad, "switch");
    g_assert_cmpint(view(pad).n_typed, ==, 0);
    g_assert_cmpint(view(pad).n_wanted, ==, STAFF_CODE_DIGITS);
    type(pad, "1234567890");
    g_assert_cmpint(view(pad).n_typed, ==, STAFF_CODE_DIGITS);
    touch(pad, "switch");
    type(pad, "1234567890123");
    g_assert_cmpint(view(pad).n_typed, ==, PIN_MAX_DIGITS);
}

static void test_broken_disk(Pad *pad, gconstpointer data)
{
    (void)data;
    open(pad);
    enter_code(pad);
    g_autofree char *folder = g_build_filename(pad->path, "staff", NULL);
    remove_tree(folder);
    g_assert_true(g_file_set_contents(folder, "", 0, NULL));
    enter(pad, "480264");
    enter(pad, "480264");
    assert_says(pad, "De kiosk kan niets opslaan", "cannot store anything");
    g_assert_true(view(pad).has_switch);
    touch(pad, "switch");
    g_assert_cmpint(pad->n_granted, ==, 1);
    open(pad);
    g_assert_cmpint(view(pad).step, ==, WAY_IN_STEP_CODE);
}

static GLogWriterOutput keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n,
                                   gpointer data)
{
    (void)level;
    (void)data;
    for (gsize i = 0; i < n; i++) {
        if (strcmp(fields[i].key, "MESSAGE") == 0) {
            g_assert_null(strstr(fields[i].value, "480264"));
        }
    }
    return G_LOG_WRITER_HANDLED;
}

#define TEST(name, data, function)                                                                 \
    g_test_add("/way_in/" name, Pad, data, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    g_log_set_writer_func(keep_quiet, NULL, NULL);
    g_assert_true(keys_init(NULL));
    TEST("the PIN opens", "pin", test_pin);
    TEST("a wrong one says how many tries are left", "pin", test_wrong);
    TEST("counts down, locks, and a code opens", "pin", test_countdown);
    TEST("the first code asks for a PIN, twice", "first", test_first);
    TEST("without a region it says what to do", "alone", test_alone);
    TEST("a new PIN is asked for inside", "pin", test_change);
    TEST("works from a keypad", "pin", test_keys);
    TEST("an answer is for who asked", "pin", test_gone);
    TEST("what was typed is gone with the step", "pin", test_wiped);
    TEST("a broken disk lets in by code, without a PIN", "first", test_broken_disk);
    return g_test_run();
}
