// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_codes.h"

#include <glib/gstdio.h>
#include <string.h>

#include "scratch.h"
#include "store/staff_code.h"

/* A kiosk's folders and what the region knows. */
typedef struct {
    Scratch scratch;
    char *state, *run;
    GBytes *secret;
    StaffCodeKey *key;
    StaffCodes *codes;
    gint64 now_ms;
} Kiosk;

static void start(Kiosk *kiosk, bool is_first)
{
    staff_codes_free(kiosk->codes);
    kiosk->codes = staff_codes_new(kiosk->state, kiosk->run);
    staff_codes_use_secret(kiosk->codes, kiosk->secret, is_first);
}

static void set_up(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    scratch_init(&kiosk->scratch);
    kiosk->state = scratch_file(&kiosk->scratch, "state");
    kiosk->run = scratch_file(&kiosk->scratch, "run");
    kiosk->secret = staff_code_new_secret();
    kiosk->key = staff_code_key_new(kiosk->secret, NULL);
    kiosk->now_ms = 1000;
    start(kiosk, true);
}

static void tear_down(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    staff_codes_free(kiosk->codes);
    staff_code_key_free(kiosk->key);
    g_bytes_unref(kiosk->secret);
    g_free(kiosk->state);
    g_free(kiosk->run);
    scratch_clear(&kiosk->scratch);
}

/* Code number `number`, after whatever pause there is. */
static StaffCodesResult try_number(Kiosk *kiosk, guint64 number)
{
    char code[STAFF_CODE_DIGITS + 1];
    g_assert_true(staff_code_make(kiosk->key, number, code, NULL));
    kiosk->now_ms += STAFF_CODES_MAX_PAUSE_MS;
    return staff_codes_try(kiosk->codes, code, kiosk->now_ms, NULL);
}

static void test_once(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 4), ==, STAFF_CODES_RIGHT);
    for (guint64 old = 0; old <= 4; old++) {
        g_assert_cmpint(try_number(kiosk, old), ==, STAFF_CODES_WRONG);
    }
    g_assert_cmpint(try_number(kiosk, 5 + STAFF_CODES_WINDOW - 1), ==, STAFF_CODES_RIGHT);
}

static void test_restart(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(try_number(kiosk, 3), ==, STAFF_CODES_RIGHT);
    start(kiosk, false);
    for (guint64 old = 0; old <= 3; old++) {
        g_assert_cmpint(try_number(kiosk, old), ==, STAFF_CODES_WRONG);
    }
    g_assert_cmpint(try_number(kiosk, 4), ==, STAFF_CODES_RIGHT);
}

static void test_two_in_a_row(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(try_number(kiosk, 500), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 502), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 502), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 503), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(try_number(kiosk, 503), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 504), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(try_number(kiosk, 505 + STAFF_CODES_FAR), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 506 + STAFF_CODES_FAR), ==, STAFF_CODES_WRONG);
}

static void test_lost(Kiosk *kiosk, gconstpointer data)
{
    const char *text = data;
    g_autofree char *path = g_build_filename(kiosk->state, "staff", "codes.json", NULL);
    g_autofree char *copy = g_build_filename(kiosk->run, "staff-codes.json", NULL);
    g_assert_cmpint(try_number(kiosk, 7), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(g_unlink(copy), ==, 0); /* it was switched off */
    if (text) {
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
    } else {
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    start(kiosk, false);
    g_assert_cmpint(try_number(kiosk, 7), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 9), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 10), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(try_number(kiosk, 11), ==, STAFF_CODES_RIGHT);
}

static void test_other_secret(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(try_number(kiosk, 7), ==, STAFF_CODES_RIGHT);
    g_bytes_unref(kiosk->secret);
    staff_code_key_free(kiosk->key);
    kiosk->secret = staff_code_new_secret();
    kiosk->key = staff_code_key_new(kiosk->secret, NULL);
    staff_codes_use_secret(kiosk->codes, kiosk->secret, false);
    g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_CODES_RIGHT);
    staff_codes_use_secret(kiosk->codes, NULL, false);
    g_assert_false(staff_codes_has_secret(kiosk->codes));
    g_assert_cmpint(try_number(kiosk, 1), ==, STAFF_CODES_REFUSED);
}

static void test_pause(Kiosk *kiosk, gconstpointer data)
{
    static const gint64 pauses[] = {1000, 2000, 4000, 8000, 10000, 10000, 10000};
    (void)data;
    g_assert_cmpint(staff_codes_wait_ms(kiosk->codes, 0), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(pauses); i++) {
        g_assert_cmpint(staff_codes_try(kiosk->codes, "123", kiosk->now_ms, NULL), ==,
                        STAFF_CODES_WRONG);
        g_assert_cmpint(staff_codes_wait_ms(kiosk->codes, kiosk->now_ms), ==, pauses[i]);
        kiosk->now_ms += pauses[i] - 1;
        g_assert_cmpint(staff_codes_try(kiosk->codes, "123", kiosk->now_ms, NULL), ==,
                        STAFF_CODES_REFUSED);
        kiosk->now_ms += 1;
    }
    g_assert_cmpint(try_number(kiosk, 0), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(staff_codes_wait_ms(kiosk->codes, kiosk->now_ms), ==, 0);
}

/* The disk is broken: a file lies where the folder must be. */
static void test_broken_disk(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_assert_true(g_file_set_contents(kiosk->state, "", 0, NULL));
    g_assert_cmpint(try_number(kiosk, 2), ==, STAFF_CODES_RIGHT);
    g_assert_cmpint(try_number(kiosk, 2), ==, STAFF_CODES_WRONG);
    start(kiosk, true);
    g_assert_cmpint(try_number(kiosk, 2), ==, STAFF_CODES_WRONG);
    g_assert_cmpint(try_number(kiosk, 3), ==, STAFF_CODES_RIGHT);
    scratch_remove_tree(kiosk->run);
    g_assert_true(g_file_set_contents(kiosk->run, "", 0, NULL));
    g_autoptr(GError) error = NULL;
    char code[STAFF_CODE_DIGITS + 1];
    g_assert_true(staff_code_make(kiosk->key, 4, code, NULL));
    g_assert_cmpint(staff_codes_try(kiosk->codes, code, kiosk->now_ms, &error), ==,
                    STAFF_CODES_FAILED);
    g_assert_nonnull(error);
    g_assert_null(strstr(error->message, code));
}

#define TEST(name, data, function)                                                                 \
    g_test_add("/staff_codes/" name, Kiosk, data, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    TEST("each code counts once, and older ones no more", NULL, test_once);
    TEST("nor after a restart", NULL, test_restart);
    TEST("two in a row bring region and kiosk in step", NULL, test_two_in_a_row);
    TEST("a lost count takes two in a row", NULL, test_lost);
    TEST("so does an empty one", "", test_lost);
    TEST("and a damaged one", "{\"format\":\"staff-codes/1\",\"next\":0}", test_lost);
    TEST("a new enrolment begins anew", NULL, test_other_secret);
    TEST("the pause grows to 10 s and never locks", NULL, test_pause);
    TEST("a broken disk: never twice while the board is on", NULL, test_broken_disk);
    return g_test_run();
}
