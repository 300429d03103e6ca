// SPDX-License-Identifier: EUPL-1.2
#include "region/tls_policy.h"

#include <string.h>

#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/pk.h>
#include <mbedtls/psa_util.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crl.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>
#include <psa/crypto.h>

#include "base/file.h"

#if defined(MBEDTLS_SSL_RENEGOTIATION) || defined(MBEDTLS_SSL_EARLY_DATA) ||                       \
    defined(MBEDTLS_SSL_SESSION_TICKETS)
#error "mbedTLS must be built without renegotiation, early data and session tickets"
#endif

G_DEFINE_QUARK(wegwijs_tls_policy_error, tls_policy_error)

enum { MAX_PEM_BYTES = 512 * 1024, PEM_BUFFER_BYTES = 4096, MIN_RSA_BITS = 3072 };

/* NCSC-NL, TLS guidelines 2025-05: only "good" suites, groups and hashes. curl's own choice would
 * take SHA-1 and RSA of 1024 bits. */
static const mbedtls_x509_crt_profile certificate_profile = {
    .allowed_mds = MBEDTLS_X509_ID_FLAG(MBEDTLS_MD_SHA256) |
                   MBEDTLS_X509_ID_FLAG(MBEDTLS_MD_SHA384) |
                   MBEDTLS_X509_ID_FLAG(MBEDTLS_MD_SHA512),
    .allowed_pks = MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_RSA) | MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECDSA) |
                   MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECKEY) |
                   MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_RSASSA_PSS),
    .allowed_curves = MBEDTLS_X509_ID_FLAG(MBEDTLS_ECP_DP_SECP256R1) |
                      MBEDTLS_X509_ID_FLAG(MBEDTLS_ECP_DP_SECP384R1),
    .rsa_min_bitlen = MIN_RSA_BITS,
};

static const int suites[] = {
    MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    0,
};

static const uint16_t groups[] = {
    MBEDTLS_SSL_IANA_TLS_GROUP_X25519,
    MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1,
    MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1,
    MBEDTLS_SSL_IANA_TLS_GROUP_NONE,
};

/* PKCS#1 before PSS: servers take the first of ours that they know, and mbedTLS does not read PSS
 * in a handshake of TLS 1.2; TLS 1.3 knows PKCS#1 in certificates alone (RFC 8446 4.2.3). */
static const uint16_t signature_algorithms[] = {
    MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256,
    MBEDTLS_TLS1_3_SIG_ECDSA_SECP384R1_SHA384,
    MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA256,
    MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA384,
    MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA512,
    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA256,
    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA384,
    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA512,
    MBEDTLS_TLS1_3_SIG_NONE,
};

static const struct {
    uint32_t flags;
    TlsRefusal refusal;
    const char *words;
} refusals[] = {
    {MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE, TLS_REFUSAL_TIME,
     "expired or not yet valid"},
    {MBEDTLS_X509_BADCERT_CN_MISMATCH, TLS_REFUSAL_NAME, "for another name"},
    {MBEDTLS_X509_BADCERT_NOT_TRUSTED | MBEDTLS_X509_BADCERT_MISSING, TLS_REFUSAL_TRUST,
     "not by the region's authority"},
    {MBEDTLS_X509_BADCERT_REVOKED, TLS_REFUSAL_REVOKED, "revoked"},
    {MBEDTLS_X509_BADCRL_NOT_TRUSTED | MBEDTLS_X509_BADCRL_EXPIRED | MBEDTLS_X509_BADCRL_FUTURE |
         MBEDTLS_X509_BADCRL_BAD_MD | MBEDTLS_X509_BADCRL_BAD_PK | MBEDTLS_X509_BADCRL_BAD_KEY,
     TLS_REFUSAL_CRL, "its revocation list is expired or not to be trusted"},
    {MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_BAD_KEY,
     TLS_REFUSAL_WEAK, "with too weak a key or hash"},
    {MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
         MBEDTLS_X509_BADCERT_NS_CERT_TYPE,
     TLS_REFUSAL_USE, "not meant for a server"},
};

struct TlsPolicy {
    mbedtls_x509_crt ca;
    mbedtls_x509_crl crl;
    bool has_crl;
    mbedtls_x509_crt own;
    mbedtls_pk_context own_key; /* opaque: its bytes live in PSA */
    psa_key_id_t own_key_id;
    bool has_own;
    bool allow_tls12;
    guint refusal;
};

