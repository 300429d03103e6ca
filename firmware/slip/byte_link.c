// SPDX-License-Identifier: EUPL-1.2
#include "slip/byte_link.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

enum {
    LONGEST_WRITE_BYTES = 4096,
    PAUSE_MS = 10, /* between two looks at something the system has no event for */
};

/* Makes what wakes a wait when the link is cancelled: once, for there are many short waits. */
static bool prepare_stop(ByteLink *link)
{
    if (!link->can_stop && link->cancel) {
        link->can_stop = g_cancellable_make_pollfd(link->cancel, &link->stop);
    }
    return link->can_stop;
}

static void release_stop(ByteLink *link)
{
    if (link->can_stop) {
        g_cancellable_release_fd(link->cancel);
        link->can_stop = false;
    }
}

/* Waits until `events` can be done; 0: time is up or cancelled, else what came true. */
static int wait_for(ByteLink *link, short events, int wait_ms)
{
    bool can_stop = prepare_stop(link);
    struct pollfd fds[2] = {{.fd = events ? link->fd : -1, .events = events},
                            {.fd = can_stop ? link->stop.fd : -1, .events = POLLIN}};
    gint64 until_us = g_get_monotonic_time() + (gint64)wait_ms * 1000;
    int n;
    do {
        gint64 left_ms = (until_us - g_get_monotonic_time() + 999) / 1000;
        n = poll(fds, 2, (int)MAX(left_ms, 0));
    } while (n < 0 && errno == EINTR);
    return n > 0 ? fds[0].revents : 0;
}

static void pause_a_moment(ByteLink *link)
{
    (void)wait_for(link, 0, PAUSE_MS);
}

static bool is_cancelled(const ByteLink *link)
{
    return link->cancel && g_cancellable_is_cancelled(link->cancel);
}

/* A connection that is closed, or whose program dies, loses what the printer has not taken. */
static void set_linger(const ByteLink *link, int on)
{
    const struct linger at_once = {.l_onoff = on, .l_linger = 0};
    (void)setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* Connects `fd` to one address; false with errno when it cannot within the time. */
static bool connect_to(ByteLink *link, const struct addrinfo *address)
{
    link->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link->fd < 0) {
        return false;
    }
    set_linger(link, 1);
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
    link->kind = BYTE_LINK_SOCKET;
    link->fd = -1;
    link->heard_bytes = 0;
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
    for (const struct addrinfo *a = list; a && !is_open && !is_cancelled(link); a = a->ai_next) {
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

static bool open_file(ByteLink *link, ByteLinkKind kind, const char *path, GError **error)
{
    link->kind = kind;
    link->heard_bytes = 0;
    link->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (link->fd < 0) {
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno), "printer %s: %s", path,
                    g_strerror(errno));
        return false;
    }
    return true;
}

bool byte_link_open_device(ByteLink *link, const char *path, GError **error)
{
    return open_file(link, BYTE_LINK_DEVICE, path, error);
}

static const struct {
    int baud;
    speed_t speed;
} speeds[] = {
    {4800, B4800},   {9600, B9600},     {19200, B19200},   {38400, B38400},
    {57600, B57600}, {115200, B115200}, {230400, B230400},
};

static speed_t find_speed(int baud)
{
    for (gsize i = 0; i < G_N_ELEMENTS(speeds); i++) {
        if (speeds[i].baud == baud) {
            return speeds[i].speed;
        }
    }
    return B0;
}

bool byte_link_is_baud(int baud)
{
    return find_speed(baud) != B0;
}

