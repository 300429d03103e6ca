// SPDX-License-Identifier: EUPL-1.2
#include "store/jwe.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "scratch.h"

static Jwk *make_key(void)
{
    g_autoptr(GError) error = NULL;
    Jwk *key = jwk_generate(KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    return key;
}

static Jwk *public_half(const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) object = jwk_public_json(key);
    Jwk *half = jwk_from_json(object, KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    return half;
}

static char *seal_text(const Jwk *key, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) half = public_half(key);
    g_autoptr(GBytes) plain = scratch_bytes(text);
    g_autoptr(json_t) header = json_pack("{sssisi}", "iid", "an example", "kio", 7, "ver", 1);
    char *sealed = jwe_seal(half, plain, header, &error);
    g_assert_no_error(error);
    return sealed;
}

static bool can_open(const Jwk *key, const char *sealed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) plain = jwe_open(key, sealed, NULL, &error);
    if (!plain) {
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    }
    return plain != NULL;
}

static void test_round_trip(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autofree char *sealed = seal_text(key, "{\"v\":1}");
    g_autoptr(json_t) header = NULL;
    g_autoptr(GBytes) plain = jwe_open(key, sealed, &header, &error);
    g_assert_no_error(error);
    g_assert_cmpmem("{\"v\":1}", 7, g_bytes_get_data(plain, NULL), g_bytes_get_size(plain));
    g_assert_cmpstr(json_get_string(header, "kid", NULL), ==, jwk_kid(key));
    g_assert_cmpint(json_get_integer(header, "kio", 0), ==, 7);
    g_assert_null(strstr(sealed, "\"v\""));
}

static void test_empty_and_large(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autofree char *large = g_strnfill(200 * 1024, 'x');
    const char *const texts[] = {"", "a", large};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *sealed = seal_text(key, texts[i]);
        g_autoptr(GBytes) plain = jwe_open(key, sealed, NULL, &error);
        g_assert_no_error(error);
        g_assert_cmpmem(texts[i], strlen(texts[i]), g_bytes_get_data(plain, NULL),
                        g_bytes_get_size(plain));
    }
}

static void test_never_the_same(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autofree char *one = seal_text(key, "the same");
    g_autofree char *two = seal_text(key, "the same");
    g_assert_cmpstr(one, !=, two);
    g_assert_cmpuint(strlen(one), ==, strlen(two));
}

static void test_every_changed_byte(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autofree char *sealed = seal_text(key, "{\"doors\":[\"one\"]}");
    for (gsize i = 0; sealed[i]; i++) {
        char kept = sealed[i];
        sealed[i] = kept == 'A' ? 'B' : 'A';
        g_assert_false(can_open(key, sealed));
        sealed[i] = kept;
    }
    g_assert_true(can_open(key, sealed));
}

static void test_cut_short(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autofree char *sealed = seal_text(key, "{}");
    for (gsize size = strlen(sealed); size-- > 0;) {
        g_autofree char *cut = g_strndup(sealed, size);
        g_assert_false(can_open(key, cut));
    }
    g_autofree char *longer = g_strconcat(sealed, ".", NULL);
    g_assert_false(can_open(key, longer));
}

static void test_foreign_key(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    g_autofree char *sealed = seal_text(key, "{}");
    g_assert_false(can_open(other, sealed));
}

/* The same sealed text under another protected header. */
static void test_headers(void)
{
    static const char *const refused[] = {
        "{}",
        "[]",
        "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\"}",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"epk\":7}",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"crit\":[\"x\"]}",
        /* a point off the curve */
        "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\","
        "\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
        "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}}",
    };
    g_autoptr(Jwk) key = make_key();
    g_autofree char *sealed = seal_text(key, "{}");
    const char *rest = strchr(sealed, '.');
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_test_message("%s", refused[i]);
        g_autofree char *header =
            encoding_base64url((const guint8 *)refused[i], strlen(refused[i]));
        g_autofree char *changed = g_strconcat(header, rest, NULL);
        g_assert_false(can_open(key, changed));
    }
}

static void test_jose_opens_ours(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autofree char *key_path = scratch_file(&scratch, "private.jwk");
    g_assert_true(jwk_save(key, key_path, &error));
    g_autofree char *sealed = seal_text(key, "{\"v\":1}");
    g_autofree char *good = scratch_write(&scratch, "good.jwe", sealed);
    g_autofree char *opened = NULL;
    int status = scratch_run(&opened, "jose", "jwe", "dec", "-i", good, "-k", key_path, NULL);
    if (status < 0) {
        g_test_skip("jose is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpstr(opened, ==, "{\"v\":1}");
    sealed[strlen(sealed) - 4] ^= 1;
    g_autofree char *bad = scratch_write(&scratch, "bad.jwe", sealed);
    g_assert_cmpint(scratch_run(NULL, "jose", "jwe", "dec", "-i", bad, "-k", key_path, NULL), ==,
                    1);
}

static void test_we_open_joses(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autofree char *key_path = scratch_file(&scratch, "key.jwk");
    int status = scratch_run(NULL, "jose", "jwk", "gen", "-i", "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                             "-o", key_path, NULL);
    if (status < 0) {
        g_test_skip("jose is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);
    g_autofree char *plain_path = scratch_write(&scratch, "plain", "from jose");
    g_autofree char *sealed = NULL;
    g_assert_cmpint(scratch_run(&sealed, "jose", "jwe", "enc", "-c", "-i",
                                "{\"protected\":{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\","
                                "\"apu\":\"QWxpY2U\",\"apv\":\"Qm9i\"}}",
                                "-I", plain_path, "-k", key_path, NULL),
                    ==, 0);
    g_autoptr(Jwk) key = jwk_load(key_path, KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) plain = jwe_open(key, g_strstrip(sealed), NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpmem("from jose", 9, g_bytes_get_data(plain, NULL), g_bytes_get_size(plain));
}

static void add_tests(void)
{
    g_test_add_func("/jwe/what is sealed opens with the private key", test_round_trip);
    g_test_add_func("/jwe/any length from none is sealed", test_empty_and_large);
    g_test_add_func("/jwe/the same text never looks the same", test_never_the_same);
    g_test_add_func("/jwe/a changed byte anywhere is refused", test_every_changed_byte);
    g_test_add_func("/jwe/a text cut anywhere is refused", test_cut_short);
    g_test_add_func("/jwe/another key opens nothing", test_foreign_key);
    g_test_add_func("/jwe/other headers are refused", test_headers);
    g_test_add_func("/jwe/jose opens ours and refuses a changed one", test_jose_opens_ours);
    g_test_add_func("/jwe/we open what jose sealed", test_we_open_joses);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
