// SPDX-License-Identifier: EUPL-1.2
#include "fleet/trial.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

enum { STATUS_OK_LEAST = 200, STATUS_OK_MOST = 299 };

typedef struct Trial Trial;

typedef struct {
    Trial *trial;
    RealKiosk real;
    GDataInputStream *lines; /* what the process says */
    gint64 arrived;          /* its intakes with a receipt */
    gint64 drained_us;       /* since the region is back; 0: not yet */
    gint64 growth_kib;
} Runner;

struct Trial {
    const TrialPlan *plan;
    TrialResult *result;
    Runner *runners;
    GHashTable *ids;
    GMainLoop *loop;
    GArray *latencies_ms; /* gint64 */
    GArray *per_second;   /* guint, requests by when they began */
    gint64 back_ms;       /* when the region was (back) there; 0: not yet */
    gint64 first_ms, last_ms;
    guint undrained;
    GError *error; /* why it stopped */
};

/* ---- What a process says ---- */

static void note_drained(Runner *runner)
{
    Trial *trial = runner->trial;
    if (runner->drained_us == 0 && runner->arrived >= trial->plan->intakes) {
        runner->drained_us = MAX((clock_monotonic_ms() - trial->back_ms) * 1000, 1);
        runner->growth_kib = real_kiosk_memory_growth_kib(&runner->real);
        if (--trial->undrained == 0) {
            g_main_loop_quit(trial->loop);
        }
    }
}

static void note_exchange(Trial *trial, int status, gint64 took_ms)
{
    TrialResult *result = trial->result;
    gint64 now_ms = clock_monotonic_ms();
    if (trial->back_ms == 0 || now_ms - took_ms < trial->back_ms) {
        return; /* to a region that was not there */
    }
    guint second = (guint)((now_ms - took_ms - trial->back_ms) / 1000);
    if (trial->per_second->len <= second) {
        g_array_set_size(trial->per_second, second + 1);
    }
    gint64 here = ++g_array_index(trial->per_second, guint, second);
    result->peak_second = MAX(result->peak_second, here);
    result->requests++;
    trial->first_ms = trial->first_ms ? trial->first_ms : now_ms - took_ms;
    trial->last_ms = now_ms;
    if (status >= STATUS_OK_LEAST && status <= STATUS_OK_MOST) {
        result->fine++;
        g_array_append_val(trial->latencies_ms, took_ms);
    } else {
        result->refused++;
    }
}

static void read_line(Runner *runner, const char *line)
{
    int status;
    gint64 number;
    const char *colon = strstr(line, ": status ");
    if (colon &&
        sscanf(colon, ": status %d after %" G_GINT64_FORMAT " ms", &status, &number) == 2) {
        note_exchange(runner->trial, status, number);
    } else if (g_str_has_suffix(line, " intakes arrived") &&
               sscanf(line, "wegwijs-sync: %" G_GINT64_FORMAT, &number) == 1) {
        if (runner->arrived == 0 && runner->trial->plan->outage_s == 0) {
            real_kiosk_note_memory(&runner->real);
        }
        runner->arrived += number;
        runner->trial->result->arrived += number;
        note_drained(runner);
    }
}

static void on_line(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Runner *runner = user_data;
    g_autofree char *line =
        g_data_input_stream_read_line_finish(G_DATA_INPUT_STREAM(source), result, NULL, NULL);
    if (!line || !runner->lines) {
        return; /* it ended, or the trial did */
    }
    read_line(runner, line);
    g_data_input_stream_read_line_async(runner->lines, G_PRIORITY_DEFAULT, NULL, on_line, runner);
}

/* ---- The region comes back ---- */

static void stop_with(Trial *trial, GError *error)
{
    trial->error = trial->error ? trial->error : g_error_copy(error);
    g_main_loop_quit(trial->loop);
}

static void note_memory(Trial *trial)
{
    for (guint i = 0; i < trial->plan->kiosks; i++) {
        real_kiosk_note_memory(&trial->runners[i].real);
    }
}

static void on_region_back(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    g_autoptr(GError) error = NULL;
    if (!g_subprocess_wait_check_finish(G_SUBPROCESS(source), result, &error)) {
        stop_with(trial, error);
    }
}

static gboolean on_outage_over(gpointer user_data)
{
    Trial *trial = user_data;
    const TrialPlan *plan = trial->plan;
    g_autofree char *per_s = g_strdup_printf("%d", plan->per_s);
    g_autoptr(GError) error = NULL;
    note_memory(trial);
    trial->back_ms = clock_monotonic_ms();
    g_autoptr(GSubprocess) script =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, plan->script, "start", "--dir",
                         plan->place.region_dir, "--requests-per-s", per_s, NULL);
    if (script) {
        g_subprocess_wait_check_async(script, NULL, on_region_back, trial);
    } else {
        stop_with(trial, error);
    }
    return G_SOURCE_REMOVE;
}

static gboolean on_limit(gpointer user_data)
{
    Trial *trial = user_data;
    g_autoptr(GError) error =
        g_error_new(G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%u kiosks have not sent all in %d s",
                    trial->undrained, trial->plan->limit_s);
    stop_with(trial, error);
    return G_SOURCE_CONTINUE;
}

/* ---- Making, running, checking ---- */