static void set_error(GError **error, TlsPolicyError code, int status, const char *what,
                      const char *name)
{
    char reason[128];
    mbedtls_strerror(status, reason, sizeof reason);
    g_set_error(error, TLS_POLICY_ERROR, (gint)code, "%s: %s (%s)", name, what, reason);
}

static void free_secret(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        g_free(text);
    }
}

/* A PEM file as text with the NUL that mbedTLS wants counted in. */
static char *load_pem(const char *path, GError **error)
{
    g_autoptr(GError) inner = NULL;
    g_autoptr(GBytes) bytes = file_load(path, MAX_PEM_BYTES, &inner);
    if (!bytes) {
        g_set_error_literal(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_FILE, inner->message);
        return NULL;
    }
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    return g_strndup(data ? data : "", size);
}

static bool parse_certificates(mbedtls_x509_crt *into, const char *pem, const char *name,
                               TlsPolicyError code, GError **error)
{
    int status = mbedtls_x509_crt_parse(into, (const unsigned char *)pem, strlen(pem) + 1);
    if (status != 0) {
        set_error(error, code, status < 0 ? status : MBEDTLS_ERR_X509_INVALID_FORMAT,
                  "not a PEM file with certificates", name);
        return false;
    }
    return true;
}

static bool parse_key(mbedtls_pk_context *into, const char *pem, const char *name, GError **error)
{
    int status = mbedtls_pk_parse_key(into, (const unsigned char *)pem, strlen(pem) + 1, NULL, 0,
                                      mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_OWN, status, "not a PEM file with a private key", name);
        return false;
    }
    if (!mbedtls_pk_can_do(into, MBEDTLS_PK_ECDSA)) {
        g_set_error(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_OWN,
                    "%s: not an elliptic-curve key; enrol the kiosk again", name);
        return false;
    }
    return true;
}

static bool check_pair(const mbedtls_x509_crt *own, const mbedtls_pk_context *key, const char *name,
                       GError **error)
{
    int status =
        mbedtls_pk_check_pair(&own->pk, key, mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_OWN, status,
                  "the certificate does not belong to the private key; enrol the kiosk again",
                  name);
        return false;
    }
    return true;
}

/* ---- Loading ---- */

static bool load_authority(TlsPolicy *policy, const char *path, GError **error)
{
    g_autofree char *pem = load_pem(path, error);
    if (!pem || !parse_certificates(&policy->ca, pem, path, TLS_POLICY_ERROR_CA, error)) {
        return false;
    }
    for (const mbedtls_x509_crt *one = &policy->ca; one; one = one->next) {
        if (mbedtls_x509_crt_get_ca_istrue(one) != 1) {
            g_set_error(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_CA,
                        "%s: holds a certificate that is no authority's (CA:TRUE is missing)",
                        path);
            return false;
        }
    }
    return true;
}

static bool is_by_authority(const mbedtls_x509_crl *crl, const mbedtls_x509_crt *ca)
{
    for (; ca; ca = ca->next) {
        if (ca->subject_raw.len == crl->issuer_raw.len &&
            memcmp(ca->subject_raw.p, crl->issuer_raw.p, crl->issuer_raw.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool load_revocations(TlsPolicy *policy, const char *path, GError **error)
{
    if (!path || !*path) {
        return true;
    }
    g_autofree char *pem = load_pem(path, error);
    if (!pem) {
        return false;
    }
    int status = mbedtls_x509_crl_parse(&policy->crl, (const unsigned char *)pem, strlen(pem) + 1);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_CA, status, "not a PEM file with a revocation list",
                  path);
        return false;
    }
    /* A list of another authority would be passed over in silence. */
    for (const mbedtls_x509_crl *one = &policy->crl; one; one = one->next) {
        if (!is_by_authority(one, &policy->ca)) {
            g_set_error(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_CA,
                        "%s: the revocation list is by another authority than region.ca_file",
                        path);
            return false;
        }
    }
    policy->has_crl = true;
    return true;
}

/* The key goes into PSA, so that its bytes are not copied with every connection. */
static bool hand_key_to_psa(TlsPolicy *policy, const mbedtls_pk_context *key, const char *name,
                            GError **error)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    int status = mbedtls_pk_get_psa_attributes(key, PSA_KEY_USAGE_SIGN_HASH, &attributes);
    if (status == 0) {
        psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_ANY_HASH));
        status = mbedtls_pk_import_into_psa(key, &attributes, &policy->own_key_id);
    }
    if (status == 0) {
        status = mbedtls_pk_setup_opaque(&policy->own_key, policy->own_key_id);
    }
    psa_reset_key_attributes(&attributes);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_CRYPTO, status, "cannot hold the private key", name);
    }
    return status == 0;
}

