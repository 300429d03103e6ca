// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: what a Jwk is to PSA. */
#pragma once

#include <psa/crypto.h>

#include "store/jwk.h"

enum {
    P256_POINT_BYTES = 65, /* 0x04 || x || y */
    P256_FIELD_BYTES = 32,
};

/* The key's handle; the key keeps it. 0 for a public sealing key: PSA agrees with points. */
psa_key_id_t jwk_psa_id(const Jwk *key);
/* P256_POINT_BYTES bytes, borrowed. */
const guint8 *jwk_psa_point(const Jwk *key);
KeyUse jwk_psa_use(const Jwk *key);

/* {"kty","crv","x","y"} of a point; new reference. */
json_t *jwk_psa_point_json(const guint8 point[P256_POINT_BYTES]);
/* The point of such an object; not yet checked to be on the curve. */
bool jwk_psa_read_point(const json_t *object, guint8 point[P256_POINT_BYTES]);

/* Sets KEY_ERROR_CRYPTO and returns false unless `status` is PSA_SUCCESS. */
bool jwk_psa_check(psa_status_t status, const char *attempted, GError **error);

/* `bytes` that are wiped when the last reference goes; takes `data` (g_malloc). */
GBytes *jwk_secret_bytes_take(guint8 *data, gsize size_bytes);
