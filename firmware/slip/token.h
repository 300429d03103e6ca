// SPDX-License-Identifier: EUPL-1.2
/* The signed token in a slip's QR (design 4): 17 bytes payload (version 1, key id 2, kiosk 2,
 * minutes 4, site 2, reserved 1, reference 5; big-endian) and a 64-byte ES256 signature (r||s, RFC
 * 7518 3.4) over the JWS signing input (RFC 7515 5.1) with the fixed header {"alg":"ES256"}, all 81
 * as base 32 (RFC 4648, no padding). Nothing of the visitor. Any JOSE library verifies it. */
#pragma once

#include "slip/reference.h"
#include "store/jwk.h"

enum { TOKEN_VERSION = 1, TOKEN_PAYLOAD_BYTES = 17, TOKEN_CHARS = 130 };

typedef struct {
    guint16 key_id;
    guint16 kiosk;
    guint32 minutes; /* since 2020-01-01 00:00 UTC; 0: the clock was not trusted */
    guint16 site;
    guint8 reference[REFERENCE_BYTES];
} TokenFacts;

/* Minutes for TokenFacts; 0 before 2020. */
guint32 token_minutes(gint64 unix_s);

/* "HTTPS://<HOST>/#<TOKEN>" in upper case. It fits a QR of version 6-M when `host` has at most
 * CONTENT_MAX_HOST_CHARS. Caller owns the text. */
char *token_write_url(const TokenFacts *facts, const char *host, const Jwk *slip_key,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Verifies "HTTPS://…/#TOKEN" or the token alone. False with KEY_ERROR_INVALID: not a token, not by
 * this key, or changed; `out` is then untouched. */
bool token_read(const char *text, const Jwk *slip_public, TokenFacts *out,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What it says without verifying, to find the key by its id. */
bool token_peek(const char *text, TokenFacts *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same token as a compact JWS, for JOSE tools. Caller owns; NULL when it is not a token. */
char *token_to_jws(const char *text);
