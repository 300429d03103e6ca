// SPDX-License-Identifier: EUPL-1.2
#include "regiond/server.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/clock.h"

/* Longer than nginx keeps an idle connection, so that it is never the one that finds it closed. */
enum { CONNECTION_TIMEOUT_S = 120, CONNECTION_LIMIT = 200, BACKLOG = 64, LONGEST_WAITED_S = 60 };

struct Server {
    Api *api;
    char *path;
    struct MHD_Daemon *daemon;
    GSource *source;
};

/* The body of one request as it arrives. */
typedef struct {
    GByteArray *body;
    bool is_too_large;
} Upload;

typedef struct {
    GSource base;
    struct MHD_Daemon *daemon;
    gpointer tag;
} DaemonSource;

G_DEFINE_QUARK(wegwijs_server_error, server_error)

/* libmicrohttpd knows when it wants to run again; everything else wakes its epoll descriptor. */
static gboolean prepare_source(GSource *source, gint *timeout_ms)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = 0;
    *timeout_ms = -1;
    if (MHD_get_timeout(((DaemonSource *)source)->daemon, &wait_ms) == MHD_YES) {
        *timeout_ms = (gint)MIN(wait_ms, (MHD_UNSIGNED_LONG_LONG)G_MAXINT);
    }
    return *timeout_ms == 0;
}

static gboolean check_source(GSource *source)
{
    DaemonSource *self = (DaemonSource *)source;
    MHD_UNSIGNED_LONG_LONG wait_ms = 1;
    return g_source_query_unix_fd(source, self->tag) != 0 ||
           (MHD_get_timeout(self->daemon, &wait_ms) == MHD_YES && wait_ms == 0);
}

