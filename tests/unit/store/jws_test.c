// SPDX-License-Identifier: EUPL-1.2
#include "store/jws.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "scratch.h"

/* RFC 7515 appendix A.3. */
#define RFC_KEY                                                                                    \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","     \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
#define RFC_HEADER "eyJhbGciOiJFUzI1NiJ9"
#define RFC_PAYLOAD                                                                                \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl" \
    "fQ"
#define RFC_SIGNATURE                                                                              \
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

static Jwk *make_key(void)
{
    g_autoptr(GError) error = NULL;
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static Jwk *public_half(const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) object = jwk_public_json(key);
    Jwk *half = jwk_from_json(object, KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return half;
}

static bool is_valid(const char *compact, const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) payload = jws_verify(compact, &key, 1, &error);
    if (!payload) {
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    }
    return payload != NULL;
}

static void test_rfc_vector(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) object = json_loads(RFC_KEY, 0, NULL);
    g_autoptr(Jwk) key = jwk_from_json(object, KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    const Jwk *keys[] = {key};
    g_autoptr(GBytes) payload =
        jws_verify(RFC_HEADER "." RFC_PAYLOAD "." RFC_SIGNATURE, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpmem("{\"iss\":\"joe\",", 13, g_bytes_get_data(payload, NULL), 13);
    g_assert_true(jws_verify_detached(RFC_HEADER ".." RFC_SIGNATURE, payload, keys, 1, &error));
}

static void test_round_trip(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) half = public_half(key);
    g_autoptr(GBytes) payload = scratch_bytes("{\"typ\":\"intake-receipt\"}");
    g_autoptr(json_t) extra = json_pack("{ss}", "typ", "receipt");
    g_autofree char *compact = jws_sign(key, payload, extra, &error);
    g_assert_no_error(error);
    const Jwk *keys[] = {half};
    g_autoptr(GBytes) read = jws_verify(compact, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(read, payload));
}

static void test_deterministic(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(GBytes) payload = scratch_bytes("the same");
    g_autofree char *one = jws_sign_detached(key, payload, &error);
    g_autofree char *two = jws_sign_detached(key, payload, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(one, ==, two);
}

static void test_every_changed_byte(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(GBytes) payload = scratch_bytes("{\"kiosk\":7}");
    g_autofree char *compact = jws_sign(key, payload, NULL, &error);
    g_assert_true(is_valid(compact, key));
    for (gsize i = 0; compact[i]; i++) {
        char kept = compact[i];
        compact[i] = kept == 'A' ? 'B' : 'A';
        g_assert_false(is_valid(compact, key));
        compact[i] = '=';
        g_assert_false(is_valid(compact, key));
        compact[i] = kept;
    }
    g_assert_true(is_valid(compact, key));
}

static void test_foreign_key(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    g_autoptr(GBytes) payload = scratch_bytes("{}");
    g_autofree char *compact = jws_sign(key, payload, NULL, &error);
    g_assert_false(is_valid(compact, other));
    const Jwk *both[] = {other, key};
    g_autoptr(GBytes) read = jws_verify(compact, both, 2, &error);
    g_assert_no_error(error);
    g_assert_nonnull(read);
    g_assert_null(jws_verify(compact, both, 0, NULL));
}

/* A text signed well, under a header we do not take. */
static char *sign_with_header(const Jwk *key, const char *header)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *encoded = encoding_base64url((const guint8 *)header, strlen(header));
    g_autofree char *input = g_strconcat(encoded, ".e30", NULL);
    guint8 signature[64];
    g_assert_true(jws_sign_raw(key, (const guint8 *)input, strlen(input), signature, &error));
    g_assert_true(jws_verify_raw(key, (const guint8 *)input, strlen(input), signature));
    g_autofree char *text = encoding_base64url(signature, sizeof signature);
    return g_strconcat(input, ".", text, NULL);
}

static void test_headers(void)
{
    static const char *const refused[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"ES384\"}",
        "{\"alg\":[\"ES256\"]}",
        "{}",
        "[]",
        "7",
        "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"ES256\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\"",
    };
    g_autoptr(Jwk) key = make_key();
    g_autofree char *plain = sign_with_header(key, "{\"alg\":\"ES256\"}");
    g_assert_true(is_valid(plain, key));
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_test_message("%s", refused[i]);
        g_autofree char *compact = sign_with_header(key, refused[i]);
        g_assert_false(is_valid(compact, key));
    }
}

