// SPDX-License-Identifier: EUPL-1.2
#include "slipview/listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

enum { READ_BYTES = 4096, MAX_LINE_BYTES = 200, MAX_UNSENT_BYTES = 64 << 20 };

struct Listener {
    Line *line;
    GSocketAddress *address; /* with its port */
    GSocket *holder;         /* keeps the port ours; never listens */
    GSocket *port, *caller;  /* NULL: callers are refused; nobody is there */
    GSource *port_source, *read_source, *write_source, *timer;
    GByteArray *unsent;
    GSocketService *faults;
    char *faults_path;
};

static void arrange(Listener *listener);

static void end_source(GSource **source)
{
    if (*source) {
        g_source_destroy(*source);
        g_source_unref(*source);
        *source = NULL;
    }
}

/* Watches, or not any more. */
static void watch(GSource **source, GSocket *socket, GIOCondition condition,
                  GSocketSourceFunc function, Listener *listener)
{
    if (!socket || !function) {
        end_source(source);
    } else if (!*source) {
        *source = g_socket_create_source(socket, condition, NULL);
        g_source_set_callback(*source, G_SOURCE_FUNC(function), listener, NULL);
        g_source_attach(*source, NULL);
    }
}

static gint64 now_us(void)
{
    return g_get_monotonic_time();
}

/* ---- The caller ---- */

static void forget_caller(Listener *listener)
{
    end_source(&listener->read_source);
    end_source(&listener->write_source);
    if (listener->caller) {
        g_socket_close(listener->caller, NULL);
        g_clear_object(&listener->caller);
    }
    g_byte_array_set_size(listener->unsent, 0);
}

static gboolean on_bytes(GSocket *socket, GIOCondition condition, gpointer data)
{
    (void)condition;
    Listener *listener = data;
    guint8 bytes[READ_BYTES];
    g_autoptr(GError) error = NULL;
    gsize room = MIN(line_room(listener->line, now_us()), sizeof bytes);
    gssize n = room > 0 ? g_socket_receive(socket, (char *)bytes, room, NULL, &error) : 1;
    if (room > 0 && n > 0) {
        line_receive(listener->line, bytes, (gsize)n, now_us());
    }
    bool is_over = n <= 0 && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    if (is_over && listener->caller == socket) {
        line_close(listener->line);
        forget_caller(listener);
    }
    arrange(listener);
    return G_SOURCE_CONTINUE; /* arrange ends it when it is not wanted */
}

static gboolean on_writable(GSocket *socket, GIOCondition condition, gpointer data)
{
    (void)condition;
    Listener *listener = data;
    g_autoptr(GError) error = NULL;
    gssize n = g_socket_send(socket, (const char *)listener->unsent->data, listener->unsent->len,
                             NULL, &error);
    bool is_lost = n < 0 && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    if (n > 0 || is_lost) {
        g_byte_array_remove_range(listener->unsent, 0, is_lost ? listener->unsent->len : (guint)n);
    }
    arrange(listener);
    return G_SOURCE_CONTINUE;
}

