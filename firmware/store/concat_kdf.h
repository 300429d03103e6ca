// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: the Concat KDF of NIST SP 800-56A as JWA uses it for ECDH-ES (RFC 7518 4.6.2),
 * one round of SHA-256. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What goes into the key beside the shared secret; apu and apv may be NULL (empty). */
typedef struct {
    const char *algorithm; /* the "enc" for direct agreement */
    GBytes *apu, *apv;
} ConcatKdfInfo;

/* `key_bytes`: 1 to 32. KEY_ERROR_CRYPTO when PSA fails. Every copy of `z` it makes is wiped. */
bool concat_kdf_derive(GBytes *z, const ConcatKdfInfo *info, guint8 *key, gsize key_bytes,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
