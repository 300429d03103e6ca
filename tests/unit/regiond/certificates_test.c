// SPDX-License-Identifier: EUPL-1.2
#include "regiond/certificates.h"

#include <string.h>

#include <mbedtls/oid.h>
#include <mbedtls/x509_crl.h>
#include <mbedtls/x509_crt.h>

#include "base/file.h"
#include "regiond/region.h"
#include "scratch.h"

/* A request made and signed by OpenSSL: P-256, SHA-256. */
#define REQUEST                                                                                    \
    "-----BEGIN CERTIFICATE REQUEST-----\n"                                                        \
    "MIHOMHYCAQAwFDESMBAGA1UEAwwJVm9vcmJlZWxkMFkwEwYHKoZIzj0CAQYIKoZI\n"                           \
    "zj0DAQcDQgAEYokXZ5SvEIeEgFeZoTcWNd9aeyjXAJJY0qec5991lWEjq2mgFhM4\n"                           \
    "n+z6h5fTRdhbsP7Xer0qoebJYOpcEV195aAAMAoGCCqGSM49BAMCA0gAMEUCIQDr\n"                           \
    "BrEk2Y9ggdSzRFzY4DXi46j+mPT3jpXK5H9F6JYKrQIgFVGZMl6cE4JYA+29ixxz\n"                           \
    "jHgrvTrwkXeQNH9Xm7HCNpQ=\n"                                                                   \
    "-----END CERTIFICATE REQUEST-----\n"

typedef struct {
    char *folder;
    Region *region;
    mbedtls_x509_crt authority;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->folder = scratch_folder();
    fixture->region = scratch_region(fixture->folder);
    g_autofree char *path = g_build_filename(fixture->folder, "device-ca.pem", NULL);
    mbedtls_x509_crt_init(&fixture->authority);
    g_assert_cmpint(mbedtls_x509_crt_parse_file(&fixture->authority, path), ==, 0);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    mbedtls_x509_crt_free(&fixture->authority);
    region_free(fixture->region);
    scratch_remove(fixture->folder);
}

static StorageCertificate *sign(Fixture *fixture, const char *request, GError **error)
{
    return certificate_authority_sign(fixture->region->authority, request, 7, SCRATCH_NOW_UNIX_S,
                                      error);
}

static void test_signs(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(StorageCertificate) certificate = sign(fixture, REQUEST, &error);
    g_assert_no_error(error);
    mbedtls_x509_crt parsed;
    mbedtls_x509_crt_init(&parsed);
    g_assert_cmpint(mbedtls_x509_crt_parse(&parsed, (const guint8 *)certificate->pem,
                                           strlen(certificate->pem) + 1),
                    ==, 0);
    guint32 flags = 0;
    mbedtls_x509_crt_verify(&parsed, &fixture->authority, NULL, NULL, &flags, NULL, NULL);
    flags &= ~(guint32)(MBEDTLS_X509_BADCERT_FUTURE | MBEDTLS_X509_BADCERT_EXPIRED);
    g_assert_cmphex(flags, ==, 0);
    char name[64];
    g_assert_cmpint(mbedtls_x509_dn_gets(name, sizeof name, &parsed.subject), >, 0);
    g_assert_cmpstr(name, ==, "CN=kiosk-7");
    g_assert_cmpint(parsed.valid_to.year, ==, 2027); /* 90 days on */
    g_assert_cmpint(parsed.valid_to.mon, ==, 2);
    g_assert_cmpint(parsed.valid_to.day, ==, 21);
    g_assert_cmpint(
        mbedtls_x509_crt_check_extended_key_usage(&parsed, MBEDTLS_OID_CLIENT_AUTH,
                                                  MBEDTLS_OID_SIZE(MBEDTLS_OID_CLIENT_AUTH)),
        ==, 0);
    g_assert_cmpint(
        mbedtls_x509_crt_check_extended_key_usage(&parsed, MBEDTLS_OID_SERVER_AUTH,
                                                  MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)),
        !=, 0);
    mbedtls_x509_crt_free(&parsed);
}

