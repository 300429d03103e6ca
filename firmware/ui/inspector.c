// SPDX-License-Identifier: EUPL-1.2
#include "ui/inspector.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "ui/inspector_json.h"

G_DEFINE_QUARK(wegwijs_inspector_error, inspector_error)

enum { MAX_UNREAD_BYTES = 8 << 20 };

typedef struct {
    Inspector *inspector; /* NULL: free */
    int fd;
    guint read_watch, write_watch, timer, resume; /* GLib source ids; 0: none */
    GString *in, *out;
    bool is_waiting, is_closing;
    InspectorWait wait;
} Client;

struct Inspector {
    InspectorHands hands;
    int fd;
    guint accept_watch;
    char *path;
    Client clients[INSPECTOR_MAX_CLIENTS];
};

static void clear_source(guint *id)
{
    if (*id != 0) {
        g_source_remove(*id);
        *id = 0;
    }
}

static void drop_client(Client *client)
{
    clear_source(&client->read_watch);
    clear_source(&client->write_watch);
    clear_source(&client->timer);
    clear_source(&client->resume);
    close(client->fd);
    g_string_free(client->in, TRUE);
    g_string_free(client->out, TRUE);
    *client = (Client){0};
}

/* ---- Answering ---- */

static gboolean write_more(int fd, GIOCondition condition, gpointer data);

/* Sends what the socket takes now; the rest when it can. False: the client is gone. */
static bool flush_client(Client *client)
{
    while (client->out->len > 0) {
        const ssize_t n = send(client->fd, client->out->str, client->out->len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno != EAGAIN) {
            return false;
        }
        if (n < 0) {
            if (client->write_watch == 0) {
                client->write_watch = g_unix_fd_add(client->fd, G_IO_OUT, write_more, client);
            }
            return client->out->len <= MAX_UNREAD_BYTES;
        }
        g_string_erase(client->out, 0, n);
    }
    return !client->is_closing;
}

static gboolean write_more(int fd, GIOCondition condition, gpointer data)
{
    Client *client = data;
    (void)fd;
    (void)condition;
    client->write_watch = 0;
    if (!flush_client(client)) {
        drop_client(client);
    }
    return G_SOURCE_REMOVE;
}

static bool send_answer(Client *client, json_t *answer_take)
{
    g_autoptr(GBytes) text = json_write(answer_take);
    json_decref(answer_take);
    g_string_append_len(client->out, g_bytes_get_data(text, NULL), (gssize)g_bytes_get_size(text));
    g_string_append_c(client->out, '\n');
    return flush_client(client);
}

/* ---- Asking ---- */

static gboolean give_up_waiting(gpointer data);

static bool handle_line(Client *client, gsize length)
{
    Inspector *inspector = client->inspector;
    g_autoptr(GBytes) line = g_bytes_new(client->in->str, length);
    g_string_erase(client->in, 0, (gssize)length + 1);
    json_t *answer = inspector_answer(&inspector->hands, line, &client->wait);
    if (answer != NULL) {
        return send_answer(client, answer);
    }
    client->is_waiting = true;
    client->timer = g_timeout_add((guint)client->wait.timeout_ms, give_up_waiting, client);
    return true;
}

/* All whole lines, up to one that has to wait. False: the client is to be dropped. */
static bool handle_lines(Client *client)
{
    while (!client->is_waiting) {
        const char *end = memchr(client->in->str, '\n', client->in->len);
        const gsize length = end != NULL ? (gsize)(end - client->in->str) : client->in->len;
        if (length > INSPECTOR_MAX_LINE_BYTES) {
            client->is_closing = true;
            return send_answer(client, json_pack("{s:s}", "error", "the line is too long"));
        }
        if (end == NULL) {
            return true;
        }
        if (!handle_line(client, length)) {
            return false;
        }
    }
    return true;
}

static gboolean give_up_waiting(gpointer data)
{
    Client *client = data;
    client->timer = 0;
    client->is_waiting = false;
    json_t *answer = inspector_describe_timeout(client->inspector->hands.stage, &client->wait);
    if (!send_answer(client, answer) || !handle_lines(client)) {
        drop_client(client);
    }
    return G_SOURCE_REMOVE;
}

/* Lines that came while the client waited. */
static gboolean go_on(gpointer data)
{
    Client *client = data;
    client->resume = 0;
    if (!handle_lines(client)) {
        drop_client(client);
    }
    return G_SOURCE_REMOVE;
}

