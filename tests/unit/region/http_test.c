// SPDX-License-Identifier: EUPL-1.2
#include "region/http.h"

#include <string.h>

#include <curl/curl.h>

#include "store/jwk.h"
#include "tls_server.h"

static void test_classify(void)
{
    const struct {
        HttpEnd end;
        HttpOutcome outcome;
    } cases[] = {
        {{0, 0, 200, "application/json", NULL, false}, HTTP_OUTCOME_ANSWER},
        {{0, 0, 201, "application/json; charset=utf-8", NULL, false}, HTTP_OUTCOME_ANSWER},
        {{0, 0, 200, "Application/JSON", NULL, false}, HTTP_OUTCOME_ANSWER},
        {{0, 0, 206, "application/octet-stream", "application/octet-stream", false},
         HTTP_OUTCOME_ANSWER},
        {{0, 0, 200, "application/jsonp", NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 200, "text/html", NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 200, NULL, NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 204, NULL, NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 302, "text/html", NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 511, "text/html", NULL, false}, HTTP_OUTCOME_CAPTIVE_PORTAL},
        {{0, 0, 400, "text/html", NULL, false}, HTTP_OUTCOME_REFUSED},
        {{0, 0, 403, "application/problem+json", NULL, false}, HTTP_OUTCOME_REFUSED},
        {{0, 0, 408, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{0, 0, 425, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{0, 0, 429, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{0, 0, 500, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{0, 0, 503, "text/html", NULL, false}, HTTP_OUTCOME_BUSY},
        {{CURLE_COULDNT_RESOLVE_HOST, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_COULDNT_CONNECT, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_PARTIAL_FILE, 0, 200, "application/json", NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_OPERATION_TIMEDOUT, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_GOT_NOTHING, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_SEND_ERROR, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_RECV_ERROR, 0, 200, "application/json", NULL, false}, HTTP_OUTCOME_NO_NETWORK},
        {{CURLE_RECV_ERROR, .is_alert = true}, HTTP_OUTCOME_REFUSED},
        {{CURLE_SEND_ERROR, .is_alert = true}, HTTP_OUTCOME_REFUSED},
        {{CURLE_TOO_LARGE, 0, 200, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{CURLE_UNSUPPORTED_PROTOCOL, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{CURLE_WEIRD_SERVER_REPLY, 0, 200, NULL, NULL, false}, HTTP_OUTCOME_BUSY},
        {{CURLE_SSL_CONNECT_ERROR, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{CURLE_SSL_CERTPROBLEM, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{CURLE_SSL_CIPHER, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{CURLE_SSL_CACERT_BADFILE, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{CURLE_SSL_CRL_BADFILE, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{CURLE_SSL_PINNEDPUBKEYNOTMATCH, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{60, 0, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{60, TLS_REFUSAL_TRUST, 0, NULL, NULL, false}, HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{60, TLS_REFUSAL_TIME | TLS_REFUSAL_TRUST, 0, NULL, NULL, false},
         HTTP_OUTCOME_WRONG_CERTIFICATE},
        {{60, TLS_REFUSAL_TIME, 0, NULL, NULL, false}, HTTP_OUTCOME_CLOCK},
        {{60, TLS_REFUSAL_TRUST | TLS_REFUSAL_NAME, 0, NULL, NULL, false},
         HTTP_OUTCOME_CAPTIVE_PORTAL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("case %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(http_classify(&cases[i].end), ==, cases[i].outcome);
    }
}

static void test_retry_after(void)
{
    const gint64 now_s = 1795438800; /* Mon, 23 Nov 2026 13:00:00 GMT */
    const struct {
        const char *value;
        gint64 wait_s;
    } cases[] = {
        {NULL, -1},
        {"120", 120},
        {"120 ", 120},
        {"0", 0},
        {"99999999999999999999999", 3600},
        {"-5", -1},
        {"12x", -1},
        {"", -1},
        {"soon", -1},
        {"Mon, 23 Nov 2026 13:02:00 GMT", 120},
        {"Mon, 23 Nov 2026 12:00:00 GMT", 0},
        {"Mon, 23 Nov 2099 12:00:00 GMT", 3600},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpint(http_read_retry_after(cases[i].value, now_s), ==, cases[i].wait_s);
    }
}

static void test_addresses(gconstpointer data)
{
    static const char *const wrong[] = {
        "http://localhost",       "https://user:pw@localhost",
        "https://localhost/path", "https://localhost/?a=b",
        "https://localhost/#x",   "localhost",
        "ftp://localhost",        "",
        "file:///etc/passwd",
    };
    g_autofree char *ca = tls_server_file(data, "ca.pem");
    TlsPolicyFiles files = {.ca_file = ca};
    g_autoptr(TlsPolicy) policy = tls_policy_load(&files, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(http_client_new(wrong[i], policy, "test", &error));
        g_assert_error(error, HTTP_ERROR, HTTP_ERROR_ADDRESS);
    }
    g_autoptr(HttpClient) slash = http_client_new("https://localhost:443/", policy, "test", NULL);
    g_assert_nonnull(slash);
}

static void test_answers(gconstpointer data)
{
    const struct {
        const char *path;
        HttpOutcome outcome;
        int status;
    } cases[] = {
        {"/v1/ok", HTTP_OUTCOME_ANSWER, 200},
        {"/v1/html", HTTP_OUTCOME_CAPTIVE_PORTAL, 200},
        {"/v1/redirect", HTTP_OUTCOME_CAPTIVE_PORTAL, 302},
        {"/v1/busy", HTTP_OUTCOME_BUSY, 503},
        {"/v1/refused", HTTP_OUTCOME_REFUSED, 404},
        {"/v1/cut", HTTP_OUTCOME_NO_NETWORK, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(TlsReply) reply =
            tls_server_ask(data, &(TlsQuestion){.path = cases[i].path, .again = 1});
        g_test_message("%s: %s", cases[i].path, reply.reason);
        g_assert_cmpint(reply.outcome, ==, cases[i].outcome);
        g_assert_cmpint(reply.status, ==, cases[i].status);
        g_assert_cmpint(reply.retry_after_s, ==, cases[i].status == 503 ? 7 : -1);
        g_assert_cmpint(reply.is_problem, ==, cases[i].status == 404);
    }
}

static void test_too_large(gconstpointer data)
{
    g_auto(TlsReply) small =
        tls_server_ask(data, &(TlsQuestion){.path = "/v1/large", .max_bytes = 100 * 1024 - 1});
    g_assert_cmpint(small.outcome, ==, HTTP_OUTCOME_BUSY);
    g_assert_cmpstr(small.reason, ==, "the answer is larger than allowed");
    g_auto(TlsReply) enough =
        tls_server_ask(data, &(TlsQuestion){.path = "/v1/large", .max_bytes = 100 * 1024});
    g_assert_cmpint(enough.outcome, ==, HTTP_OUTCOME_ANSWER);
    g_assert_cmpuint(strlen(enough.body), ==, 100 * 1024);
}

static void fail_when_called(const HttpAnswer *answer, gpointer user_data)
{
    (void)answer, (void)user_data;
    g_assert_not_reached();
}

static gboolean quit(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

static void test_cancel(gconstpointer data)
{
    const TlsServer *server = data;
    g_autofree char *ca = tls_server_file(server, "ca.pem");
    TlsPolicyFiles files = {.ca_file = ca};
    g_autoptr(TlsPolicy) policy = tls_policy_load(&files, NULL);
    g_autofree char *url = g_strdup_printf("https://good.localhost:%d", server->ports[TLS_PORT_13]);
    g_autoptr(HttpClient) client = http_client_new(url, policy, "test", NULL);
    HttpRequest request = {.method = "GET", .path = "/v1/ok", .max_bytes = 100};
    http_client_start(client, &request, fail_when_called, NULL);
    g_assert_true(http_client_is_busy(client));
    g_assert_true(g_main_context_iteration(NULL, TRUE));
    http_client_cancel(client);
    g_assert_false(http_client_is_busy(client));
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_timeout_add(50, quit, loop);
    g_main_loop_run(loop);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    TlsServer server;
    tls_server_start(&server);
    g_test_add_func("/http/every end has one meaning", test_classify);
    g_test_add_func("/http/Retry-After is seconds or a date, at most an hour", test_retry_after);
    g_test_add_data_func("/http/only https to a host is taken", &server, test_addresses);
    g_test_add_data_func("/http/real answers are told apart", &server, test_answers);
    g_test_add_data_func("/http/a body larger than allowed is cut off", &server, test_too_large);
    g_test_add_data_func("/http/what was cancelled is never heard of", &server, test_cancel);
    int status = g_test_run();
    tls_server_stop(&server);
    return status;
}