static bool load_own(TlsPolicy *policy, const TlsPolicyFiles *files, GError **error)
{
    if (!files->key_file) {
        return true;
    }
    char *key_pem = load_pem(files->key_file, error);
    g_autofree char *chain_pem = key_pem ? load_pem(files->chain_file, error) : NULL;
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    bool ok = chain_pem && parse_key(&key, key_pem, files->key_file, error) &&
              parse_certificates(&policy->own, chain_pem, files->chain_file, TLS_POLICY_ERROR_OWN,
                                 error) &&
              check_pair(&policy->own, &key, files->chain_file, error) &&
              hand_key_to_psa(policy, &key, files->key_file, error);
    mbedtls_pk_free(&key);
    free_secret(key_pem);
    policy->has_own = ok;
    return ok;
}

TlsPolicy *tls_policy_load(const TlsPolicyFiles *files, GError **error)
{
    g_autoptr(TlsPolicy) policy = g_new0(TlsPolicy, 1);
    mbedtls_x509_crt_init(&policy->ca);
    mbedtls_x509_crl_init(&policy->crl);
    mbedtls_x509_crt_init(&policy->own);
    mbedtls_pk_init(&policy->own_key);
    policy->allow_tls12 = files->allow_tls12;
    if (!load_authority(policy, files->ca_file, error) ||
        !load_revocations(policy, files->crl_file, error) || !load_own(policy, files, error)) {
        return NULL;
    }
    return g_steal_pointer(&policy);
}

void tls_policy_free(TlsPolicy *policy)
{
    if (!policy) {
        return;
    }
    mbedtls_pk_free(&policy->own_key);
    psa_destroy_key(policy->own_key_id);
    mbedtls_x509_crt_free(&policy->own);
    mbedtls_x509_crl_free(&policy->crl);
    mbedtls_x509_crt_free(&policy->ca);
    g_free(policy);
}

/* ---- Applying ---- */

static guint map_refusal(uint32_t flags)
{
    guint refusal = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        refusal |= flags & refusals[i].flags ? refusals[i].refusal : 0U;
    }
    return refusal;
}

/* Called for each certificate of the server's chain, the authority's first. Only ever adds flags.
 */
static int verify_certificate(void *user_data, mbedtls_x509_crt *certificate, int depth,
                              uint32_t *flags)
{
    TlsPolicy *policy = user_data;
    if (depth == 0) {
        /* RFC 9525 6.3: the common name is not looked at; mbedTLS would. */
        if (!mbedtls_x509_crt_has_ext_type(certificate, MBEDTLS_X509_EXT_SUBJECT_ALT_NAME)) {
            *flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
        }
        /* mbedTLS refuses this itself, a step later; noted here so that staff hear why. */
        if (mbedtls_x509_crt_check_extended_key_usage(certificate, MBEDTLS_OID_SERVER_AUTH,
                                                      MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)) ||
            mbedtls_x509_crt_check_key_usage(certificate, MBEDTLS_X509_KU_DIGITAL_SIGNATURE)) {
            policy->refusal |= TLS_REFUSAL_USE;
        }
    }
    policy->refusal |= map_refusal(*flags);
    return 0;
}

/* curl's CURLOPT_SSL_CTX_FUNCTION: the last word on a connection's configuration. */
static CURLcode configure(CURL *transfer, void *ssl_config, void *user_data)
{
    (void)transfer;
    mbedtls_ssl_config *config = ssl_config;
    TlsPolicy *policy = user_data;
    mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_verify(config, verify_certificate, policy);
    mbedtls_ssl_conf_cert_profile(config, &certificate_profile);
    mbedtls_ssl_conf_ciphersuites(config, suites);
    mbedtls_ssl_conf_groups(config, groups);
    mbedtls_ssl_conf_sig_algs(config, signature_algorithms);
    mbedtls_ssl_conf_min_tls_version(config, policy->allow_tls12 ? MBEDTLS_SSL_VERSION_TLS1_2
                                                                 : MBEDTLS_SSL_VERSION_TLS1_3);
    mbedtls_ssl_conf_max_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_3);
    mbedtls_ssl_conf_ca_chain(config, &policy->ca, policy->has_crl ? &policy->crl : NULL);
    if (policy->has_own && mbedtls_ssl_conf_own_cert(config, &policy->own, &policy->own_key) != 0) {
        return CURLE_SSL_CERTPROBLEM;
    }
    return CURLE_OK;
}

