// SPDX-License-Identifier: EUPL-1.2
/* tls_wire PORT_FILE RECORD HOW [ARGUMENT...]: a peer on loopback that does not speak TLS, or a
 * wire between kiosk and server that is bad. It writes its port to PORT_FILE and all that a client
 * said to RECORD; it serves one client after another until it is ended.
 *
 *   silent               takes the call and says nothing
 *   close | reset        takes the call and hangs up
 *   say FILE             says this at once and then waits
 *   answer FILE          says it once it was asked something, and then nothing more
 *   drip FILE            the same, a byte every 20 ms
 *   relay PORT BYTES END passes on to PORT; after so many bytes of its answer END: close, reset,
 *                        silent, or drip */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib.h>

enum { TICK_MS = 20, BUFFER_BYTES = 16 * 1024 };

typedef struct {
    int client, server; /* server: -1 none */
    int record;
    const char *text; /* what is left to say */
    gsize size;
    long left; /* bytes of the server until `end` */
    const char *end;
    bool is_dripping;
} Call;

static int listen_anywhere(const char *port_file)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        return -1;
    }
    g_autofree char *port = g_strdup_printf("%d\n", ntohs(address.sin_port));
    return g_file_set_contents(port_file, port, -1, NULL) ? fd : -1;
}

static int dial(const char *port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                  .sin_port = htons((guint16)strtoul(port, NULL, 10))};
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool send_all(int fd, const char *bytes, gsize size)
{
    for (gsize done = 0; done < size;) {
        gssize n = send(fd, bytes + done, size - done, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        done += (gsize)n;
    }
    return true;
}

static void hang_up(Call *call)
{
    if (g_strcmp0(call->end, "reset") == 0) {
        struct linger at_once = {.l_onoff = 1};
        setsockopt(call->client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(call->client);
    call->client = -1;
}

/* What the client says. False: it is gone. */
static bool take_from_client(Call *call)
{
    char buffer[BUFFER_BYTES];
    gssize n = recv(call->client, buffer, sizeof buffer, 0);
    if (n <= 0 || write(call->record, buffer, (gsize)n) != n) {
        return false;
    }
    return call->server < 0 || send_all(call->server, buffer, (gsize)n);
}

/* What the server says, as far as it may be passed on. */
static bool take_from_server(Call *call)
{
    char buffer[BUFFER_BYTES];
    gsize most = call->is_dripping ? 1 : sizeof buffer;
    if (!call->is_dripping && call->left < (long)most) {
        most = (gsize)call->left;
    }
    gssize n = recv(call->server, buffer, most, 0);
    if (n <= 0 || !send_all(call->client, buffer, (gsize)n)) {
        return false;
    }
    call->left -= (long)n;
    if (call->left > 0 || call->is_dripping) {
        return true;
    }
    call->is_dripping = strcmp(call->end, "drip") == 0;
    return call->is_dripping || strcmp(call->end, "silent") == 0;
}

static bool is_server_heard(const Call *call)
{
    return call->server >= 0 && (call->left > 0 || call->is_dripping);
}

static bool tick(Call *call)
{
    if (call->is_dripping && call->server >= 0) {
        return take_from_server(call);
    }
    if (!call->is_dripping || call->size == 0) {
        return true;
    }
    bool said = send_all(call->client, call->text, 1);
    call->text++, call->size--;
    return said;
}

/* Half a hang-up: what is on its way to us must not become a reset. */
static void answer(Call *call)
{
    if (take_from_client(call) && send_all(call->client, call->text, call->size)) {
        shutdown(call->client, SHUT_WR);
    }
    call->size = 0;
}

static void serve(Call *call)
{
    for (bool goes_on = true; goes_on;) {
        struct pollfd fds[] = {
            {.fd = call->client, .events = POLLIN},
            {.fd = is_server_heard(call) && !call->is_dripping ? call->server : -1,
             .events = POLLIN}};
        int n = poll(fds, 2, call->is_dripping ? TICK_MS : -1);
        if (n < 0 || (fds[0].revents && !take_from_client(call)) ||
            (fds[1].revents && !take_from_server(call))) {
            goes_on = false;
        } else if (n == 0) {
            goes_on = tick(call);
        }
    }
    hang_up(call);
    if (call->server >= 0) {
        close(call->server);
    }
}

static void take_call(Call *call, char **how)
{
    g_autofree char *text = NULL;
    bool is_drip = strcmp(how[0], "drip") == 0;
    bool is_answer = strcmp(how[0], "answer") == 0;
    if (is_drip || is_answer || strcmp(how[0], "say") == 0) {
        g_assert_true(how[1] && g_file_get_contents(how[1], &text, &call->size, NULL));
        call->text = text;
        call->is_dripping = is_drip;
        if (is_answer) {
            answer(call);
        } else if (!is_drip && !send_all(call->client, text, call->size)) {
            call->size = 0;
        }
    } else if (strcmp(how[0], "relay") == 0) {
        g_assert_true(how[1] && how[2] && how[3]);
        call->server = dial(how[1]);
        call->left = strtol(how[2], NULL, 10);
        call->end = how[3];
    } else if (strcmp(how[0], "silent") != 0) {
        call->end = how[0];
        hang_up(call);
        return;
    }
    serve(call);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("tls_wire: PORT_FILE RECORD HOW [ARGUMENT...]\n", stderr);
        return 2;
    }
    int record = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int fd = listen_anywhere(argv[1]);
    while (fd >= 0 && record >= 0) {
        Call call = {.client = accept(fd, NULL, NULL), .server = -1, .record = record};
        if (call.client < 0) {
            break;
        }
        take_call(&call, argv + 3);
    }
    return 1;
}
