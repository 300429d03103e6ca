// SPDX-License-Identifier: EUPL-1.2
#include "store/jwe.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "store/concat_kdf.h"
#include "store/jwk_psa.h"

enum { IV_BYTES = 12, TAG_BYTES = 16, CEK_BYTES = 32, MAX_HEADER_CHARS = 8192, PARTS = 5 };

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID, "cannot open a sealed text: %s", reason);
    return false;
}

/* ---- The content encryption key --------------------------------------------------------------*/

/* Z of `private_id` and `point`, as bytes that wipe themselves. */
static GBytes *agree(psa_key_id_t private_id, const guint8 *point, GError **error)
{
    guint8 *z = g_malloc(P256_FIELD_BYTES);
    size_t size = 0;
    psa_status_t status = psa_raw_key_agreement(PSA_ALG_ECDH, private_id, point, P256_POINT_BYTES,
                                                z, P256_FIELD_BYTES, &size);
    GBytes *secret = jwk_secret_bytes_take(z, P256_FIELD_BYTES);
    if (status == PSA_SUCCESS && size == P256_FIELD_BYTES) {
        return secret;
    }
    g_bytes_unref(secret);
    if (status == PSA_ERROR_INVALID_ARGUMENT) {
        (void)refuse(error, "its \"epk\" is not a point on P-256");
    } else {
        (void)jwk_psa_check(status, "agree on a key", error);
    }
    return NULL;
}

static bool import_cek(const guint8 cek[CEK_BYTES], psa_key_usage_t usage, psa_key_id_t *out,
                       GError **error)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_bits(&attributes, CEK_BYTES * 8);
    psa_set_key_algorithm(&attributes, PSA_ALG_GCM);
    psa_set_key_usage_flags(&attributes, usage);
    return jwk_psa_check(psa_import_key(&attributes, cek, CEK_BYTES, out), "load a key", error);
}

/* The key for the content in PSA (ECDH-ES, direct), to be destroyed by the caller; 0 on error. */
static psa_key_id_t derive_cek(GBytes *z, const ConcatKdfInfo *info, psa_key_usage_t usage,
                               GError **error)
{
    guint8 cek[CEK_BYTES] = {0};
    psa_key_id_t id = PSA_KEY_ID_NULL;
    if (concat_kdf_derive(z, info, cek, sizeof cek, error)) {
        (void)import_cek(cek, usage, &id, error);
    }
    explicit_bzero(cek, sizeof cek);
    return id;
}

/* ---- Sealing ---------------------------------------------------------------------------------*/

static psa_key_id_t make_ephemeral(guint8 point[P256_POINT_BYTES], GError **error)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 256);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDH);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_DERIVE);
    psa_key_id_t id = PSA_KEY_ID_NULL;
    if (!jwk_psa_check(psa_generate_key(&attributes, &id), "make a key", error)) {
        return PSA_KEY_ID_NULL;
    }
    size_t size = 0;
    if (!jwk_psa_check(psa_export_public_key(id, point, P256_POINT_BYTES, &size), "make a key",
                       error)) {
        (void)psa_destroy_key(id);
        return PSA_KEY_ID_NULL;
    }
    return id;
}

/* Makes the one-time pair, agrees with the region's point and forgets the private half. */
static psa_key_id_t agree_for_sealing(const Jwk *region, guint8 ephemeral_point[P256_POINT_BYTES],
                                      GError **error)
{
    psa_key_id_t ephemeral = make_ephemeral(ephemeral_point, error);
    if (ephemeral == PSA_KEY_ID_NULL) {
        return PSA_KEY_ID_NULL;
    }
    g_autoptr(GBytes) z = agree(ephemeral, jwk_psa_point(region), error);
    (void)psa_destroy_key(ephemeral);
    const ConcatKdfInfo info = {.algorithm = "A256GCM"};
    return z ? derive_cek(z, &info, PSA_KEY_USAGE_ENCRYPT, error) : PSA_KEY_ID_NULL;
}