static bool set_line(int fd, int baud, PrinterFlow flow)
{
    struct termios line;
    if (tcgetattr(fd, &line) != 0) {
        return false;
    }
    cfmakeraw(&line);
    line.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_iflag &= ~(tcflag_t)(IXON | IXOFF | IXANY);
    if (flow == PRINTER_FLOW_RTS_CTS) {
        line.c_cflag |= CRTSCTS;
    } else if (flow == PRINTER_FLOW_XON_XOFF) {
        line.c_iflag |= IXON; /* only the printer holds us back: our own bytes are a picture's */
    }
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    speed_t speed = find_speed(baud);
    return cfsetispeed(&line, speed) == 0 && cfsetospeed(&line, speed) == 0 &&
           tcsetattr(fd, TCSANOW, &line) == 0 && tcflush(fd, TCIOFLUSH) == 0;
}

bool byte_link_open_serial(ByteLink *link, const char *path, int baud, PrinterFlow flow,
                           GError **error)
{
    if (!open_file(link, BYTE_LINK_SERIAL, path, error)) {
        return false;
    }
    if (!set_line(link->fd, baud, flow)) {
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno),
                    "printer %s: not a serial line of %d baud: %s", path, baud, g_strerror(errno));
        byte_link_close(link);
        return false;
    }
    return true;
}

void byte_link_close(ByteLink *link)
{
    if (link->fd >= 0) {
        if (link->kind == BYTE_LINK_SERIAL) {
            /* else closing waits for a printer that holds us back, half a minute long */
            (void)tcflush(link->fd, TCOFLUSH);
        }
        close(link->fd);
    }
    release_stop(link);
    link->fd = -1;
}

bool byte_link_drain(ByteLink *link, int wait_ms)
{
    gint64 until_us = g_get_monotonic_time() + (gint64)wait_ms * 1000;
    int left = 0;
    while (ioctl(link->fd, TIOCOUTQ, &left) == 0 && left > 0) {
        if (is_cancelled(link) || g_get_monotonic_time() >= until_us) {
            return false;
        }
        pause_a_moment(link);
    }
    return true;
}

void byte_link_keep_sent(ByteLink *link)
{
    if (link->kind == BYTE_LINK_SOCKET && link->fd >= 0) {
        set_linger(link, 0);
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

ByteLinkStatus byte_link_write(ByteLink *link, const guint8 *bytes, gsize size_bytes, int wait_ms,
                               gsize *done)
{
    *done = 0;
    int ready = wait_for(link, POLLOUT | POLLIN, MAX(wait_ms, 0));
    if (is_cancelled(link) || ready & (POLLERR | POLLNVAL)) {
        return BYTE_LINK_ENDED;
    }
    if (!(ready & POLLOUT)) {
        return ready & POLLHUP ? BYTE_LINK_ENDED : BYTE_LINK_QUIET;
    }
    gsize size = MIN(size_bytes, LONGEST_WRITE_BYTES);
    /* A printer that hangs up must not end the program by SIGPIPE. */
    ssize_t moved = link->kind == BYTE_LINK_SOCKET ? send(link->fd, bytes, size, MSG_NOSIGNAL)
                                                   : write(link->fd, bytes, size);
    return result_of(moved, done);
}

ByteLinkStatus byte_link_read(ByteLink *link, guint8 *bytes, gsize size_bytes, int wait_ms,
                              gsize *done)
{
    *done = 0;
    int ready = wait_for(link, POLLIN, MAX(wait_ms, 0));
    if (is_cancelled(link)) {
        return BYTE_LINK_ENDED;
    }
    if (!ready) {
        return BYTE_LINK_QUIET;
    }
    ssize_t moved = read(link->fd, bytes, size_bytes);
    if (moved == 0 && link->kind == BYTE_LINK_DEVICE && !(ready & POLLHUP)) {
        pause_a_moment(link); /* a USB printer may answer that it has nothing to say */
        return BYTE_LINK_QUIET;
    }
    ByteLinkStatus status = result_of(moved, done);
    link->heard_bytes += *done;
    if (link->heard_bytes > BYTE_LINK_MAX_HEARD_BYTES) {
        *done = 0;
        return BYTE_LINK_ENDED;
    }
    return status;
}
