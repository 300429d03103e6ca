// SPDX-License-Identifier: EUPL-1.2
/* One HTTPS exchange at a time with the region, on the GLib main loop (libcurl's multi interface:
 * no thread but curl's name resolver, no wake-up while nothing happens). Never follows a redirect,
 * uses no proxy, cookie or stored login. Connect 10 s (with TLS), stall 30 s (nothing arrives
 * on either side), whole 120 s, counted by the monotonic clock. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "region/tls_policy.h"

#define HTTP_ERROR http_error_quark()
GQuark http_error_quark(void);
typedef enum { HTTP_ERROR_ADDRESS } HttpError;

/* How an exchange ended. Only ANSWER has a body of the kind that was asked for. */
typedef enum {
    HTTP_OUTCOME_ANSWER,            /* 2xx of the kind asked for */
    HTTP_OUTCOME_REFUSED,           /* 4xx: the region will not have this, now or ever */
    HTTP_OUTCOME_BUSY,              /* 408, 425, 429, 5xx: later, see retry_after_s */
    HTTP_OUTCOME_NO_NETWORK,        /* no connection, cut off, silent */
    HTTP_OUTCOME_WRONG_CERTIFICATE, /* not the region's server, or not our kind of TLS */
    HTTP_OUTCOME_CLOCK,             /* its certificate is right but for its dates */
    HTTP_OUTCOME_CAPTIVE_PORTAL,    /* a page or a redirect where JSON was expected */
    HTTP_N_OUTCOMES,
} HttpOutcome;

/* Plain data, borrowed until http_client_start returns; `body` and `save` are referenced. */
typedef struct {
    const char *method; /* "GET", "POST", "PUT" */
    const char *path;   /* "/v1/intakes" */
    GBytes *body;       /* JSON, or NULL */
    const char *accept; /* media type of the answer; NULL: application/json */
    gsize max_bytes;    /* of the answer's body (required) */
    gint64 range_from;  /* above 0: only from this byte on; an answer of 200 is then cut off */
    gint64 range_total; /* with range_from: size of the whole; a part of another whole is cut off */
    int save_fd;        /* above 0: the body is appended there as it comes, not kept */
    const char *if_range; /* validator for range_from, or NULL */
} HttpRequest;

/* Borrowed by the callback. All-zero is valid. */
typedef struct {
    HttpOutcome outcome;
    int status;           /* 0: there was no answer */
    int curl_code;        /* CURLcode, for the log */
    guint refusal;        /* TlsRefusal */
    bool is_problem;      /* the region's own refusal, as application/problem+json */
    bool is_begun;        /* something of the request's body went out */
    bool is_cut_short;    /* the line broke, or time ran out, when the body was going out */
    bool is_other_part;   /* 206, but not with the part that was asked for; nothing was saved */
    GBytes *body;         /* never NULL */
    char *etag;           /* or NULL */
    gint64 retry_after_s; /* -1: not said; at most 3600; of several the longest */
    char *reason;         /* one line for the log and for staff who call for help; no secrets */
} HttpAnswer;

typedef void (*HttpDone)(const HttpAnswer *answer, gpointer user_data);

typedef struct HttpClient HttpClient;

/* `base_url` is "https://host[:port]", nothing else is taken (HTTP_ERROR_ADDRESS). `policy` is
 * borrowed and must outlive the client. `agent`: "wegwijs-sync/0.1". */
HttpClient *http_client_new(const char *base_url, TlsPolicy *policy, const char *agent,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void http_client_free(HttpClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpClient, http_client_free)

/* Starts; `done` is called once, from the main loop, never from inside this call; it may
 * start the next exchange or free the client. One at a time:
 * starting while one runs is our own mistake. */
void http_client_start(HttpClient *client, const HttpRequest *request, HttpDone done,
                       gpointer user_data);
/* Ends what runs without calling `done`. */
void http_client_cancel(HttpClient *client);
bool http_client_is_busy(const HttpClient *client);

/* Pure: what a transfer's end means. `content_type` may be NULL. */
typedef struct {
    int curl_code;
    guint refusal;
    int status;
    const char *content_type;
    const char *accept;
    bool is_alert; /* the server ended TLS with an alert, after the handshake */
} HttpEnd;
HttpOutcome http_classify(const HttpEnd *end);

/* Pure: RFC 9110 10.2.3, seconds or a date (compared with `now_unix_s`). Capped at 3600; -1 when
 * it is neither. */
gint64 http_read_retry_after(const char *value, gint64 now_unix_s);