static gboolean dispatch_source(GSource *source, GSourceFunc callback, gpointer data)
{
    (void)callback;
    (void)data;
    MHD_run(((DaemonSource *)source)->daemon);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = {
    .prepare = prepare_source, .check = check_source, .dispatch = dispatch_source};

static GSource *attach(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    g_assert(info);
    GSource *source = g_source_new(&source_functions, sizeof(DaemonSource));
    ((DaemonSource *)source)->daemon = daemon;
    ((DaemonSource *)source)->tag = g_source_add_unix_fd(source, info->epoll_fd, G_IO_IN);
    g_source_attach(source, NULL);
    return source;
}

static const char *find_header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* How long it took from the web server to here; its clock is ours. A clock that was set in between
 * says nothing. */
static gint64 find_waited_s(struct MHD_Connection *connection, gint64 now_unix_s)
{
    const char *start = find_header(connection, "X-Request-Start");
    gint64 waited_s = start ? now_unix_s - g_ascii_strtoll(start, NULL, 10) : 0;
    return waited_s >= 0 && waited_s <= LONGEST_WAITED_S ? waited_s : 0;
}

static struct MHD_Response *make_response(const ApiResponse *answer)
{
    if (answer->file) {
        int fd = open(answer->file, O_RDONLY | O_CLOEXEC);
        return fd < 0 ? NULL
                      : MHD_create_response_from_fd_at_offset64((guint64)answer->file_bytes, fd,
                                                                (guint64)answer->file_from);
    }
    gsize size = 0;
    const void *data = answer->body ? g_bytes_get_data(answer->body, &size) : NULL;
    return MHD_create_response_from_buffer(size, (void *)(data ? data : ""), MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, const ApiResponse *answer)
{
    struct MHD_Response *response = make_response(answer);
    if (!response) {
        g_warning("cannot send %s", answer->file ? answer->file : "an answer");
        return MHD_NO;
    }
    MHD_add_response_header(response, "API-Version", API_VERSION);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (answer->content_type) {
        MHD_add_response_header(response, "Content-Type", answer->content_type);
    }
    for (guint i = 0; i + 1 < answer->headers->len; i += 2) {
        MHD_add_response_header(response, g_ptr_array_index(answer->headers, i),
                                g_ptr_array_index(answer->headers, i + 1));
    }
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer(Server *server, struct MHD_Connection *connection,
                              const ApiRequest *facts, Upload *upload)
{
    ApiRequest request = *facts;
    request.content_type = find_header(connection, "Content-Type");
    request.range = find_header(connection, "Range");
    request.if_range = find_header(connection, "If-Range");
    request.if_none_match = find_header(connection, "If-None-Match");
    request.client_verify = find_header(connection, "X-Client-Verify");
    request.client_serial = find_header(connection, "X-Client-Serial");
    request.client_subject = find_header(connection, "X-Client-Subject");
    request.client_address = find_header(connection, "X-Client-Address");
    request.now_unix_s = clock_unix_s();
    request.now_monotonic_ms = clock_monotonic_ms();
    request.now_monotonic_s = request.now_monotonic_ms / 1000;
    request.waited_s = find_waited_s(connection, request.now_unix_s);
    request.is_too_large = upload->is_too_large;
    g_autoptr(GBytes) body = g_bytes_new(upload->body->data, upload->body->len);
    request.body = body;
    g_auto(ApiResponse) response;
    api_answer(server->api, &request, &response);
    return send_answer(connection, &response);
}

/* Called first with the header, then for each piece of the body, then once more without. Its shape
 * is given by libmicrohttpd. */
static enum MHD_Result on_request(void *data, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *piece,
                                  size_t *piece_bytes, void **state)
{
    (void)version;
    if (!*state) {
        Upload *upload = g_new0(Upload, 1);
        upload->body = g_byte_array_new();
        *state = upload;
        return MHD_YES;
    }
    Upload *upload = *state;
    if (*piece_bytes > 0) {
        if (upload->body->len + *piece_bytes > API_MAX_BODY_BYTES) {
            upload->is_too_large = true;
        } else {
            g_byte_array_append(upload->body, (const guint8 *)piece, (guint)*piece_bytes);
        }
        *piece_bytes = 0;
        return MHD_YES;
    }
    ApiRequest request = {.method = method, .path = url};
    return answer(data, connection, &request, upload);
}

static void on_completed(void *data, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode why)
{
    (void)data;
    (void)connection;
    (void)why;
    Upload *upload = *state;
    if (upload) {
        g_byte_array_unref(upload->body);
        g_free(upload);
    }
}

/* A path stays as it was sent: nothing we serve has a percent sign in its name. */
static size_t keep_escapes(void *data, struct MHD_Connection *connection, char *text)
{
    (void)data;
    (void)connection;
    return strlen(text);
}

static void set_socket_error(GError **error, const char *what, const char *path)
{
    int saved = errno;
    g_set_error(error, SERVER_ERROR, SERVER_ERROR_SOCKET, "cannot %s the socket %s: %s", what, path,
                g_strerror(saved));
}

/* True when nobody listens behind an old socket. */
static bool remove_stale(int fd, const struct sockaddr_un *address, GError **error)
{
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0) {
        g_set_error(error, SERVER_ERROR, SERVER_ERROR_SOCKET,
                    "another process answers on %s already; stop it first", address->sun_path);
        return false;
    }
    struct stat st;
    bool is_there = errno == ECONNREFUSED && lstat(address->sun_path, &st) == 0;
    if (is_there && !S_ISSOCK(st.st_mode)) { /* connecting to any file is refused like that */
        g_set_error(error, SERVER_ERROR, SERVER_ERROR_SOCKET,
                    "%s is there and is no socket; nothing was changed", address->sun_path);
        return false;
    }
    if (is_there && unlink(address->sun_path) != 0) {
        set_socket_error(error, "replace", address->sun_path);
        return false;
    }
    return true;
}

static bool bind_private(int fd, const struct sockaddr_un *address, int mode, GError **error)
{
    mode_t old = umask((mode_t)~mode & 0777);
    int result = bind(fd, (const struct sockaddr *)address, sizeof *address);
    umask(old);
    if (result != 0 || listen(fd, BACKLOG) != 0) {
        set_socket_error(error, "make", address->sun_path);
        return false;
    }
    return true;
}

static int listen_on(const char *path, int mode, GError **error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        g_set_error(error, SERVER_ERROR, SERVER_ERROR_SOCKET,
                    "the socket's path %s is longer than the %" G_GSIZE_FORMAT
                    " bytes the system takes; choose a shorter folder",
                    path, sizeof address.sun_path - 1);
        return -1;
    }
    strcpy(address.sun_path, path);
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = probe >= 0 && fd >= 0;
    if (!ok) {
        set_socket_error(error, "make", path);
    }
    ok = ok && remove_stale(probe, &address, error);
    close(probe);
    if (!ok) {
        close(fd);
        return -1;
    }
    if (!bind_private(fd, &address, mode, error)) {
        close(fd);
        return -1;
    }
    return fd;
}

Server *server_start(const char *path, int mode, Api *api, GError **error)
{
    int fd = listen_on(path, mode, error);
    if (fd < 0) {
        return NULL;
    }
    Server *server = g_new0(Server, 1);
    server->api = api;
    server->path = g_strdup(path);
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes,
        NULL, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTION_LIMIT, MHD_OPTION_END);
    if (!server->daemon) {
        g_set_error(error, SERVER_ERROR, SERVER_ERROR_START, "cannot start the HTTP server");
        close(fd);
        server_stop(server);
        return NULL;
    }
    server->source = attach(server->daemon);
    return server;
}

void server_stop(Server *server)
{
    if (!server) {
        return;
    }
    if (server->source) {
        g_source_destroy(server->source);
        g_source_unref(server->source);
    }
    if (server->daemon) {
        MHD_stop_daemon(server->daemon);
    }
    unlink(server->path);
    g_free(server->path);
    g_free(server);
}
