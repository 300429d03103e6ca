// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_code.h"

#include <string.h>

#include "store/jwk.h"

static GBytes *read_ascii(void)
{
    return g_bytes_new_static("12345678901234567890123456789012", STAFF_SECRET_BYTES);
}

/* RFC 6238 appendix B, rows of SHA256: the time steps are the counters; eight digits there. */
static void test_known_answers(void)
{
    static const struct {
        guint64 counter;
        const char *last_eight;
    } rows[] = {
        {0x0000000000000001, "46119246"}, {0x00000000023523EC, "68084774"},
        {0x00000000023523ED, "67062674"}, {0x000000000273EF07, "91819424"},
        {0x0000000003F940AA, "90698825"}, {0x0000000027BC86AA, "77737706"},
    };
    g_autoptr(GBytes) secret = read_ascii();
    g_autoptr(StaffCodeKey) key = staff_code_key_new(secret, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        char code[STAFF_CODE_DIGITS + 1];
        g_assert_true(staff_code_make(key, rows[i].counter, code, NULL));
        g_assert_cmpuint(strlen(code), ==, STAFF_CODE_DIGITS);
        g_assert_cmpstr(code + 1, ==, rows[i].last_eight);
    }
}

/* The ninth digit by RFC 4226 5.3 by hand: HMAC-SHA-256 of GLib in place of PSA's. */
static void test_by_hand(void)
{
    g_autoptr(GBytes) secret = read_ascii();
    g_autoptr(StaffCodeKey) key = staff_code_key_new(secret, NULL);
    for (guint64 counter = 0; counter < 1000; counter++) {
        const guint64 moved = GUINT64_TO_BE(counter);
        guint8 hmac[32];
        gsize size = sizeof hmac;
        g_autoptr(GHmac) sum =
            g_hmac_new(G_CHECKSUM_SHA256, g_bytes_get_data(secret, NULL), STAFF_SECRET_BYTES);
        g_hmac_update(sum, (const guint8 *)&moved, sizeof moved);
        g_hmac_get_digest(sum, hmac, &size);
        guint32 number = 0;
        for (int i = 0; i < 4; i++) {
            number = number << 8 | hmac[(hmac[31] & 15) + i];
        }
        g_autofree char *expected = g_strdup_printf("%09u", (number & 0x7fffffff) % 1000000000);
        char code[STAFF_CODE_DIGITS + 1];
        g_assert_true(staff_code_make(key, counter, code, NULL));
        g_assert_cmpstr(code, ==, expected);
    }
}

static void test_secret_text(void)
{
    g_autoptr(GBytes) secret = staff_code_new_secret();
    g_autofree char *text = staff_code_write_secret(secret);
    g_autoptr(GBytes) again = staff_code_read_secret(text);
    g_assert_true(again && g_bytes_equal(secret, again));
    g_autoptr(GBytes) other = staff_code_new_secret();
    g_assert_false(g_bytes_equal(secret, other));
    static const char *const bad[] = {"", "AAAA", "no base64url!",
                                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_null(staff_code_read_secret(bad[i]));
    }
    g_assert_null(staff_code_read_secret(NULL));
}

static void test_tag(void)
{
    g_autoptr(GBytes) secret = staff_code_new_secret();
    g_autofree char *text = staff_code_write_secret(secret);
    g_autofree char *tag = staff_code_secret_tag(secret);
    g_assert_cmpuint(strlen(tag), ==, 16);
    g_assert_null(strstr(text, tag));
}

static void test_words(void)
{
    g_autofree char *grouped = staff_code_group("012345678");
    g_assert_cmpstr(grouped, ==, "012 345 678");
    g_assert_true(staff_code_equals("012345678", "012345678"));
    g_assert_false(staff_code_equals("012345678", "012345679"));
    g_assert_false(staff_code_equals("012345678", "01234567"));
    g_assert_false(staff_code_equals("", ""));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    g_test_add_func("/staff_code/gives the answers of RFC 6238 appendix B", test_known_answers);
    g_test_add_func("/staff_code/agrees with RFC 4226 done by hand", test_by_hand);
    g_test_add_func("/staff_code/a secret comes back from its text", test_secret_text);
    g_test_add_func("/staff_code/a tag tells nothing of the secret", test_tag);
    g_test_add_func("/staff_code/three groups of three, compared whole", test_words);
    return g_test_run();
}
