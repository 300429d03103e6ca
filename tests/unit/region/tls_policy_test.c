// SPDX-License-Identifier: EUPL-1.2
#include "region/tls_policy.h"

#include <string.h>

#include "store/jwk.h"
#include "tls_server.h"

/* What a server may do, and the code that must come out. */
typedef struct {
    const char *fact;
    TlsQuestion question;
    int curl_code;
    guint refusal; /* flags that must be among those found */
    HttpOutcome outcome;
} Case;

static const Case cases[] = {
    {"a good server is believed", {.host = "good"}, 0, 0, HTTP_OUTCOME_ANSWER},
    {"P-384 is believed", {.host = "p384"}, 0, 0, HTTP_OUTCOME_ANSWER},
    {"RSA of 3072 bits is believed", {.host = "rsa3072"}, 0, 0, HTTP_OUTCOME_ANSWER},
    {"a good server with a revocation list is believed",
     {.host = "good", .crl = "crl.pem"},
     0,
     0,
     HTTP_OUTCOME_ANSWER},
    {"another name is refused",
     {.host = "name"},
     60,
     TLS_REFUSAL_NAME,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"expired is refused", {.host = "expired"}, 60, TLS_REFUSAL_TIME, HTTP_OUTCOME_CLOCK},
    {"not yet valid is refused", {.host = "future"}, 60, TLS_REFUSAL_TIME, HTTP_OUTCOME_CLOCK},
    {"another authority is refused",
     {.host = "otherca"},
     60,
     TLS_REFUSAL_TRUST,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"self-signed is refused",
     {.host = "selfsigned"},
     60,
     TLS_REFUSAL_TRUST,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"a stranger with another name is taken for a login page",
     {.host = "portal"},
     60,
     TLS_REFUSAL_TRUST | TLS_REFUSAL_NAME,
     HTTP_OUTCOME_CAPTIVE_PORTAL},
    {"RSA of 1024 bits is refused",
     {.host = "rsa1024"},
     60,
     TLS_REFUSAL_WEAK,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"RSA of 2048 bits is refused",
     {.host = "rsa2048"},
     60,
     TLS_REFUSAL_WEAK,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"SHA-1 is refused", {.host = "sha1"}, 35, 0, HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"a client's certificate is refused",
     {.host = "usage"},
     35,
     TLS_REFUSAL_USE,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"a name outside SAN does not count",
     {.host = "cnonly"},
     60,
     TLS_REFUSAL_NAME,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"P-521 is refused", {.host = "p521"}, 35, 0, HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"revoked is refused",
     {.host = "revoked", .crl = "crl.pem"},
     60,
     TLS_REFUSAL_REVOKED,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"an expired revocation list is refused",
     {.host = "good", .crl = "crl-expired.pem"},
     60,
     TLS_REFUSAL_CRL,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"TLS 1.2 is refused by default", {.port = TLS_PORT_12}, 35, 0, HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"TLS 1.2 is spoken when allowed",
     {.port = TLS_PORT_12, .allow_tls12 = true},
     0,
     0,
     HTTP_OUTCOME_ANSWER},
    {"a CBC suite is refused",
     {.port = TLS_PORT_CBC, .allow_tls12 = true},
     35,
     0,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
    {"TLS 1.1 is refused",
     {.port = TLS_PORT_11, .allow_tls12 = true},
     35,
     0,
     HTTP_OUTCOME_WRONG_CERTIFICATE},
};

typedef struct {
    const TlsServer *server;
    const Case *one;
} CaseRun;

static void test_case(gconstpointer data)
{
    const CaseRun *run = data;
    g_auto(TlsReply) reply = tls_server_ask(run->server, &run->one->question);
    g_test_message("curl %d, refusal %u: %s", reply.curl_code, reply.refusal, reply.reason);
    g_assert_cmpint(reply.curl_code, ==, run->one->curl_code);
    g_assert_cmpuint(reply.refusal & run->one->refusal, ==, run->one->refusal);
    g_assert_cmpint(reply.outcome, ==, run->one->outcome);
    g_assert_cmpint(reply.status, ==, run->one->curl_code == 0 ? 200 : 0);
}

static void test_negotiated(gconstpointer data)
{
    g_auto(TlsReply) reply = tls_server_ask(data, &(TlsQuestion){.path = "/v1/tls", .again = 2});
    g_assert_cmpint(reply.outcome, ==, HTTP_OUTCOME_ANSWER);
    /* "." is nginx's word for a session that was not resumed. */
    g_assert_cmpstr(reply.body, ==, "TLSv1.3 TLS_AES_256_GCM_SHA384 X25519 .");
}

static void test_own_certificate(gconstpointer data)
{
    const struct {
        TlsPort port;
        const char *key, *chain, *verify;
        bool allow_tls12;
    } shown[] = {
        {TLS_PORT_13, "kiosk.key", "kiosk.pem", "SUCCESS", false},
        {TLS_PORT_12, "kiosk.key", "kiosk.pem", "SUCCESS", true},
        {TLS_PORT_13, NULL, NULL, "NONE", false},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
        TlsQuestion question = {.path = "/v1/who",
                                .port = shown[i].port,
                                .key = shown[i].key,
                                .chain = shown[i].chain,
                                .allow_tls12 = shown[i].allow_tls12};
        g_auto(TlsReply) reply = tls_server_ask(data, &question);
        g_assert_cmpint(reply.outcome, ==, HTTP_OUTCOME_ANSWER);
        g_autofree char *wanted = g_strdup_printf("{\"verify\":\"%s\"}", shown[i].verify);
        g_assert_cmpstr(reply.body, ==, wanted);
    }
}

/* nginx ends the handshake well and answers 400: it must not be taken for an answer. */
static void test_strange_client(gconstpointer data)
{
    TlsQuestion question = {.path = "/v1/who", .key = "stranger.key", .chain = "stranger.pem"};
    g_auto(TlsReply) reply = tls_server_ask(data, &question);
    g_assert_cmpint(reply.curl_code, ==, 0);
    g_assert_cmpint(reply.status, ==, 400);
    g_assert_cmpint(reply.outcome, ==, HTTP_OUTCOME_REFUSED);
}

static void test_files(gconstpointer data)
{
    const struct {
        const char *ca, *crl, *key, *chain;
        TlsPolicyError code;
    } wrong[] = {
        {"missing.pem", NULL, NULL, NULL, TLS_POLICY_ERROR_FILE},
        {"nginx.conf", NULL, NULL, NULL, TLS_POLICY_ERROR_CA},
        {"good.pem", NULL, NULL, NULL, TLS_POLICY_ERROR_CA},
        {"ca.pem", "missing.pem", NULL, NULL, TLS_POLICY_ERROR_FILE},
        {"ca.pem", "ca.pem", NULL, NULL, TLS_POLICY_ERROR_CA},
        {"other-ca.pem", "crl.pem", NULL, NULL, TLS_POLICY_ERROR_CA},
        {"ca.pem", NULL, "stranger.key", "kiosk.pem", TLS_POLICY_ERROR_OWN},
        {"ca.pem", NULL, "kiosk.pem", "kiosk.pem", TLS_POLICY_ERROR_OWN},
        {"ca.pem", NULL, "rsa3072.key", "rsa3072.pem", TLS_POLICY_ERROR_OWN},
        {"ca.pem", NULL, "kiosk.key", "kiosk.key", TLS_POLICY_ERROR_OWN},
    };
    const TlsServer *server = data;
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *ca = tls_server_file(server, wrong[i].ca);
        g_autofree char *crl = tls_server_file(server, wrong[i].crl);
        g_autofree char *key = tls_server_file(server, wrong[i].key);
        g_autofree char *chain = tls_server_file(server, wrong[i].chain);
        TlsPolicyFiles files = {
            .ca_file = ca, .crl_file = crl, .key_file = key, .chain_file = chain};
        g_autoptr(GError) error = NULL;
        g_assert_null(tls_policy_load(&files, &error));
        g_test_message("%s", error->message);
        g_assert_error(error, TLS_POLICY_ERROR, (int)wrong[i].code);
        g_assert_nonnull(strstr(error->message, server->dir));
    }
}

