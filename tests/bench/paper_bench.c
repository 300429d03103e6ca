// SPDX-License-Identifier: EUPL-1.2
/* What a slip costs, from the touch to the printer.
 *     paper_bench SOCKET PID_FILE PRINTER_PORT PORT_FILE RUNS
 * Stands between a kiosk and its printer: listens on a free port, whose number it writes to
 * PORT_FILE, and passes everything on. Once the kiosk's inspector is there it makes RUNS visits and
 * measures from "print" to the first byte at the printer, and the kiosk's CPU time until the slip
 * is on the screen. Beside each visit, so that the machine is as busy and as warm for both, it
 * measures the parts that a slip cannot do without: drawing the same slip, sealing and signing,
 * keeping an intake and its outcome, writing as many bytes to a socket, and the kiosk's own change
 * of screens. PID_FILE has the kiosk's number. Prints "name value" lines. */
#include "shared/inspector_client.h"
#include "shared/process.h"
#include "shared/samples.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "slip/token.h"
#include "store/jwe.h"
#include "store/outbox.h"
#include "unit/slip/slip_fixture.h"

enum { MAX_TAPS = 60, WIDTH_DOTS = 576, WAIT_MS = 30000, PIECE_BYTES = 16384 };

/* The line in between; its thread alone runs it, the rest reads what it notes. */
typedef struct {
    int port, printer_port;
    gint first_us; /* atomic: of the first byte since it was 0, from `began_us` */
    gint bytes;    /* atomic: to the printer */
    gint64 began_us;
} Relay;

/* What one part takes. */
typedef struct {
    Samples wall_us, cpu_us;
} Cost;

typedef enum { COST_DRAW, COST_SEAL, COST_KEEP, COST_WRITE, COST_SCREEN, COST_COUNT } CostKind;

