// SPDX-License-Identifier: EUPL-1.2
/* A request's signature lies in members mbedTLS calls private, and it has no function for it. */
#define MBEDTLS_ALLOW_PRIVATE_ACCESS
#include "regiond/certificates.h"

#include <string.h>

#include <mbedtls/asn1.h>
#include <mbedtls/ecp.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/pem.h>
#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>

#include "base/encoding.h"
#include "base/file.h"
#include "regiond/crl.h"
#include "store/jwk.h"

enum {
    MAX_FILE_BYTES = 16 * 1024,
    MAX_PEM_BYTES = 4096,
    SERIAL_BYTES = 16,
    HASH_BYTES = 32,
    KEY_ID_BYTES = 20,
    POINT_BYTES = 65,
    BACKDATE_S = 300, /* the web server may run a little behind */
};

struct CertificateAuthority {
    mbedtls_pk_context key;
    mbedtls_x509_crt certificate;
};

typedef mbedtls_x509write_cert CertificateDraft;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CertificateDraft, mbedtls_x509write_crt_free)
typedef mbedtls_x509_csr CertificateRequest;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CertificateRequest, mbedtls_x509_csr_free)
typedef mbedtls_pk_context PrivateKey;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PrivateKey, mbedtls_pk_free)

G_DEFINE_QUARK(wegwijs_certificates_error, certificates_error)

static int take_random(void *unused, unsigned char *out, size_t size)
{
    (void)unused;
    keys_random(out, size);
    return 0;
}

static bool is_fine(int result, CertificatesError code, const char *what, GError **error)
{
    if (result == 0) {
        return true;
    }
    char why[128] = "";
    mbedtls_strerror(result, why, sizeof why);
    g_set_error(error, CERTIFICATES_ERROR, (gint)code, "cannot %s: %s", what, why);
    return false;
}

static void hash_bytes(const guint8 *data, gsize size, guint8 out[HASH_BYTES])
{
    gsize room = HASH_BYTES;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, data, (gssize)size);
    g_checksum_get_digest(sum, out, &room);
}

/* What authority and kiosk certificates have in common. A serial begins with bits 01, so that it is
 * positive and always 32 hexadecimal digits. Returns the serial, caller owns. */
static char *start_draft(CertificateDraft *draft, gint64 now_unix_s, gint64 life_s, int *result)
{
    guint8 serial[SERIAL_BYTES];
    keys_random(serial, sizeof serial);
    serial[0] = (guint8)((serial[0] & 0x3f) | 0x40);
    g_autoptr(GDateTime) from = g_date_time_new_from_unix_utc(now_unix_s - BACKDATE_S);
    g_autoptr(GDateTime) to = g_date_time_new_from_unix_utc(now_unix_s + life_s);
    g_autofree char *not_before = g_date_time_format(from, "%Y%m%d%H%M%S");
    g_autofree char *not_after = g_date_time_format(to, "%Y%m%d%H%M%S");
    mbedtls_x509write_crt_set_version(draft, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(draft, MBEDTLS_MD_SHA256);
    *result = mbedtls_x509write_crt_set_serial_raw(draft, serial, sizeof serial);
    if (*result == 0) {
        *result = mbedtls_x509write_crt_set_validity(draft, not_before, not_after);
    }
    g_autofree char *lower = encoding_hex(serial, sizeof serial);
    return g_ascii_strup(lower, -1);
}

/* Key identifiers are the first 160 bits of SHA-256 over the point (RFC 7093 2, method 1), which
 * ends a P-256 key's DER; mbedTLS's own use SHA-1, which is not built in. A prefix is the
 * DER in front of one. */
static int add_key_id(CertificateDraft *draft, mbedtls_pk_context *key, bool is_authority)
{
    static const guint8 subject_prefix[] = {0x04, KEY_ID_BYTES};
    static const guint8 authority_prefix[] = {0x30, KEY_ID_BYTES + 2, 0x80, KEY_ID_BYTES};
    guint8 der[256], hash[HASH_BYTES];
    int length = mbedtls_pk_write_pubkey_der(key, der, sizeof der);
    if (length < POINT_BYTES) {
        return length < 0 ? length : MBEDTLS_ERR_PK_BAD_INPUT_DATA;
    }
    hash_bytes(der + sizeof der - POINT_BYTES, POINT_BYTES, hash);
    guint8 value[sizeof authority_prefix + KEY_ID_BYTES];
    gsize prefix_bytes = is_authority ? sizeof authority_prefix : sizeof subject_prefix;
    memcpy(value, is_authority ? authority_prefix : subject_prefix, prefix_bytes);
    memcpy(value + prefix_bytes, hash, KEY_ID_BYTES);
    const char *oid =
        is_authority ? MBEDTLS_OID_AUTHORITY_KEY_IDENTIFIER : MBEDTLS_OID_SUBJECT_KEY_IDENTIFIER;
    return mbedtls_x509write_crt_set_extension(draft, oid, strlen(oid), 0, value,
                                               prefix_bytes + KEY_ID_BYTES);
}

static int generate_key(PrivateKey *key)
{
    int result = mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
    return result ? result
                  : mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key), take_random,
                                        NULL);
}

