// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_code.h"

#include <string.h>

#include "base/encoding.h"
#include "store/jwk_psa.h"

enum { HMAC_BYTES = 32, TAG_CHARS = 16 };
static const guint32 code_modulus = 1000000000; /* ten to the power STAFF_CODE_DIGITS */

struct StaffCodeKey {
    psa_key_id_t id;
};

GBytes *staff_code_new_secret(void)
{
    guint8 *data = g_malloc(STAFF_SECRET_BYTES);
    keys_random(data, STAFF_SECRET_BYTES);
    return jwk_secret_bytes_take(data, STAFF_SECRET_BYTES);
}

char *staff_code_write_secret(GBytes *secret)
{
    return encoding_base64url(g_bytes_get_data(secret, NULL), g_bytes_get_size(secret));
}

GBytes *staff_code_read_secret(const char *text)
{
    g_autoptr(GBytes) plain = text ? encoding_base64url_decode(text, -1) : NULL;
    if (!plain || g_bytes_get_size(plain) != STAFF_SECRET_BYTES) {
        return NULL;
    }
    gsize size;
    guint8 *data = g_bytes_unref_to_data(g_steal_pointer(&plain), &size);
    return jwk_secret_bytes_take(data, size);
}

char *staff_code_secret_tag(GBytes *secret)
{
    guint8 digest[32];
    gsize size = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, g_bytes_get_data(secret, NULL), (gssize)g_bytes_get_size(secret));
    g_checksum_get_digest(sum, digest, &size);
    g_autofree char *whole = encoding_base64url(digest, size);
    return g_strndup(whole, TAG_CHARS);
}

StaffCodeKey *staff_code_key_new(GBytes *secret, GError **error)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(secret, &size);
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_HMAC);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
    psa_set_key_algorithm(&attributes, PSA_ALG_HMAC(PSA_ALG_SHA_256));
    psa_key_id_t id = 0;
    if (!jwk_psa_check(psa_import_key(&attributes, data, size, &id), "use the secret of codes",
                       error)) {
        return NULL;
    }
    StaffCodeKey *key = g_new0(StaffCodeKey, 1);
    key->id = id;
    return key;
}

void staff_code_key_free(StaffCodeKey *key)
{
    if (key) {
        (void)psa_destroy_key(key->id);
        g_free(key);
    }
}

/* RFC 4226 5.3: four bytes at the place that the last byte names, without the sign bit. */
static guint32 truncate_hmac(const guint8 hmac[HMAC_BYTES])
{
    const guint8 *at = &hmac[hmac[HMAC_BYTES - 1] & 0x0f];
    return (guint32)(at[0] & 0x7f) << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

bool staff_code_make(const StaffCodeKey *key, guint64 counter, char code[STAFF_CODE_DIGITS + 1],
                     GError **error)
{
    const guint64 moved = GUINT64_TO_BE(counter);
    guint8 hmac[HMAC_BYTES];
    size_t size = 0;
    psa_status_t status =
        psa_mac_compute(key->id, PSA_ALG_HMAC(PSA_ALG_SHA_256), (const guint8 *)&moved,
                        sizeof moved, hmac, sizeof hmac, &size);
    if (!jwk_psa_check(status, "make a code", error)) {
        return false;
    }
    g_snprintf(code, STAFF_CODE_DIGITS + 1, "%09u", truncate_hmac(hmac) % code_modulus);
    explicit_bzero(hmac, sizeof hmac);
    return true;
}

bool staff_code_equals(const char *a, const char *b)
{
    volatile guint8 difference = 0;
    if (strlen(a) != STAFF_CODE_DIGITS || strlen(b) != STAFF_CODE_DIGITS) {
        return false;
    }
    for (gsize i = 0; i < STAFF_CODE_DIGITS; i++) {
        difference |= (guint8)(a[i] ^ b[i]);
    }
    return difference == 0;
}

char *staff_code_group(const char *code)
{
    return g_strdup_printf("%.3s %.3s %.3s", code, code + 3, code + 6);
}
