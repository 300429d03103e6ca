// SPDX-License-Identifier: EUPL-1.2
/* A certificate revocation list (RFC 5280 5) as DER; mbedTLS reads them but does not write them.
 * Signed by the caller with ECDSA and SHA-256. Pure. */
#pragma once

#include <glib.h>

enum { CRL_LIFE_S = 60 * 24 * 3600 };

typedef struct {
    const guint8 *issuer_der; /* the authority's subject, with its tag */
    gsize issuer_bytes;
    const guint8 *key_id; /* the authority's subject key identifier */
    gsize key_id_bytes;
    gint64 now_unix_s; /* thisUpdate, and the list's number; valid for CRL_LIFE_S */
} CrlFacts;

/* The part that is signed; `revoked` holds StorageCertificate*. Caller owns. */
GByteArray *crl_write_tbs(const CrlFacts *facts, const GPtrArray *revoked);
/* The whole list; `signature` is ECDSA's DER. Caller owns. */
GByteArray *crl_finish(const GByteArray *tbs, const guint8 *signature, gsize signature_bytes);