static int draft_authority(CertificateDraft *draft, PrivateKey *key, const char *region,
                           gint64 now_unix_s)
{
    int result = 0;
    g_free(start_draft(draft, now_unix_s, CERTIFICATES_AUTHORITY_LIFE_S, &result));
    g_autofree char *name = g_strdup_printf("CN=Wegwijs kiosks %s", region);
    mbedtls_x509write_crt_set_subject_key(draft, key);
    mbedtls_x509write_crt_set_issuer_key(draft, key);
    result = result ? result : mbedtls_x509write_crt_set_subject_name(draft, name);
    result = result ? result : mbedtls_x509write_crt_set_issuer_name(draft, name);
    result = result ? result : mbedtls_x509write_crt_set_basic_constraints(draft, 1, 0);
    result = result ? result
                    : mbedtls_x509write_crt_set_key_usage(draft, MBEDTLS_X509_KU_KEY_CERT_SIGN |
                                                                     MBEDTLS_X509_KU_CRL_SIGN);
    result = result ? result : add_key_id(draft, key, false);
    return result ? result : add_key_id(draft, key, true);
}

static bool save_text(const char *path, const char *text, int mode, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    return file_save(path, bytes, mode, error);
}

bool certificates_make_authority(const char *region, const char *key_path, const char *path,
                                 gint64 now_unix_s, GError **error)
{
    g_auto(PrivateKey) key;
    mbedtls_pk_init(&key);
    g_auto(CertificateDraft) draft;
    mbedtls_x509write_crt_init(&draft);
    unsigned char key_pem[MAX_PEM_BYTES], pem[MAX_PEM_BYTES];
    int result = generate_key(&key);
    result = result ? result : draft_authority(&draft, &key, region, now_unix_s);
    result =
        result ? result : mbedtls_x509write_crt_pem(&draft, pem, sizeof pem, take_random, NULL);
    result = result ? result : mbedtls_pk_write_key_pem(&key, key_pem, sizeof key_pem);
    bool ok = is_fine(result, CERTIFICATES_ERROR_CRYPTO, "make the authority for kiosks", error) &&
              save_text(key_path, (const char *)key_pem, 0600, error) &&
              save_text(path, (const char *)pem, 0644, error);
    explicit_bzero(key_pem, sizeof key_pem);
    return ok;
}

CertificateAuthority *certificate_authority_load(const char *key_path, const char *path,
                                                 GError **error)
{
    g_autoptr(GBytes) key = file_load(key_path, MAX_FILE_BYTES, error);
    g_autoptr(GBytes) pem = key ? file_load(path, MAX_FILE_BYTES, error) : NULL;
    if (!pem) {
        return NULL;
    }
    g_autoptr(CertificateAuthority) authority = g_new0(CertificateAuthority, 1);
    mbedtls_pk_init(&authority->key);
    mbedtls_x509_crt_init(&authority->certificate);
    /* file_load puts a NUL behind the text, and the parsers want it counted */
    int result = mbedtls_pk_parse_key(&authority->key, g_bytes_get_data(key, NULL),
                                      g_bytes_get_size(key) + 1, NULL, 0, take_random, NULL);
    if (!is_fine(result, CERTIFICATES_ERROR_FILE, key_path, error)) {
        return NULL;
    }
    result = mbedtls_x509_crt_parse(&authority->certificate, g_bytes_get_data(pem, NULL),
                                    g_bytes_get_size(pem) + 1);
    if (!is_fine(result, CERTIFICATES_ERROR_FILE, path, error)) {
        return NULL;
    }
    result = mbedtls_pk_check_pair(&authority->certificate.pk, &authority->key, take_random, NULL);
    return is_fine(result, CERTIFICATES_ERROR_FILE, "use the authority's key with its certificate",
                   error)
               ? g_steal_pointer(&authority)
               : NULL;
}

void certificate_authority_free(CertificateAuthority *authority)
{
    if (authority) {
        mbedtls_pk_free(&authority->key);
        mbedtls_x509_crt_free(&authority->certificate);
        g_free(authority);
    }
}

static bool refuse_request(GError **error, const char *why)
{
    g_set_error(error, CERTIFICATES_ERROR, CERTIFICATES_ERROR_REQUEST, "the certificate request %s",
                why);
    return false;
}

static bool check_request(mbedtls_x509_csr *request, GError **error)
{
    if (!mbedtls_pk_can_do(&request->pk, MBEDTLS_PK_ECDSA) ||
        mbedtls_ecp_keypair_get_group_id(mbedtls_pk_ec(request->pk)) != MBEDTLS_ECP_DP_SECP256R1) {
        return refuse_request(error, "is not for a key of P-256");
    }
    if (request->sig_md != MBEDTLS_MD_SHA256) {
        return refuse_request(error, "is not signed with SHA-256");
    }
    guint8 hash[HASH_BYTES];
    hash_bytes(request->cri.p, request->cri.len, hash);
    if (mbedtls_pk_verify(&request->pk, MBEDTLS_MD_SHA256, hash, sizeof hash, request->sig.p,
                          request->sig.len) != 0) {
        return refuse_request(error, "is not signed by its own key");
    }
    return true;
}

