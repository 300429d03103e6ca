// SPDX-License-Identifier: EUPL-1.2
/* What visits cost a running kiosk, through its inspector.
 *     visit_bench SOCKET PID OUTBOX VISITS
 * Makes one visit in each language by looking at the screens, repeats the same taps for the
 * figures, then leaves the kiosk alone for ten seconds, then makes VISITS visits more and looks at
 * its memory. Takes the intakes out of the outbox, as wegwijs-sync does once a region has them.
 * Prints "name value" lines. */
#include "shared/inspector_client.h"
#include "shared/process.h"
#include "shared/samples.h"

#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TAPS = 60, MEASURED_VISITS = 30, SETTLING_VISITS = 200, IDLE_S = 10, BATCH = 50 };

static const char *const languages[] = {"nl", "ar", "ti"};

typedef struct {
    InspectorClient *client;
    GPid pid;
    Outbox *outbox;
    GPtrArray *paths[G_N_ELEMENTS(languages)]; /* char*: ids to tap, one array a language */
} Bench;

typedef struct {
    Samples tap_us, settle_us;
} Taps;

static json_t *ask(Bench *bench, const char *what, const char *key, const char *value,
                   GError **error)
{
    json_t *request = json_pack("{s:s}", "do", what);
    if (key) {
        json_object_set_new(request, key, json_string(value));
    }
    return inspector_client_ask_take(bench->client, request, error);
}

/* Paper comes from another thread: waits until the slip is on the screen. */
static bool wait_for_slip(Bench *bench, GError **error)
{
    json_t *request =
        json_pack("{s:s,s:s,s:i}", "do", "wait", "screen", "slip", "timeout_ms", 20000);
    g_autoptr(json_t) answer = inspector_client_ask_take(bench->client, request, error);
    return answer != NULL;
}

/* Taps `id`; *is_home tells that the visit is over. */
static bool tap(Bench *bench, const char *id, bool *is_home, GError **error)
{
    g_autoptr(json_t) answer = ask(bench, "tap", "id", id, error);
    if (!answer) {
        return false;
    }
    const char *screen = json_get_string(answer, "screen", "");
    *is_home = g_str_equal(screen, "languages");
    return !g_str_equal(screen, "printing") || wait_for_slip(bench, error);
}

/* The id to tap on this screen to get on with the visit, borrowed from `tree`; NULL: none. */
static const char *choose(const json_t *tree, const char *language)
{
    g_autofree char *start = g_strdup_printf("lang.%s", language);
    const char *wishes[] = {"slip.done", "slip.have",    "print",         "next",
                            start,       "provider.any", "privacy.start", "option."};
    for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++) {
        gsize at;
        json_t *widget;
        json_array_foreach(json_object_get(tree, "widgets"), at, widget)
        {
            const char *id = json_get_string(widget, "id", "");
            if (g_str_has_prefix(id, wishes[i]) && json_get_bool(widget, "enabled", false) &&
                json_get_bool(widget, "target", false) &&
                !json_get_bool(widget, "selected", false)) {
                return id;
            }
        }
    }
    return NULL;
}

/* One visit by looking; remembers what was tapped. */
static GPtrArray *explore(Bench *bench, const char *language, GError **error)
{
    g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);
    bool is_home = false;
    while (!is_home && path->len < MAX_TAPS) {
        g_autoptr(json_t) tree = ask(bench, "tree", NULL, NULL, error);
        const char *id = tree ? choose(tree, language) : NULL;
        if (!id) {
            if (tree) {
                g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "nothing to tap on screen %s",
                            json_get_string(tree, "screen", "?"));
            }
            return NULL;
        }
        g_ptr_array_add(path, g_strdup(id));
        if (!tap(bench, id, &is_home, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&path);
}

static bool replay(Bench *bench, const GPtrArray *path, Taps *taps, GError **error)
{
    for (guint i = 0; i < path->len; i++) {
        bool is_home;
        if (!tap(bench, path->pdata[i], &is_home, error)) {
            return false;
        }
        g_autoptr(json_t) stats = taps ? ask(bench, "stats", NULL, NULL, error) : NULL;
        if (taps && !stats) {
            return false;
        }
        if (stats) {
            samples_add(&taps->tap_us, (double)json_get_integer(stats, "last_tap_us", 0));
            samples_add(&taps->settle_us, (double)json_get_integer(stats, "last_settle_us", 0));
        }
    }
    return true;
}

/* Everything that waits goes, a batch at a time. */
static bool take_away(Outbox *outbox, GError **error)
{
    const char *ids[BATCH];
    while (true) {
        g_autoptr(GPtrArray) rows = outbox_take_due(outbox, G_MAXINT32, BATCH, error);
        if (!rows || rows->len == 0) {
            return rows != NULL;
        }
        for (guint i = 0; i < rows->len; i++) {
            ids[i] = ((OutboxRow *)rows->pdata[i])->id;
        }
        if (!outbox_remove(outbox, ids, rows->len, error)) {
            return false;
        }
    }
}

