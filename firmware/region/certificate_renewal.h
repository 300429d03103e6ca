// SPDX-License-Identifier: EUPL-1.2
/* POST /v1/certificates: a new certificate under the old one, from two thirds of its life. Pure. */
#pragma once

#include "region/tls_policy.h"

#define CERTIFICATE_RENEWAL_ERROR certificate_renewal_error_quark()
GQuark certificate_renewal_error_quark(void);
typedef enum { CERTIFICATE_RENEWAL_ERROR_ANSWER } CertificateRenewalError;

enum { CERTIFICATE_RENEWAL_MAX_ANSWER_BYTES = 64 * 1024 };

/* The moment from which `certificate` should be renewed. */
gint64 certificate_renewal_due_unix_s(const TlsCertificate *certificate);

/* Caller owns. */
GBytes *certificate_renewal_write_request(const char *csr_pem);

/* The new chain (PEM) when it fits the new key and is for the same name as the
 * old one. Caller owns. */
char *certificate_renewal_read_answer(GBytes *body, const char *key_pem, const char *name,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