static char *write_header(const Jwk *region, const guint8 *ephemeral_point, const json_t *extra)
{
    g_autoptr(json_t) header =
        json_pack("{sssssoss}", "alg", "ECDH-ES", "enc", "A256GCM", "epk",
                  jwk_psa_point_json(ephemeral_point), "kid", jwk_kid(region));
    g_assert(header);
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(guintptr)extra, name, value)
    {
        g_assert(!json_object_get(header, name));
        json_object_set(header, name, value);
    }
    g_autoptr(GBytes) text = json_write(header);
    gsize size;
    const guint8 *data = g_bytes_get_data(text, &size);
    return encoding_base64url(data, size);
}

/* "header..iv.ciphertext.tag" under `cek`. */
static char *encrypt(psa_key_id_t cek, const char *header, GBytes *plain, GError **error)
{
    gsize plain_size;
    const guint8 *plain_data = g_bytes_get_data(plain, &plain_size);
    guint8 iv[IV_BYTES];
    keys_random(iv, sizeof iv);
    g_autofree guint8 *sealed = g_malloc(plain_size + TAG_BYTES);
    size_t size = 0;
    psa_status_t status =
        psa_aead_encrypt(cek, PSA_ALG_GCM, iv, sizeof iv, (const guint8 *)header, strlen(header),
                         plain_data, plain_size, sealed, plain_size + TAG_BYTES, &size);
    if (!jwk_psa_check(status, "seal", error)) {
        return NULL;
    }
    g_assert(size == plain_size + TAG_BYTES);
    g_autofree char *iv_text = encoding_base64url(iv, sizeof iv);
    g_autofree char *body = encoding_base64url(sealed, plain_size);
    g_autofree char *tag = encoding_base64url(sealed + plain_size, TAG_BYTES);
    return g_strconcat(header, "..", iv_text, ".", body, ".", tag, NULL);
}

char *jwe_seal(const Jwk *region_public, GBytes *plain, const json_t *header, GError **error)
{
    g_assert(jwk_psa_use(region_public) == KEY_USE_SEAL);
    guint8 point[P256_POINT_BYTES];
    psa_key_id_t cek = agree_for_sealing(region_public, point, error);
    if (cek == PSA_KEY_ID_NULL) {
        return NULL;
    }
    g_autofree char *protected_header = write_header(region_public, point, header);
    char *compact = encrypt(cek, protected_header, plain, error);
    (void)psa_destroy_key(cek);
    return compact;
}

/* ---- Opening ---------------------------------------------------------------------------------*/

typedef struct {
    guint8 epk[P256_POINT_BYTES];
    GBytes *apu, *apv; /* NULL when absent */
    GBytes *iv;
    guint8 *sealed; /* ciphertext and tag together, as PSA wants them */
    gsize sealed_bytes;
} Opening;

