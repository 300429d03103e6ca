// SPDX-License-Identifier: EUPL-1.2
#include "slip/byte_link.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A link and the printer's end of it. */
typedef struct {
    ByteLink link;
    int other;
} Pair;

static Pair open_pair(int timeout_ms)
{
    int fds[2];
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
    return (Pair){{.fd = fds[0],
                   .kind = BYTE_LINK_SOCKET,
                   .timeout_ms = timeout_ms,
                   .cancel = g_cancellable_new()},
                  fds[1]};
}

static void close_pair(Pair *pair)
{
    byte_link_close(&pair->link);
    g_object_unref(pair->link.cancel);
    if (pair->other >= 0) {
        close(pair->other);
    }
}

static void test_both_ways(void)
{
    Pair pair = open_pair(1000);
    gsize n;
    g_assert_cmpint(byte_link_write(&pair.link, (const guint8 *)"abc", 3, 1000, &n), ==,
                    BYTE_LINK_READY);
    g_assert_cmpuint(n, ==, 3);
    guint8 bytes[8];
    g_assert_cmpint(read(pair.other, bytes, sizeof bytes), ==, 3);
    g_assert_cmpint(byte_link_read(&pair.link, bytes, sizeof bytes, 0, &n), ==, BYTE_LINK_QUIET);
    g_assert_cmpint(write(pair.other, "xy", 2), ==, 2);
    g_assert_cmpint(byte_link_read(&pair.link, bytes, sizeof bytes, 1000, &n), ==, BYTE_LINK_READY);
    g_assert_cmpmem(bytes, n, "xy", 2);
    close_pair(&pair);
}

/* A printer that takes nothing: time runs out; one that then speaks is heard at once. */
static void test_full(void)
{
    Pair pair = open_pair(30);
    guint8 block[4096] = {0};
    gsize n;
    ByteLinkStatus status;
    do {
        status = byte_link_write(&pair.link, block, sizeof block, 30, &n);
    } while (status == BYTE_LINK_READY);
    g_assert_cmpint(status, ==, BYTE_LINK_QUIET);
    g_assert_cmpint(write(pair.other, "!", 1), ==, 1);
    g_assert_cmpint(byte_link_write(&pair.link, block, sizeof block, 60000, &n), ==,
                    BYTE_LINK_QUIET);
    g_assert_cmpuint(n, ==, 0);
    close_pair(&pair);
}

/* The other side hangs up: an end, not a signal that ends the program. */
static void test_hung_up(void)
{
    Pair pair = open_pair(1000);
    close(pair.other);
    pair.other = -1;
    signal(SIGPIPE, SIG_DFL);
    guint8 bytes[4] = {0};
    gsize n;
    g_assert_cmpint(byte_link_read(&pair.link, bytes, sizeof bytes, 1000, &n), ==, BYTE_LINK_ENDED);
    g_assert_cmpint(byte_link_write(&pair.link, bytes, sizeof bytes, 1000, &n), ==,
                    BYTE_LINK_ENDED);
    close_pair(&pair);
}

static void test_cancelled(void)
{
    Pair pair = open_pair(60000);
    g_cancellable_cancel(pair.link.cancel);
    guint8 bytes[4];
    gsize n;
    g_assert_cmpint(byte_link_read(&pair.link, bytes, sizeof bytes, 60000, &n), ==,
                    BYTE_LINK_ENDED);
    close_pair(&pair);
}

static void test_not_there(void)
{
    ByteLink link = {.fd = -1, .timeout_ms = 1000};
    g_autoptr(GError) error = NULL;
    g_assert_false(byte_link_open_device(&link, "/nonexistent/lp0", &error));
    g_assert_nonnull(strstr(error->message, "/nonexistent/lp0"));
    g_clear_error(&error);
    g_assert_false(byte_link_open_network(&link, "256.0.0.1", 9100, &error));
    g_assert_nonnull(strstr(error->message, "256.0.0.1"));
    byte_link_close(&link);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/byte_link/carries bytes both ways", test_both_ways);
    g_test_add_func("/byte_link/a full printer is waited for, and heard", test_full);
    g_test_add_func("/byte_link/hanging up is an end", test_hung_up);
    g_test_add_func("/byte_link/cancelling ends every wait", test_cancelled);
    g_test_add_func("/byte_link/what is not there is named", test_not_there);
    return g_test_run();
}
