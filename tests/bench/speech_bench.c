// SPDX-License-Identifier: EUPL-1.2
/* How soon a kiosk speaks and how soon it is silent, heard at its loudspeaker.
 *     speech_bench SOCKET PIPE HEADSET RUNS
 * SDL's disk driver writes into PIPE what a device would get, 93 ms at a time, which are in the
 * figures. HEADSET is the file that the kiosk takes for headphones. Prints "name value" lines. */
#include "shared/inspector_client.h"
#include "shared/samples.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT_MS = 20000, QUIET_MS = 600, SPEAKING_MS = 700, LOUD = 300, WAIT_MS = 30000 };

typedef struct {
    InspectorClient *client;
    int pipe;
    const char *headset;
} Bench;

typedef struct {
    Samples start_ms, stop_ms, jack_ms, unplug_ms;
} Figures;

static gint64 now_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

static bool tap(const Bench *bench, const char *id, GError **error)
{
    json_t *request = json_pack("{s:s,s:s}", "do", "tap", "id", id);
    g_autoptr(json_t) answer = inspector_client_ask_take(bench->client, request, error);
    return answer != NULL;
}

static bool contact(const Bench *bench, bool is_down, GError **error)
{
    json_t *request =
        json_pack("{s:s,s:i,s:i,s:b}", "do", "contact", "x", 20, "y", 20, "down", is_down);
    g_autoptr(json_t) answer = inspector_client_ask_take(bench->client, request, error);
    return answer != NULL;
}

/* Reads what comes within `ms`. True when something in it can be heard. */
static bool listen_for(const Bench *bench, gint64 ms)
{
    gint16 samples[2048];
    struct pollfd ready = {.fd = bench->pipe, .events = POLLIN};
    if (poll(&ready, 1, (int)MAX(ms, 0)) <= 0) {
        return false;
    }
    gssize size = read(bench->pipe, samples, sizeof samples);
    for (gssize i = 0; i < size / (gssize)sizeof samples[0]; i++) {
        if (abs(samples[i]) > LOUD) {
            return true;
        }
    }
    return false;
}

static bool fail(GError **error, const char *what)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the kiosk is not %s", what);
    return false;
}

/* How long it takes from `begun_ms` until something is heard. */
static bool await_sound(const Bench *bench, gint64 begun_ms, Samples *took_ms, GError **error)
{
    while (!listen_for(bench, LIMIT_MS)) {
        if (now_ms() - begun_ms > LIMIT_MS) {
            return fail(error, "heard");
        }
    }
    samples_add(took_ms, (double)(now_ms() - begun_ms));
    return true;
}

/* How long something was heard after `begun_ms`. */
static bool await_silence(const Bench *bench, gint64 begun_ms, Samples *took_ms, GError **error)
{
    gint64 last_ms = begun_ms;
    while (now_ms() - last_ms < QUIET_MS) {
        if (listen_for(bench, QUIET_MS)) {
            last_ms = now_ms();
        }
        if (now_ms() - begun_ms > LIMIT_MS) {
            return fail(error, "silent");
        }
    }
    samples_add(took_ms, (double)(last_ms - begun_ms));
    return true;
}

/* In the middle of a sentence, not at its first sound. */
static void listen_on(const Bench *bench)
{
    const gint64 begun_ms = now_ms();
    while (now_ms() - begun_ms < SPEAKING_MS) {
        (void)listen_for(bench, SPEAKING_MS);
    }
}

static bool measure_touch(const Bench *bench, Figures *figures, GError **error)
{
    gint64 begun_ms = now_ms();
    if (!tap(bench, "foot.listen", error) ||
        !await_sound(bench, begun_ms, &figures->start_ms, error)) {
        return false;
    }
    listen_on(bench);
    begun_ms = now_ms();
    return contact(bench, true, error) &&
           await_silence(bench, begun_ms, &figures->stop_ms, error) && contact(bench, false, error);
}

static bool measure_headphones(const Bench *bench, Figures *figures, GError **error)
{
    gint64 begun_ms = now_ms();
    if (!g_file_set_contents(bench->headset, "", 0, error) ||
        !await_sound(bench, begun_ms, &figures->jack_ms, error)) {
        return false;
    }
    listen_on(bench);
    begun_ms = now_ms();
    g_unlink(bench->headset);
    return await_silence(bench, begun_ms, &figures->unplug_ms, error);
}

static void print(const char *name, Samples *samples)
{
    printf("%s_ms %.0f\n", name, samples_quantile(samples, 0.5));
    printf("%s_p95_ms %.0f\n", name, samples_quantile(samples, 0.95));
    samples_clear(samples);
}

static bool measure(const Bench *bench, int runs, GError **error)
{
    Figures figures = {0};
    bool ok = tap(bench, "lang.nl", error) && tap(bench, "privacy.start", error);
    for (int i = 0; ok && i < runs; i++) {
        ok = measure_touch(bench, &figures, error) && measure_headphones(bench, &figures, error);
    }
    print("start", &figures.start_ms);
    print("stop", &figures.stop_ms);
    print("jack", &figures.jack_ms);
    print("unplug", &figures.unplug_ms);
    return ok;
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    if (argc != 5) {
        fprintf(stderr, "say: speech_bench SOCKET PIPE HEADSET RUNS\n");
        return 2;
    }
    g_autoptr(InspectorClient) client = inspector_client_open(argv[1], WAIT_MS, &error);
    const Bench bench = {client, open(argv[2], O_RDWR | O_NONBLOCK | O_CLOEXEC), argv[3]};
    if (!client || bench.pipe < 0 || !measure(&bench, atoi(argv[4]), &error)) {
        fprintf(stderr, "speech_bench: %s\n", error ? error->message : "cannot open the pipe");
        return 1;
    }
    return 0;
}