static void opening_clear(Opening *opening)
{
    g_clear_pointer(&opening->apu, g_bytes_unref);
    g_clear_pointer(&opening->apv, g_bytes_unref);
    g_clear_pointer(&opening->iv, g_bytes_unref);
    g_clear_pointer(&opening->sealed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Opening, opening_clear)

static json_t *read_header(const char *text, GError **error)
{
    g_autoptr(GBytes) bytes =
        strlen(text) <= MAX_HEADER_CHARS ? encoding_base64url_decode(text, -1) : NULL;
    g_autoptr(json_t) header = bytes ? json_parse(bytes, "JWE header", NULL) : NULL;
    if (!json_is_object(header)) {
        (void)refuse(error, "its header is not base64url of a JSON object");
        return NULL;
    }
    if (strcmp(json_get_string(header, "alg", ""), "ECDH-ES") != 0 ||
        strcmp(json_get_string(header, "enc", ""), "A256GCM") != 0) {
        (void)refuse(error, "it is not ECDH-ES with A256GCM");
        return NULL;
    }
    if (json_object_get(header, "crit") || json_object_get(header, "zip")) {
        (void)refuse(error, "its header has \"crit\" or \"zip\"");
        return NULL;
    }
    return g_steal_pointer(&header);
}

/* An optional base64url member. */
static bool read_party(const json_t *header, const char *name, GBytes **out)
{
    const json_t *member = json_object_get(header, name);
    if (!member) {
        return true;
    }
    const char *text = json_string_value(member);
    *out = text && strlen(text) <= 1024 ? encoding_base64url_decode(text, -1) : NULL;
    return *out != NULL;
}

static bool read_agreement(const json_t *header, Opening *opening, GError **error)
{
    if (!jwk_psa_read_point(json_object_get(header, "epk"), opening->epk)) {
        return refuse(error, "its \"epk\" is not a P-256 key");
    }
    if (!read_party(header, "apu", &opening->apu) || !read_party(header, "apv", &opening->apv)) {
        return refuse(error, "its \"apu\" or \"apv\" is not base64url");
    }
    return true;
}

/* parts: header, encrypted key (empty with direct agreement), iv, ciphertext, tag. */
static bool read_body(char *const parts[PARTS], Opening *opening, GError **error)
{
    opening->iv = encoding_base64url_decode(parts[2], -1);
    g_autoptr(GBytes) body = encoding_base64url_decode(parts[3], -1);
    g_autoptr(GBytes) tag = encoding_base64url_decode(parts[4], -1);
    if (*parts[1] || !opening->iv || g_bytes_get_size(opening->iv) != IV_BYTES || !body || !tag ||
        g_bytes_get_size(tag) != TAG_BYTES) {
        return refuse(error, "its parts are not those of ECDH-ES with A256GCM");
    }
    gsize body_bytes;
    const guint8 *data = g_bytes_get_data(body, &body_bytes);
    opening->sealed_bytes = body_bytes + TAG_BYTES;
    opening->sealed = g_malloc(opening->sealed_bytes);
    if (body_bytes > 0) {
        memcpy(opening->sealed, data, body_bytes);
    }
    memcpy(opening->sealed + body_bytes, g_bytes_get_data(tag, NULL), TAG_BYTES);
    return true;
}

static GBytes *decrypt(psa_key_id_t cek, const char *header, const Opening *opening, GError **error)
{
    gsize plain_size = opening->sealed_bytes - TAG_BYTES;
    guint8 *plain = g_malloc(MAX(plain_size, 1));
    g_autoptr(GBytes) secret = jwk_secret_bytes_take(plain, plain_size);
    size_t size = 0;
    psa_status_t status = psa_aead_decrypt(
        cek, PSA_ALG_GCM, g_bytes_get_data(opening->iv, NULL), IV_BYTES, (const guint8 *)header,
        strlen(header), opening->sealed, opening->sealed_bytes, plain, plain_size, &size);
    if (status == PSA_ERROR_INVALID_SIGNATURE) {
        (void)refuse(error, "it was changed, or is sealed to another key");
        return NULL;
    }
    return jwk_psa_check(status, "open a sealed text", error) ? g_steal_pointer(&secret) : NULL;
}

static GBytes *open_parts(const Jwk *region_private, char *const parts[PARTS], json_t *header,
                          GError **error)
{
    g_auto(Opening) opening = {0};
    if (!read_agreement(header, &opening, error) || !read_body(parts, &opening, error)) {
        return NULL;
    }
    g_autoptr(GBytes) z = agree(jwk_psa_id(region_private), opening.epk, error);
    if (!z) {
        return NULL;
    }
    const ConcatKdfInfo info = {"A256GCM", opening.apu, opening.apv};
    psa_key_id_t cek = derive_cek(z, &info, PSA_KEY_USAGE_DECRYPT, error);
    if (cek == PSA_KEY_ID_NULL) {
        return NULL;
    }
    GBytes *plain = decrypt(cek, parts[0], &opening, error);
    (void)psa_destroy_key(cek);
    return plain;
}

GBytes *jwe_open(const Jwk *region_private, const char *compact, json_t **header_out,
                 GError **error)
{
    g_assert(jwk_is_private(region_private) && jwk_psa_use(region_private) == KEY_USE_SEAL);
    if (strnlen(compact, JWE_MAX_CHARS + 1) > JWE_MAX_CHARS) {
        (void)refuse(error, "longer than 1 MiB");
        return NULL;
    }
    g_auto(GStrv) parts = g_strsplit(compact, ".", PARTS + 1);
    if (g_strv_length(parts) != PARTS) {
        (void)refuse(error, "not five parts");
        return NULL;
    }
    g_autoptr(json_t) header = read_header(parts[0], error);
    if (!header) {
        return NULL;
    }
    GBytes *plain = open_parts(region_private, parts, header, error);
    if (plain && header_out) {
        *header_out = g_steal_pointer(&header);
    }
    return plain;
}
