// SPDX-License-Identifier: EUPL-1.2
/* ES256 signatures (RFC 7515, 7518 3.4) in compact form, payload attached or detached (RFC 7515
 * appendix F). Deterministic ECDSA. */
#pragma once

#include "store/jwk.h"

enum { JWS_MAX_CHARS = 1 << 20 };

/* Compact JWS of `payload`; `header` has members beside alg and kid (may be NULL), e.g.
 * {"typ":"receipt"}. Caller owns the text. */
char *jws_sign(const Jwk *key, GBytes *payload, const json_t *header,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "header..signature". Caller owns the text. */
char *jws_sign_detached(const Jwk *key, GBytes *payload, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The payload when the signature is right, else NULL (KEY_ERROR_INVALID). Only alg ES256 is taken;
 * "crit" is refused. Keys of the header's kid are tried first, then the others in order: a kid is
 * a hint, the signature decides. Caller owns. */
GBytes *jws_verify(const char *compact, const Jwk *const *keys, gsize n_keys,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool jws_verify_detached(const char *compact, GBytes *payload, const Jwk *const *keys, gsize n_keys,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* r||s (64 bytes) over `input` as it stands, for the slip's token. */
bool jws_sign_raw(const Jwk *key, const guint8 *input, gsize size_bytes, guint8 out[64],
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool jws_verify_raw(const Jwk *key, const guint8 *input, gsize size_bytes,
                    const guint8 signature[64]);
