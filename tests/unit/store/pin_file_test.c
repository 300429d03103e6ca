// SPDX-License-Identifier: EUPL-1.2
#include "store/pin_file.h"

#include <string.h>

#include "base/encoding.h"
#include "scratch.h"
#include "store/jwk.h"

/* What OpenSSL makes of it: 64 hexadecimal digits in lower case. */
static char *ask_openssl(const char *digits, const PinFile *file)
{
    g_autofree char *salt = encoding_hex(file->salt, sizeof file->salt);
    g_autofree char *command = g_strdup_printf(
        "openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:%s -kdfopt hexsalt:%s "
        "-kdfopt iter:%u PBKDF2",
        digits, salt, file->rounds);
    g_autofree char *printed = NULL;
    g_assert_true(g_spawn_command_line_sync(command, &printed, NULL, NULL, NULL));
    g_autoptr(GString) hex = g_string_new(NULL);
    for (const char *at = printed; *at; at++) {
        if (g_ascii_isxdigit(*at)) {
            g_string_append_c(hex, g_ascii_tolower(*at));
        }
    }
    return g_string_free(g_steal_pointer(&hex), FALSE);
}

static void test_openssl(void)
{
    PinFile file = {0};
    g_assert_true(pin_file_make("839157", 1700000000, &file, NULL));
    g_assert_cmpuint(file.rounds, ==, 600000);
    g_autofree char *ours = encoding_hex(file.hash, sizeof file.hash);
    g_autofree char *theirs = ask_openssl("839157", &file);
    g_assert_cmpstr(ours, ==, theirs);
    PinFile again = {0};
    g_assert_true(pin_file_make("839157", 1700000000, &again, NULL));
    g_assert_true(memcmp(file.salt, again.salt, sizeof file.salt) != 0);
    g_assert_true(memcmp(file.hash, again.hash, sizeof file.hash) != 0);
}

/* As OpenSSL made it. */
static PinFile quick(void)
{
    PinFile file = {.rounds = 1000};
    memcpy(file.salt, "0123456789abcdef", sizeof file.salt);
    g_autoptr(GBytes) hash =
        encoding_hex_decode("a28c16d8aac2e263c73740f82c67ab4ee1d1ef9229647788691f61a91073e60b", -1);
    memcpy(file.hash, g_bytes_get_data(hash, NULL), sizeof file.hash);
    return file;
}

static void test_check(void)
{
    const PinFile file = quick();
    static const char *const wrong[] = {"839158", "83915", "8391577", "", "939157"};
    bool is_right = false;
    g_assert_true(pin_file_check(&file, "839157", &is_right, NULL));
    g_assert_true(is_right);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_true(pin_file_check(&file, wrong[i], &is_right, NULL));
        g_assert_false(is_right);
    }
}

static void test_saved(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "pin.json");
    PinFile file = quick();
    PinFile back = {0};
    g_autoptr(GError) error = NULL;
    g_assert_false(pin_file_load(path, &back, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_MISSING);
    file.changed_unix_s = 1700000000;
    g_assert_true(pin_file_save(path, &file, NULL));
    g_assert_true(pin_file_load(path, &back, NULL));
    g_assert_cmpmem(&file, sizeof file, &back, sizeof back);
}

static void test_damaged(void)
{
    static const char *const bad[] = {
        "",
        "{",
        "[]",
        "{\"format\":\"staff-pin/1\"}",
        "{\"format\":\"staff-pin/1\",\"kdf\":\"pbkdf2-hmac-sha256\",\"rounds\":0,\"salt\":"
        "\"MDEyMzQ1Njc4OWFiY2RlZg\",\"hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"format\":\"staff-pin/1\",\"kdf\":\"pbkdf2-hmac-sha256\",\"rounds\":99999999,\"salt\":"
        "\"MDEyMzQ1Njc4OWFiY2RlZg\",\"hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"format\":\"staff-pin/1\",\"kdf\":\"pbkdf2-hmac-sha256\",\"rounds\":1,\"salt\":"
        "\"MDEyMzQ\",\"hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
    };
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        PinFile file = {0};
        scratch_put(&scratch, "pin.json", bad[i]);
        g_autofree char *path = scratch_file(&scratch, "pin.json");
        g_assert_false(pin_file_load(path, &file, &error));
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
        g_assert_cmpuint(file.rounds, ==, 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    g_test_add_func("/pin_file/600,000 rounds, as OpenSSL counts them", test_openssl);
    g_test_add_func("/pin_file/takes the PIN and no other", test_check);
    g_test_add_func("/pin_file/comes back from disk", test_saved);
    g_test_add_func("/pin_file/a damaged one is no PIN", test_damaged);
    return g_test_run();
}
