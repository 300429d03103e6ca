// SPDX-License-Identifier: EUPL-1.2
#include "store/jws.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "store/jwk_psa.h"

enum { SIGNATURE_BYTES = 64, SIGNATURE_CHARS = 86, MAX_HEADER_CHARS = 4096 };

static const psa_algorithm_t es256 = PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256);

/* The parts of a compact text, borrowed from it. */
typedef struct {
    const char *header, *payload, *signature;
    gsize header_chars, payload_chars;
} Parts;

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID, "not a valid signature: %s", reason);
    return false;
}

static char *encode_bytes(GBytes *bytes)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    return encoding_base64url(data, size);
}

/* ---- Raw -------------------------------------------------------------------------------------*/

bool jws_sign_raw(const Jwk *key, const guint8 *input, gsize size_bytes, guint8 out[64],
                  GError **error)
{
    g_assert(jwk_is_private(key) && jwk_psa_use(key) == KEY_USE_SIGN);
    size_t size = 0;
    psa_status_t status =
        psa_sign_message(jwk_psa_id(key), es256, input, size_bytes, out, SIGNATURE_BYTES, &size);
    g_assert(status != PSA_SUCCESS || size == SIGNATURE_BYTES);
    return jwk_psa_check(status, "sign", error);
}

bool jws_verify_raw(const Jwk *key, const guint8 *input, gsize size_bytes,
                    const guint8 signature[64])
{
    g_assert(jwk_psa_use(key) == KEY_USE_SIGN);
    return psa_verify_message(jwk_psa_id(key), es256, input, size_bytes, signature,
                              SIGNATURE_BYTES) == PSA_SUCCESS;
}

/* ---- Signing ---------------------------------------------------------------------------------*/

static char *write_header(const Jwk *key, const json_t *extra)
{
    g_autoptr(json_t) header = json_pack("{ssss}", "alg", "ES256", "kid", jwk_kid(key));
    g_assert(header);
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(guintptr)extra, name, value)
    {
        g_assert(!json_object_get(header, name));
        json_object_set(header, name, value);
    }
    g_autoptr(GBytes) text = json_write(header);
    return encode_bytes(text);
}

/* "header.payload", and the signature over it. */
static char *sign_input(const Jwk *key, const char *input, GError **error)
{
    guint8 signature[SIGNATURE_BYTES];
    if (!jws_sign_raw(key, (const guint8 *)input, strlen(input), signature, error)) {
        return NULL;
    }
    return encoding_base64url(signature, sizeof signature);
}

char *jws_sign(const Jwk *key, GBytes *payload, const json_t *header, GError **error)
{
    g_autofree char *protected_header = write_header(key, header);
    g_autofree char *body = encode_bytes(payload);
    g_autofree char *input = g_strconcat(protected_header, ".", body, NULL);
    g_autofree char *signature = sign_input(key, input, error);
    return signature ? g_strconcat(input, ".", signature, NULL) : NULL;
}

char *jws_sign_detached(const Jwk *key, GBytes *payload, GError **error)
{
    g_autofree char *protected_header = write_header(key, NULL);
    g_autofree char *body = encode_bytes(payload);
    g_autofree char *input = g_strconcat(protected_header, ".", body, NULL);
    g_autofree char *signature = sign_input(key, input, error);
    return signature ? g_strconcat(protected_header, "..", signature, NULL) : NULL;
}

/* ---- Verifying -------------------------------------------------------------------------------*/

static bool split(const char *compact, Parts *parts, GError **error)
{
    gsize size = strnlen(compact, JWS_MAX_CHARS + 1);
    if (size > JWS_MAX_CHARS) {
        return refuse(error, "longer than 1 MiB");
    }
    const char *first = strchr(compact, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    if (!second || strlen(second + 1) != SIGNATURE_CHARS) {
        return refuse(error, "not three parts, the last an ES256 signature");
    }
    *parts = (Parts){
        .header = compact,
        .payload = first + 1,
        .signature = second + 1,
        .header_chars = (gsize)(first - compact),
        .payload_chars = (gsize)(second - first - 1),
    };
    return true;
}

/* The header, when it asks for nothing but a plain ES256 signature; new reference. */
static json_t *read_header(const Parts *parts, GError **error)
{
    g_autoptr(GBytes) text = NULL;
    if (parts->header_chars <= MAX_HEADER_CHARS) {
        text = encoding_base64url_decode(parts->header, (gssize)parts->header_chars);
    }
    g_autoptr(json_t) header = text ? json_parse(text, "JWS header", NULL) : NULL;
    if (!json_is_object(header)) {
        (void)refuse(error, "its header is not base64url of a JSON object");
        return NULL;
    }
    if (strcmp(json_get_string(header, "alg", ""), "ES256") != 0) {
        (void)refuse(error, "its \"alg\" is not ES256");
        return NULL;
    }
    if (json_object_get(header, "crit") || json_object_get(header, "b64")) {
        (void)refuse(error, "its header has \"crit\" or \"b64\"");
        return NULL;
    }
    return g_steal_pointer(&header);
}

static bool is_kid(const Jwk *key, const char *kid)
{
    return kid && strcmp(jwk_kid(key), kid) == 0;
}

/* Keys whose kid fits (or not) that verify the signature over "header.payload". */
static bool try_keys(const char *input, const guint8 *signature, const Jwk *const *keys,
                     gsize n_keys, const char *kid)
{
    for (int round = 0; round < 2; round++) {
        for (gsize i = 0; i < n_keys; i++) {
            if (is_kid(keys[i], kid) == (round == 0) &&
                jws_verify_raw(keys[i], (const guint8 *)input, strlen(input), signature)) {
                return true;
            }
        }
    }
    return false;
}

static bool verify(const Parts *parts, const char *payload_text, const Jwk *const *keys,
                   gsize n_keys, GError **error)
{
    g_autoptr(json_t) header = read_header(parts, error);
    if (!header) {
        return false;
    }
    g_autoptr(GBytes) signature = encoding_base64url_decode(parts->signature, SIGNATURE_CHARS);
    if (!signature || g_bytes_get_size(signature) != SIGNATURE_BYTES) {
        return refuse(error, "it is not base64url of 64 bytes");
    }
    g_autofree char *protected_header = g_strndup(parts->header, parts->header_chars);
    g_autofree char *input = g_strconcat(protected_header, ".", payload_text, NULL);
    return try_keys(input, g_bytes_get_data(signature, NULL), keys, n_keys,
                    json_get_string(header, "kid", NULL)) ||
           refuse(error, "not by a known key over this text");
}

GBytes *jws_verify(const char *compact, const Jwk *const *keys, gsize n_keys, GError **error)
{
    Parts parts;
    if (!split(compact, &parts, error)) {
        return NULL;
    }
    g_autoptr(GBytes) payload =
        encoding_base64url_decode(parts.payload, (gssize)parts.payload_chars);
    if (!payload) {
        (void)refuse(error, "its payload is not base64url");
        return NULL;
    }
    g_autofree char *text = g_strndup(parts.payload, parts.payload_chars);
    return verify(&parts, text, keys, n_keys, error) ? g_steal_pointer(&payload) : NULL;
}

bool jws_verify_detached(const char *compact, GBytes *payload, const Jwk *const *keys, gsize n_keys,
                         GError **error)
{
    Parts parts;
    if (!split(compact, &parts, error)) {
        return false;
    }
    if (parts.payload_chars != 0) {
        return refuse(error, "its payload should be left out");
    }
    g_autofree char *text = encode_bytes(payload);
    return verify(&parts, text, keys, n_keys, error);
}
