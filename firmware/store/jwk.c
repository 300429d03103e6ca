// SPDX-License-Identifier: EUPL-1.2
#include "store/jwk.h"

#include <string.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "store/jwk_psa.h"

G_DEFINE_QUARK(wegwijs_key_error, key_error)

enum { MAX_FILE_BYTES = 8192, MAX_KID_BYTES = 128 };

struct Jwk {
    KeyUse use;
    psa_key_id_t id;
    bool is_private;
    guint8 point[P256_POINT_BYTES];
    char *kid;
};

typedef struct {
    const char *use, *alg; /* as JWK writes them */
    psa_algorithm_t psa_alg;
    psa_key_usage_t private_usage, public_usage;
} UseRow;

static const UseRow uses[] = {
    [KEY_USE_SIGN] = {"sig", "ES256", PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256),
                      PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE |
                          PSA_KEY_USAGE_EXPORT,
                      PSA_KEY_USAGE_VERIFY_MESSAGE},
    [KEY_USE_SEAL] = {"enc", "ECDH-ES", PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE | PSA_KEY_USAGE_EXPORT,
                      0},
};

/* ---- For the rest of store -------------------------------------------------------------------*/

psa_key_id_t jwk_psa_id(const Jwk *key)
{
    return key->id;
}

const guint8 *jwk_psa_point(const Jwk *key)
{
    return key->point;
}

KeyUse jwk_psa_use(const Jwk *key)
{
    return key->use;
}

bool jwk_psa_check(psa_status_t status, const char *attempted, GError **error)
{
    if (status != PSA_SUCCESS) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_CRYPTO, "cannot %s: PSA status %d", attempted,
                    (int)status);
    }
    return status == PSA_SUCCESS;
}

json_t *jwk_psa_point_json(const guint8 point[P256_POINT_BYTES])
{
    g_autofree char *x = encoding_base64url(point + 1, P256_FIELD_BYTES);
    g_autofree char *y = encoding_base64url(point + 1 + P256_FIELD_BYTES, P256_FIELD_BYTES);
    json_t *object = json_pack("{ssssssss}", "kty", "EC", "crv", "P-256", "x", x, "y", y);
    g_assert(object);
    return object;
}

/* A member that is base64url of exactly one field element. */
static GBytes *read_field(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    if (!text || strlen(text) != (P256_FIELD_BYTES * 8 + 5) / 6) {
        return NULL;
    }
    return encoding_base64url_decode(text, -1);
}

bool jwk_psa_read_point(const json_t *object, guint8 point[P256_POINT_BYTES])
{
    g_autoptr(GBytes) x = read_field(object, "x");
    g_autoptr(GBytes) y = read_field(object, "y");
    if (!x || !y || strcmp(json_get_string(object, "kty", ""), "EC") != 0 ||
        strcmp(json_get_string(object, "crv", ""), "P-256") != 0) {
        return false;
    }
    point[0] = 0x04;
    memcpy(point + 1, g_bytes_get_data(x, NULL), P256_FIELD_BYTES);
    memcpy(point + 1 + P256_FIELD_BYTES, g_bytes_get_data(y, NULL), P256_FIELD_BYTES);
    return true;
}

typedef struct {
    guint8 *data;
    gsize size;
} Secret;

static void free_secret(gpointer data)
{
    Secret *secret = data;
    explicit_bzero(secret->data, secret->size);
    g_free(secret->data);
    g_free(secret);
}

GBytes *jwk_secret_bytes_take(guint8 *data, gsize size_bytes)
{
    Secret *secret = g_new(Secret, 1);
    *secret = (Secret){data, size_bytes};
    return g_bytes_new_with_free_func(data, size_bytes, free_secret, secret);
}

/* ---- Start and random ------------------------------------------------------------------------*/

bool keys_init(GError **error)
{
    return jwk_psa_check(psa_crypto_init(), "start the cryptography (no random numbers?)", error);
}

void keys_random(guint8 *out, gsize size_bytes)
{
    psa_status_t status = psa_generate_random(out, size_bytes);
    g_assert(status == PSA_SUCCESS);
}

/* ---- Keys ------------------------------------------------------------------------------------*/