static char *load(const TlsServer *server, const char *name)
{
    g_autofree char *path = tls_server_file(server, name);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static void test_certificate(gconstpointer data)
{
    g_autofree char *chain = load(data, "kiosk.pem");
    g_autofree char *key = load(data, "kiosk.key");
    g_autofree char *stranger = load(data, "stranger.key");
    g_autofree char *server_chain = load(data, "good.pem");
    g_autofree char *server_key = load(data, "good.key");
    TlsCertificate certificate;
    g_autoptr(GError) error = NULL;
    g_assert_true(tls_certificate_check(chain, key, &certificate, &error));
    g_assert_cmpstr(certificate.name, ==, "kiosk.localhost");
    g_assert_cmpint(certificate.not_after_unix_s - certificate.not_before_unix_s, ==, 30 * 86400);
    g_assert_cmpuint(strspn(certificate.serial, "0123456789ABCDEF"), >=, 2);
    g_assert_false(tls_certificate_check(chain, stranger, &certificate, NULL));
    g_assert_false(tls_certificate_check(server_chain, server_key, &certificate, NULL));
    g_assert_false(tls_certificate_check("", key, &certificate, NULL));
}

static void test_key_request(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    TlsKeyRequest request = {0};
    g_assert_true(tls_key_request_make(&request, "kiosk-7", &error));
    g_autofree char *again = tls_key_request_again(request.key_pem, "kiosk-7", &error);
    g_assert_cmpstr(again, ==, request.csr_pem);
    g_autofree char *path = tls_server_file(data, "request.csr");
    g_assert_true(g_file_set_contents(path, request.csr_pem, -1, NULL));
    const char *argv[] = {"openssl", "req", "-in", path, "-verify", "-noout", "-subject", NULL};
    g_autofree char *said = NULL;
    int status = -1;
    g_assert_true(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &said,
                               NULL, &status, NULL));
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    g_assert_nonnull(strstr(said, "CN = kiosk-7"));
    tls_key_request_clear(&request);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    TlsServer server;
    tls_server_start(&server);
    CaseRun runs[G_N_ELEMENTS(cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        runs[i] = (CaseRun){&server, &cases[i]};
        g_autofree char *name = g_strconcat("/tls policy/", cases[i].fact, NULL);
        g_test_add_data_func(name, &runs[i], test_case);
    }
    g_test_add_data_func("/tls policy/TLS 1.3, AES-256, X25519, no resumption", &server,
                         test_negotiated);
    g_test_add_data_func("/tls policy/the own certificate is shown", &server, test_own_certificate);
    g_test_add_data_func("/tls policy/a stranger's certificate gets no answer", &server,
                         test_strange_client);
    g_test_add_data_func("/tls policy/files that will not do are named", &server, test_files);
    g_test_add_data_func("/tls policy/a certificate says whose it is and until when", &server,
                         test_certificate);
    g_test_add_data_func("/tls policy/a signing request is good and repeatable", &server,
                         test_key_request);
    int status = g_test_run();
    tls_server_stop(&server);
    return status;
}
