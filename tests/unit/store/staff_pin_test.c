// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_pin.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/encoding.h"
#include "scratch.h"
#include "store/pin_file.h"
#include "store/staff_code.h"
#include "store/staff_tries.h"

#define RIGHT_PIN "839157"
#define WRONG_PIN "839158"

typedef struct {
    Scratch scratch;
    char *state, *run, *tries_path, *pin_path;
    GBytes *secret;
    StaffPin *pin;
    gint64 now_ms;
    int answers;
    StaffPinResult result;
    char *reason;
} Kiosk;

static GString *said; /* all that was said */

static GLogWriterOutput keep(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    (void)level;
    (void)data;
    for (gsize i = 0; i < n; i++) {
        if (strcmp(fields[i].key, "MESSAGE") == 0) {
            g_string_append(said, fields[i].value);
        }
    }
    return G_LOG_WRITER_HANDLED;
}

static void start(Kiosk *kiosk)
{
    staff_pin_free(kiosk->pin);
    kiosk->pin = staff_pin_new(kiosk->state, kiosk->run);
    staff_pin_use_secret(kiosk->pin, kiosk->secret);
}

/* A PIN with a thousand rounds, as OpenSSL made it. */
static void put_pin(const Kiosk *kiosk)
{
    PinFile file = {.rounds = 1000, .changed_unix_s = 1700000000};
    g_autoptr(GBytes) hash =
        encoding_hex_decode("a28c16d8aac2e263c73740f82c67ab4ee1d1ef9229647788691f61a91073e60b", -1);
    memcpy(file.salt, "0123456789abcdef", sizeof file.salt);
    memcpy(file.hash, g_bytes_get_data(hash, NULL), sizeof file.hash);
    g_assert_true(pin_file_save(kiosk->pin_path, &file, NULL));
}

static void tear_down(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    staff_pin_free(kiosk->pin);
    g_bytes_unref(kiosk->secret);
    g_free(kiosk->state);
    g_free(kiosk->run);
    g_free(kiosk->tries_path);
    g_free(kiosk->pin_path);
    g_free(kiosk->reason);
    scratch_clear(&kiosk->scratch);
}

static void note(StaffPinResult result, const char *reason, gpointer user_data)
{
    Kiosk *kiosk = user_data;
    kiosk->answers++;
    kiosk->result = result;
    g_free(kiosk->reason);
    kiosk->reason = g_strdup(reason);
}

static StaffPinResult wait_for_answer(Kiosk *kiosk)
{
    const int before = kiosk->answers;
    while (kiosk->answers == before) {
        g_main_context_iteration(NULL, TRUE);
    }
    return kiosk->result;
}

static StaffPinResult try(Kiosk *kiosk, const char *digits)
{
    staff_pin_try(kiosk->pin, digits, kiosk->now_ms, note, kiosk);
    return wait_for_answer(kiosk);
}

static StaffPinResult try_number(Kiosk *kiosk, guint64 number)
{
    char code[STAFF_CODE_DIGITS + 1];
    g_autoptr(StaffCodeKey) key = staff_code_key_new(kiosk->secret, NULL);
    g_assert_true(staff_code_make(key, number, code, NULL));
    kiosk->now_ms += 10000;
    staff_pin_try_code(kiosk->pin, code, kiosk->now_ms, note, kiosk);
    return wait_for_answer(kiosk);
}

static void set_up(Kiosk *kiosk, gconstpointer has_pin)
{
    scratch_init(&kiosk->scratch);
    kiosk->state = scratch_file(&kiosk->scratch, "state");
    kiosk->run = scratch_file(&kiosk->scratch, "run");
    g_autofree char *folder = g_build_filename(kiosk->state, "staff", NULL);
    kiosk->tries_path = g_build_filename(folder, "tries.json", NULL);
    kiosk->pin_path = g_build_filename(folder, "pin.json", NULL);
    kiosk->secret = staff_code_new_secret();
    kiosk->now_ms = 5000;
    start(kiosk);
    if (has_pin) {
        const StaffTries none = {0};
        g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_PIN_RESULT_RIGHT);
        g_assert_true(staff_tries_save(kiosk->tries_path, &none, NULL));
        put_pin(kiosk);
    }
    start(kiosk);
}

