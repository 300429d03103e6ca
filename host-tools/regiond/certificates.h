// SPDX-License-Identifier: EUPL-1.2
/* The region's authority for kiosks' certificates: P-256, signs requests, lists the revoked. The
 * one place of this tool that touches mbedTLS's X.509. keys_init first. One thread. Time is an
 * argument. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "regiond/storage.h"

#define CERTIFICATES_ERROR certificates_error_quark()
GQuark certificates_error_quark(void);
typedef enum {
    CERTIFICATES_ERROR_FILE,    /* key or certificate of the authority */
    CERTIFICATES_ERROR_REQUEST, /* the kiosk's request cannot be signed; the message says why */
    CERTIFICATES_ERROR_CRYPTO,
} CertificatesError;

enum {
    CERTIFICATES_LIFE_S = 90 * 24 * 3600,
    CERTIFICATES_AUTHORITY_LIFE_S = 3650 * 24 * 3600,
    CERTIFICATES_MAX_REQUEST_BYTES = 8 * 1024,
};

/* Makes an authority named after the region: key (0600) and certificate (0644). */
bool certificates_make_authority(const char *region, const char *key_path, const char *path,
                                 gint64 now_unix_s, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct CertificateAuthority CertificateAuthority;

/* Caller frees. A key that does not fit the certificate is CERTIFICATES_ERROR_FILE. */
CertificateAuthority *certificate_authority_load(const char *key_path, const char *path,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void certificate_authority_free(CertificateAuthority *authority);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CertificateAuthority, certificate_authority_free)

/* Signs a PEM request for kiosk `number`. Of the request only its public key is used, after its own
 * signature proved that the kiosk has the private one. The certificate says CN=kiosk-<number>, for
 * TLS clients only, for CERTIFICATES_LIFE_S. Caller frees. */
StorageCertificate *certificate_authority_sign(CertificateAuthority *authority, const char *request,
                                               gint64 number, gint64 now_unix_s,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The revocation list as PEM. `revoked` holds StorageCertificate*. Caller owns. */
GBytes *certificate_authority_write_crl(CertificateAuthority *authority, const GPtrArray *revoked,
                                        gint64 now_unix_s,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