static bool is_our_suite(int suite)
{
    for (gsize i = 0; suites[i] != 0; i++) {
        if (suites[i] == suite) {
            return true;
        }
    }
    return false;
}

/* Before the first byte of a request leaves: is what was negotiated what we asked for? curl passes
 * over options it does not understand, so this is looked at and not assumed. */
static int check_negotiated(void *user_data, char *ip, char *local_ip, int port, int local_port)
{
    (void)ip, (void)local_ip, (void)port, (void)local_port;
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(user_data, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session ||
        session->backend != CURLSSLBACKEND_MBEDTLS || !session->internals) {
        return CURL_PREREQFUNC_ABORT;
    }
    const mbedtls_ssl_context *ssl = session->internals;
    bool fine = is_our_suite(mbedtls_ssl_get_ciphersuite_id_from_ssl(ssl)) &&
                mbedtls_ssl_get_version_number(ssl) >= MBEDTLS_SSL_VERSION_TLS1_2 &&
                mbedtls_ssl_get_verify_result(ssl) == 0;
    return fine ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

void tls_policy_apply(TlsPolicy *policy, CURL *transfer)
{
    policy->refusal = 0;
    long version = policy->allow_tls12 ? (long)CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_3
                                       : (long)CURL_SSLVERSION_TLSv1_3;
    bool fine = curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_SSLVERSION, version) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_SSL_SESSIONID_CACHE, 0L) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_SSL_CTX_FUNCTION, configure) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_SSL_CTX_DATA, policy) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_PREREQFUNCTION, check_negotiated) == CURLE_OK &&
                curl_easy_setopt(transfer, CURLOPT_PREREQDATA, transfer) == CURLE_OK;
    g_assert(fine);
}

guint tls_policy_refusal(const TlsPolicy *policy)
{
    return policy->refusal;
}

char *tls_policy_describe_refusal(guint refusal)
{
    GString *words = g_string_new("the server's certificate is refused:");
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        if (refusal & refusals[i].refusal) {
            g_string_append_printf(words, "%s %s", words->str[words->len - 1] == ':' ? "" : ",",
                                   refusals[i].words);
        }
    }
    return g_string_free(words, FALSE);
}

bool tls_policy_is_alert(const char *curl_reason)
{
    char code[16];
    g_snprintf(code, sizeof code, "(-0x%04X)", (unsigned)-MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE);
    return strstr(curl_reason, code) != NULL;
}

/* ---- Keys and requests ---- */

static char *write_key(mbedtls_pk_context *key, GError **error)
{
    unsigned char pem[PEM_BUFFER_BYTES];
    int status = mbedtls_pk_write_key_pem(key, pem, sizeof pem);
    char *text = status == 0 ? g_strdup((const char *)pem) : NULL;
    explicit_bzero(pem, sizeof pem);
    if (!text) {
        set_error(error, TLS_POLICY_ERROR_CRYPTO, status, "cannot write it", "new private key");
    }
    return text;
}

static char *write_request(mbedtls_pk_context *key, const char *name, GError **error)
{
    mbedtls_x509write_csr request;
    mbedtls_x509write_csr_init(&request);
    g_autofree char *subject = g_strdup_printf("CN=%s", name);
    unsigned char pem[PEM_BUFFER_BYTES];
    int status = mbedtls_x509write_csr_set_subject_name(&request, subject);
    if (status == 0) {
        mbedtls_x509write_csr_set_md_alg(&request, MBEDTLS_MD_SHA256);
        mbedtls_x509write_csr_set_key(&request, key);
        status = mbedtls_x509write_csr_pem(&request, pem, sizeof pem, mbedtls_psa_get_random,
                                           MBEDTLS_PSA_RANDOM_STATE);
    }
    mbedtls_x509write_csr_free(&request);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_CRYPTO, status, "cannot make it", "signing request");
        return NULL;
    }
    return g_strdup((const char *)pem);
}

static bool generate_key(mbedtls_pk_context *key, GError **error)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 256);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_ANY_HASH));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_EXPORT);
    psa_key_id_t id = PSA_KEY_ID_NULL;
    psa_status_t made = psa_generate_key(&attributes, &id);
    int status = made == PSA_SUCCESS ? mbedtls_pk_copy_from_psa(id, key) : (int)made;
    psa_destroy_key(id);
    if (status != 0) {
        set_error(error, TLS_POLICY_ERROR_CRYPTO, status, "cannot make it", "new private key");
    }
    return status == 0;
}