static StaffPinLook look(Kiosk *kiosk)
{
    StaffPinLook seen;
    staff_pin_look(kiosk->pin, kiosk->now_ms, &seen);
    return seen;
}

/* Ticks until what has to be kept is kept. */
static void settle(Kiosk *kiosk)
{
    (void)staff_pin_tick(kiosk->pin, kiosk->now_ms);
    staff_pin_try(kiosk->pin, "", kiosk->now_ms, note, kiosk); /* refused, in turn */
    (void)wait_for_answer(kiosk);
}

static StaffTries saved(const Kiosk *kiosk)
{
    StaffTries tries = {0};
    g_assert_cmpint(staff_tries_load(kiosk->tries_path, &tries), ==, STAFF_TRIES_LOADED);
    return tries;
}

/* `n` wrong ones, waiting whenever it has to. */
static void fail_times(Kiosk *kiosk, int n)
{
    for (int i = 0; i < n; i++) {
        kiosk->now_ms += look(kiosk).wait_ms;
        g_assert_cmpint(try(kiosk, WRONG_PIN), ==, STAFF_PIN_RESULT_WRONG);
    }
}

static void test_right(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_READY);
    g_assert_cmpint(look(kiosk).tries_left, ==, 5);
    g_assert_cmpint(look(kiosk).changed_unix_s, ==, 1700000000);
    fail_times(kiosk, 3);
    g_assert_cmpint(look(kiosk).tries_left, ==, 2);
    g_assert_cmpint(saved(kiosk).wrong, ==, 3);
    g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_RIGHT);
    g_assert_cmpint(saved(kiosk).wrong, ==, 0);
    g_assert_cmpint(look(kiosk).tries_left, ==, 5);
}

static void test_waits(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    gint64 wait_ms = 15000;
    fail_times(kiosk, 5);
    for (int wrong = 5; wrong < 15; wrong++, wait_ms *= 2) {
        g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_WAITING);
        g_assert_cmpint(look(kiosk).wait_ms, ==, wait_ms);
        kiosk->now_ms += wait_ms - 1;
        g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_REFUSED);
        kiosk->now_ms += 1;
        g_assert_cmpint(look(kiosk).tries_left, ==, 1);
        g_assert_cmpint(look(kiosk).is_last, ==, wrong == 14);
        g_assert_cmpint(try(kiosk, WRONG_PIN), ==, STAFF_PIN_RESULT_WRONG);
    }
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_LOCKED);
    kiosk->now_ms += G_GINT64_CONSTANT(1000) * 3600 * 24 * 365;
    g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_REFUSED);
    start(kiosk);
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_LOCKED);
}

/* Switched off for as long as you like: only the time that it is on counts. */
static void test_restart(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    fail_times(kiosk, 8);
    g_assert_cmpint(look(kiosk).wait_ms, ==, 120000);
    start(kiosk);
    kiosk->now_ms = 1; /* a new board's clock begins anew */
    g_assert_cmpint(look(kiosk).wait_ms, ==, 120000);
    gint64 counted_ms = 0;
    for (; counted_ms < 100000; counted_ms += 1000) {
        settle(kiosk);
        const gint64 left_ms = look(kiosk).wait_ms;
        g_assert_cmpint(left_ms, ==, 120000 - counted_ms);
        g_assert_cmpint(saved(kiosk).wait_ms, >=, left_ms);
        g_assert_cmpint(saved(kiosk).wait_ms, <=, left_ms + STAFF_PIN_SAVE_MS);
        kiosk->now_ms += 1000;
    }
    start(kiosk);
    g_assert_cmpint(look(kiosk).wait_ms, >=, 20000);
    g_assert_cmpint(look(kiosk).wait_ms, <=, 20000 + STAFF_PIN_SAVE_MS);
}

