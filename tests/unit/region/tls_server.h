// SPDX-License-Identifier: EUPL-1.2
/* Shared by the tests of region: a real nginx on loopback with a certificate for every way a server
 * may be right or wrong, one name each (NAME.localhost), and a way to ask it something. */
#pragma once

#include "region/http.h"

typedef enum {
    TLS_PORT_13,  /* TLS 1.3 and 1.2 */
    TLS_PORT_12,  /* 1.2 only, with a suite we take */
    TLS_PORT_CBC, /* 1.2 only, with one we do not */
    TLS_PORT_11,  /* 1.1 only */
    TLS_N_PORTS,
} TlsPort;

typedef struct {
    char *dir;
    int ports[TLS_N_PORTS];
} TlsServer;

void tls_server_start(TlsServer *server);
void tls_server_stop(TlsServer *server);
/* "<dir>/<name>"; caller owns. */
char *tls_server_file(const TlsServer *server, const char *name);
/* How to ask. NULL: as it should be. */
typedef struct {
    const char *host;                   /* "good" */
    const char *path;                   /* "/v1/ok" */
    const char *ca, *crl, *key, *chain; /* files in dir */
    TlsPort port;
    bool allow_tls12;
    gsize max_bytes;
    int again;                  /* ask so many times more, on one client; the last reply counts */
    const HttpRequest *request; /* instead of path and max_bytes */
    HttpDone seen;              /* shown each answer; NULL: nobody */
    gpointer user_data;
} TlsQuestion;

/* What came of it; texts are the caller's. */
typedef struct {
    HttpOutcome outcome;
    int curl_code, status;
    guint refusal;
    gint64 retry_after_s;
    char *body, *reason;
    bool is_problem;
} TlsReply;
TlsReply tls_server_ask(const TlsServer *server, const TlsQuestion *question);
void tls_reply_clear(TlsReply *reply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TlsReply, tls_reply_clear)
