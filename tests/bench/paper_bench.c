// SPDX-License-Identifier: EUPL-1.2
/* What a slip costs, from the touch to the printer.
 *     paper_bench SOCKET PID_FILE PRINTER_PORT PORT_FILE RUNS
 * Stands between a kiosk and its printer: listens on a free port, whose number it writes to
 * PORT_FILE, and passes everything on. Once the kiosk's inspector is there it makes RUNS visits and
 * measures from "print" to the first byte at the printer, and the kiosk's CPU time until the slip
 * is on the screen. The floor is drawing the same kind of slip, one durable write, and writing as
 * many bytes to a socket. PID_FILE has the kiosk's number. Prints "name value" lines. */
#include "shared/inspector_client.h"
#include "shared/process.h"
#include "shared/samples.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "unit/slip/slip_fixture.h"

enum { MAX_TAPS = 60, WIDTH_DOTS = 576, WAIT_MS = 30000, PIECE_BYTES = 16384 };

/* The line in between; its thread alone runs it, the rest reads what it notes. */
typedef struct {
    int port, printer_port;
    gint first_us; /* atomic: of the first byte since it was 0, from `began_us` */
    gint bytes;    /* atomic: to the printer */
    gint64 began_us;
} Relay;

typedef struct {
    InspectorClient *client;
    GPid pid;
    Relay *relay;
    Samples first_us, cpu_us;
} Bench;

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((guint16)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int listen_somewhere(int *number)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, size), ==, 0);
    g_assert_cmpint(getsockname(fd, (struct sockaddr *)&address, &size), ==, 0);
    g_assert_cmpint(listen(fd, 4), ==, 0);
    *number = ntohs(address.sin_port);
    return fd;
}

static int call(int port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

/* Passes on what is there; how much that was, 0 or less at the end. */
static ssize_t pass_on(int from, int to)
{
    guint8 bytes[PIECE_BYTES];
    ssize_t n = read(from, bytes, sizeof bytes);
    for (ssize_t at = 0; at < n;) {
        ssize_t moved = send(to, bytes + at, (gsize)(n - at), MSG_NOSIGNAL);
        if (moved <= 0) {
            return 0;
        }
        at += moved;
    }
    return n;
}

static void relay_caller(Relay *relay, int caller)
{
    int printer = call(relay->printer_port);
    struct pollfd ends[] = {{.fd = caller, .events = POLLIN}, {.fd = printer, .events = POLLIN}};
    ssize_t n = 1;
    while (n > 0 && poll(ends, G_N_ELEMENTS(ends), -1) > 0) {
        if (ends[1].revents) {
            n = pass_on(printer, caller);
        }
        if (n > 0 && ends[0].revents) {
            gint now_us = (gint)(g_get_monotonic_time() - relay->began_us);
            g_atomic_int_compare_and_exchange(&relay->first_us, 0, now_us);
            n = pass_on(caller, printer);
            g_atomic_int_add(&relay->bytes, (gint)MAX(n, 0));
        }
    }
    close(printer);
    close(caller);
}

static gpointer relay_all(gpointer data)
{
    Relay *relay = data;
    for (;;) {
        int caller = accept(relay->port, NULL, NULL);
        if (caller < 0) {
            return NULL;
        }
        relay_caller(relay, caller);
    }
}

/* ---- At the glass ---- */

static json_t *ask_take(Bench *bench, json_t *request)
{
    g_autoptr(GError) error = NULL;
    json_t *answer = inspector_client_ask_take(bench->client, request, &error);
    if (!answer) {
        g_error("%s", error->message);
    }
    return answer;
}

/* Taps and says which screen comes then; caller owns. */
static char *tap(Bench *bench, const char *id)
{
    g_autoptr(json_t) answer = ask_take(bench, json_pack("{s:s,s:s}", "do", "tap", "id", id));
    return g_strdup(json_get_string(answer, "screen", ""));
}

/* What leads on from here, the first of these that can be touched; caller owns. */
static char *find_way(Bench *bench)
{
    static const char *const ways[] = {"print", "next", "lang.nl", "privacy.start", "option."};
    g_autoptr(json_t) tree = ask_take(bench, json_pack("{s:s}", "do", "tree"));
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        gsize at;
        json_t *widget;
        json_array_foreach(json_object_get(tree, "widgets"), at, widget)
        {
            const char *id = json_get_string(widget, "id", "");
            if (g_str_has_prefix(id, ways[i]) && json_get_bool(widget, "enabled", false) &&
                json_get_bool(widget, "target", false) &&
                !json_get_bool(widget, "selected", false)) {
                return g_strdup(id);
            }
        }
    }
    g_error("no way on from screen %s", json_get_string(tree, "screen", "?"));
}

static gint64 cpu_us(const Bench *bench)
{
    ProcessFigures figures = {0};
    g_assert_true(process_read(bench->pid, &figures));
    return figures.cpu_us;
}

/* Touches what asks for paper, and waits until it is there. */
static void measure_print(Bench *bench, const char *id, bool counts)
{
    Relay *relay = bench->relay;
    gint64 before_us = cpu_us(bench);
    gint64 now_us = g_get_monotonic_time();
    g_atomic_int_set(&relay->bytes, 0);
    relay->began_us = now_us - 1;
    g_atomic_int_set(&relay->first_us, 0);
    g_autofree char *screen = tap(bench, id);
    if (g_str_equal(screen, "provider")) {
        measure_print(bench, "provider.any", counts);
        return;
    }
    json_decref(ask_take(
        bench, json_pack("{s:s,s:s,s:i}", "do", "wait", "screen", "slip", "timeout_ms", WAIT_MS)));
    if (counts) {
        samples_add(&bench->cpu_us, (double)(cpu_us(bench) - before_us));
        samples_add(&bench->first_us, g_atomic_int_get(&relay->first_us));
    }
}

