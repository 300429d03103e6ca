// SPDX-License-Identifier: EUPL-1.2
#include "slip/token.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "store/jws.h"

static const char ADDRESS[] = "HTTPS://W.EXAMPLE/#";

static Jwk *new_key(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static TokenFacts sample(void)
{
    return (TokenFacts){.key_id = 0x1234,
                        .kiosk = 0x0567,
                        .minutes = 0x00369D80,
                        .site = 0x0102,
                        .reference = {0xA1, 0xB2, 0xC3, 0xD4, 0xE5}};
}

/* The whole address; the token stands behind "HTTPS://W.EXAMPLE/#". */
static char *sign_sample(const Jwk *key)
{
    TokenFacts token = sample();
    g_autoptr(GError) error = NULL;
    char *text = token_write_url(&token, "w.example", key, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(text, ADDRESS));
    return text;
}

static void test_layout(void)
{
    g_autoptr(Jwk) key = new_key();
    g_autofree char *text = sign_sample(key);
    g_assert_cmpuint(strlen(text), ==, strlen(ADDRESS) + TOKEN_CHARS);
    g_autoptr(GBytes) bytes = encoding_base32_decode(text + strlen(ADDRESS), -1);
    g_assert_cmpuint(g_bytes_get_size(bytes), ==, 81);
    static const guint8 payload[17] = {1,    0x12, 0x34, 0x05, 0x67, 0x00, 0x36, 0x9D, 0x80,
                                       0x01, 0x02, 0,    0xA1, 0xB2, 0xC3, 0xD4, 0xE5};
    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), 17, payload, 17);
}

static void test_round(void)
{
    g_autoptr(Jwk) key = new_key();
    g_autofree char *text = sign_sample(key);
    TokenFacts said = {0};
    TokenFacts meant = sample();
    g_autoptr(GError) error = NULL;
    g_assert_true(token_read(text, key, &said, &error));
    g_assert_cmpint(said.key_id, ==, meant.key_id);
    g_assert_cmpint(said.kiosk, ==, meant.kiosk);
    g_assert_cmpuint(said.minutes, ==, meant.minutes);
    g_assert_cmpint(said.site, ==, meant.site);
    g_assert_cmpmem(said.reference, 5, meant.reference, 5);
    TokenFacts peeked = {0};
    g_assert_true(token_peek(text + strlen(ADDRESS), &peeked, &error));
    g_assert_cmpint(peeked.kiosk, ==, meant.kiosk);
}

static void test_any_change_is_seen(void)
{
    g_autoptr(Jwk) key = new_key();
    g_autoptr(Jwk) other = new_key();
    g_autofree char *text = sign_sample(key);
    TokenFacts out = {.kiosk = 77};
    for (gsize i = strlen(ADDRESS); text[i]; i++) {
        char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        g_autoptr(GError) error = NULL;
        g_assert_false(token_read(text, key, &out, &error));
        g_assert_nonnull(error);
        text[i] = was;
    }
    g_autoptr(GError) error = NULL;
    g_assert_false(token_read(text, other, &out, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    g_assert_cmpint(out.kiosk, ==, 77);
}

static void test_refused(void)
{
    g_autoptr(Jwk) key = new_key();
    g_autofree char *text = sign_sample(key);
    g_autofree char *small = g_ascii_strdown(text, -1);
    g_autofree char *longer = g_strconcat(text, "A", NULL);
    g_autofree char *version = g_strdup(text);
    version[strlen(ADDRESS)] = 'B';
    const char *const rows[] = {"", "ABC", small, longer, version};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        TokenFacts out = {.kiosk = 77};
        g_assert_false(token_peek(rows[i], &out, &error));
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
        g_assert_cmpint(out.kiosk, ==, 77);
        g_assert_null(token_to_jws(rows[i]));
    }
}

static void test_is_a_jws(void)
{
    g_autoptr(Jwk) key = new_key();
    g_autofree char *text = sign_sample(key);
    g_autofree char *jws = token_to_jws(text);
    const Jwk *keys[] = {key};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) payload = jws_verify(jws, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(payload), ==, 17);
}

/* Debian's jose knows nothing of us. */
static void test_jose_verifies(void)
{
    g_autofree char *jose = g_find_program_in_path("jose");
    g_assert_nonnull(jose);
    g_autoptr(Jwk) key = new_key();
    g_autofree char *text = sign_sample(key);
    g_autofree char *jws = token_to_jws(text);
    g_autofree char *folder = g_dir_make_tmp("wegwijs-token-XXXXXX", NULL);
    g_autofree char *key_path = g_build_filename(folder, "key.jwk", NULL);
    g_autofree char *jws_path = g_build_filename(folder, "token.jws", NULL);
    g_autoptr(json_t) public = jwk_public_json(key);
    g_autoptr(GBytes) written = json_write(public);
    g_assert_true(g_file_set_contents(key_path, g_bytes_get_data(written, NULL),
                                      (gssize)g_bytes_get_size(written), NULL));
    g_assert_true(g_file_set_contents(jws_path, jws, -1, NULL));
    const char *argv[] = {jose, "jws", "ver", "-i", jws_path, "-k", key_path, NULL};
    int status = -1;
    g_autofree char *said = NULL;
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, 0, NULL, NULL, NULL, &said, &status, NULL));
    g_test_message("%s", said);
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    g_assert_cmpint(remove(key_path) + remove(jws_path) + remove(folder), ==, 0);
}

static void test_minutes(void)
{
    g_assert_cmpuint(token_minutes(0), ==, 0);
    g_assert_cmpuint(token_minutes(1577836800), ==, 0);
    g_assert_cmpuint(token_minutes(1577836800 + 59), ==, 0);
    g_assert_cmpuint(token_minutes(1577836800 + 3600), ==, 60);
    g_assert_cmpuint(token_minutes(G_MAXINT64 / 2), ==, G_MAXUINT32);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/token/has the bytes of the design", test_layout);
    g_test_add_func("/token/says what was signed", test_round);
    g_test_add_func("/token/any change is seen", test_any_change_is_seen);
    g_test_add_func("/token/what is not one is refused", test_refused);
    g_test_add_func("/token/is a JWS", test_is_a_jws);
    g_test_add_func("/token/is verified by jose", test_jose_verifies);
    g_test_add_func("/token/counts minutes since 2020", test_minutes);
    return g_test_run();
}
