// SPDX-License-Identifier: EUPL-1.2
#include "still_time.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* <poll.h> is not included: this file has a poll of its own, with the arguments of that one. */
int poll(GPollFD *fds, unsigned long n, int wait_ms);

enum { PATIENCE_MS = 5000 }; /* of real time, for bytes that are on their way */

static StillTimePeer *peer;
static gint64 now_us = G_GINT64_CONSTANT(1000000000);
static __thread bool is_real;

static int poll_really(GPollFD *fds, unsigned long n, int wait_ms)
{
    struct timespec wait = {.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000L};
    return (int)syscall(SYS_ppoll, fds, n, wait_ms < 0 ? NULL : &wait, NULL, 0);
}

static void serve_all(void)
{
    while (peer->serve(peer->data)) {
    }
}

static bool is_under_way(const GPollFD *fds, unsigned long n)
{
    for (unsigned long i = 0; i < n; i++) {
        if (fds[i].fd >= 0 && peer->is_under_way(peer->data, fds[i].fd)) {
            return true;
        }
    }
    return false;
}

/* Jumps to what comes first, the peer's next moment or `until_us`. */
static void jump(gint64 until_us)
{
    gint64 due_us = peer->due_us(peer->data);
    now_us = MAX(now_us, due_us >= 0 ? MIN(due_us, until_us) : until_us);
    peer->pass_time(peer->data, now_us);
}

static int poll_in_still_time(GPollFD *fds, unsigned long n, int wait_ms)
{
    gint64 until_us = wait_ms < 0 ? G_MAXINT64 / 2 : now_us + (gint64)wait_ms * 1000;
    for (int waited_ms = 0;;) {
        if (peer->is_eager) {
            serve_all();
        }
        int ready = poll_really(fds, n, 0);
        if (ready != 0) {
            return ready;
        }
        if (!peer->is_eager && peer->serve(peer->data)) {
            continue;
        }
        if (waited_ms < PATIENCE_MS && is_under_way(fds, n)) {
            waited_ms++;
            ready = poll_really(fds, n, 1);
            if (ready != 0) {
                return ready;
            }
        } else if (now_us >= until_us) {
            return 0;
        } else {
            jump(until_us);
        }
    }
}

int poll(GPollFD *fds, unsigned long n, int wait_ms)
{
    if (!peer || is_real) {
        return poll_really(fds, n, wait_ms);
    }
    is_real = true; /* the peer's own calls */
    int ready = poll_in_still_time(fds, n, wait_ms);
    is_real = false;
    return ready;
}

gint64 g_get_monotonic_time(void)
{
    struct timespec now;
    if (peer && !is_real) {
        return now_us;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

void still_time_start(StillTimePeer *other)
{
    is_real = true;
    peer = other;
}

gint64 still_time_now_us(void)
{
    return now_us;
}

void still_time_pass(gint64 us)
{
    now_us += us;
    peer->pass_time(peer->data, now_us);
    serve_all();
}
