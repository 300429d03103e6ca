// SPDX-License-Identifier: EUPL-1.2
#include "region/http.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curl/curl.h>
#include <glib-unix.h>
#include <linux/sockios.h>

#include "base/clock.h"
#include "region/problem.h"

G_DEFINE_QUARK(wegwijs_http_error, http_error)

enum {
    CONNECT_TIMEOUT_MS = 10 * 1000,
    STALL_TIMEOUT_MS = 30 * 1000,
    LOOK_MS = 5000, /* how often it is looked at whether anything moves */
    WHOLE_TIMEOUT_MS = 120 * 1000,
    MAX_RETRY_AFTER_S = 3600,
    MAX_PROBLEM_BYTES = 16 * 1024,
};

struct HttpClient {
    char *base_url;
    char *agent;
    TlsPolicy *policy;
    CURLM *multi;
    guint timer;       /* GLib source, 0: none */
    GHashTable *watch; /* socket -> GLib source */
    /* the exchange that runs */
    CURL *transfer; /* NULL: none */
    struct curl_slist *headers;
    char *accept;
    GBytes *request_body;
    GByteArray *answer_body;
    gsize max_bytes;
    gsize saved_bytes;
    int save_fd;
    gint64 range_from, range_total; /* 0: the whole was asked for */
    bool is_other_part;
    bool is_too_large;
    char curl_reason[CURL_ERROR_SIZE];
    int socket;         /* that curl watches, -1: none; libcurl names it only when all is over */
    guint look;         /* GLib source, 0: none */
    gint64 moved_bytes; /* both ways, as far as the other side has taken them */
    gint64 moved_mono_ms;
    bool is_taken; /* all of the request, when last looked at */
    HttpDone done;
    gpointer user_data;
};

/* ---- What an end means ---- */

static bool is_media_type(const char *content_type, const char *wanted)
{
    if (!content_type) {
        return false;
    }
    gsize length = strcspn(content_type, "; \t");
    return length == strlen(wanted) && g_ascii_strncasecmp(content_type, wanted, length) == 0;
}

static HttpOutcome classify_status(const HttpEnd *end)
{
    int status = end->status;
    if (status >= 200 && status <= 299) {
        const char *wanted = end->accept ? end->accept : "application/json";
        return is_media_type(end->content_type, wanted) ? HTTP_OUTCOME_ANSWER
                                                        : HTTP_OUTCOME_CAPTIVE_PORTAL;
    }
    if (status < 200 || (status >= 300 && status <= 399) || status == 511) {
        return HTTP_OUTCOME_CAPTIVE_PORTAL; /* 511: RFC 6585 6 */
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
        return HTTP_OUTCOME_BUSY;
    }
    return HTTP_OUTCOME_REFUSED;
}

/* A login page answers for every name with a certificate of its own: unknown and for another
 * name. */
static HttpOutcome classify_refusal(guint refusal)
{
    if (refusal == TLS_REFUSAL_TIME) {
        return HTTP_OUTCOME_CLOCK;
    }
    bool is_stranger = (refusal & TLS_REFUSAL_NAME) && (refusal & TLS_REFUSAL_TRUST);
    return is_stranger ? HTTP_OUTCOME_CAPTIVE_PORTAL : HTTP_OUTCOME_WRONG_CERTIFICATE;
}

HttpOutcome http_classify(const HttpEnd *end)
{
    switch (end->curl_code) {
    case CURLE_OK:
        return classify_status(end);
    case CURLE_PEER_FAILED_VERIFICATION:
        return classify_refusal(end->refusal);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_ABORTED_BY_CALLBACK: /* what was negotiated is not what we asked for */
        return HTTP_OUTCOME_WRONG_CERTIFICATE;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: /* in TLS 1.3 a server looks at our certificate after the handshake */
        return end->is_alert ? HTTP_OUTCOME_REFUSED : HTTP_OUTCOME_NO_NETWORK;
    case CURLE_WRITE_ERROR: /* more than was agreed on */
    case CURLE_TOO_LARGE:
    case CURLE_UNSUPPORTED_PROTOCOL: /* the right server, but not HTTP */
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return HTTP_OUTCOME_BUSY;
    default:
        return HTTP_OUTCOME_NO_NETWORK;
    }
}

