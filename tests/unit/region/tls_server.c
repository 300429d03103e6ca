// SPDX-License-Identifier: EUPL-1.2
#include "tls_server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const names[] = {
    "good",    "p384",    "rsa3072", "tls12", "name",   "expired", "future",  "otherca",   "portal",
    "rsa1024", "rsa2048", "sha1",    "usage", "cnonly", "p521",    "revoked", "selfsigned"};

static const char site[] =
    "  default_type application/json;\n"
    "  location = /v1/ok { return 200 '{\"ok\":true}'; }\n"
    "  location = /v1/tls { keepalive_timeout 0;\n"
    "    return 200 '$ssl_protocol $ssl_cipher $ssl_curve $ssl_session_reused'; }\n"
    "  location = /v1/who { return 200 '{\"verify\":\"$ssl_client_verify\"}'; }\n"
    "  location = /v1/html { default_type text/html; return 200 '<html>Log in</html>'; }\n"
    "  location = /v1/redirect { return 302 https://portal.localhost/login; }\n"
    "  location = /v1/busy { add_header Retry-After 7 always; return 503 'busy'; }\n"
    "  location = /v1/refused { default_type application/problem+json;\n"
    "    return 404 '{\"title\":\"No such thing\",\"detail\":\"look elsewhere\"}'; }\n"
    "  location = /v1/cut { return 444; }\n"
    "  location = /v1/large { alias %s/large.json; }\n"
    "  location /v1/content-packs/ { default_type application/octet-stream; alias %s/packs/; }\n";

static int take_port(int *socket_out)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, size), ==, 0);
    g_assert_cmpint(getsockname(fd, (struct sockaddr *)&address, &size), ==, 0);
    *socket_out = fd;
    return ntohs(address.sin_port);
}

static void choose_ports(TlsServer *server)
{
    int sockets[TLS_N_PORTS];
    for (int i = 0; i < TLS_N_PORTS; i++) {
        server->ports[i] = take_port(&sockets[i]);
    }
    for (int i = 0; i < TLS_N_PORTS; i++) {
        close(sockets[i]);
    }
}

static void add_server(GString *config, const TlsServer *server, TlsPort port, const char *name)
{
    static const char *const tls[] = {
        [TLS_PORT_13] = "ssl_protocols TLSv1.2 TLSv1.3;",
        [TLS_PORT_12] = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384;",
        [TLS_PORT_CBC] = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0;",
        [TLS_PORT_11] = "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;",
    };
    g_string_append_printf(config,
                           "server {\n  listen 127.0.0.1:%d ssl;\n  server_name %s.localhost;\n"
                           "  %s\n  ssl_certificate %s/%s.pem;\n  ssl_certificate_key "
                           "%s/%s.key;\n",
                           server->ports[port], name, tls[port], server->dir, name, server->dir,
                           name);
    g_string_append_printf(config,
                           "  ssl_verify_client optional;\n  ssl_client_certificate "
                           "%s/ca.pem;\n",
                           server->dir);
    g_string_append_printf(config, site, server->dir, server->dir);
    g_string_append(config, "}\n");
}

static void write_config(const TlsServer *server)
{
    g_autoptr(GString) config = g_string_new(NULL);
    g_string_append_printf(
        config,
        "%sworker_processes 1;\npid %s/nginx.pid;\nerror_log %s/error.log warn;\n"
        "events { worker_connections 64; }\nhttp {\n"
        "access_log off;\n"
        "client_body_temp_path %s/b;\nproxy_temp_path %s/p;\nfastcgi_temp_path %s/f;\n"
        "uwsgi_temp_path %s/u;\nscgi_temp_path %s/s;\nserver_names_hash_bucket_size 128;\n"
        "ssl_ciphers DEFAULT:@SECLEVEL=0;\nssl_ecdh_curve X25519:secp256r1:secp384r1;\n"
        "ssl_session_tickets on;\n",
        geteuid() == 0 ? "user root;\n" : "", server->dir, server->dir, server->dir, server->dir,
        server->dir, server->dir, server->dir);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        add_server(config, server, TLS_PORT_13, names[i]);
    }
    add_server(config, server, TLS_PORT_12, "good");
    add_server(config, server, TLS_PORT_CBC, "good");
    add_server(config, server, TLS_PORT_11, "good");
    g_string_append(config, "}\n");
    g_autofree char *path = tls_server_file(server, "nginx.conf");
    g_assert_true(g_file_set_contents(path, config->str, -1, NULL));
}

static bool run(const char *const *argv)
{
    int status = 0;
    g_autofree char *said = NULL;
    bool ok = g_spawn_sync(NULL, (char **)(guintptr)argv, NULL,
                           G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                           &said, &status, NULL) &&
              g_spawn_check_wait_status(status, NULL);
    if (!ok) {
        g_test_message("%s: %s", argv[0], said);
    }
    return ok;
}