static gboolean on_caller(GSocket *socket, GIOCondition condition, gpointer data)
{
    (void)condition;
    Listener *listener = data;
    GSocket *caller = g_socket_accept(socket, NULL, NULL);
    if (caller) {
        g_socket_set_blocking(caller, FALSE);
        g_socket_set_option(caller, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
        listener->caller = caller;
        line_open(listener->line, now_us());
        arrange(listener);
    }
    return G_SOURCE_CONTINUE;
}

void listener_send(Listener *listener, const guint8 *bytes, gsize size_bytes)
{
    if (listener->caller && listener->unsent->len + size_bytes <= MAX_UNSENT_BYTES) {
        g_byte_array_append(listener->unsent, bytes, (guint)size_bytes);
    }
}

void listener_hang_up(Listener *listener, bool is_reset)
{
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    if (!listener->caller) {
        return;
    }
    int fd = g_socket_get_fd(listener->caller);
    if (is_reset) {
        (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    } else if (listener->unsent->len > 0) {
        (void)g_socket_send(listener->caller, (const char *)listener->unsent->data,
                            listener->unsent->len, NULL, NULL);
    }
    forget_caller(listener);
}

/* ---- What is waited for ---- */

static gboolean on_time(gpointer data)
{
    Listener *listener = data;
    end_source(&listener->timer);
    line_pass_time(listener->line, now_us());
    arrange(listener);
    return G_SOURCE_REMOVE;
}

static void arrange_time(Listener *listener)
{
    gint64 now = now_us(), due = line_due_us(listener->line, now);
    end_source(&listener->timer);
    if (due >= 0) {
        listener->timer = g_timeout_source_new((guint)CLAMP((due - now + 999) / 1000, 0, G_MAXINT));
        g_source_set_callback(listener->timer, on_time, listener, NULL);
        g_source_attach(listener->timer, NULL);
    }
}

static GSocket *bind_to(GSocketAddress *address, GError **error)
{
    g_autoptr(GSocket) socket = g_socket_new(g_socket_address_get_family(address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
    if (!socket || !g_socket_bind(socket, address, TRUE, error)) {
        return NULL;
    }
    g_socket_set_blocking(socket, FALSE);
    return g_steal_pointer(&socket);
}

static bool open_port(Listener *listener, GError **error)
{
    g_autoptr(GSocket) port = bind_to(listener->address, error);
    if (!port || !g_socket_listen(port, error)) {
        return false;
    }
    listener->port = g_steal_pointer(&port);
    return true;
}

static void close_port(Listener *listener)
{
    end_source(&listener->port_source);
    g_clear_object(&listener->port);
}

/* Nobody can call a printer that is off. */
static void arrange_port(Listener *listener)
{
    g_autoptr(GError) error = NULL;
    if (line_is_refusing(listener->line)) {
        close_port(listener);
    } else if (!listener->port && !open_port(listener, &error)) {
        g_printerr("slipview: %s\n", error->message);
    }
}

static void arrange(Listener *listener)
{
    bool has_room = line_room(listener->line, now_us()) > 0;
    arrange_port(listener);
    watch(&listener->port_source, listener->port, G_IO_IN, listener->caller ? NULL : on_caller,
          listener);
    watch(&listener->read_source, listener->caller, G_IO_IN, has_room ? on_bytes : NULL, listener);
    watch(&listener->write_source, listener->caller, G_IO_OUT,
          listener->unsent->len > 0 ? on_writable : NULL, listener);
    arrange_time(listener);
}

static GSocketAddress *find_address(const char *text, GError **error)
{
    g_autoptr(GSocketConnectable) where = g_network_address_parse(text, 0, error);
    g_autoptr(GSocketAddressEnumerator) all = where ? g_socket_connectable_enumerate(where) : NULL;
    return all ? g_socket_address_enumerator_next(all, NULL, error) : NULL;
}

Listener *listener_start(const char *address, GError **error)
{
    g_autoptr(GSocketAddress) wanted = find_address(address, error);
    g_autoptr(Listener) listener = g_new0(Listener, 1);
    listener->unsent = g_byte_array_new();
    listener->holder = wanted ? bind_to(wanted, error) : NULL;
    listener->address =
        listener->holder ? g_socket_get_local_address(listener->holder, error) : NULL;
    return listener->address && open_port(listener, error) ? g_steal_pointer(&listener) : NULL;
}

void listener_stop(Listener *listener)
{
    if (!listener) {
        return;
    }
    forget_caller(listener);
    close_port(listener);
    end_source(&listener->timer);
    g_clear_object(&listener->holder);
    g_clear_object(&listener->address);
    g_byte_array_unref(listener->unsent);
    if (listener->faults) {
        g_socket_service_stop(listener->faults);
        g_object_unref(listener->faults);
    }
    if (listener->faults_path) {
        unlink(listener->faults_path);
        g_free(listener->faults_path);
    }
    g_free(listener);
}

guint16 listener_port(const Listener *listener)
{
    return g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(listener->address));
}

void listener_attach(Listener *listener, Line *line)
{
    listener->line = line;
    arrange(listener);
}

/* ---- Faults ---- */

static void take_fault(Listener *listener, GIOStream *stream, const char *line)
{
    const char *answer = line_do(listener->line, line, now_us()) ? "ok\n" : "unknown\n";
    arrange(listener);
    g_output_stream_write_all(g_io_stream_get_output_stream(stream), answer, strlen(answer), NULL,
                              NULL, NULL);
}

static void on_line(GObject *source, GAsyncResult *result, gpointer data)
{
    GDataInputStream *lines = G_DATA_INPUT_STREAM(source);
    GIOStream *stream = g_object_get_data(G_OBJECT(lines), "stream");
    g_autofree char *line = g_data_input_stream_read_line_finish(lines, result, NULL, NULL);
    if (!line || strlen(line) > MAX_LINE_BYTES) {
        g_io_stream_close(stream, NULL, NULL);
        g_object_unref(lines);
        return;
    }
    take_fault(data, stream, line);
    g_data_input_stream_read_line_async(lines, G_PRIORITY_DEFAULT, NULL, on_line, data);
}

static gboolean on_manager(GSocketService *service, GSocketConnection *connection, GObject *source,
                           gpointer data)
{
    (void)service;
    (void)source;
    GDataInputStream *lines =
        g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
    g_object_set_data_full(G_OBJECT(lines), "stream", g_object_ref(connection), g_object_unref);
    g_data_input_stream_read_line_async(lines, G_PRIORITY_DEFAULT, NULL, on_line, data);
    return TRUE;
}

bool listener_take_faults(Listener *listener, const char *path, GError **error)
{
    g_autoptr(GSocketService) service = g_socket_service_new();
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode)) {
        unlink(path); /* of a run that did not end well; anything else stays, and is in the way */
    }
    if (!g_socket_listener_add_address(G_SOCKET_LISTENER(service), address, G_SOCKET_TYPE_STREAM,
                                       G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error)) {
        return false;
    }
    g_signal_connect(service, "incoming", G_CALLBACK(on_manager), listener);
    g_socket_service_start(service);
    listener->faults = g_steal_pointer(&service);
    listener->faults_path = g_strdup(path);
    return true;
}
