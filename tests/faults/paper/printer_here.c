// SPDX-License-Identifier: EUPL-1.2
#include "printer_here.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "slipview/line.h"
#include "still_time.h"

enum { READ_BYTES = 16384, ESTABLISHED = 1 };

struct PrinterHere {
    Line *line;
    StillTimePeer peer;
    struct sockaddr_in address;
    int holder, port, caller; /* descriptors; `holder` keeps the port ours while nobody listens */
    GByteArray *unsent;
    gint64 sent, received; /* to and from the caller there is */
    GPtrArray *pieces;     /* of PaperOut */
    bool is_tearing;
    gint64 mended_us;
};

static void free_piece(gpointer data)
{
    g_free(((PaperOut *)data)->rows);
    g_free(data);
}

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* ---- The line ---- */

static void on_send(gpointer data, const guint8 *bytes, gsize size)
{
    g_byte_array_append(((PrinterHere *)data)->unsent, bytes, (guint)size);
}

static void forget_caller(PrinterHere *here)
{
    close_fd(&here->caller);
    g_byte_array_set_size(here->unsent, 0);
    here->sent = here->received = 0;
}

static bool send_some(PrinterHere *here)
{
    if (here->caller < 0 || here->unsent->len == 0) {
        return false;
    }
    ssize_t n =
        send(here->caller, here->unsent->data, here->unsent->len, MSG_NOSIGNAL | MSG_DONTWAIT);
    bool is_lost = n < 0 && errno != EAGAIN;
    if (n > 0 || is_lost) {
        g_byte_array_remove_range(here->unsent, 0, is_lost ? here->unsent->len : (guint)n);
        here->sent += is_lost ? 0 : n;
    }
    return n > 0;
}

static void on_hang_up(gpointer data, bool is_reset)
{
    PrinterHere *here = data;
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    while (!is_reset && send_some(here)) {
    }
    if (is_reset) {
        (void)setsockopt(here->caller, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    forget_caller(here);
}

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    PrinterHere *here = data;
    PaperOut *out = g_new0(PaperOut, 1);
    *out =
        (PaperOut){.width_bytes = piece->width_bytes,
                   .n_rows = piece->n_rows,
                   .rows = g_memdup2(piece->rows, (gsize)piece->n_rows * (gsize)piece->width_bytes),
                   .is_cut = is_cut || here->is_tearing};
    g_ptr_array_add(here->pieces, out);
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size)
{
    (void)data;
    (void)offset;
    (void)bytes;
    (void)size;
}

static void on_happened(gpointer data, const char *what)
{
    if (g_str_equal(what, "mend")) {
        ((PrinterHere *)data)->mended_us = still_time_now_us();
    }
}

/* ---- The port ---- */

static int bind_here(PrinterHere *here)
{
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    g_assert_cmpint(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), ==, 0);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&here->address, sizeof here->address), ==, 0);
    socklen_t size = sizeof here->address;
    g_assert_cmpint(getsockname(fd, (struct sockaddr *)&here->address, &size), ==, 0);
    return fd;
}

static void arrange_port(PrinterHere *here)
{
    if (line_is_refusing(here->line)) {
        close_fd(&here->port);
    } else if (here->port < 0) {
        here->port = bind_here(here);
        g_assert_cmpint(listen(here->port, 5), ==, 0);
    }
}

