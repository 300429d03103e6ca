// SPDX-License-Identifier: EUPL-1.2
#include "inspector_client.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

struct InspectorClient {
    GSocketConnection *connection;
    GDataInputStream *input;
};

InspectorClient *inspector_client_open(const char *socket_path, gint64 wait_ms, GError **error)
{
    gint64 until = g_get_monotonic_time() + wait_ms * G_TIME_SPAN_MILLISECOND;
    g_autoptr(GSocketClient) socket = g_socket_client_new();
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(socket_path);
    g_autoptr(GSocketConnection) connection = NULL;
    while (!connection) {
        g_autoptr(GError) why = NULL;
        connection = g_socket_client_connect(socket, G_SOCKET_CONNECTABLE(address), NULL, &why);
        if (!connection && g_get_monotonic_time() > until) {
            g_propagate_error(error, g_steal_pointer(&why));
            return NULL;
        }
        if (!connection) {
            g_poll(NULL, 0, 5);
        }
    }
    InspectorClient *client = g_new0(InspectorClient, 1);
    client->input = g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
    client->connection = g_steal_pointer(&connection);
    return client;
}

void inspector_client_close(InspectorClient *client)
{
    if (!client) {
        return;
    }
    g_object_unref(client->input);
    g_object_unref(client->connection);
    g_free(client);
}

json_t *inspector_client_ask_take(InspectorClient *client, json_t *request, GError **error)
{
    g_autoptr(json_t) held = request;
    g_autoptr(GBytes) line = json_write(held);
    GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(client->connection));
    gsize size;
    const void *text = g_bytes_get_data(line, &size);
    if (!g_output_stream_write_all(output, text, size, NULL, NULL, error) ||
        !g_output_stream_write_all(output, "\n", 1, NULL, NULL, error)) {
        return NULL;
    }
    g_autofree char *answer = g_data_input_stream_read_line(client->input, &size, NULL, error);
    if (!answer) {
        if (error && !*error) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the inspector hung up");
        }
        return NULL;
    }
    g_autoptr(GBytes) bytes = g_bytes_new(answer, size);
    g_autoptr(json_t) value = json_parse(bytes, "inspector", error);
    if (value && json_object_get(value, "error")) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "inspector: %s", answer);
        return NULL;
    }
    return g_steal_pointer(&value);
}