static int add_client_purpose(CertificateDraft *draft)
{
    mbedtls_asn1_sequence purpose = {
        .buf = {.tag = MBEDTLS_ASN1_OID,
                .len = MBEDTLS_OID_SIZE(MBEDTLS_OID_CLIENT_AUTH),
                .p = (unsigned char *)MBEDTLS_OID_CLIENT_AUTH},
    };
    int result = mbedtls_x509write_crt_set_basic_constraints(draft, 0, -1);
    result = result ? result
                    : mbedtls_x509write_crt_set_key_usage(draft, MBEDTLS_X509_KU_DIGITAL_SIGNATURE);
    return result ? result : mbedtls_x509write_crt_set_ext_key_usage(draft, &purpose);
}

static int draft_client(CertificateDraft *draft, CertificateAuthority *authority,
                        mbedtls_x509_csr *request, gint64 number)
{
    g_autofree char *name = g_strdup_printf("CN=kiosk-%" G_GINT64_FORMAT, number);
    char issuer[256];
    int length = mbedtls_x509_dn_gets(issuer, sizeof issuer, &authority->certificate.subject);
    int result = length < 0 ? length : 0;
    mbedtls_x509write_crt_set_subject_key(draft, &request->pk);
    mbedtls_x509write_crt_set_issuer_key(draft, &authority->key);
    result = result ? result : mbedtls_x509write_crt_set_subject_name(draft, name);
    result = result ? result : mbedtls_x509write_crt_set_issuer_name(draft, issuer);
    result = result ? result : add_client_purpose(draft);
    result = result ? result : add_key_id(draft, &request->pk, false);
    return result ? result : add_key_id(draft, &authority->key, true);
}

StorageCertificate *certificate_authority_sign(CertificateAuthority *authority, const char *request,
                                               gint64 number, gint64 now_unix_s, GError **error)
{
    g_auto(CertificateRequest) parsed;
    mbedtls_x509_csr_init(&parsed);
    gsize size = strlen(request) + 1;
    if (size > CERTIFICATES_MAX_REQUEST_BYTES ||
        mbedtls_x509_csr_parse(&parsed, (const guint8 *)request, size) != 0) {
        refuse_request(error, "is not one in PEM");
        return NULL;
    }
    if (!check_request(&parsed, error)) {
        return NULL;
    }
    g_auto(CertificateDraft) draft;
    mbedtls_x509write_crt_init(&draft);
    int result = 0;
    g_autoptr(StorageCertificate) certificate = g_new0(StorageCertificate, 1);
    certificate->kiosk = number;
    certificate->not_after_unix_s = now_unix_s + CERTIFICATES_LIFE_S;
    certificate->serial = start_draft(&draft, now_unix_s, CERTIFICATES_LIFE_S, &result);
    unsigned char pem[MAX_PEM_BYTES];
    result = result ? result : draft_client(&draft, authority, &parsed, number);
    result =
        result ? result : mbedtls_x509write_crt_pem(&draft, pem, sizeof pem, take_random, NULL);
    if (!is_fine(result, CERTIFICATES_ERROR_CRYPTO, "sign the kiosk's certificate", error)) {
        return NULL;
    }
    certificate->pem = g_strdup((const char *)pem);
    return g_steal_pointer(&certificate);
}

static GBytes *write_crl_pem(const GByteArray *list)
{
    gsize room = 2 * list->len + 128, used = 0;
    g_autofree char *pem = g_malloc(room);
    int result = mbedtls_pem_write_buffer("-----BEGIN X509 CRL-----\n", "-----END X509 CRL-----\n",
                                          list->data, list->len, (guint8 *)pem, room, &used);
    g_assert(result == 0 && used > 0);
    return g_bytes_new(pem, used - 1);
}

GBytes *certificate_authority_write_crl(CertificateAuthority *authority, const GPtrArray *revoked,
                                        gint64 now_unix_s, GError **error)
{
    const mbedtls_x509_crt *issuer = &authority->certificate;
    CrlFacts facts = {
        .issuer_der = issuer->subject_raw.p,
        .issuer_bytes = issuer->subject_raw.len,
        .key_id = issuer->subject_key_id.p,
        .key_id_bytes = issuer->subject_key_id.len,
        .now_unix_s = now_unix_s,
    };
    g_autoptr(GByteArray) tbs = crl_write_tbs(&facts, revoked);
    guint8 hash[HASH_BYTES], signature[MBEDTLS_PK_SIGNATURE_MAX_SIZE];
    gsize signature_bytes = 0;
    hash_bytes(tbs->data, tbs->len, hash);
    int result = mbedtls_pk_sign(&authority->key, MBEDTLS_MD_SHA256, hash, sizeof hash, signature,
                                 sizeof signature, &signature_bytes, take_random, NULL);
    if (!is_fine(result, CERTIFICATES_ERROR_CRYPTO, "sign the revocation list", error)) {
        return NULL;
    }
    g_autoptr(GByteArray) list = crl_finish(tbs, signature, signature_bytes);
    return write_crl_pem(list);
}
