// SPDX-License-Identifier: EUPL-1.2
#include "visitor/client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

G_DEFINE_QUARK(wegwijs_visitor_client_error, client_error)

enum { ANSWER_MS = 5000, LOOK_AGAIN_MS = 100, MAX_ANSWER_BYTES = 8 << 20 };

struct Client {
    int fd;
    GString *in;
};

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

static int try_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) {
        return fd;
    }
    const int reason = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = reason;
    return -1;
}

/* The folder tells when a socket appears in it; whether anybody listens is then tried. */
static int connect_in_time(const char *path, int limit_ms)
{
    g_autofree char *folder = g_path_get_dirname(path);
    const gint64 deadline_ms = now_ms() + limit_ms;
    const int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch >= 0) {
        inotify_add_watch(watch, folder, IN_CREATE | IN_MOVED_TO | IN_ATTRIB);
    }
    int fd = try_connect(path);
    while (fd < 0 && now_ms() < deadline_ms) {
        char events[4096];
        struct pollfd news = {.fd = watch, .events = POLLIN};
        const gint64 rest_ms = MIN(deadline_ms - now_ms(), LOOK_AGAIN_MS);
        if (poll(&news, 1, (int)MAX(rest_ms, 1)) > 0) {
            (void)!read(watch, events, sizeof events);
        }
        fd = try_connect(path);
    }
    const int reason = errno;
    if (watch >= 0) {
        close(watch);
    }
    errno = reason;
    return fd;
}

Client *client_connect(const char *path, int limit_ms, GError **error)
{
    if (strlen(path) >= sizeof((struct sockaddr_un *)NULL)->sun_path) {
        g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_CONNECT, "%s: the path is too long", path);
        return NULL;
    }
    const int fd = connect_in_time(path, limit_ms);
    if (fd < 0) {
        g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_CONNECT,
                    "no kiosk answers at %s (%s): start wegwijs-kiosk, built with its inspector",
                    path, g_strerror(errno));
        return NULL;
    }
    Client *client = g_new0(Client, 1);
    client->fd = fd;
    client->in = g_string_new(NULL);
    return client;
}

void client_free(Client *client)
{
    if (client == NULL) {
        return;
    }
    close(client->fd);
    g_string_free(client->in, TRUE);
    g_free(client);
}

static bool send_line(Client *client, json_t *request, GError **error)
{
    g_autoptr(GBytes) text = json_write(request);
    g_autoptr(GString) line =
        g_string_new_len(g_bytes_get_data(text, NULL), (gssize)g_bytes_get_size(text));
    g_string_append_c(line, '\n');
    for (gsize sent = 0; sent < line->len;) {
        const ssize_t n = send(client->fd, line->str + sent, line->len - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_LOST, "the kiosk is gone: %s",
                        g_strerror(errno));
            return false;
        }
        sent += (gsize)n;
    }
    return true;
}

/* A line without its end; NULL when there is none in time. Caller owns. */
static GBytes *read_line(Client *client, int limit_ms, GError **error)
{
    const gint64 deadline_ms = now_ms() + limit_ms + ANSWER_MS;
    char buffer[16384];
    for (;;) {
        const char *end = memchr(client->in->str, '\n', client->in->len);
        if (end != NULL) {
            const gsize length = (gsize)(end - client->in->str);
            GBytes *line = g_bytes_new(client->in->str, length);
            g_string_erase(client->in, 0, (gssize)length + 1);
            return line;
        }
        struct pollfd news = {.fd = client->fd, .events = POLLIN};
        const gint64 rest_ms = deadline_ms - now_ms();
        const int ready = rest_ms > 0 ? poll(&news, 1, (int)rest_ms) : 0;
        const ssize_t n = ready > 0 ? recv(client->fd, buffer, sizeof buffer, 0) : 0;
        if (ready > 0 && n > 0 && client->in->len < MAX_ANSWER_BYTES) {
            g_string_append_len(client->in, buffer, n);
        } else if (ready >= 0 || errno != EINTR) {
            g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_LOST, "%s",
                        ready == 0 ? "the kiosk does not answer" : "the kiosk is gone");
            return NULL;
        }
    }
}

json_t *client_ask(Client *client, json_t *request_take, int limit_ms, GError **error)
{
    g_autoptr(json_t) request = request_take;
    if (!send_line(client, request, error)) {
        return NULL;
    }
    g_autoptr(GBytes) line = read_line(client, limit_ms, error);
    g_autoptr(json_t) answer = line != NULL ? json_parse(line, "answer", error) : NULL;
    if (answer == NULL) {
        return NULL;
    }
    const char *refusal = json_get_string(answer, "error", NULL);
    if (refusal != NULL) {
        g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_REFUSED, "%s", refusal);
        return NULL;
    }
    return g_steal_pointer(&answer);
}