static psa_key_attributes_t attributes_for(KeyUse use, bool is_private)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, is_private ? PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1)
                                             : PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 256);
    psa_set_key_algorithm(&attributes, uses[use].psa_alg);
    psa_set_key_usage_flags(&attributes,
                            is_private ? uses[use].private_usage : uses[use].public_usage);
    return attributes;
}

static bool export_point(psa_key_id_t id, guint8 point[P256_POINT_BYTES], GError **error)
{
    size_t size = 0;
    psa_status_t status = psa_export_public_key(id, point, P256_POINT_BYTES, &size);
    g_assert(status != PSA_SUCCESS || size == P256_POINT_BYTES);
    return jwk_psa_check(status, "read a key's public half", error);
}

char *jwk_thumbprint(const Jwk *key)
{
    g_autofree char *x = encoding_base64url(key->point + 1, P256_FIELD_BYTES);
    g_autofree char *y = encoding_base64url(key->point + 1 + P256_FIELD_BYTES, P256_FIELD_BYTES);
    g_autofree char *canonical =
        g_strdup_printf("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", x, y);
    guint8 hash[32];
    size_t size = 0;
    psa_status_t status = psa_hash_compute(PSA_ALG_SHA_256, (const guint8 *)canonical,
                                           strlen(canonical), hash, sizeof hash, &size);
    g_assert(status == PSA_SUCCESS && size == sizeof hash);
    return encoding_base64url(hash, sizeof hash);
}

void jwk_free(Jwk *key)
{
    if (key) {
        (void)psa_destroy_key(key->id);
        g_free(key->kid);
        g_free(key);
    }
}

Jwk *jwk_generate(KeyUse use, GError **error)
{
    g_autoptr(Jwk) key = g_new0(Jwk, 1);
    key->use = use;
    key->is_private = true;
    psa_key_attributes_t attributes = attributes_for(use, true);
    if (!jwk_psa_check(psa_generate_key(&attributes, &key->id), "make a key", error) ||
        !export_point(key->id, key->point, error)) {
        return NULL;
    }
    key->kid = jwk_thumbprint(key);
    return g_steal_pointer(&key);
}

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID, "not a usable key: %s", reason);
    return false;
}

static bool check_purpose(const json_t *object, KeyUse use, GError **error)
{
    const json_t *said_use = json_object_get(object, "use");
    const json_t *said_alg = json_object_get(object, "alg");
    if (said_use && g_strcmp0(json_string_value(said_use), uses[use].use) != 0) {
        return refuse(error, "its \"use\" says it is for something else");
    }
    if (said_alg && g_strcmp0(json_string_value(said_alg), uses[use].alg) != 0) {
        return refuse(error, "its \"alg\" says it is for something else");
    }
    return true;
}

/* Imports d and checks that it belongs to the point. */
static bool import_private(Jwk *key, GBytes *d, GError **error)
{
    psa_key_attributes_t attributes = attributes_for(key->use, true);
    gsize size;
    const guint8 *bytes = g_bytes_get_data(d, &size);
    if (psa_import_key(&attributes, bytes, size, &key->id) != PSA_SUCCESS) {
        return refuse(error, "\"d\" is not a P-256 private key");
    }
    guint8 point[P256_POINT_BYTES];
    if (!export_point(key->id, point, error)) {
        return false;
    }
    return memcmp(point, key->point, sizeof point) == 0 ||
           refuse(error, "\"d\" does not belong to \"x\" and \"y\"");
}

/* PSA checks that the point is on the curve. */
static bool import_public(Jwk *key, GError **error)
{
    psa_key_attributes_t attributes = attributes_for(key->use, false);
    if (psa_import_key(&attributes, key->point, P256_POINT_BYTES, &key->id) != PSA_SUCCESS) {
        return refuse(error, "\"x\" and \"y\" are not a point on P-256");
    }
    if (key->use == KEY_USE_SEAL) {
        (void)psa_destroy_key(key->id);
        key->id = PSA_KEY_ID_NULL;
    }
    return true;
}

static bool import_halves(Jwk *key, const json_t *object, GError **error)
{
    if (!json_object_get(object, "d")) {
        return import_public(key, error);
    }
    key->is_private = true;
    g_autoptr(GBytes) d = read_field(object, "d");
    if (!d) {
        return refuse(error, "\"d\" is not 32 bytes in base64url");
    }
    gsize size;
    guint8 *bytes = g_bytes_unref_to_data(g_steal_pointer(&d), &size);
    g_autoptr(GBytes) secret = jwk_secret_bytes_take(bytes, size);
    return import_private(key, secret, error);
}