static void write_large(const TlsServer *server)
{
    g_autofree char *path = tls_server_file(server, "large.json");
    g_autofree char *body = g_strnfill(100 * 1024, ' ');
    g_assert_true(g_file_set_contents(path, body, -1, NULL));
}

void tls_server_start(TlsServer *server)
{
    server->dir = g_dir_make_tmp("wegwijs-tls-XXXXXX", NULL);
    g_assert_nonnull(server->dir);
    const char *certificates[] = {"tests/unit/region/make-certificates.sh", server->dir, NULL};
    g_assert_true(run(certificates));
    write_large(server);
    g_setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", TRUE);
    g_autofree char *config = tls_server_file(server, "nginx.conf");
    g_autofree char *log = tls_server_file(server, "error.log");
    const char *nginx[] = {"nginx", "-p", server->dir, "-c", config, "-e", log, NULL};
    bool runs = false;
    /* Another program may take a port between our choosing it and nginx's. */
    for (int i = 0; i < 5 && !runs; i++) {
        choose_ports(server);
        write_config(server);
        runs = run(nginx);
    }
    g_assert_true(runs);
}

void tls_server_stop(TlsServer *server)
{
    g_autofree char *path = tls_server_file(server, "nginx.pid");
    g_autofree char *pid = NULL;
    g_assert_true(g_file_get_contents(path, &pid, NULL, NULL));
    g_strstrip(pid);
    kill((pid_t)g_ascii_strtoll(pid, NULL, 10), SIGTERM);
    g_autofree char *watch = g_strdup_printf("--pid=%s", pid);
    const char *wait[] = {"timeout", "10", "tail", watch, "-s", "0.02", "-f", "/dev/null", NULL};
    g_assert_true(run(wait));
    const char *clean[] = {"rm", "-rf", server->dir, NULL};
    g_assert_true(run(clean));
    g_free(server->dir);
}

char *tls_server_file(const TlsServer *server, const char *name)
{
    return name ? g_build_filename(server->dir, name, NULL) : NULL;
}

/* ---- Asking ---- */

typedef struct {
    GMainLoop *loop;
    TlsReply reply;
    HttpDone seen;
    gpointer user_data;
} Asking;

static void on_answer(const HttpAnswer *answer, gpointer user_data)
{
    Asking *asking = user_data;
    if (asking->seen) {
        asking->seen(answer, asking->user_data);
    }
    asking->reply = (TlsReply){
        .outcome = answer->outcome,
        .curl_code = answer->curl_code,
        .status = answer->status,
        .refusal = answer->refusal,
        .retry_after_s = answer->retry_after_s,
        .is_problem = answer->is_problem,
        .reason = g_strdup(answer->reason),
        .body =
            g_strndup(g_bytes_get_size(answer->body) ? g_bytes_get_data(answer->body, NULL) : "",
                      g_bytes_get_size(answer->body)),
    };
    g_main_loop_quit(asking->loop);
}

/* What a question says about the server's address and the files. */
static HttpClient *dial(const TlsServer *server, const TlsQuestion *question, TlsPolicy **policy)
{
    g_autofree char *ca = tls_server_file(server, question->ca ? question->ca : "ca.pem");
    g_autofree char *crl = tls_server_file(server, question->crl);
    g_autofree char *key = tls_server_file(server, question->key);
    g_autofree char *chain = tls_server_file(server, question->chain);
    TlsPolicyFiles files = {.ca_file = ca,
                            .crl_file = crl,
                            .key_file = key,
                            .chain_file = chain,
                            .allow_tls12 = question->allow_tls12};
    g_autoptr(GError) error = NULL;
    *policy = tls_policy_load(&files, &error);
    g_assert_no_error(error);
    g_autofree char *url =
        g_strdup_printf("https://%s.localhost:%d", question->host ? question->host : "good",
                        server->ports[question->port]);
    HttpClient *client = http_client_new(url, *policy, "wegwijs-test", &error);
    g_assert_no_error(error);
    return client;
}

TlsReply tls_server_ask(const TlsServer *server, const TlsQuestion *question)
{
    g_autoptr(TlsPolicy) policy = NULL;
    g_autoptr(HttpClient) client = dial(server, question, &policy);
    HttpRequest request = {.method = "GET",
                           .path = question->path ? question->path : "/v1/ok",
                           .max_bytes = question->max_bytes ? question->max_bytes : 4096};
    Asking asking = {.loop = g_main_loop_new(NULL, FALSE),
                     .seen = question->seen,
                     .user_data = question->user_data};
    for (int i = 0; i <= question->again; i++) {
        tls_reply_clear(&asking.reply);
        http_client_start(client, question->request ? question->request : &request, on_answer,
                          &asking);
        g_main_loop_run(asking.loop);
    }
    g_main_loop_unref(asking.loop);
    return asking.reply;
}

void tls_reply_clear(TlsReply *reply)
{
    g_free(reply->body);
    g_free(reply->reason);
}