/* The kernel is not to wait for more before it sends. */
static void push(int fd)
{
    int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* One piece of what the caller sent; false when nothing is there or may be taken. */
static bool receive_some(PrinterHere *here)
{
    guint8 bytes[READ_BYTES];
    gsize room = MIN(line_room(here->line, still_time_now_us()), sizeof bytes);
    ssize_t n = here->caller >= 0 && room > 0 ? recv(here->caller, bytes, room, MSG_DONTWAIT) : -2;
    if (n > 0) {
        here->received += n;
        line_receive(here->line, bytes, (gsize)n, still_time_now_us());
    } else if (n == 0 || (n == -1 && errno != EAGAIN)) {
        line_close(here->line);
        forget_caller(here);
    }
    return n > 0;
}

/* There is one caller at a time: who calls now has hung up before. */
static bool accept_caller(PrinterHere *here)
{
    int caller =
        here->port >= 0 ? accept4(here->port, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC) : -1;
    if (caller < 0) {
        return false;
    }
    while (receive_some(here)) {
    }
    if (here->caller >= 0) {
        line_close(here->line);
        forget_caller(here);
    }
    here->caller = caller;
    push(caller);
    line_open(here->line, still_time_now_us());
    return true;
}

/* A caller who can be heard would have been heard to hang up before anybody else calls. */
static bool is_busy(const PrinterHere *here)
{
    return here->caller >= 0 && line_room(here->line, still_time_now_us()) > 0;
}

static bool serve(gpointer data)
{
    PrinterHere *here = data;
    arrange_port(here);
    bool has_received = receive_some(here);
    bool is_called = !is_busy(here) && accept_caller(here);
    return send_some(here) || has_received || is_called;
}

static bool read_tcp(int fd, struct tcp_info *info)
{
    socklen_t size = sizeof *info;
    *info = (struct tcp_info){0};
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

/* The kernel may be late with what one end has sent, with its end or with a new connection. */
static bool is_under_way(gpointer data, int fd)
{
    PrinterHere *here = data;
    struct tcp_info theirs, ours;
    push(fd);
    if (!read_tcp(fd, &theirs) || theirs.tcpi_state != ESTABLISHED) {
        return false;
    }
    if (here->caller < 0 || !read_tcp(here->caller, &ours)) {
        return true; /* not accepted yet, or our end has not reached it */
    }
    return theirs.tcpi_bytes_sent - theirs.tcpi_bytes_retrans != ours.tcpi_bytes_received ||
           ours.tcpi_bytes_sent - ours.tcpi_bytes_retrans != theirs.tcpi_bytes_received;
}

static void pass_time(gpointer data, gint64 now_us)
{
    line_pass_time(((PrinterHere *)data)->line, now_us);
}

static gint64 due_us(gpointer data)
{
    return line_due_us(((PrinterHere *)data)->line, still_time_now_us());
}

PrinterHere *printer_here_new(int width_dots, int cutter_dots)
{
    PrinterHere *here = g_new0(PrinterHere, 1);
    const LineSink sink = {on_send, on_hang_up, on_paper, on_unknown, on_happened, here};
    here->line = line_new(width_dots, cutter_dots, &sink);
    here->unsent = g_byte_array_new();
    here->pieces = g_ptr_array_new_with_free_func(free_piece);
    here->address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    here->caller = here->port = -1;
    here->holder = bind_here(here);
    here->peer = (StillTimePeer){serve, is_under_way, pass_time, due_us, here, true};
    arrange_port(here);
    still_time_start(&here->peer);
    return here;
}

int printer_here_port(const PrinterHere *here)
{
    return ntohs(here->address.sin_port);
}

void printer_here_be_eager(PrinterHere *here, bool is_eager)
{
    here->peer.is_eager = is_eager;
}

void printer_here_do(PrinterHere *here, const char *rule)
{
    if (!line_do(here->line, rule, still_time_now_us())) {
        g_error("not a fault: %s", rule);
    }
    arrange_port(here);
}

void printer_here_tear(PrinterHere *here)
{
    here->is_tearing = true;
    printer_here_do(here, "tear");
    here->is_tearing = false;
}

void printer_here_settle(PrinterHere *here)
{
    while (serve(here)) {
    }
}

gint64 printer_here_bytes(const PrinterHere *here)
{
    return line_bytes(here->line);
}

guint printer_here_count(const PrinterHere *here)
{
    return here->pieces->len;
}

const PaperOut *printer_here_piece(const PrinterHere *here, guint i)
{
    return here->pieces->pdata[i];
}

void printer_here_take_away(PrinterHere *here)
{
    g_ptr_array_set_size(here->pieces, 0);
    here->mended_us = -1;
}

gint64 printer_here_mended_us(const PrinterHere *here)
{
    return here->mended_us;
}