static gboolean read_more(int fd, GIOCondition condition, gpointer data)
{
    Client *client = data;
    char buffer[4096];
    (void)condition;
    const ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return G_SOURCE_CONTINUE;
    }
    const bool is_full = client->in->len > 2 * INSPECTOR_MAX_LINE_BYTES;
    if (n > 0 && !is_full) {
        g_string_append_len(client->in, buffer, n);
    }
    if (n == 0 && client->is_waiting) { /* it asked, and listens on */
        client->is_closing = true;
        client->read_watch = 0;
        return G_SOURCE_REMOVE;
    }
    if (n <= 0 || is_full || !handle_lines(client)) {
        client->read_watch = 0;
        drop_client(client);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

/* Later lines of a client that waited are handled from the loop: they may change the scene again.
 */
void inspector_notice_change(Inspector *inspector)
{
    if (inspector == NULL) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(inspector->clients); i++) {
        Client *client = &inspector->clients[i];
        if (client->inspector == NULL || !client->is_waiting ||
            !inspector_is_fulfilled(inspector->hands.stage, &client->wait)) {
            continue;
        }
        client->is_waiting = false;
        clear_source(&client->timer);
        if (!send_answer(client, inspector_describe_place(inspector->hands.stage))) {
            drop_client(client);
        } else if (client->in->len > 0 && client->resume == 0) {
            client->resume = g_idle_add(go_on, client);
        }
    }
}

/* ---- Listening ---- */

static Client *find_free_client(Inspector *inspector)
{
    for (gsize i = 0; i < G_N_ELEMENTS(inspector->clients); i++) {
        if (inspector->clients[i].inspector == NULL) {
            return &inspector->clients[i];
        }
    }
    return NULL;
}

static gboolean accept_client(int fd, GIOCondition condition, gpointer data)
{
    Inspector *inspector = data;
    (void)condition;
    const int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    Client *client = find_free_client(inspector);
    if (accepted < 0) {
        return G_SOURCE_CONTINUE;
    }
    if (client == NULL) {
        static const char busy[] = "{\"error\":\"too many clients\"}\n";
        (void)!send(accepted, busy, sizeof busy - 1, MSG_NOSIGNAL);
        close(accepted);
        return G_SOURCE_CONTINUE;
    }
    client->inspector = inspector;
    client->fd = accepted;
    client->in = g_string_new(NULL);
    client->out = g_string_new(NULL);
    client->read_watch = g_unix_fd_add(accepted, G_IO_IN | G_IO_HUP, read_more, client);
    return G_SOURCE_CONTINUE;
}

static bool listen_on(Inspector *inspector, const char *path, GError **error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        g_set_error(error, INSPECTOR_ERROR, INSPECTOR_ERROR_SOCKET,
                    "cannot open the inspector at %s: the path is longer than %zu characters", path,
                    sizeof address.sun_path - 1);
        return false;
    }
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    inspector->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    unlink(path);
    const mode_t mask = umask(0177);
    const bool is_bound =
        inspector->fd >= 0 &&
        bind(inspector->fd, (const struct sockaddr *)&address, sizeof address) == 0;
    const int reason = errno;
    umask(mask);
    if (!is_bound || listen(inspector->fd, INSPECTOR_MAX_CLIENTS) != 0) {
        g_set_error(error, INSPECTOR_ERROR, INSPECTOR_ERROR_SOCKET,
                    "cannot open the inspector at %s: %s", path,
                    g_strerror(is_bound ? errno : reason));
        return false;
    }
    inspector->path = g_strdup(path);
    return true;
}

Inspector *inspector_open(const char *socket_path, Stage *stage, const InspectorHandlers *handlers,
                          GError **error)
{
    g_autoptr(Inspector) inspector = g_new0(Inspector, 1);
    inspector->hands.stage = stage;
    inspector->hands.handlers = *handlers;
    if (!listen_on(inspector, socket_path, error)) {
        return NULL;
    }
    inspector->accept_watch = g_unix_fd_add(inspector->fd, G_IO_IN, accept_client, inspector);
    return g_steal_pointer(&inspector);
}

void inspector_close(Inspector *inspector)
{
    if (inspector == NULL) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(inspector->clients); i++) {
        if (inspector->clients[i].inspector != NULL) {
            drop_client(&inspector->clients[i]);
        }
    }
    clear_source(&inspector->accept_watch);
    if (inspector->fd >= 0) {
        close(inspector->fd);
    }
    if (inspector->path != NULL) {
        unlink(inspector->path);
    }
    g_free(inspector->path);
    g_free(inspector);
}