Jwk *jwk_from_json(const json_t *object, KeyUse use, GError **error)
{
    g_autoptr(Jwk) key = g_new0(Jwk, 1);
    key->use = use;
    if (!json_is_object(object) || !jwk_psa_read_point(object, key->point)) {
        (void)refuse(error, "it must be a JWK of kty EC and crv P-256 with x and y");
        return NULL;
    }
    const json_t *kid = json_object_get(object, "kid");
    const char *kid_text = json_string_value(kid);
    if (kid && (!kid_text || !*kid_text || strlen(kid_text) > MAX_KID_BYTES)) {
        (void)refuse(error, "\"kid\" must be a text of 1 to 128 bytes");
        return NULL;
    }
    if (!check_purpose(object, use, error) || !import_halves(key, object, error)) {
        return NULL;
    }
    key->kid = kid_text ? g_strdup(kid_text) : jwk_thumbprint(key);
    return g_steal_pointer(&key);
}

/* ---- Files -----------------------------------------------------------------------------------*/

/* Texts inside jansson are ours until the last reference goes. */
static void wipe_member(json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);
    if (json_is_string(member)) {
        explicit_bzero((char *)(guintptr)json_string_value(member), json_string_length(member));
    }
}

Jwk *jwk_load(const char *path, KeyUse use, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) text = file_load(path, MAX_FILE_BYTES, &cause);
    if (!text) {
        bool is_missing = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);
        g_set_error_literal(error, KEY_ERROR, is_missing ? KEY_ERROR_MISSING : KEY_ERROR_INVALID,
                            cause->message);
        return NULL;
    }
    gsize size;
    guint8 *bytes = g_bytes_unref_to_data(g_steal_pointer(&text), &size);
    g_autoptr(GBytes) secret = jwk_secret_bytes_take(bytes, size);
    g_autoptr(json_t) object = json_parse(secret, path, &cause);
    if (!object) {
        /* jansson's message quotes the text: the place is enough. */
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID, "%s is not JSON", path);
        return NULL;
    }
    Jwk *key = jwk_from_json(object, use, error);
    wipe_member(object, "d");
    if (!key) {
        g_prefix_error(error, "%s: ", path);
    }
    return key;
}

json_t *jwk_public_json(const Jwk *key)
{
    json_t *object = jwk_psa_point_json(key->point);
    int failed = json_object_set_new(object, "kid", json_string(key->kid));
    failed |= json_object_set_new(object, "use", json_string(uses[key->use].use));
    failed |= json_object_set_new(object, "alg", json_string(uses[key->use].alg));
    g_assert(!failed);
    return object;
}

static bool add_private_half(const Jwk *key, json_t *object, GError **error)
{
    guint8 bytes[P256_FIELD_BYTES];
    size_t size = 0;
    if (!jwk_psa_check(psa_export_key(key->id, bytes, sizeof bytes, &size), "export a key",
                       error)) {
        return false;
    }
    g_autofree char *d = encoding_base64url(bytes, size);
    explicit_bzero(bytes, sizeof bytes);
    int failed = json_object_set_new(object, "d", json_string(d));
    explicit_bzero(d, strlen(d));
    g_assert(!failed);
    return true;
}

bool jwk_save(const Jwk *key, const char *path, GError **error)
{
    g_autoptr(json_t) object = jwk_public_json(key);
    if (key->is_private && !add_private_half(key, object, error)) {
        return false;
    }
    g_autoptr(GBytes) text = json_write(object);
    wipe_member(object, "d");
    gsize size;
    guint8 *bytes = g_bytes_unref_to_data(g_steal_pointer(&text), &size);
    g_autoptr(GBytes) secret = jwk_secret_bytes_take(bytes, size);
    return file_save(path, secret, key->is_private ? 0600 : 0644, error);
}

const char *jwk_kid(const Jwk *key)
{
    return key->kid;
}

bool jwk_is_private(const Jwk *key)
{
    return key->is_private;
}