gint64 http_read_retry_after(const char *value, gint64 now_unix_s)
{
    if (!value) {
        return -1;
    }
    gint64 wait_s;
    if (g_ascii_isdigit(value[0])) {
        char *end;
        guint64 seconds = g_ascii_strtoull(value, &end, 10);
        if (end[strspn(end, " \t")] != 0) {
            return -1;
        }
        wait_s = seconds > MAX_RETRY_AFTER_S ? MAX_RETRY_AFTER_S : (gint64)seconds;
    } else {
        time_t at = curl_getdate(value, NULL);
        if (at < 0) {
            return -1;
        }
        wait_s = CLAMP((gint64)at, now_unix_s, now_unix_s + MAX_RETRY_AFTER_S) - now_unix_s;
    }
    return wait_s;
}

/* ---- The end of an exchange ---- */

static void clear_exchange(HttpClient *client)
{
    if (client->transfer) {
        curl_multi_remove_handle(client->multi, client->transfer);
        curl_easy_cleanup(client->transfer);
        client->transfer = NULL;
    }
    curl_slist_free_all(client->headers);
    client->headers = NULL;
    g_clear_pointer(&client->accept, g_free);
    g_clear_pointer(&client->request_body, g_bytes_unref);
    g_clear_pointer(&client->answer_body, g_byte_array_unref);
    client->done = NULL;
    if (client->look) {
        g_source_remove(client->look);
        client->look = 0;
    }
}

static char *read_header(CURL *transfer, const char *name)
{
    struct curl_header *header;
    return curl_easy_header(transfer, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK
               ? g_strdup(header->value)
               : NULL;
}

/* The longest that was asked for: the server may say one and what stands before it another. */
static gint64 read_retry_after(CURL *transfer)
{
    gint64 wait_s = -1;
    struct curl_header *header;
    for (size_t i = 0;
         curl_easy_header(transfer, "Retry-After", i, CURLH_HEADER, -1, &header) == CURLHE_OK;
         i++) {
        wait_s = MAX(wait_s, http_read_retry_after(header->value, clock_unix_s()));
    }
    return wait_s;
}

/* curl has one code for a line that breaks during the handshake and for a server that is not to be
 * trusted; only its words tell. -0x7280: the other side has hung up. */
static CURLcode tell_broken_line(CURLcode code, const char *said)
{
    bool is_broken =
        strstr(said, "Recv failure") || strstr(said, "Send failure") || strstr(said, "(-0x7280)");
    return code == CURLE_SSL_CONNECT_ERROR && is_broken ? CURLE_RECV_ERROR : code;
}

static char *describe_end(const HttpClient *client, const HttpAnswer *answer,
                          const char *content_type)
{
    if (client->is_too_large) {
        return g_strdup("the answer is larger than allowed");
    }
    if (answer->curl_code != CURLE_OK && answer->refusal) {
        g_autofree char *words = tls_policy_describe_refusal(answer->refusal);
        return g_strdup_printf("%s (curl %d)", words, answer->curl_code);
    }
    if (answer->curl_code != CURLE_OK) {
        const char *said = client->curl_reason;
        return g_strdup_printf("%s (curl %d)",
                               *said ? said : curl_easy_strerror((CURLcode)answer->curl_code),
                               answer->curl_code);
    }
    if (answer->outcome == HTTP_OUTCOME_ANSWER) {
        return g_strdup_printf("status %d", answer->status);
    }
    if (answer->outcome == HTTP_OUTCOME_CAPTIVE_PORTAL) {
        g_autofree char *kind = g_strndup(content_type ? content_type : "nothing", 40);
        return g_strdup_printf("status %d with %s where the region's answer was expected",
                               answer->status, kind);
    }
    return problem_describe(answer->body, answer->status);
}

/* Something of the request's body has gone out. */
static bool is_begun(const HttpClient *client)
{
    curl_off_t up = 0;
    curl_easy_getinfo(client->transfer, CURLINFO_SIZE_UPLOAD_T, &up);
    return up > 0;
}

/* RFC 9110 14.4: the first byte and the size of the whole are what was asked for. The last byte
 * shows in the body's length. */
static bool is_part_asked_for(const HttpClient *client)
{
    g_autofree char *value = read_header(client->transfer, "Content-Range");
    static const char unit[] = "bytes ";
    if (!value || g_ascii_strncasecmp(value, unit, sizeof unit - 1) != 0) {
        return false;
    }
    char *at = value + sizeof unit - 1;
    gint64 first = g_ascii_isdigit(*at) ? g_ascii_strtoll(at, &at, 10) : -1;
    gint64 last = *at == '-' && g_ascii_isdigit(at[1]) ? g_ascii_strtoll(at + 1, &at, 10) : -1;
    gint64 total = *at == '/' && g_ascii_isdigit(at[1]) ? g_ascii_strtoll(at + 1, &at, 10) : -1;
    return *at == 0 && first == client->range_from && last >= first && last < total &&
           (client->range_total == 0 || total == client->range_total);
}

static void finish(HttpClient *client, CURLcode code)
{
    CURL *transfer = client->transfer;
    long status = 0;
    char *content_type = NULL;
    curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer, CURLINFO_CONTENT_TYPE, &content_type);
    HttpAnswer answer = {.status = (int)status,
                         .curl_code = (int)code,
                         .refusal = tls_policy_refusal(client->policy)};
    HttpEnd end = {.curl_code = (int)tell_broken_line(code, client->curl_reason),
                   .refusal = answer.refusal,
                   .is_alert = tls_policy_is_alert(client->curl_reason),
                   .status = answer.status,
                   .content_type = content_type,
                   .accept = client->accept};
    g_autofree char *etag = read_header(transfer, "ETag");
    g_autoptr(GBytes) body = g_byte_array_free_to_bytes(g_steal_pointer(&client->answer_body));
    answer.outcome = http_classify(&end);
    answer.is_problem = is_media_type(content_type, "application/problem+json");
    answer.retry_after_s = read_retry_after(transfer);
    answer.is_begun = is_begun(client);
    /* A box in between may take in more than its line brings on in time. */
    answer.is_cut_short = code != CURLE_OK && answer.is_begun &&
                          (!client->is_taken || code == CURLE_OPERATION_TIMEDOUT);
    answer.is_other_part = client->is_other_part;
    answer.body = body;
    answer.etag = etag;
    g_autofree char *reason = describe_end(client, &answer, content_type);
    answer.reason = reason;

    HttpDone done = client->done;
    gpointer user_data = client->user_data;
    clear_exchange(client);
    done(&answer, user_data);
}