static void visit(Bench *bench, bool counts)
{
    for (int taps = 0; taps < MAX_TAPS; taps++) {
        g_autofree char *id = find_way(bench);
        if (g_str_equal(id, "print")) {
            measure_print(bench, id, counts);
            g_free(tap(bench, "slip.done"));
            return;
        }
        g_free(tap(bench, id));
    }
    g_error("a visit does not come to paper");
}

/* ---- Floors ---- */

static gint64 own_cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The same kind of slip, with everything that can be kept from one to the next. */
static void measure_drawing(int runs)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) facts =
        fixture_visit_new("werkcafe-midden-holland", "{\"goal\":\"work\"}");
    g_auto(Samples) wall_us = {0};
    g_auto(Samples) draw_us = {0};
    for (int i = 0; i <= runs; i++) {
        gint64 began_us = g_get_monotonic_time(), before_us = own_cpu_us();
        g_autoptr(Slip) slip = slip_new(&facts->facts, setter, WIDTH_DOTS);
        raster_free(raster_from_slip(slip));
        if (i > 0) { /* the first also loads fonts */
            samples_add(&draw_us, (double)(own_cpu_us() - before_us));
            samples_add(&wall_us, (double)(g_get_monotonic_time() - began_us));
        }
        text_setter_forget(setter);
    }
    printf("draw_us %.0f\ndraw_cpu_us %.0f\n", samples_quantile(&wall_us, 0.5),
           samples_quantile(&draw_us, 0.5));
}

static gpointer swallow(gpointer data)
{
    guint8 bytes[PIECE_BYTES];
    int caller = accept(*(int *)data, NULL, NULL);
    while (read(caller, bytes, sizeof bytes) > 0) {
    }
    close(caller);
    return NULL;
}

/* As many bytes as a job, written at once. */
static void measure_writing(int runs, gsize size)
{
    g_auto(Samples) write_us = {0};
    g_autofree guint8 *bytes = g_malloc0(size);
    int number, port = listen_somewhere(&number);
    for (int i = 0; i < runs; i++) {
        GThread *reader = g_thread_new("reader", swallow, &port);
        gint64 before_us = own_cpu_us();
        int fd = call(number);
        for (gsize at = 0; at < size;) {
            ssize_t n = write(fd, bytes + at, size - at);
            g_assert_cmpint(n, >, 0);
            at += (gsize)n;
        }
        close(fd);
        samples_add(&write_us, (double)(own_cpu_us() - before_us));
        g_thread_join(reader);
    }
    close(port);
    printf("write_cpu_us %.0f\n", samples_quantile(&write_us, 0.5));
}

/* What an intake must be before paper is asked for: on the disk. */
static void measure_keeping(int runs, const char *beside)
{
    enum { ROW_BYTES = 4096 };
    static const guint8 row[ROW_BYTES];
    g_auto(Samples) keep_us = {0};
    g_autofree char *path = g_strconcat(beside, ".kept", NULL);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (int i = 0; i < runs; i++) {
        gint64 began_us = g_get_monotonic_time();
        g_assert_cmpint(write(fd, row, sizeof row), ==, sizeof row);
        g_assert_cmpint(fsync(fd), ==, 0);
        samples_add(&keep_us, (double)(g_get_monotonic_time() - began_us));
    }
    close(fd);
    unlink(path);
    printf("keep_us %.0f\n", samples_quantile(&keep_us, 0.5));
}

static GPid read_pid(const char *path)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return (GPid)atoi(text);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("paper_bench: needs SOCKET PID_FILE PRINTER_PORT PORT_FILE RUNS\n", stderr);
        return 2;
    }
    int runs = atoi(argv[5]), number;
    Relay relay = {.printer_port = atoi(argv[3]), .port = listen_somewhere(&number)};
    FILE *port_file = fopen(argv[4], "w"); /* a pipe: whoever reads it waits */
    if (!port_file || fprintf(port_file, "%d\n", number) < 0 || fclose(port_file) != 0) {
        fprintf(stderr, "paper_bench: cannot write %s\n", argv[4]);
        return 1;
    }
    g_autoptr(GError) error = NULL;
    g_thread_unref(g_thread_new("relay", relay_all, &relay));
    g_autoptr(InspectorClient) client = inspector_client_open(argv[1], WAIT_MS, &error);
    if (!client) {
        fprintf(stderr, "paper_bench: %s\n", error->message);
        return 1;
    }
    Bench bench = {.client = client, .pid = read_pid(argv[2]), .relay = &relay};
    for (int i = 0; i <= runs; i++) {
        visit(&bench, i > 0);
    }
    printf("first_us %.0f\nfirst_p95_us %.0f\ncpu_us %.0f\nbytes %d\n",
           samples_quantile(&bench.first_us, 0.5), samples_quantile(&bench.first_us, 0.95),
           samples_quantile(&bench.cpu_us, 0.5), g_atomic_int_get(&relay.bytes));
    measure_drawing(runs);
    measure_keeping(runs, argv[1]);
    measure_writing(runs, (gsize)g_atomic_int_get(&relay.bytes));
    samples_clear(&bench.first_us);
    samples_clear(&bench.cpu_us);
    return 0;
}