static bool repeat(Bench *bench, int visits, GError **error)
{
    for (int i = 1; i <= visits; i++) {
        if (!replay(bench, bench->paths[i % G_N_ELEMENTS(languages)], NULL, error) ||
            (i % BATCH == 0 && !take_away(bench->outbox, error))) {
            return false;
        }
    }
    return take_away(bench->outbox, error);
}

static bool measure_taps(Bench *bench, GError **error)
{
    for (gsize l = 0; l < G_N_ELEMENTS(languages); l++) {
        Taps taps = {0};
        bool done = true;
        for (int i = 0; done && i < MEASURED_VISITS; i++) {
            done = replay(bench, bench->paths[l], &taps, error);
        }
        printf("tap_%s_us %.0f\ntap_%s_p95_us %.0f\n", languages[l],
               samples_quantile(&taps.tap_us, 0.5), languages[l],
               samples_quantile(&taps.tap_us, 0.95));
        printf("settle_%s_us %.0f\nsettle_%s_p95_us %.0f\n", languages[l],
               samples_quantile(&taps.settle_us, 0.5), languages[l],
               samples_quantile(&taps.settle_us, 0.95));
        samples_clear(&taps.tap_us);
        samples_clear(&taps.settle_us);
        if (!done) {
            return false;
        }
    }
    return true;
}

static bool measure_cpu(Bench *bench, GError **error)
{
    ProcessFigures before;
    ProcessFigures after;
    gint64 taps = 0;
    process_read(bench->pid, &before);
    for (int i = 0; i < MEASURED_VISITS; i++) {
        const GPtrArray *path = bench->paths[(gsize)i % G_N_ELEMENTS(languages)];
        taps += path->len;
        if (!replay(bench, path, NULL, error)) {
            return false;
        }
    }
    process_read(bench->pid, &after);
    printf("cpu_tap_ms %.2f\n", (double)(after.cpu_us - before.cpu_us) / 1000 / (double)taps);
    return true;
}

static void measure_idle(Bench *bench)
{
    ProcessFigures before;
    ProcessFigures after;
    process_read(bench->pid, &before);
    g_poll(NULL, 0, IDLE_S * 1000);
    process_read(bench->pid, &after);
    printf("idle_wakeups_s %.1f\n", (double)(after.wakeups - before.wakeups) / IDLE_S);
    printf("idle_cpu_ms_s %.2f\n", (double)(after.cpu_us - before.cpu_us) / 1000 / IDLE_S);
}

static bool measure_growth(Bench *bench, int visits, GError **error)
{
    ProcessFigures before;
    ProcessFigures after;
    if (!repeat(bench, SETTLING_VISITS, error)) {
        return false;
    }
    process_read(bench->pid, &before);
    if (!repeat(bench, visits, error)) {
        return false;
    }
    process_read(bench->pid, &after);
    printf("pss_kib %" G_GINT64_FORMAT "\nrss_kib %" G_GINT64_FORMAT "\n", after.pss_kib,
           after.rss_kib);
    printf("growth_kib %" G_GINT64_FORMAT "\nthreads %" G_GINT64_FORMAT "\n",
           after.anonymous_kib - before.anonymous_kib, after.threads);
    return true;
}

static bool run(Bench *bench, int visits, GError **error)
{
    for (gsize l = 0; l < G_N_ELEMENTS(languages); l++) {
        bench->paths[l] = explore(bench, languages[l], error);
        if (!bench->paths[l]) {
            return false;
        }
        printf("taps_%s %u\n", languages[l], bench->paths[l]->len);
    }
    if (!repeat(bench, MEASURED_VISITS, error) || !measure_taps(bench, error) ||
        !measure_cpu(bench, error)) {
        return false;
    }
    measure_idle(bench);
    return measure_growth(bench, visits, error);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("visit_bench: needs SOCKET PID OUTBOX VISITS\n", stderr);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    Bench bench = {.pid = atoi(argv[2])};
    bench.client = inspector_client_open(argv[1], 20000, &error);
    const OutboxLimits limits = {.max_rows = 20000, .max_bytes = G_GINT64_CONSTANT(1) << 28};
    bench.outbox = bench.client ? outbox_open(argv[3], &limits, NULL, &error) : NULL;
    bool done = bench.outbox && run(&bench, atoi(argv[4]), &error);
    if (!done) {
        fprintf(stderr, "visit_bench: %s\n", error->message);
    }
    for (gsize l = 0; l < G_N_ELEMENTS(languages); l++) {
        g_clear_pointer(&bench.paths[l], g_ptr_array_unref);
    }
    outbox_close(bench.outbox);
    inspector_client_close(bench.client);
    return done ? 0 : 1;
}