/* ---- Whether anything moves ---- */

/* Bytes of the bodies, both ways, and of ours only what the other side has acknowledged: the kernel
 * takes in a whole batch at once, for which a slow line then needs minutes. */
static gint64 count_moved(HttpClient *client)
{
    curl_off_t up = 0, down = 0;
    int waiting = 0;
    curl_easy_getinfo(client->transfer, CURLINFO_SIZE_UPLOAD_T, &up);
    curl_easy_getinfo(client->transfer, CURLINFO_SIZE_DOWNLOAD_T, &down);
    if (client->socket < 0 || ioctl(client->socket, SIOCOUTQ, &waiting) != 0) {
        waiting = 0;
    }
    gsize size = client->request_body ? g_bytes_get_size(client->request_body) : 0;
    client->is_taken = up >= (curl_off_t)size && waiting == 0;
    return up + down - waiting;
}

static gboolean on_look(gpointer user_data)
{
    HttpClient *client = user_data;
    gint64 moved_bytes = count_moved(client);
    gint64 now_ms = clock_monotonic_ms();
    if (moved_bytes != client->moved_bytes) {
        client->moved_bytes = moved_bytes;
        client->moved_mono_ms = now_ms;
    }
    if (now_ms - client->moved_mono_ms < STALL_TIMEOUT_MS) {
        return G_SOURCE_CONTINUE;
    }
    client->look = 0;
    g_snprintf(client->curl_reason, sizeof client->curl_reason, "nothing moved for %d s",
               STALL_TIMEOUT_MS / 1000);
    finish(client, CURLE_OPERATION_TIMEDOUT);
    return G_SOURCE_REMOVE;
}

/* At most one end is reported a turn: the callback may start the next exchange or free nothing. */
static void look_for_end(HttpClient *client)
{
    int left;
    for (CURLMsg *message = curl_multi_info_read(client->multi, &left); message;
         message = curl_multi_info_read(client->multi, &left)) {
        if (message->msg == CURLMSG_DONE && message->easy_handle == client->transfer) {
            finish(client, message->data.result);
            return;
        }
    }
}

/* ---- libcurl on the GLib main loop ---- */

static void act(HttpClient *client, curl_socket_t socket, int events)
{
    int running;
    curl_multi_socket_action(client->multi, socket, events, &running);
    look_for_end(client);
}

static gboolean on_socket(gint fd, GIOCondition condition, gpointer user_data)
{
    int events = (condition & G_IO_IN ? CURL_CSELECT_IN : 0) |
                 (condition & G_IO_OUT ? CURL_CSELECT_OUT : 0) |
                 (condition & (G_IO_ERR | G_IO_HUP) ? CURL_CSELECT_ERR : 0);
    act(user_data, fd, events);
    return G_SOURCE_CONTINUE;
}

static void unwatch(gpointer source)
{
    g_source_remove(GPOINTER_TO_UINT(source));
}

