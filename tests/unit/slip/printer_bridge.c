// SPDX-License-Identifier: EUPL-1.2
#include "printer_bridge.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

enum { PIECE_BYTES = 4096, LATE_BYTES = 65536, TRICKLE_MS = 100 };

struct PrinterBridge {
    GThread *pump;
    int printer_port;
    int wake[2];       /* a byte: faults have changed; closed: the end */
    int listener, own; /* network: where calls come; device: the other end, kept open */
    char *path;
    int port;

    GMutex lock; /* of faults */
    PrinterBridgeFaults faults;

    int front, back; /* the pump's: kiosk and printer, -1 when nobody calls */
    int n_sent;      /* bytes to the printer in this call */
    int n_flooded;
    GByteArray *late; /* answers that come in the next call */
    bool is_device;
};

static int connect_to(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((guint16)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

static void say(PrinterBridge *bridge, const void *bytes, gsize size)
{
    const guint8 *at = bytes;
    while (size > 0) {
        ssize_t n = write(bridge->front, at, size);
        if (n <= 0) {
            return; /* nobody reads: lost */
        }
        at += n;
        size -= (gsize)n;
    }
}

static void hang_up(PrinterBridge *bridge)
{
    if (bridge->front >= 0 && !bridge->is_device) {
        close(bridge->front);
        bridge->front = -1;
    }
    if (bridge->back >= 0) {
        close(bridge->back);
        bridge->back = -1;
    }
}

static void begin_call(PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    bridge->n_sent = bridge->n_flooded = 0;
    bridge->back = connect_to(bridge->printer_port);
    if (faults->noise) {
        say(bridge, faults->noise, strlen(faults->noise));
    }
}

static void take_call(PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    bridge->front = accept4(bridge->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (bridge->front >= 0) {
        begin_call(bridge, faults);
    }
}

/* How many bytes the kiosk may send now. */
static int count_room(const PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    int room = faults->trickle > 0 ? faults->trickle : PIECE_BYTES;
    if (faults->stall_after > 0) {
        room = MIN(room, faults->stall_after - bridge->n_sent);
    }
    if (faults->break_after > 0) {
        room = MIN(room, faults->break_after - bridge->n_sent);
    }
    return MAX(room, 0);
}

static void carry_to_printer(PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    guint8 bytes[PIECE_BYTES];
    ssize_t n = read(bridge->front, bytes, (gsize)count_room(bridge, faults));
    if (n <= 0 && (bridge->is_device || (n < 0 && errno == EAGAIN))) {
        return;
    }
    if (n <= 0) {
        hang_up(bridge);
        return;
    }
    if (bridge->back < 0) {
        begin_call(bridge, faults);
    }
    if (bridge->n_sent == 0 && bridge->late->len > 0) {
        say(bridge, bridge->late->data, bridge->late->len);
        g_byte_array_set_size(bridge->late, 0);
    }
    if (faults->echoes) {
        say(bridge, bytes, (gsize)n);
    }
    (void)!send(bridge->back, bytes, (gsize)n, MSG_NOSIGNAL);
    bridge->n_sent += (int)n;
    if (faults->break_after > 0 && bridge->n_sent >= faults->break_after) {
        hang_up(bridge);
    }
}

static void carry_to_kiosk(PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    guint8 bytes[PIECE_BYTES];
    ssize_t n = recv(bridge->back, bytes, sizeof bytes, 0);
    if (n <= 0) {
        hang_up(bridge);
        return;
    }
    if (faults->late_after > 0 && bridge->n_sent >= faults->late_after) {
        g_byte_array_append(bridge->late, bytes, (guint)n);
        g_assert_cmpuint(bridge->late->len, <, LATE_BYTES);
        return;
    }
    if (faults->deaf_after > 0 && bridge->n_sent >= faults->deaf_after) {
        return;
    }
    for (int i = 0; i < (faults->repeats ? 2 : 1); i++) {
        say(bridge, bytes, (gsize)n);
    }
}

static void flood(PrinterBridge *bridge)
{
    static const char NOISE[] = "all work and no paper makes a dull printer ";
    ssize_t n = write(bridge->front, NOISE, sizeof NOISE - 1);
    bridge->n_flooded += n > 0 ? (int)n : 0;
    if (n < 0 && errno != EAGAIN) {
        hang_up(bridge);
    }
}

/* One round; false when it is to end. */
static bool pump_once(PrinterBridge *bridge)
{
    g_mutex_lock(&bridge->lock);
    PrinterBridgeFaults faults = bridge->faults;
    g_mutex_unlock(&bridge->lock);
    bool floods = bridge->front >= 0 && bridge->back >= 0 && bridge->n_flooded < faults.flood_bytes;
    short wants = (short)((count_room(bridge, &faults) > 0 ? POLLIN : 0) | (floods ? POLLOUT : 0));
    struct pollfd fds[] = {
        {.fd = bridge->wake[0], .events = POLLIN},
        {.fd = bridge->front < 0 ? bridge->listener : -1, .events = POLLIN},
        {.fd = bridge->front, .events = wants},
        {.fd = bridge->back, .events = POLLIN},
    };
    (void)poll(fds, G_N_ELEMENTS(fds), -1);
    char byte;
    if (fds[0].revents && read(bridge->wake[0], &byte, 1) <= 0) {
        return false;
    }
    if (fds[0].revents) {
        bridge->n_sent = bridge->n_flooded = 0;
        return true;
    }
    if (fds[1].revents) {
        take_call(bridge, &faults);
        return true;
    }
    if (fds[2].revents & POLLOUT) {
        flood(bridge);
    }
    if (fds[2].revents & (POLLIN | POLLHUP | POLLERR)) {
        carry_to_printer(bridge, &faults);
        struct pollfd wake = {.fd = bridge->wake[0], .events = POLLIN};
        if (faults.trickle > 0) {
            (void)poll(&wake, 1, TRICKLE_MS);
        }
    }
    if (fds[3].revents && bridge->back >= 0) {
        carry_to_kiosk(bridge, &faults);
    }
    return true;
}

static gpointer pump(gpointer data)
{
    PrinterBridge *bridge = data;
    while (pump_once(bridge)) {
    }
    hang_up(bridge);
    return NULL;
}

static PrinterBridge *make_bridge(int port)
{
    PrinterBridge *bridge = g_new0(PrinterBridge, 1);
    bridge->printer_port = port;
    bridge->listener = bridge->own = bridge->front = bridge->back = -1;
    bridge->late = g_byte_array_new();
    g_mutex_init(&bridge->lock);
    g_assert_cmpint(pipe2(bridge->wake, O_CLOEXEC), ==, 0);
    return bridge;
}

PrinterBridge *printer_bridge_start_device(int port)
{
    PrinterBridge *bridge = make_bridge(port);
    char name[64];
    struct termios raw = {0};
    cfmakeraw(&raw);
    g_assert_cmpint(openpty(&bridge->front, &bridge->own, name, &raw, NULL), ==, 0);
    fcntl(bridge->front, F_SETFL, O_NONBLOCK);
    bridge->path = g_strdup(name);
    bridge->is_device = true;
    bridge->pump = g_thread_new("bridge", pump, bridge);
    return bridge;
}

PrinterBridge *printer_bridge_start_network(int port)
{
    PrinterBridge *bridge = make_bridge(port);
    bridge->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    g_assert_cmpint(bind(bridge->listener, (struct sockaddr *)&address, size), ==, 0);
    g_assert_cmpint(listen(bridge->listener, 4), ==, 0);
    g_assert_cmpint(getsockname(bridge->listener, (struct sockaddr *)&address, &size), ==, 0);
    bridge->port = ntohs(address.sin_port);
    bridge->pump = g_thread_new("bridge", pump, bridge);
    return bridge;
}

void printer_bridge_stop(PrinterBridge *bridge)
{
    close(bridge->wake[1]);
    g_thread_join(bridge->pump);
    close(bridge->wake[0]);
    const int left[] = {bridge->listener, bridge->own, bridge->is_device ? bridge->front : -1};
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++) {
        if (left[i] >= 0) {
            close(left[i]);
        }
    }
    g_byte_array_unref(bridge->late);
    g_mutex_clear(&bridge->lock);
    g_free(bridge->path);
    g_free(bridge);
}

const char *printer_bridge_path(const PrinterBridge *bridge)
{
    return bridge->path;
}

int printer_bridge_port(const PrinterBridge *bridge)
{
    return bridge->port;
}

void printer_bridge_set(PrinterBridge *bridge, const PrinterBridgeFaults *faults)
{
    g_mutex_lock(&bridge->lock);
    bridge->faults = *faults;
    g_mutex_unlock(&bridge->lock);
    g_assert_cmpint(write(bridge->wake[1], "f", 1), ==, 1);
}
