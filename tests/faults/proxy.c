// SPDX-License-Identifier: EUPL-1.2
/* proxy [--plain] [--window BYTES] [--listen SOCKET] [--rules FIFO] TARGET [RULE...]: a wrong
 * network. Listens on a free port of loopback (or on the Unix socket SOCKET), says the port (or
 * "ready") in its first line, and passes connections on to TARGET, a port of loopback or a Unix
 * socket. FIFO is made; rules also come as lines from there, each answered by "ok: LINE" or "what?
 * LINE". SIGTERM ends it.
 *
 *   once|always|N times [at METHOD PATH]: WHAT     so many connections suffer this; then the next
 *   clear                                          rule; without one all is well
 *   deaf, hear                                     connections are not even accepted, from now on
 *
 *   cut after N bytes from client|server [by fin]  else with a reset
 *   delay N ms                                     each piece, both ways
 *   slow N bit/s                                   each way
 *   drop reply [after N bytes from client]         when the target has done its work; then a reset
 *   silent, reset, pass
 *
 * With --plain it speaks HTTP and stands between nginx and its server: rules are for requests, "at"
 * names them, a cut counts the bytes of one request or reply, and there are two more:
 *
 *   send twice                                     the target gets it twice, the second reply goes
 *   replace reply FILE                             the bytes of FILE go instead of the reply
 *
 * --window: how much the kernel takes in from a client before we read it. Says in a line how each
 * connection, or request, ended. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "faults/proxy/exchange.h"
#include "faults/proxy/script.h"
#include "faults/proxy/wire.h"

enum { BACKLOG = 64, CROWD = 8 };

typedef struct {
    const char *target, *listen_path;
    int rules; /* -1: none come later */
    int window_bytes;
    bool is_plain;
    int listener, port;
    int crowd[CROWD]; /* connections that wait so that nobody else can, while deaf */
    bool is_deaf;
    int number; /* of the last connection */
    Script *script;
} Proxy;

static socklen_t port_address(struct sockaddr_in *address, int port)
{
    *address = (struct sockaddr_in){.sin_family = AF_INET,
                                    .sin_port = htons((guint16)port),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return sizeof *address;
}

static socklen_t path_address(struct sockaddr_un *address, const char *path)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    g_strlcpy(address->sun_path, path, sizeof address->sun_path);
    return sizeof *address;
}

/* `target` is a port or a path. */
static int dial(const void *target)
{
    const char *name = target;
    struct sockaddr_storage address;
    bool is_path = strchr(name, '/') != NULL;
    socklen_t size = is_path ? path_address((struct sockaddr_un *)&address, name)
                             : port_address((struct sockaddr_in *)&address, atoi(name));
    int fd = socket(is_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, size) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool open_listener(Proxy *proxy)
{
    struct sockaddr_storage address;
    const char *path = proxy->listen_path;
    socklen_t size = path ? path_address((struct sockaddr_un *)&address, path)
                          : port_address((struct sockaddr_in *)&address, 0);
    proxy->listener =
        socket(path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (proxy->window_bytes > 0) {
        setsockopt(proxy->listener, SOL_SOCKET, SO_RCVBUF, &proxy->window_bytes,
                   sizeof proxy->window_bytes);
    }
    if (bind(proxy->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(proxy->listener, BACKLOG) != 0 ||
        getsockname(proxy->listener, (struct sockaddr *)&address, &size) != 0) {
        return false;
    }
    proxy->port = path ? 0 : ntohs(((const struct sockaddr_in *)&address)->sin_port);
    return true;
}

static void end_child(int signal_number)
{
    (void)signal_number;
    _exit(0);
}

static void serve_connection(const Proxy *proxy, int client)
{
    if (proxy->is_plain) {
        exchange_serve(client, dial, proxy->target, proxy->script);
        return;
    }
    Fault fault = script_take(proxy->script, NULL);
    int target = dial(proxy->target);
    if (target < 0) {
        wire_reset(client);
        return;
    }
    wire_serve(client, target, &fault, proxy->number);
}

/* A child for each connection. */
static void take_connection(Proxy *proxy)
{
    int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0) {
        return;
    }
    proxy->number++;
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        signal(SIGTERM, end_child);
        close(proxy->listener);
        serve_connection(proxy, client);
        _exit(0);
    }
    close(client);
}

/* Full: who calls now is not answered, as by a machine that is not there. */
static void be_deaf(Proxy *proxy)
{
    if (proxy->is_deaf || proxy->listen_path) {
        return;
    }
    listen(proxy->listener, 0);
    struct sockaddr_in address;
    socklen_t size = port_address(&address, proxy->port);
    for (int i = 0; i < CROWD; i++) {
        proxy->crowd[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)connect(proxy->crowd[i], (struct sockaddr *)&address, size);
    }
    proxy->is_deaf = true;
}

static void hear(Proxy *proxy)
{
    for (int i = 0; proxy->is_deaf && i < CROWD; i++) {
        close(proxy->crowd[i]);
    }
    for (int fd = 0; proxy->is_deaf && fd >= 0;) {
        fd = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0) {
            close(fd);
        }
    }
    proxy->is_deaf = false;
    listen(proxy->listener, BACKLOG);
}