static int set_socket(CURL *transfer, curl_socket_t socket, int what, void *user_data,
                      void *socket_data)
{
    (void)transfer, (void)socket_data;
    HttpClient *client = user_data;
    g_hash_table_remove(client->watch, GINT_TO_POINTER(socket));
    if (what == CURL_POLL_REMOVE) {
        client->socket = client->socket == socket ? -1 : client->socket;
        return 0;
    }
    client->socket = socket;
    GIOCondition condition = G_IO_ERR | G_IO_HUP;
    condition |= what & CURL_POLL_IN ? G_IO_IN : 0;
    condition |= what & CURL_POLL_OUT ? G_IO_OUT : 0;
    guint source = g_unix_fd_add(socket, condition, on_socket, client);
    g_hash_table_insert(client->watch, GINT_TO_POINTER(socket), GUINT_TO_POINTER(source));
    return 0;
}

static gboolean on_timer(gpointer user_data)
{
    HttpClient *client = user_data;
    client->timer = 0;
    act(client, CURL_SOCKET_TIMEOUT, 0);
    return G_SOURCE_REMOVE;
}

static int set_timer(CURLM *multi, long timeout_ms, void *user_data)
{
    (void)multi;
    HttpClient *client = user_data;
    if (client->timer) {
        g_source_remove(client->timer);
    }
    client->timer = timeout_ms < 0 ? 0 : g_timeout_add((guint)timeout_ms, on_timer, client);
    return 0;
}

/* ---- Bodies ---- */

static size_t take_body(char *data, size_t one, size_t size, void *user_data)
{
    (void)one;
    HttpClient *client = user_data;
    long status = 0;
    curl_easy_getinfo(client->transfer, CURLINFO_RESPONSE_CODE, &status);
    bool is_ranged = client->range_from > 0;
    bool is_saved = client->save_fd > 0 && status == (is_ranged ? 206 : 200);
    if (is_ranged && status == 206 && !is_part_asked_for(client)) {
        client->is_other_part = true;
        g_strlcpy(client->curl_reason, "another part came than was asked for",
                  sizeof client->curl_reason);
        return CURL_WRITEFUNC_ERROR;
    }
    if (is_ranged && status == 200) {
        g_strlcpy(client->curl_reason, "the region does not know ranges",
                  sizeof client->curl_reason);
        return CURL_WRITEFUNC_ERROR;
    }
    gsize limit = is_saved || status < 400 ? client->max_bytes : MAX_PROBLEM_BYTES;
    gsize before = is_saved ? client->saved_bytes : client->answer_body->len;
    if (size > limit - before) {
        client->is_too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    if (!is_saved) {
        g_byte_array_append(client->answer_body, (const guint8 *)data, (guint)size);
        return size;
    }
    for (gsize done = 0; done < size;) {
        gssize n = write(client->save_fd, data + done, size - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            g_snprintf(client->curl_reason, sizeof client->curl_reason, "cannot save: %s",
                       g_strerror(errno));
            return CURL_WRITEFUNC_ERROR;
        }
        done += (gsize)n;
    }
    client->saved_bytes += size;
    return size;
}

static void add_header(HttpClient *client, const char *name, const char *value)
{
    g_autofree char *line = g_strdup_printf("%s: %s", name, value);
    client->headers = curl_slist_append(client->headers, line);
    g_assert(client->headers);
}

/* Sets one option; one that libcurl does not know would be a build of ours gone wrong. */
#define SET(transfer, option, value)                                                               \
    g_assert_cmpint(curl_easy_setopt((transfer), (option), (value)), ==, CURLE_OK)

static void set_up_transport(HttpClient *client, CURL *transfer)
{
    SET(transfer, CURLOPT_ERRORBUFFER, client->curl_reason);
    SET(transfer, CURLOPT_PROTOCOLS_STR, "https");
    SET(transfer, CURLOPT_FOLLOWLOCATION, 0L);
    SET(transfer, CURLOPT_NOSIGNAL, 1L);
    SET(transfer, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(transfer, CURLOPT_USERAGENT, client->agent);
    SET(transfer, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
    SET(transfer, CURLOPT_TIMEOUT_MS, (long)WHOLE_TIMEOUT_MS);
    SET(transfer, CURLOPT_WRITEFUNCTION, take_body);
    SET(transfer, CURLOPT_WRITEDATA, client);
    tls_policy_apply(client->policy, transfer);
}

static void set_up_request(HttpClient *client, CURL *transfer, const HttpRequest *request)
{
    g_autofree char *url = g_strconcat(client->base_url, request->path, NULL);
    SET(transfer, CURLOPT_URL, url);
    add_header(client, "Accept", client->accept);
    if (request->body) {
        gsize size;
        const void *data = g_bytes_get_data(request->body, &size);
        client->request_body = g_bytes_ref(request->body);
        add_header(client, "Content-Type", "application/json");
        add_header(client, "Expect", "");
        SET(transfer, CURLOPT_POSTFIELDS, data ? data : "");
        SET(transfer, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
        SET(transfer, CURLOPT_CUSTOMREQUEST, request->method);
    }
    if (request->range_from > 0) {
        g_autofree char *range =
            g_strdup_printf("bytes=%" G_GINT64_FORMAT "-", request->range_from);
        add_header(client, "Range", range);
        if (request->if_range) {
            add_header(client, "If-Range", request->if_range);
        }
    }
    SET(transfer, CURLOPT_HTTPHEADER, client->headers);
}

/* ---- Public ---- */

static bool is_plain_https(const char *url)
{
    CURLU *parts = curl_url();
    g_assert(parts);
    char *scheme = NULL, *user = NULL, *path = NULL, *query = NULL, *fragment = NULL;
    bool fine = curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
                curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                strcmp(scheme, "https") == 0 &&
                curl_url_get(parts, CURLUPART_USER, &user, 0) != CURLUE_OK &&
                curl_url_get(parts, CURLUPART_QUERY, &query, 0) != CURLUE_OK &&
                curl_url_get(parts, CURLUPART_FRAGMENT, &fragment, 0) != CURLUE_OK &&
                curl_url_get(parts, CURLUPART_PATH, &path, 0) == CURLUE_OK &&
                strcmp(path, "/") == 0;
    curl_free(scheme);
    curl_free(user);
    curl_free(path);
    curl_free(query);
    curl_free(fragment);
    curl_url_cleanup(parts);
    return fine;
}

HttpClient *http_client_new(const char *base_url, TlsPolicy *policy, const char *agent,
                            GError **error)
{
    if (!is_plain_https(base_url)) {
        g_set_error(error, HTTP_ERROR, HTTP_ERROR_ADDRESS,
                    "region.url \"%s\" must be https://host or https://host:port", base_url);
        return NULL;
    }
    HttpClient *client = g_new0(HttpClient, 1);
    client->base_url = g_strdup(base_url);
    if (g_str_has_suffix(client->base_url, "/")) {
        client->base_url[strlen(client->base_url) - 1] = 0;
    }
    client->agent = g_strdup(agent);
    client->policy = policy;
    client->socket = -1;
    client->watch = g_hash_table_new_full(NULL, NULL, NULL, unwatch);
    client->multi = curl_multi_init();
    g_assert(client->multi);
    bool fine = curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, set_socket) == CURLM_OK &&
                curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client) == CURLM_OK &&
                curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, set_timer) == CURLM_OK &&
                curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client) == CURLM_OK &&
                curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, 1L) == CURLM_OK;
    g_assert(fine);
    return client;
}