bool tls_key_request_make(TlsKeyRequest *out, const char *name, GError **error)
{
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    TlsKeyRequest made = {0};
    if (generate_key(&key, error)) {
        made.key_pem = write_key(&key, error);
        made.csr_pem = made.key_pem ? write_request(&key, name, error) : NULL;
    }
    mbedtls_pk_free(&key);
    if (!made.csr_pem) {
        tls_key_request_clear(&made);
        return false;
    }
    *out = made;
    return true;
}

char *tls_key_request_again(const char *key_pem, const char *name, GError **error)
{
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    char *csr =
        parse_key(&key, key_pem, "private key", error) ? write_request(&key, name, error) : NULL;
    mbedtls_pk_free(&key);
    return csr;
}

void tls_key_request_clear(TlsKeyRequest *request)
{
    free_secret(request->key_pem);
    g_free(request->csr_pem);
    *request = (TlsKeyRequest){0};
}

/* ---- Certificates ---- */

static gint64 read_moment(const mbedtls_x509_time *at)
{
    g_autoptr(GDateTime) moment =
        g_date_time_new_utc(at->year, at->mon, at->day, at->hour, at->min, at->sec);
    return moment ? g_date_time_to_unix(moment) : 0;
}

static void read_name(const mbedtls_x509_name *subject, char *out, gsize size)
{
    out[0] = 0;
    for (; subject; subject = subject->next) {
        if (MBEDTLS_OID_CMP(MBEDTLS_OID_AT_CN, &subject->oid) == 0) {
            gsize length = MIN(size - 1, subject->val.len);
            memcpy(out, subject->val.p, length);
            out[length] = 0;
            return;
        }
    }
}

static void read_serial(const mbedtls_x509_buf *serial, char *out, gsize size)
{
    gsize skip = 0;
    while (skip + 1 < serial->len && serial->p[skip] == 0) {
        skip++;
    }
    out[0] = 0;
    for (gsize i = skip, at = 0; i < serial->len && at + 2 < size; i++, at += 2) {
        g_snprintf(out + at, 3, "%02X", serial->p[i]);
    }
}

static int forgive_dates(void *user_data, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    (void)user_data, (void)certificate, (void)depth;
    *flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
    return 0;
}

/* Each certificate of the chain must be signed by the next. The last one is trusted here: it is the
 * region's servers that judge this chain, we only look whether it is whole and strong enough. */
static bool check_chain(mbedtls_x509_crt *own, GError **error)
{
    if (!own->next) {
        return true;
    }
    uint32_t flags = 0;
    int status = mbedtls_x509_crt_verify_with_profile(own, own->next, NULL, &certificate_profile,
                                                      NULL, &flags, forgive_dates, NULL);
    if (status != 0) {
        char reason[256];
        mbedtls_x509_crt_verify_info(reason, sizeof reason, "", flags);
        g_set_error(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_OWN,
                    "own certificate's chain is broken or weak: %s", g_strchomp(reason));
    }
    return status == 0;
}

static bool check_certificate(mbedtls_x509_crt *own, const char *key_pem, GError **error)
{
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    bool ok = parse_key(&key, key_pem, "own private key", error) &&
              check_pair(own, &key, "own certificate", error);
    mbedtls_pk_free(&key);
    if (ok && mbedtls_x509_crt_check_extended_key_usage(
                  own, MBEDTLS_OID_CLIENT_AUTH, MBEDTLS_OID_SIZE(MBEDTLS_OID_CLIENT_AUTH))) {
        g_set_error(error, TLS_POLICY_ERROR, TLS_POLICY_ERROR_OWN,
                    "own certificate: not meant for clients; the region must issue another");
        return false;
    }
    return ok && check_chain(own, error);
}

bool tls_certificate_check(const char *chain_pem, const char *key_pem, TlsCertificate *out,
                           GError **error)
{
    mbedtls_x509_crt own;
    mbedtls_x509_crt_init(&own);
    bool ok = parse_certificates(&own, chain_pem, "own certificate", TLS_POLICY_ERROR_OWN, error) &&
              check_certificate(&own, key_pem, error);
    if (ok) {
        out->not_before_unix_s = read_moment(&own.valid_from);
        out->not_after_unix_s = read_moment(&own.valid_to);
        read_serial(&own.serial, out->serial, sizeof out->serial);
        read_name(&own.subject, out->name, sizeof out->name);
    }
    mbedtls_x509_crt_free(&own);
    return ok;
}