static void test_shapes(void)
{
    static const char *const refused[] = {
        "",
        ".",
        "..",
        "...",
        "a.b",
        RFC_HEADER "." RFC_PAYLOAD "." RFC_SIGNATURE ".",
        RFC_HEADER "." RFC_PAYLOAD "." RFC_SIGNATURE "A",
        RFC_HEADER ".." RFC_SIGNATURE,
        "." RFC_PAYLOAD "." RFC_SIGNATURE,
    };
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_assert_false(is_valid(refused[i], key));
    }
    g_autofree char *endless = g_strnfill(JWS_MAX_CHARS + 1, 'A');
    g_assert_false(is_valid(endless, key));
}

static void test_detached_needs_its_payload(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    const Jwk *keys[] = {key};
    g_autoptr(GBytes) payload = scratch_bytes("{\"name\":\"pack\"}");
    g_autoptr(GBytes) other = scratch_bytes("{\"name\":\"pacK\"}");
    g_autofree char *detached = jws_sign_detached(key, payload, &error);
    g_assert_true(jws_verify_detached(detached, payload, keys, 1, &error));
    g_assert_no_error(error);
    g_assert_false(jws_verify_detached(detached, other, keys, 1, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    g_autofree char *attached = jws_sign(key, payload, NULL, NULL);
    g_assert_false(jws_verify_detached(attached, payload, keys, 1, NULL));
}

static void test_jose_verifies_ours(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) half = public_half(key);
    g_autofree char *key_path = scratch_file(&scratch, "public.jwk");
    g_assert_true(jwk_save(half, key_path, &error));
    g_autoptr(GBytes) payload = scratch_bytes("{\"kiosk\":7}");
    g_autofree char *compact = jws_sign(key, payload, NULL, &error);
    g_autofree char *good = scratch_write(&scratch, "good.jws", compact);
    compact[strlen(compact) - 4] ^= 1;
    g_autofree char *bad = scratch_write(&scratch, "bad.jws", compact);
    int status = scratch_run(NULL, "jose", "jws", "ver", "-i", good, "-k", key_path, NULL);
    if (status < 0) {
        g_test_skip("jose is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpint(scratch_run(NULL, "jose", "jws", "ver", "-i", bad, "-k", key_path, NULL), ==,
                    1);
}

static void test_we_verify_joses(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autofree char *key_path = scratch_file(&scratch, "key.jwk");
    int status =
        scratch_run(NULL, "jose", "jwk", "gen", "-i", "{\"alg\":\"ES256\"}", "-o", key_path, NULL);
    if (status < 0) {
        g_test_skip("jose is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);
    g_autofree char *payload_path = scratch_write(&scratch, "payload", "from jose");
    g_autofree char *compact = NULL;
    g_assert_cmpint(
        scratch_run(&compact, "jose", "jws", "sig", "-c", "-I", payload_path, "-k", key_path, NULL),
        ==, 0);
    g_autoptr(Jwk) key = jwk_load(key_path, KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_assert_true(is_valid(g_strstrip(compact), key));
}

static void add_tests(void)
{
    g_test_add_func("/jws/verifies RFC 7515 A.3, whole and detached", test_rfc_vector);
    g_test_add_func("/jws/what is signed is read back", test_round_trip);
    g_test_add_func("/jws/the same text gets the same signature", test_deterministic);
    g_test_add_func("/jws/a changed byte anywhere is refused", test_every_changed_byte);
    g_test_add_func("/jws/only a known key counts", test_foreign_key);
    g_test_add_func("/jws/other algorithms and critical headers are refused", test_headers);
    g_test_add_func("/jws/texts of another shape are refused", test_shapes);
    g_test_add_func("/jws/a detached signature holds for its payload alone",
                    test_detached_needs_its_payload);
    g_test_add_func("/jws/jose verifies ours and refuses a changed one", test_jose_verifies_ours);
    g_test_add_func("/jws/we verify what jose signed", test_we_verify_joses);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
