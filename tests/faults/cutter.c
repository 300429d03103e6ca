// SPDX-License-Identifier: EUPL-1.2
/* cutter TARGET_PORT CUTS [BYTES]: a wire that breaks at the worst moment. Listens on a free port
 * of loopback, prints it, and passes connections on to TARGET_PORT. On the first CUTS connections
 * that carry more than BYTES (8000) to the target, the target's answer is swallowed and then the
 * connection is reset: the target has done its work, and nobody hears of it. Prints "cut N" each
 * time. Ends on SIGTERM. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib.h>

/* More than what TLS says after a handshake, less than an answer with a receipt. */
enum { ANSWER_BYTES = 700 };

typedef struct {
    int client, target;
    long sent_bytes;      /* client to target */
    long swallowed_bytes; /* of the target's answer */
    bool has_ended;
} Wire;

typedef struct {
    int port;
    long bytes;
    int left, done;
} Cuts;

static int open_listener(int *port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return fd;
}

static int dial(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((guint16)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool pass(int from, int to, long *count)
{
    char data[16384];
    ssize_t n = read(from, data, sizeof data);
    for (ssize_t done = 0; done < n;) {
        ssize_t w = write(to, data + done, (size_t)(n - done));
        if (w <= 0) {
            return false;
        }
        done += w;
    }
    if (n > 0 && count) {
        *count += n;
    }
    return n > 0;
}

static long swallow(int fd)
{
    char data[16384];
    ssize_t n = read(fd, data, sizeof data);
    return n > 0 ? n : ANSWER_BYTES;
}

static void reset(Wire *wire)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(wire->client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    wire->has_ended = true;
}

static void serve_wire(Wire *wire, Cuts *cuts, const struct pollfd polled[2])
{
    if (polled[1].revents) {
        if (cuts->left > 0 && wire->sent_bytes > cuts->bytes) {
            wire->swallowed_bytes += swallow(wire->target);
            if (wire->swallowed_bytes < ANSWER_BYTES) {
                return;
            }
            cuts->left--;
            printf("cut %d\n", ++cuts->done);
            fflush(stdout);
            reset(wire);
            return;
        }
        wire->has_ended = !pass(wire->target, wire->client, NULL);
    }
    if (polled[0].revents && !wire->has_ended) {
        wire->has_ended = !pass(wire->client, wire->target, &wire->sent_bytes);
    }
}

static void close_ended(GArray *wires)
{
    for (guint i = wires->len; i-- > 0;) {
        Wire *wire = &g_array_index(wires, Wire, i);
        if (wire->has_ended) {
            close(wire->client);
            close(wire->target);
            g_array_remove_index(wires, i);
        }
    }
}

static void take_wire(int listener, int port, GArray *wires)
{
    Wire wire = {.client = accept(listener, NULL, NULL), .target = dial(port)};
    wire.has_ended = wire.client < 0 || wire.target < 0;
    g_array_append_val(wires, wire);
}

static void serve(int listener, Cuts *cuts)
{
    GArray *wires = g_array_new(FALSE, FALSE, sizeof(Wire));
    for (;;) {
        struct pollfd polled[2 * 64 + 1];
        guint n = MIN(wires->len, 64U);
        for (guint i = 0; i < n; i++) {
            const Wire *wire = &g_array_index(wires, Wire, i);
            polled[2 * i] = (struct pollfd){.fd = wire->client, .events = POLLIN};
            polled[2 * i + 1] = (struct pollfd){.fd = wire->target, .events = POLLIN};
        }
        polled[2 * n] = (struct pollfd){.fd = listener, .events = POLLIN};
        if (poll(polled, 2 * n + 1, -1) < 0) {
            continue;
        }
        for (guint i = 0; i < n; i++) {
            serve_wire(&g_array_index(wires, Wire, i), cuts, &polled[2 * i]);
        }
        if (polled[2 * n].revents) {
            take_wire(listener, cuts->port, wires);
        }
        close_ended(wires);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("use: cutter TARGET_PORT CUTS [BYTES]\n", stderr);
        return 2;
    }
    Cuts cuts = {.port = atoi(argv[1]), .left = atoi(argv[2]), .bytes = 8000};
    if (argc > 3) {
        cuts.bytes = atol(argv[3]);
    }
    int port;
    int listener = open_listener(&port);
    if (listener < 0) {
        perror("cutter");
        return 1;
    }
    printf("%d\n", port);
    fflush(stdout);
    serve(listener, &cuts);
    return 0;
}
