// SPDX-License-Identifier: EUPL-1.2
/* P-256 keys as JWK (RFC 7517) files, held in PSA while in use. Start PSA once through keys_init.
 * Not thread-safe per key. Errors never hold a part of a key. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

#define KEY_ERROR key_error_quark()
GQuark key_error_quark(void);
typedef enum {
    KEY_ERROR_INVALID, /* from outside and wrong: no P-256 JWK, a bad signature, a changed byte */
    KEY_ERROR_CRYPTO,  /* PSA failed */
    KEY_ERROR_MISSING, /* no such file */
} KeyError;

typedef enum { KEY_USE_SIGN, KEY_USE_SEAL } KeyUse; /* ES256, or ECDH-ES */

typedef struct Jwk Jwk;

/* Starts PSA; every program calls it once in main before anything of store/. */
bool keys_init(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* `size_bytes` random bytes of the system's generator (PSA). Aborts when the system has none. */
void keys_random(guint8 *out, gsize size_bytes);

Jwk *jwk_generate(KeyUse use, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Public or private JWK of P-256; "kid" from the object or the RFC 7638 thumbprint. Refused when it
 * says it is for another use, when the point is not on the curve or when d does not fit it. */
Jwk *jwk_from_json(const json_t *object, KeyUse use, GError **error) G_GNUC_WARN_UNUSED_RESULT;
Jwk *jwk_load(const char *path, KeyUse use, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Private keys whole and 0600, public ones 0644. */
bool jwk_save(const Jwk *key, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *jwk_public_json(const Jwk *key); /* new reference: kty, crv, x, y, kid, use, alg */
const char *jwk_kid(const Jwk *key);     /* borrowed */
char *jwk_thumbprint(const Jwk *key);    /* RFC 7638, SHA-256, base64url. Caller owns. */
bool jwk_is_private(const Jwk *key);
void jwk_free(Jwk *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Jwk, jwk_free)
