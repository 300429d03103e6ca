// SPDX-License-Identifier: EUPL-1.2
/* Sealing: JWE compact (RFC 7516), ECDH-ES on P-256 (RFC 7518 4.6), A256GCM. After sealing, only
 * the holder of the private key can read. */
#pragma once

#include "store/jwk.h"

enum { JWE_MAX_CHARS = 1 << 20 };

/* `header` has members of ours for the protected header (iid, kio, ver; may be NULL); alg, enc,
 * epk, kid are put before them. The ephemeral key is destroyed, secrets are wiped. Caller owns the
 * text.
 */
char *jwe_seal(const Jwk *region_public, GBytes *plain, const json_t *header,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the region and tests: the plain text, or NULL when any byte was changed or the key does not
 * fit (KEY_ERROR_INVALID). The bytes are wiped when the last reference goes. `header_out` (may be
 * NULL): the protected header, new reference, untouched on failure. */
GBytes *jwe_open(const Jwk *region_private, const char *compact, json_t **header_out,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