void http_client_free(HttpClient *client)
{
    if (!client) {
        return;
    }
    clear_exchange(client);
    curl_multi_cleanup(client->multi);
    if (client->timer) {
        g_source_remove(client->timer);
    }
    g_hash_table_unref(client->watch);
    g_free(client->base_url);
    g_free(client->agent);
    g_free(client);
}

void http_client_start(HttpClient *client, const HttpRequest *request, HttpDone done,
                       gpointer user_data)
{
    g_assert(!client->transfer && request->max_bytes > 0 && request->path[0] == '/');
    client->transfer = curl_easy_init();
    g_assert(client->transfer);
    client->accept = g_strdup(request->accept ? request->accept : "application/json");
    client->answer_body = g_byte_array_new();
    client->max_bytes = request->max_bytes;
    client->saved_bytes = 0;
    client->save_fd = request->save_fd;
    client->range_from = request->range_from;
    client->range_total = request->range_total;
    client->is_other_part = false;
    client->is_too_large = false;
    client->curl_reason[0] = 0;
    client->moved_bytes = 0;
    client->moved_mono_ms = clock_monotonic_ms();
    client->is_taken = false;
    client->look = g_timeout_add(LOOK_MS, on_look, client);
    client->done = done;
    client->user_data = user_data;
    set_up_transport(client, client->transfer);
    set_up_request(client, client->transfer, request);
    CURLMcode added = curl_multi_add_handle(client->multi, client->transfer);
    g_assert(added == CURLM_OK);
}

void http_client_cancel(HttpClient *client)
{
    clear_exchange(client);
}

bool http_client_is_busy(const HttpClient *client)
{
    return client->transfer != NULL;
}
