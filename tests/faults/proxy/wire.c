// SPDX-License-Identifier: EUPL-1.2
#include "faults/proxy/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* More than what TLS says after a handshake, less than an answer with a receipt. */
enum { ANSWER_BYTES = 700, PIECE_BYTES = 16384, SLOW_PIECES_A_SECOND = 20 };

typedef struct {
    int fds[N_SIDES];
    bool has_ended[N_SIDES]; /* it said all it had to say */
    gint64 passed[N_SIDES];  /* bytes from this side */
    gint64 ready_ms[N_SIDES];
    gint64 swallowed;
    const Fault *fault;
} Wire;

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

void wire_wait_ms(gint64 wait_ms)
{
    poll(NULL, 0, (int)wait_ms);
}

bool wire_write(int fd, const void *data, gsize size)
{
    for (gsize done = 0; done < size;) {
        ssize_t n = send(fd, (const char *)data + done, size - done, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        done += n > 0 ? (gsize)n : 0;
    }
    return true;
}

void wire_reset(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

void wire_be_silent(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLRDHUP};
    while (poll(&polled, 1, -1) < 0 && errno == EINTR) {
    }
}

/* How much may be read of this side at once. */
static gsize room(const Wire *wire, Side side)
{
    const Fault *fault = wire->fault;
    if (fault->kind == FAULT_CUT && fault->side == side) {
        return (gsize)MIN(fault->amount - wire->passed[side], (gint64)PIECE_BYTES);
    }
    if (fault->kind == FAULT_SLOW) {
        return (gsize)CLAMP(fault->amount / 8 / SLOW_PIECES_A_SECOND, 1, (gint64)PIECE_BYTES);
    }
    return PIECE_BYTES;
}

static bool is_cut(const Wire *wire)
{
    const Fault *fault = wire->fault;
    return fault->kind == FAULT_CUT && wire->passed[fault->side] >= fault->amount;
}

/* The reply is not for the client: true once there has been one. */
static bool swallow(Wire *wire, gssize n)
{
    wire->swallowed += n;
    return n <= 0 || wire->swallowed >= ANSWER_BYTES;
}

/* Passes what `side` says; false when the wire has come to its end. */
static bool pass(Wire *wire, Side side)
{
    char data[PIECE_BYTES];
    int other = wire->fds[side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT];
    gssize n = recv(wire->fds[side], data, room(wire, side), 0);
    const Fault *fault = wire->fault;
    if (fault->kind == FAULT_DROP && side == SIDE_SERVER &&
        wire->passed[SIDE_CLIENT] > fault->amount) {
        return !swallow(wire, n);
    }
    if (n < 0) {
        return false;
    }
    if (n == 0) {
        wire->has_ended[side] = true;
        shutdown(other, SHUT_WR);
        return !wire->has_ended[SIDE_CLIENT] || !wire->has_ended[SIDE_SERVER];
    }
    if (fault->kind == FAULT_DELAY) {
        wire_wait_ms(fault->amount);
    }
    if (!wire_write(other, data, (gsize)n)) {
        return false;
    }
    wire->passed[side] += n;
    if (fault->kind == FAULT_SLOW) {
        wire->ready_ms[side] = now_ms() + n * 8000 / fault->amount;
    }
    return !is_cut(wire);
}

/* Waits until a side that may speak has something to say, and passes it. */
static bool turn(Wire *wire)
{
    struct pollfd polled[N_SIDES];
    gint64 wait_ms = -1;
    for (int side = 0; side < N_SIDES; side++) {
        gint64 left_ms = wire->ready_ms[side] - now_ms();
        bool is_waiting = left_ms > 0;
        polled[side] = (struct pollfd){
            .fd = is_waiting || wire->has_ended[side] ? -1 : wire->fds[side], .events = POLLIN};
        if (is_waiting) {
            wait_ms = wait_ms < 0 ? left_ms : MIN(wait_ms, left_ms);
        }
    }
    if (poll(polled, N_SIDES, (int)wait_ms) < 0) {
        return errno == EINTR;
    }
    for (int side = 0; side < N_SIDES; side++) {
        if (polled[side].revents && !pass(wire, (Side)side)) {
            return false;
        }
    }
    return true;
}

void wire_serve(int client, int target, const Fault *fault, int number)
{
    Wire wire = {.fds = {client, target}, .fault = fault};
    if (fault->kind == FAULT_SILENT) {
        wire_be_silent(client);
    } else if (fault->kind != FAULT_RESET && !is_cut(&wire)) {
        while (turn(&wire)) {
        }
    }
    bool is_dropped = fault->kind == FAULT_DROP && wire.swallowed > 0;
    const char *end = is_cut(&wire)                ? "cut"
                      : is_dropped                 ? "dropped the reply of"
                      : fault->kind == FAULT_RESET ? "reset"
                                                   : "ended";
    dprintf(STDOUT_FILENO,
            "%s %d after %" G_GINT64_FORMAT " bytes from client, %" G_GINT64_FORMAT
            " from server\n",
            end, number, wire.passed[SIDE_CLIENT], wire.passed[SIDE_SERVER]);
    if (fault->kind == FAULT_RESET || is_dropped || (is_cut(&wire) && !fault->by_fin)) {
        wire_reset(client);
        wire_reset(target);
    } else {
        close(client);
        close(target);
    }
}
