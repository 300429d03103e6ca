// SPDX-License-Identifier: EUPL-1.2
/* The signed token in a slip's QR (design 4): 17 bytes payload and an ES256 signature over the JWS
 * signing input with the fixed header
 * {"alg":"ES256"}, as base32. Any JOSE library verifies it. */
#pragma once

#include "slip/reference.h"
#include "store/jwk.h"

enum { TOKEN_VERSION = 1, TOKEN_PAYLOAD_BYTES = 17 };

typedef struct {
    guint16 key_id;
    guint16 kiosk;
    guint32 minutes; /* since 2020-01-01 00:00 UTC; 0: the clock was not trusted */
    guint16 site;
    guint8 reference[REFERENCE_BYTES];
} TokenFacts;

/* "HTTPS://<HOST>/#<TOKEN>" in upper case. Caller owns the text. */
char *token_write_url(const TokenFacts *facts, const char *host, const Jwk *slip_key,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Verifies "HTTPS://…/#TOKEN" or the token alone. False with KEY_ERROR_INVALID: not by this key, or
 * changed. */
bool token_read(const char *text, const Jwk *slip_public, TokenFacts *out,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same token as a compact JWS, for JOSE tools. Caller owns; NULL when it is not a token. */
char *token_to_jws(const char *text);