static void test_lost_counter(Kiosk *kiosk, gconstpointer data)
{
    const char *text = data;
    fail_times(kiosk, 2);
    g_string_truncate(said, 0);
    if (strcmp(text, "missing") == 0) {
        g_assert_cmpint(g_unlink(kiosk->tries_path), ==, 0);
    } else {
        g_assert_true(g_file_set_contents(kiosk->tries_path, text, -1, NULL));
    }
    start(kiosk);
    g_assert_nonnull(strstr(said->str, "longest wait counts"));
    g_assert_cmpint(look(kiosk).wait_ms, ==, 7680 * 1000);
    g_assert_true(look(kiosk).is_last);
    settle(kiosk);
    g_assert_cmpint(saved(kiosk).wrong, ==, 14);
    fail_times(kiosk, 1);
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_LOCKED);
}

static void test_code(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    fail_times(kiosk, 15);
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_LOCKED);
    g_assert_cmpint(try_number(kiosk, 100), ==, STAFF_PIN_RESULT_WRONG);
    g_assert_cmpint(look(kiosk).code_wait_ms, ==, 1000);
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_PIN_RESULT_RIGHT);
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_READY);
    g_assert_cmpint(saved(kiosk).wrong, ==, 0);
    start(kiosk);
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_PIN_RESULT_WRONG);
    g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_RIGHT);
}

static void test_first(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_NONE);
    g_assert_true(look(kiosk).has_secret);
    g_assert_cmpint(try(kiosk, "000000"), ==, STAFF_PIN_RESULT_REFUSED);
    g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_PIN_RESULT_RIGHT);
    staff_pin_choose(kiosk->pin, "123456", 0, note, kiosk);
    g_assert_cmpint(wait_for_answer(kiosk), ==, STAFF_PIN_RESULT_REFUSED);
    staff_pin_choose(kiosk->pin, "480264", 1700000001, note, kiosk);
    g_assert_true(look(kiosk).is_busy);
    g_assert_cmpint(wait_for_answer(kiosk), ==, STAFF_PIN_RESULT_RIGHT);
    start(kiosk);
    g_assert_cmpint(look(kiosk).changed_unix_s, ==, 1700000001);
    g_assert_cmpint(try(kiosk, "480265"), ==, STAFF_PIN_RESULT_WRONG);
    g_assert_cmpint(try(kiosk, "480264"), ==, STAFF_PIN_RESULT_RIGHT);
    GStatBuf seen;
    g_assert_cmpint(g_stat(kiosk->pin_path, &seen), ==, 0);
    g_assert_cmpuint(seen.st_mode & 0777, ==, 0600);
}

static void test_unlock(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    fail_times(kiosk, 15);
    g_assert_true(staff_pin_unlock(kiosk->pin, "7"));
    g_assert_cmpint(look(kiosk).tries_left, ==, 5);
    g_assert_false(staff_pin_unlock(kiosk->pin, "7"));
    fail_times(kiosk, 15);
    start(kiosk);
    g_assert_false(staff_pin_unlock(kiosk->pin, "7"));
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_LOCKED);
    g_assert_true(staff_pin_unlock(kiosk->pin, "8"));
    g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_RIGHT);
    start(kiosk);
    g_assert_false(staff_pin_unlock(kiosk->pin, "8"));
}

/* The card is broken: what cannot be counted is not looked at, and codes still open. */
static void test_broken_disk(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_autofree char *folder = g_path_get_dirname(kiosk->tries_path);
    fail_times(kiosk, 1);
    scratch_remove_tree(folder);
    g_assert_true(g_file_set_contents(folder, "", 0, NULL));
    for (int i = 0; i < 20; i++) {
        g_assert_cmpint(try(kiosk, i % 2 ? RIGHT_PIN : WRONG_PIN), ==, STAFF_PIN_RESULT_FAILED);
        g_assert_nonnull(kiosk->reason);
    }
    g_assert_cmpint(look(kiosk).tries_left, ==, 4);
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_PIN_RESULT_RIGHT);
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_PIN_RESULT_WRONG);
}