static bool obey(Proxy *proxy, const char *line)
{
    if (strcmp(line, "deaf") == 0) {
        be_deaf(proxy);
        return true;
    }
    if (strcmp(line, "hear") == 0) {
        hear(proxy);
        return true;
    }
    return script_add(proxy->script, line);
}

static void read_rules(Proxy *proxy, GString *input)
{
    char data[4096];
    ssize_t n = read(proxy->rules, data, sizeof data);
    g_string_append_len(input, data, MAX(n, 0));
    for (char *end; (end = strchr(input->str, '\n')) != NULL;) {
        g_autofree char *line = g_strndup(input->str, (gsize)(end - input->str));
        g_string_erase(input, 0, end - input->str + 1);
        dprintf(STDOUT_FILENO, "%s %s\n", obey(proxy, line) ? "ok:" : "what?", line);
    }
}

static void serve(Proxy *proxy)
{
    GString *input = g_string_new(NULL);
    for (;;) {
        struct pollfd polled[] = {
            {.fd = proxy->is_deaf ? -1 : proxy->listener, .events = POLLIN},
            {.fd = proxy->rules, .events = POLLIN},
        };
        if (poll(polled, G_N_ELEMENTS(polled), -1) < 0) {
            continue;
        }
        if (polled[1].revents) {
            read_rules(proxy, input);
        }
        if (polled[0].revents && !proxy->is_deaf) {
            take_connection(proxy);
        }
    }
}

static bool read_arguments(Proxy *proxy, int argc, char **argv)
{
    int i = 1;
    for (; i < argc && g_str_has_prefix(argv[i], "--"); i++) {
        if (strcmp(argv[i], "--plain") == 0) {
            proxy->is_plain = true;
        } else if (strcmp(argv[i], "--listen") == 0 && i + 1 < argc) {
            proxy->listen_path = argv[++i];
        } else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
            const char *path = argv[++i];
            (void)mkfifo(path, 0600);
            proxy->rules = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
        } else if (strcmp(argv[i], "--window") == 0 && i + 1 < argc) {
            proxy->window_bytes = atoi(argv[++i]);
        } else {
            return false;
        }
    }
    if (i == argc) {
        return false;
    }
    proxy->target = argv[i++];
    for (; i < argc; i++) {
        if (!script_add(proxy->script, argv[i])) {
            fprintf(stderr, "proxy: \"%s\" is no rule\n", argv[i]);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    Proxy proxy = {.script = script_new(), .rules = -1};
    if (!read_arguments(&proxy, argc, argv)) {
        fputs("use: proxy [--plain] [--window BYTES] [--listen SOCKET] [--rules FIFO] TARGET "
              "[RULE...]\n",
              stderr);
        return 2;
    }
    signal(SIGCHLD, SIG_IGN);
    if (!open_listener(&proxy)) {
        perror("proxy");
        return 1;
    }
    if (proxy.listen_path) {
        dprintf(STDOUT_FILENO, "ready\n");
    } else {
        dprintf(STDOUT_FILENO, "%d\n", proxy.port);
    }
    serve(&proxy);
    return 0;
}
