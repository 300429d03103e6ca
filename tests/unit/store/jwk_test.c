// SPDX-License-Identifier: EUPL-1.2
#include "store/jwk.h"

#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "scratch.h"

/* The key of RFC 7515 appendix A.3. */
#define RFC_X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define RFC_Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
#define RFC_D "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"

static Jwk *read_key(const char *text, KeyUse use, GError **error)
{
    g_autoptr(json_t) object = json_loads(text, 0, NULL);
    g_assert_nonnull(object);
    return jwk_from_json(object, use, error);
}

static void test_round_trip(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "slip.jwk");
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) made = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_assert_true(jwk_save(made, path, &error));
    g_autoptr(Jwk) loaded = jwk_load(path, KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_assert_true(jwk_is_private(loaded));
    g_assert_cmpstr(jwk_kid(loaded), ==, jwk_kid(made));
    struct stat st;
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
}

static void test_public_half(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) made = jwk_generate(KEY_USE_SEAL, &error);
    g_autoptr(json_t) object = jwk_public_json(made);
    g_assert_null(json_object_get(object, "d"));
    g_assert_cmpstr(json_string_value(json_object_get(object, "alg")), ==, "ECDH-ES");
    g_assert_cmpstr(json_string_value(json_object_get(object, "use")), ==, "enc");
    g_autoptr(Jwk) public_half = jwk_from_json(object, KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    g_assert_false(jwk_is_private(public_half));
    g_assert_cmpstr(jwk_kid(public_half), ==, jwk_kid(made));
    g_assert_null(jwk_from_json(object, KEY_USE_SIGN, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
}

static void test_refusals(void)
{
    static const char *const wrong[] = {
        "{}",
        "[]",
        "{\"kty\":\"RSA\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_Y "\",\"y\":\"" RFC_X "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "=\",\"y\":\"" RFC_Y "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":7,\"y\":\"" RFC_Y "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y "\",\"d\":\"" RFC_X
        "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y "\",\"d\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y "\",\"kid\":7}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y
        "\",\"use\":\"enc\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X "\",\"y\":\"" RFC_Y
        "\",\"alg\":\"ES384\"}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", wrong[i]);
        g_assert_null(read_key(wrong[i], KEY_USE_SIGN, &error));
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
        g_assert_null(strstr(error->message, RFC_D));
    }
}

static void test_kid(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) named = read_key("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X
                                    "\",\"y\":\"" RFC_Y "\",\"kid\":\"7\"}",
                                    KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(jwk_kid(named), ==, "7");
}

static void test_thumbprint_like_jose(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_write(&scratch, "rfc.jwk",
                                          "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC_X
                                          "\",\"y\":\"" RFC_Y "\",\"d\":\"" RFC_D "\"}");
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = jwk_load(path, KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_autofree char *by_jose = NULL;
    int status = scratch_run(&by_jose, "jose", "jwk", "thp", "-a", "S256", "-i", path, NULL);
    if (status < 0) {
        g_test_skip("jose is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpstr(jwk_kid(key), ==, g_strstrip(by_jose));
    g_autofree char *thumbprint = jwk_thumbprint(key);
    g_assert_cmpstr(thumbprint, ==, by_jose);
}

static void test_missing_and_damaged_file(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autofree char *path = scratch_file(&scratch, "key.jwk");
    g_autoptr(GError) error = NULL;
    g_assert_null(jwk_load(path, KEY_USE_SIGN, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_MISSING);
    g_clear_error(&error);
    g_autofree char *written = scratch_write(&scratch, "key.jwk", "{\"d\":\"" RFC_D);
    g_assert_null(jwk_load(written, KEY_USE_SIGN, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    g_assert_null(strstr(error->message, "jpsQ"));
}

static void add_tests(void)
{
    g_test_add_func("/jwk/a saved key loads as it was and only its owner reads it",
                    test_round_trip);
    g_test_add_func("/jwk/the public half holds no secret and keeps its use", test_public_half);
    g_test_add_func("/jwk/what is not a fitting P-256 key is refused", test_refusals);
    g_test_add_func("/jwk/a key id that is given is kept", test_kid);
    g_test_add_func("/jwk/the thumbprint is the one jose computes", test_thumbprint_like_jose);
    g_test_add_func("/jwk/a missing file and a damaged one are told apart",
                    test_missing_and_damaged_file);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