static void test_serials(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(StorageCertificate) one = sign(fixture, REQUEST, &error);
    g_autoptr(StorageCertificate) two = sign(fixture, REQUEST, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(strlen(one->serial), ==, 32);
    g_assert_cmpuint(strspn(one->serial, "0123456789ABCDEF"), ==, 32);
    g_assert_cmpstr(one->serial, !=, two->serial);
}

/* Every byte of the request matters: its own signature covers it. */
static void test_changed_request(Fixture *fixture, gconstpointer data)
{
    (void)data;
    gsize size;
    g_auto(GStrv) lines = g_strsplit(REQUEST, "-----\n", -1);
    g_autofree char *base64 = g_strdup(lines[1]);
    *strstr(base64, "-----END") = 0;
    g_autofree guint8 *der = g_base64_decode(base64, &size);
    for (gsize i = 0; i < size; i++) {
        der[i] ^= 0x04;
        g_autofree char *text = g_base64_encode(der, size);
        g_autofree char *pem =
            g_strdup_printf("-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE "
                            "REQUEST-----\n",
                            text);
        der[i] ^= 0x04;
        g_autoptr(GError) error = NULL;
        g_assert_null(sign(fixture, pem, &error));
        g_assert_error(error, CERTIFICATES_ERROR, CERTIFICATES_ERROR_REQUEST);
    }
}

static void test_no_request(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *huge = g_strnfill(CERTIFICATES_MAX_REQUEST_BYTES, 'A');
    const char *const texts[] = {"", "nonsense", huge,
                                 "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n"
                                 "-----END CERTIFICATE REQUEST-----\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(sign(fixture, texts[i], &error));
        g_assert_error(error, CERTIFICATES_ERROR, CERTIFICATES_ERROR_REQUEST);
    }
}

static GPtrArray *make_revoked(const StorageCertificate *certificate, const char *further)
{
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)storage_certificate_free);
    const char *serials[] = {further, certificate->serial};
    for (gsize i = 0; i < G_N_ELEMENTS(serials); i++) {
        StorageCertificate *row = scratch_certificate(7, serials[i]);
        row->revoked_unix_s = SCRATCH_NOW_UNIX_S;
        g_ptr_array_add(list, row);
    }
    return list;
}

static void test_list(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(StorageCertificate) one = sign(fixture, REQUEST, &error);
    g_autoptr(StorageCertificate) two = sign(fixture, REQUEST, &error);
    g_autoptr(GPtrArray) revoked =
        make_revoked(one, "FF00"); /* its first bit needs a zero in front */
    g_autoptr(GBytes) pem = certificate_authority_write_crl(fixture->region->authority, revoked,
                                                            SCRATCH_NOW_UNIX_S, &error);
    g_assert_no_error(error);
    g_autofree char *text = g_strndup(g_bytes_get_data(pem, NULL), g_bytes_get_size(pem));
    mbedtls_x509_crl list;
    mbedtls_x509_crl_init(&list);
    g_assert_cmpint(mbedtls_x509_crl_parse(&list, (const guint8 *)text, strlen(text) + 1), ==, 0);
    g_assert_cmpint(list.this_update.year, ==, 2026);
    g_assert_cmpint(list.next_update.mon, ==, 1); /* 60 days on */
    const StorageCertificate *both[] = {one, two};
    for (int i = 0; i < 2; i++) {
        mbedtls_x509_crt parsed;
        mbedtls_x509_crt_init(&parsed);
        mbedtls_x509_crt_parse(&parsed, (const guint8 *)both[i]->pem, strlen(both[i]->pem) + 1);
        guint32 flags = 0;
        mbedtls_x509_crt_verify(&parsed, &fixture->authority, &list, NULL, &flags, NULL, NULL);
        g_assert_cmphex(flags & MBEDTLS_X509_BADCRL_NOT_TRUSTED, ==, 0);
        g_assert_cmpint(mbedtls_x509_crt_is_revoked(&parsed, &list), ==, i == 0);
        mbedtls_x509_crt_free(&parsed);
    }
    mbedtls_x509_crl_free(&list);
}

static void test_foreign_key(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *other = g_build_filename(fixture->folder, "other", NULL);
    region_free(scratch_region(other));
    g_autofree char *key = g_build_filename(other, "device-ca.key", NULL);
    g_autofree char *pem = g_build_filename(fixture->folder, "device-ca.pem", NULL);
    g_assert_null(certificate_authority_load(key, pem, &error));
    g_assert_error(error, CERTIFICATES_ERROR, CERTIFICATES_ERROR_FILE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(fact, function)                                                                        \
    g_test_add("/certificates/" fact, Fixture, NULL, set_up, function, tear_down)
    ADD("are for one kiosk, for clients, for 90 days", test_signs);
    ADD("have serials as nginx writes them", test_serials);
    ADD("are not given for a request that was changed", test_changed_request);
    ADD("are not given for what is no request", test_no_request);
    ADD("are listed when revoked, by the same authority", test_list);
    ADD("are not signed with a key of another authority", test_foreign_key);
#undef ADD
    return g_test_run();
}