typedef struct {
    InspectorClient *client;
    GPid pid;
    Relay *relay;
    json_t *answers; /* of the last visit: question -> [options] */
    Samples first_us, cpu_us;
    Cost costs[COST_COUNT];
    TextSetter *setter;
    Outbox *outbox;
    Jwk *sealing, *signing;
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

/* "option.QUESTION.OPTION" was touched. */
static void note_answer(Bench *bench, const char *id)
{
    g_auto(GStrv) parts = g_strsplit(id, ".", 3);
    if (g_strv_length(parts) == 3 && g_str_equal(parts[0], "option")) {
        json_t *options = json_object_get(bench->answers, parts[1]);
        if (!options) {
            options = json_array();
            json_object_set_new(bench->answers, parts[1], options);
        }
        json_array_append_new(options, json_string(parts[2]));
    }
}

/* A touch that brings the next screen, and nothing else. */
static void tap_on(Bench *bench, const char *id, bool counts)
{
    gint64 before_us = cpu_us(bench), began_us = g_get_monotonic_time();
    g_free(tap(bench, id));
    if (counts) {
        Cost *cost = &bench->costs[COST_SCREEN];
        samples_add(&cost->cpu_us, (double)(cpu_us(bench) - before_us));
        samples_add(&cost->wall_us, (double)(g_get_monotonic_time() - began_us));
    }
}

static void visit(Bench *bench, bool counts)
{
    json_object_clear(bench->answers);
    for (int taps = 0; taps < MAX_TAPS; taps++) {
        g_autofree char *id = find_way(bench);
        if (g_str_equal(id, "print")) {
            measure_print(bench, id, counts);
            g_free(tap(bench, "slip.done"));
            return;
        }
        note_answer(bench, id);
        bool is_whole = !g_str_has_prefix(id, "option."); /* these may only be marked */
        tap_on(bench, id, counts && is_whole);
    }
    g_error("a visit does not come to paper");
}

/* ---- Parts ---- */

static gint64 own_cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The slip of the same answers. */
static void draw_slip(Bench *bench)
{
    g_autofree char *answers = json_dumps(bench->answers, 0);
    g_autoptr(FixtureVisit) facts = fixture_visit_new("werkcafe-midden-holland", answers);
    fixture_visit_speak(facts, "nl");
    Cost *cost = &bench->costs[COST_DRAW];
    gint64 began_us = g_get_monotonic_time(), before_us = own_cpu_us();
    g_autoptr(Slip) slip = slip_new(&facts->facts, bench->setter, WIDTH_DOTS);
    raster_free(raster_from_slip(slip));
    samples_add(&cost->cpu_us, (double)(own_cpu_us() - before_us));
    samples_add(&cost->wall_us, (double)(g_get_monotonic_time() - began_us));
    text_setter_forget(bench->setter);
}

/* What an intake and its slip must be before paper is asked for: sealed, signed and on the disk;
 * and its outcome after. */
static void seal_and_keep(Bench *bench)
{
    enum { PLAIN_BYTES = 1024 };
    static const guint8 plain[PLAIN_BYTES];
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) record = g_bytes_new_static(plain, sizeof plain);
    g_autofree char *id = g_uuid_string_random();
    const TokenFacts facts = {.key_id = 1, .kiosk = 1, .site = 1};
    Cost *seal = &bench->costs[COST_SEAL], *keep = &bench->costs[COST_KEEP];
    gint64 began_us = g_get_monotonic_time(), before_us = own_cpu_us();
    g_autofree char *sealed = jwe_seal(bench->sealing, record, NULL, &error);
    g_autofree char *url = token_write_url(&facts, "w.example", bench->signing, &error);
    g_assert_no_error(error);
    gint64 sealed_us = g_get_monotonic_time(), sealed_cpu_us = own_cpu_us();
    bool is_kept = outbox_append(bench->outbox, id, sealed, 0, &error);
    gint64 kept_us = g_get_monotonic_time();
    is_kept = is_kept && outbox_set_outcome(bench->outbox, id, OUTBOX_OUTCOME_PRINTED, &error);
    g_assert_no_error(error);
    g_assert_true(is_kept && url);
    samples_add(&seal->wall_us, (double)(sealed_us - began_us));
    samples_add(&seal->cpu_us, (double)(sealed_cpu_us - before_us));
    samples_add(&keep->wall_us, (double)(kept_us - sealed_us));
    samples_add(&keep->cpu_us, (double)(own_cpu_us() - sealed_cpu_us));
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
static void write_bytes(Bench *bench)
{
    gsize size = (gsize)g_atomic_int_get(&bench->relay->bytes);
    g_autofree guint8 *bytes = g_malloc0(size);
    int number, port = listen_somewhere(&number);
    GThread *reader = g_thread_new("reader", swallow, &port);
    gint64 before_us = own_cpu_us();
    int fd = call(number);
    for (gsize at = 0; at < size;) {
        ssize_t n = write(fd, bytes + at, size - at);
        g_assert_cmpint(n, >, 0);
        at += (gsize)n;
    }
    close(fd);
    samples_add(&bench->costs[COST_WRITE].cpu_us, (double)(own_cpu_us() - before_us));
    g_thread_join(reader);
    close(port);
}

static void open_parts(Bench *bench, const char *beside)
{
    static const OutboxLimits limits = {.max_rows = 1000000,
                                        .max_bytes = G_GINT64_CONSTANT(1) << 32};
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_strconcat(beside, ".kept", NULL);
    fixture_use_fonts();
    bench->setter = text_setter_new(256);
    bench->answers = json_object();
    g_assert_true(keys_init(&error));
    bench->sealing = jwk_generate(KEY_USE_SEAL, &error);
    bench->signing = jwk_generate(KEY_USE_SIGN, &error);
    bench->outbox = outbox_open(path, &limits, NULL, &error);
    g_assert_no_error(error);
}

static void run_all(Bench *bench, int runs)
{
    for (int i = 0; i <= runs; i++) { /* the first also loads fonts */
        visit(bench, i > 0);
        draw_slip(bench);
        if (i == 0) {
            samples_clear(&bench->costs[COST_DRAW].cpu_us);
            samples_clear(&bench->costs[COST_DRAW].wall_us);
        }
        seal_and_keep(bench);
        write_bytes(bench);
    }
}

static void print_all(Bench *bench)
{
    static const char *const names[COST_COUNT] = {"draw", "seal", "keep", "write", "screen"};
    for (int i = 0; i < COST_COUNT; i++) {
        printf("%s_cpu_us %.0f\n", names[i], samples_quantile(&bench->costs[i].cpu_us, 0.5));
        if (i != COST_WRITE) {
            printf("%s_us %.0f\n", names[i], samples_quantile(&bench->costs[i].wall_us, 0.5));
        }
        samples_clear(&bench->costs[i].cpu_us);
        samples_clear(&bench->costs[i].wall_us);
    }
    printf("first_us %.0f\nfirst_p95_us %.0f\ncpu_us %.0f\nbytes %d\n",
           samples_quantile(&bench->first_us, 0.5), samples_quantile(&bench->first_us, 0.95),
           samples_quantile(&bench->cpu_us, 0.5), g_atomic_int_get(&bench->relay->bytes));
}

static void close_parts(Bench *bench)
{
    text_setter_free(bench->setter);
    json_decref(bench->answers);
    outbox_close(bench->outbox);
    jwk_free(bench->sealing);
    jwk_free(bench->signing);
    samples_clear(&bench->first_us);
    samples_clear(&bench->cpu_us);
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
    open_parts(&bench, argv[1]);
    run_all(&bench, runs);
    print_all(&bench);
    close_parts(&bench);
    return 0;
}
