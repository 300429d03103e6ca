// SPDX-License-Identifier: EUPL-1.2
/* What TLS this kiosk speaks (NCSC-NL's guidelines), and its own key and certificate. The only
 * place that sees mbedTLS's X.509 and TLS. Call keys_init first, then load a policy, apply it to
 * every transfer, ask what was wrong after one that failed. Main thread. */
#pragma once

#include <curl/curl.h>
#include <glib.h>
#include <stdbool.h>

#define TLS_POLICY_ERROR tls_policy_error_quark()
GQuark tls_policy_error_quark(void);
typedef enum {
    TLS_POLICY_ERROR_FILE,  /* missing or unreadable */
    TLS_POLICY_ERROR_CA,    /* the region's authority or its revocation list is not usable */
    TLS_POLICY_ERROR_OWN,   /* own key or certificate is not usable, or they are no pair */
    TLS_POLICY_ERROR_CRYPTO /* the library failed */
} TlsPolicyError;

/* Why a server's certificate was refused; several at once. */
typedef enum {
    TLS_REFUSAL_TIME = 1 << 0,    /* expired or not yet valid: or our clock is wrong */
    TLS_REFUSAL_NAME = 1 << 1,    /* for another name, or for none (a CN alone does not count) */
    TLS_REFUSAL_TRUST = 1 << 2,   /* not by the region's authority */
    TLS_REFUSAL_REVOKED = 1 << 3, /* on the revocation list */
    TLS_REFUSAL_CRL = 1 << 4,     /* the revocation list itself is expired or not to be trusted */
    TLS_REFUSAL_WEAK = 1 << 5,    /* hash or key too weak */
    TLS_REFUSAL_USE = 1 << 6,     /* not a server's certificate */
} TlsRefusal;

typedef struct {
    const char *ca_file;    /* PEM, required */
    const char *crl_file;   /* PEM; NULL or empty: none */
    const char *key_file;   /* PEM; NULL: no client certificate (enrolment) */
    const char *chain_file; /* PEM, own certificate first; NULL together with key_file */
    bool allow_tls12;
} TlsPolicyFiles;

typedef struct TlsPolicy TlsPolicy;

/* Reads all files and checks that own key and certificate are a pair (curl would not notice).
 * Caller frees, after every transfer it was applied to has been cleaned up. */
TlsPolicy *tls_policy_load(const TlsPolicyFiles *files, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tls_policy_free(TlsPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsPolicy, tls_policy_free)

/* Sets every option of `transfer` that has to do with TLS, and forgets the last refusal. Aborts
 * when libcurl does not know an option: that would be a build of ours without TLS. */
void tls_policy_apply(TlsPolicy *policy, CURL *transfer);
/* TlsRefusal flags of the last transfer it was applied to; 0 when no certificate was refused. */
guint tls_policy_refusal(const TlsPolicy *policy);
/* The same in words, for the log; caller owns. */
char *tls_policy_describe_refusal(guint refusal);
/* Whether what libcurl says of a transfer that failed is that the server sent a fatal alert. */
bool tls_policy_is_alert(const char *curl_reason);

/* A fresh P-256 key pair as PEM (wipe it after use: text ends in NUL, size without it) and a
 * signing request for it (PKCS#10, PEM, subject CN=`name`). */
typedef struct {
    char *key_pem;
    char *csr_pem;
} TlsKeyRequest;
bool tls_key_request_make(TlsKeyRequest *out, const char *name,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A request for a key made earlier. Caller owns the text. */
char *tls_key_request_again(const char *key_pem, const char *name,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tls_key_request_clear(TlsKeyRequest *request);

/* What a certificate says of itself. */
typedef struct {
    gint64 not_before_unix_s, not_after_unix_s;
    char serial[64]; /* hexadecimal, upper case, no leading zeros */
    char name[64];   /* common name */
} TlsCertificate;

/* The first certificate of `chain_pem`, after checking that it belongs to `key_pem`, that a client
 * may use it, and that each certificate of the chain is signed by the next. Dates are not compared
 * with the clock: it may be wrong. */
bool tls_certificate_check(const char *chain_pem, const char *key_pem, TlsCertificate *out,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
