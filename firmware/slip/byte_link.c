// SPDX-License-Identifier: EUPL-1.2
#include "slip/byte_link.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Waits until `events` can be done; 0: time is up or cancelled, else what came true. */
static int wait_for(const ByteLink *link, short events, int wait_ms)
{
    GPollFD stop;
    bool can_stop = link->cancel && g_cancellable_make_pollfd(link->cancel, &stop);
    struct pollfd fds[2] = {{.fd = link->fd, .events = events},
                            {.fd = can_stop ? stop.fd : -1, .events = POLLIN}};
    gint64 until_us = g_get_monotonic_time() + (gint64)wait_ms * 1000;
    int n;
    do {
        gint64 left_ms = (until_us - g_get_monotonic_time() + 999) / 1000;
        n = poll(fds, 2, (int)MAX(left_ms, 0));
    } while (n < 0 && errno == EINTR);
    if (can_stop) {
        g_cancellable_release_fd(link->cancel);
    }
    return n > 0 ? fds[0].revents : 0;
}

/* Connects `fd` to one address; false with errno when it cannot within the time. */
static bool connect_to(ByteLink *link, const struct addrinfo *address)
{
    link->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link->fd < 0) {
        return false;
    }
    if (connect(link->fd, address->ai_addr, address->ai_addrlen) == 0) {
        return true;
    }
    int why = errno;
    if (why == EINPROGRESS) {
        socklen_t size = sizeof why;
        if (!wait_for(link, POLLOUT, link->timeout_ms)) {
            why = ETIMEDOUT;
        } else if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &why, &size) == 0 && why == 0) {
            return true;
        }
    }
    byte_link_close(link);
    errno = why;
    return false;
}

bool byte_link_open_network(ByteLink *link, const char *host, int port, GError **error)
{
    link->is_socket = true;
    link->fd = -1;
    g_autofree char *service = g_strdup_printf("%d", port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    int failure = getaddrinfo(host, service, &hints, &list);
    if (failure) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, "printer %s: %s", host,
                    gai_strerror(failure));
        return false;
    }
    bool is_open = false;
    for (const struct addrinfo *a = list; a && !is_open; a = a->ai_next) {
        is_open = connect_to(link, a);
    }
    int why = errno;
    freeaddrinfo(list);
    if (!is_open) {
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(why), "printer %s port %d: %s",
                    host, port, g_strerror(why));
    }
    return is_open;
}

bool byte_link_open_device(ByteLink *link, const char *path, GError **error)
{
    link->is_socket = false;
    link->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (link->fd < 0) {
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno), "printer %s: %s", path,
                    g_strerror(errno));
        return false;
    }
    return true;
}

void byte_link_close(ByteLink *link)
{
    if (link->fd >= 0) {
        close(link->fd);
    }
    link->fd = -1;
}

void byte_link_drop_unsent(ByteLink *link)
{
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    if (link->is_socket && link->fd >= 0) {
        (void)setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
}

static ByteLinkStatus result_of(ssize_t moved, gsize *done)
{
    if (moved > 0) {
        *done = (gsize)moved;
        return BYTE_LINK_READY;
    }
    bool is_again = moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    return is_again ? BYTE_LINK_QUIET : BYTE_LINK_ENDED;
}

static bool is_cancelled(const ByteLink *link)
{
    return link->cancel && g_cancellable_is_cancelled(link->cancel);
}

ByteLinkStatus byte_link_write(ByteLink *link, const guint8 *bytes, gsize size_bytes, gsize *done)
{
    *done = 0;
    int ready = wait_for(link, POLLOUT | POLLIN, link->timeout_ms);
    if (is_cancelled(link) || ready & (POLLERR | POLLNVAL)) {
        return BYTE_LINK_ENDED;
    }
    if (!(ready & POLLOUT)) {
        return ready & POLLHUP ? BYTE_LINK_ENDED : BYTE_LINK_QUIET;
    }
    /* A printer that hangs up must not end the program by SIGPIPE. */
    ssize_t moved = link->is_socket ? send(link->fd, bytes, size_bytes, MSG_NOSIGNAL)
                                    : write(link->fd, bytes, size_bytes);
    return result_of(moved, done);
}

ByteLinkStatus byte_link_read(ByteLink *link, guint8 *bytes, gsize size_bytes, int wait_ms,
                              gsize *done)
{
    *done = 0;
    int ready = wait_for(link, POLLIN, wait_ms);
    if (is_cancelled(link)) {
        return BYTE_LINK_ENDED;
    }
    if (!ready) {
        return BYTE_LINK_QUIET;
    }
    return result_of(read(link->fd, bytes, size_bytes), done);
}
