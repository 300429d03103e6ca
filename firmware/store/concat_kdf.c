// SPDX-License-Identifier: EUPL-1.2
#include "store/concat_kdf.h"

#include <string.h>

#include "store/jwk_psa.h"

enum { HASH_BYTES = 32, MAX_INFO_BYTES = 4096 };

static bool add(psa_hash_operation_t *hash, const void *data, gsize size, GError **error)
{
    return jwk_psa_check(psa_hash_update(hash, data, size), "derive a key", error);
}

static bool add_number(psa_hash_operation_t *hash, guint32 number, GError **error)
{
    guint32 big_endian = GUINT32_TO_BE(number);
    return add(hash, &big_endian, sizeof big_endian, error);
}

/* Length and bytes. */
static bool add_field(psa_hash_operation_t *hash, const void *data, gsize size, GError **error)
{
    g_assert(size <= MAX_INFO_BYTES);
    return add_number(hash, (guint32)size, error) && add(hash, data, size, error);
}

static bool add_bytes(psa_hash_operation_t *hash, GBytes *bytes, GError **error)
{
    gsize size = 0;
    const void *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    return add_field(hash, data ? data : "", size, error);
}

static bool add_everything(psa_hash_operation_t *hash, GBytes *z, const ConcatKdfInfo *info,
                           gsize key_bytes, GError **error)
{
    gsize z_size;
    const void *z_data = g_bytes_get_data(z, &z_size);
    return add_number(hash, 1, error) && add(hash, z_data, z_size, error) &&
           add_field(hash, info->algorithm, strlen(info->algorithm), error) &&
           add_bytes(hash, info->apu, error) && add_bytes(hash, info->apv, error) &&
           add_number(hash, (guint32)key_bytes * 8, error);
}

bool concat_kdf_derive(GBytes *z, const ConcatKdfInfo *info, guint8 *key, gsize key_bytes,
                       GError **error)
{
    g_assert(key_bytes > 0 && key_bytes <= HASH_BYTES);
    psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
    guint8 digest[HASH_BYTES];
    size_t size = 0;
    bool ok =
        jwk_psa_check(psa_hash_setup(&hash, PSA_ALG_SHA_256), "derive a key", error) &&
        add_everything(&hash, z, info, key_bytes, error) &&
        jwk_psa_check(psa_hash_finish(&hash, digest, sizeof digest, &size), "derive a key", error);
    if (ok) {
        memcpy(key, digest, key_bytes);
    }
    (void)psa_hash_abort(&hash);
    explicit_bzero(digest, sizeof digest);
    return ok;
}