static bool make_kiosks(Trial *trial, GError **error)
{
    const TrialPlan *plan = trial->plan;
    g_autofree char *batch = g_uuid_string_random();
    for (guint i = 0; i < plan->kiosks; i++) {
        Runner *runner = &trial->runners[i];
        g_autofree char *name = g_strdup_printf("fleet-%.8s-%u", batch, i + 1);
        runner->trial = trial;
        if (!real_kiosk_make(&runner->real, &plan->place, name, error) ||
            !real_kiosk_fill(&runner->real, plan->intakes, trial->ids, error)) {
            return false;
        }
    }
    return true;
}

static bool stop_region(const TrialPlan *plan, GError **error)
{
    const char *stop[] = {plan->script, "stop", "--dir", plan->place.region_dir, NULL};
    g_autofree char *said = real_run(stop, error);
    return said != NULL;
}

static bool start_kiosks(Trial *trial, GError **error)
{
    for (guint i = 0; i < trial->plan->kiosks; i++) {
        Runner *runner = &trial->runners[i];
        if (!real_kiosk_start(&runner->real, &trial->plan->place, error)) {
            return false;
        }
        runner->lines = g_data_input_stream_new(g_subprocess_get_stderr_pipe(runner->real.process));
        g_data_input_stream_read_line_async(runner->lines, G_PRIORITY_DEFAULT, NULL, on_line,
                                            runner);
    }
    return true;
}

/* Runs the loop until all is sent, or it takes too long. */
static bool watch(Trial *trial, GError **error)
{
    const TrialPlan *plan = trial->plan;
    guint limit = g_timeout_add_seconds((guint)(plan->limit_s + plan->outage_s), on_limit, trial);
    if (plan->outage_s > 0) {
        g_timeout_add_seconds((guint)plan->outage_s, on_outage_over, trial);
    } else {
        trial->back_ms = clock_monotonic_ms();
    }
    g_main_loop_run(trial->loop);
    g_source_remove(limit);
    if (trial->error) {
        g_propagate_error(error, g_steal_pointer(&trial->error));
        return false;
    }
    return true;
}

/* Each intake opens at the region, once; of others than ours nothing is said. */
static bool check_region(Trial *trial, GError **error)
{
    const TrialPlan *plan = trial->plan;
    g_autofree char *regiond = g_build_filename(plan->place.programs, "regiond", NULL);
    g_autofree char *config = g_build_filename(plan->place.region_dir, "regiond.ini", NULL);
    g_autoptr(GSubprocess) process = g_subprocess_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, regiond, "admin", "open", "--config", config, NULL);
    if (!process) {
        return false;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GDataInputStream) lines =
        g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
    char *line;
    while ((line = g_data_input_stream_read_line(lines, NULL, NULL, NULL))) {
        g_autoptr(GBytes) text = g_bytes_new_take(line, strlen(line));
        g_autoptr(json_t) intake = json_parse(text, "an intake", NULL);
        const char *id = json_get_string(intake, "id", "");
        bool is_ours = g_hash_table_contains(trial->ids, id);
        trial->result->strange += !is_ours;
        trial->result->doubled += is_ours && !g_hash_table_add(seen, g_strdup(id));
    }
    trial->result->missing = g_hash_table_size(trial->ids) - g_hash_table_size(seen);
    return g_subprocess_wait_check(process, NULL, error);
}

/* ---- Figures ---- */

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
    const gint64 *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

static gint64 quantile(const GArray *sorted, guint percent)
{
    guint at = (sorted->len * percent + 99) / 100;
    return sorted->len ? g_array_index(sorted, gint64, CLAMP(at, 1, sorted->len) - 1) : 0;
}

static void measure(Trial *trial)
{
    TrialResult *result = trial->result;
    g_autoptr(GArray) drained = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < trial->plan->kiosks; i++) {
        g_array_append_val(drained, trial->runners[i].drained_us);
        result->growth_kib = MAX(result->growth_kib, trial->runners[i].growth_kib);
    }
    g_array_sort(drained, compare_numbers);
    g_array_sort(trial->latencies_ms, compare_numbers);
    result->drained_p99_us = quantile(drained, 99);
    result->drained_last_us = quantile(drained, 100);
    result->p50_ms = quantile(trial->latencies_ms, 50);
    result->p95_ms = quantile(trial->latencies_ms, 95);
    result->p99_ms = quantile(trial->latencies_ms, 99);
    result->sent_us = (trial->last_ms - trial->first_ms) * 1000;
}

static void clear(Trial *trial)
{
    for (guint i = 0; i < trial->plan->kiosks; i++) {
        real_kiosk_clear(&trial->runners[i].real);
        g_clear_object(&trial->runners[i].lines);
    }
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_array_unref(trial->latencies_ms);
    g_array_unref(trial->per_second);
    g_hash_table_unref(trial->ids);
    g_main_loop_unref(trial->loop);
    g_free(trial->runners);
}

bool trial_run(const TrialPlan *plan, TrialResult *result, GError **error)
{
    *result = (TrialResult){0};
    Trial trial = {
        .plan = plan,
        .result = result,
        .runners = g_new0(Runner, plan->kiosks),
        .ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .loop = g_main_loop_new(NULL, FALSE),
        .latencies_ms = g_array_new(FALSE, FALSE, sizeof(gint64)),
        .per_second = g_array_new(FALSE, TRUE, sizeof(guint)),
        .undrained = plan->kiosks,
    };
    bool ok = make_kiosks(&trial, error) && (plan->outage_s == 0 || stop_region(plan, error)) &&
              start_kiosks(&trial, error) && watch(&trial, error);
    measure(&trial);
    for (guint i = 0; i < plan->kiosks; i++) {
        real_kiosk_stop(&trial.runners[i].real);
    }
    ok = ok && check_region(&trial, error);
    clear(&trial);
    return ok;
}
