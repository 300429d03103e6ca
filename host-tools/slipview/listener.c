// SPDX-License-Identifier: EUPL-1.2
#include "slipview/listener.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

enum { READ_BYTES = 4096, MAX_LINE_BYTES = 200 };

struct Listener {
    Printer *printer;
    GSocket *port, *caller;
    GSource *port_source, *caller_source;
    GSocketService *faults;
    char *faults_path;
};

static void wait_for_caller(Listener *listener);

static void end_source(GSource **source)
{
    if (*source) {
        g_source_destroy(*source);
        g_source_unref(*source);
        *source = NULL;
    }
}

static GSource *watch(GSocket *socket, GSocketSourceFunc function, Listener *listener)
{
    GSource *source = g_socket_create_source(socket, G_IO_IN, NULL);
    g_source_set_callback(source, G_SOURCE_FUNC(function), listener, NULL);
    g_source_attach(source, NULL);
    return source;
}

static void hang_up(Listener *listener)
{
    end_source(&listener->caller_source);
    g_socket_close(listener->caller, NULL);
    g_clear_object(&listener->caller);
    wait_for_caller(listener);
}

static gboolean on_bytes(GSocket *socket, GIOCondition condition, gpointer data)
{
    (void)condition;
    Listener *listener = data;
    guint8 bytes[READ_BYTES];
    g_autoptr(GError) error = NULL;
    gssize n = g_socket_receive(socket, (char *)bytes, sizeof bytes, NULL, &error);
    if (n > 0) {
        printer_receive(listener->printer, bytes, (gsize)n);
        if (printer_is_full(listener->printer)) {
            end_source(&listener->caller_source); /* until a fault is mended */
        }
        return G_SOURCE_CONTINUE;
    }
    if (n < 0 && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
        return G_SOURCE_CONTINUE;
    }
    hang_up(listener);
    return G_SOURCE_CONTINUE; /* the source was destroyed by hang_up */
}

static gboolean on_caller(GSocket *socket, GIOCondition condition, gpointer data)
{
    (void)condition;
    Listener *listener = data;
    g_autoptr(GError) error = NULL;
    GSocket *caller = g_socket_accept(socket, NULL, &error);
    if (!caller) {
        return G_SOURCE_CONTINUE;
    }
    g_socket_set_blocking(caller, FALSE);
    listener->caller = caller;
    end_source(&listener->port_source);
    listener->caller_source = watch(caller, on_bytes, listener);
    return G_SOURCE_CONTINUE; /* the source was destroyed */
}

static void wait_for_caller(Listener *listener)
{
    listener->port_source = watch(listener->port, on_caller, listener);
}

static GSocket *listen_on(const char *address, GError **error)
{
    g_autoptr(GSocketConnectable) where = g_network_address_parse(address, 0, error);
    g_autoptr(GSocketAddressEnumerator) all = where ? g_socket_connectable_enumerate(where) : NULL;
    g_autoptr(GSocketAddress) one = all ? g_socket_address_enumerator_next(all, NULL, error) : NULL;
    g_autoptr(GSocket) socket =
        one ? g_socket_new(g_socket_address_get_family(one), G_SOCKET_TYPE_STREAM,
                           G_SOCKET_PROTOCOL_TCP, error)
            : NULL;
    if (!socket) {
        return NULL;
    }
    g_socket_set_blocking(socket, FALSE);
    bool ok = g_socket_bind(socket, one, TRUE, error) && g_socket_listen(socket, error);
    return ok ? g_steal_pointer(&socket) : NULL;
}

Listener *listener_start(const char *address, GError **error)
{
    GSocket *port = listen_on(address, error);
    if (!port) {
        return NULL;
    }
    Listener *listener = g_new0(Listener, 1);
    listener->port = port;
    return listener;
}

void listener_stop(Listener *listener)
{
    if (!listener) {
        return;
    }
    end_source(&listener->port_source);
    end_source(&listener->caller_source);
    g_clear_object(&listener->caller);
    g_clear_object(&listener->port);
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
    g_autoptr(GSocketAddress) address = g_socket_get_local_address(listener->port, NULL);
    return g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
}

void listener_attach(Listener *listener, Printer *printer)
{
    listener->printer = printer;
    wait_for_caller(listener);
}

void listener_reply(Listener *listener, const guint8 *bytes, gsize size_bytes)
{
    if (listener->caller) {
        g_socket_send(listener->caller, (const char *)bytes, size_bytes, NULL, NULL);
    }
}

/* ---- Faults ---- */

static void take_fault(Listener *listener, GIOStream *stream, const char *line)
{
    const char *answer = printer_do(listener->printer, line) ? "ok\n" : "unknown\n";
    if (listener->caller && !listener->caller_source && !printer_is_full(listener->printer)) {
        listener->caller_source = watch(listener->caller, on_bytes, listener);
    }
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