static void test_damaged_pin(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_true(g_file_set_contents(kiosk->pin_path, "{", 1, NULL));
    g_string_truncate(said, 0);
    start(kiosk);
    g_assert_nonnull(strstr(said->str, "ask the region for a code"));
    g_assert_cmpint(look(kiosk).state, ==, STAFF_PIN_STATE_NONE);
    g_assert_cmpint(try(kiosk, RIGHT_PIN), ==, STAFF_PIN_RESULT_REFUSED);
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_PIN_RESULT_RIGHT);
}

/* With as many rounds as in earnest: the count is on disk long before there is an answer. */
static void test_order(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    PinFile file = {0};
    g_assert_true(pin_file_make(RIGHT_PIN, 0, &file, NULL));
    g_assert_true(pin_file_save(kiosk->pin_path, &file, NULL));
    start(kiosk);
    staff_pin_try(kiosk->pin, RIGHT_PIN, kiosk->now_ms, note, kiosk);
    while (saved(kiosk).wrong == 0) {
    }
    const gint64 counted_us = g_get_monotonic_time();
    while (!g_main_context_pending(NULL)) {
    }
    g_assert_cmpint(g_get_monotonic_time() - counted_us, >, 20000);
    g_assert_cmpint(wait_for_answer(kiosk), ==, STAFF_PIN_RESULT_RIGHT);
    g_assert_cmpint(saved(kiosk).wrong, ==, 0);
}

static void test_busy(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    staff_pin_try(kiosk->pin, WRONG_PIN, kiosk->now_ms, note, kiosk);
    g_assert_true(look(kiosk).is_busy);
    for (int i = 0; i < 3; i++) {
        staff_pin_try(kiosk->pin, RIGHT_PIN, kiosk->now_ms, note, kiosk);
        staff_pin_try_code(kiosk->pin, "123456789", kiosk->now_ms, note, kiosk);
    }
    const int before = kiosk->answers;
    while (kiosk->answers < before + 7) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_assert_cmpint(kiosk->result, ==, STAFF_PIN_RESULT_REFUSED);
    g_assert_cmpint(look(kiosk).tries_left, ==, 4);
    staff_pin_try(kiosk->pin, WRONG_PIN, kiosk->now_ms, note, kiosk);
    start(kiosk); /* ends without an answer */
    g_assert_false(g_main_context_pending(NULL));
    g_assert_cmpint(saved(kiosk).wrong, ==, 2);
    g_assert_cmpint(kiosk->answers, ==, before + 7);
}

#define TEST(name, data, function)                                                                 \
    g_test_add("/staff_pin/" name, Kiosk, data, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    said = g_string_new(NULL);
    g_log_set_writer_func(keep, NULL, NULL);
    g_assert_true(keys_init(NULL));
    TEST("the right one opens and clears the tries", "pin", test_right);
    TEST("waits 15 s after five, doubling, and locks at 15", "pin", test_waits);
    TEST("a restart makes a wait at most 30 s longer", "pin", test_restart);
    TEST("a missing counter means the longest wait", "missing", test_lost_counter);
    TEST("an empty one as well", "", test_lost_counter);
    TEST("and a damaged one", "{\"format\":\"staff-tries/1\",\"wrong\":0}", test_lost_counter);
    TEST("a code opens it and clears the lock", "pin", test_code);
    TEST("the first PIN comes after a code", NULL, test_first);
    TEST("an order of the region unlocks it once", "pin", test_unlock);
    TEST("a try that cannot be counted is not looked at", "pin", test_broken_disk);
    TEST("a damaged PIN is none", "pin", test_damaged_pin);
    TEST("a try is counted before it is looked at", "pin", test_order);
    TEST("one try at a time", "pin", test_busy);
    const int failed = g_test_run();
    g_assert_null(strstr(said->str, RIGHT_PIN));
    g_assert_null(strstr(said->str, WRONG_PIN));
    g_string_free(said, TRUE);
    return failed;
}
