// SPDX-License-Identifier: EUPL-1.2
/* fleet: what many kiosks do to a region after an outage. */
#include <locale.h>
#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "fleet/simulation.h"
#include "fleet/trial.h"

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_WRONG_USE = 2 };

typedef struct {
    int kiosks, intakes, visits_h, lost_per_mille, seed, outage_s, per_s;
    int interval_s, send_delay_s, retry_most_s;
    double peak_most, p99_most;
    char *kind, *way;
    gboolean is_unpaced, is_version;
    char *region, *work, *script; /* of a trial with the real thing */
    int limit_s, growth_most_kib;
} Arguments;

static GOptionEntry *list_options(Arguments *a)
{
    const GOptionEntry entries[] = {
        {"kiosks", 'n', 0, G_OPTION_ARG_INT, &a->kiosks, "so many kiosks", "N"},
        {"intakes", 'i', 0, G_OPTION_ARG_INT, &a->intakes,
         "that wait at each after the outage, on average (120)", "N"},
        {"seed", 0, 0, G_OPTION_ARG_INT, &a->seed, "of all that is random (1)", "N"},
        {"capacity", 'c', 0, G_OPTION_ARG_INT, &a->per_s,
         "requests a second that the region can do (50)", "N"},
        {"outage", 'o', 0, G_OPTION_ARG_INT, &a->outage_s,
         "how long it was away (86400; with --region 0)", "S"},
        {"kind", 'k', 0, G_OPTION_ARG_STRING, &a->kind,
         "plain, half (half as able afterwards), slow (a tenth, growing in five minutes), flapping "
         "(comes and goes each minute, ten times), power (all kiosks start at the same moment), "
         "link (all networks come back at once)",
         "KIND"},
        {"way", 'w', 0, G_OPTION_ARG_STRING, &a->way,
         "what kiosks met meanwhile: refused, silent, busy (503 of the web server)", "WAY"},
        {"visits", 0, 0, G_OPTION_ARG_INT, &a->visits_h,
         "an hour at each kiosk after the outage (6)", "N"},
        {"lose", 0, 0, G_OPTION_ARG_INT, &a->lost_per_mille,
         "so many answers of a thousand get lost (1)", "N"},
        {"region", 'r', 0, G_OPTION_ARG_FILENAME, &a->region,
         "no simulation: real processes of wegwijs-sync against the region that runs in DIR (see "
         "region.sh); --outage (0) stops it meanwhile, and it comes back with --capacity",
         "DIR"},
        {"work", 0, 0, G_OPTION_ARG_FILENAME, &a->work,
         "with --region: a folder for each kiosk is made here, and left", "DIR"},
        {"region-script", 0, 0, G_OPTION_ARG_FILENAME, &a->script,
         "with --region: what stops and starts it (host-tools/regiond/region.sh)", "FILE"},
        {"limit", 0, 0, G_OPTION_ARG_INT, &a->limit_s,
         "with --region: fail when not all is sent in this time (600)", "S"},
        {"growth-most", 0, 0, G_OPTION_ARG_INT, &a->growth_most_kib,
         "with --region: fail when the memory of a process grows by more (2048)", "KIB"},
        {"without-pace", 0, 0, G_OPTION_ARG_NONE, &a->is_unpaced,
         "the region has no requests_per_s: all that come stand in line", NULL},
        {"interval", 0, 0, G_OPTION_ARG_INT, &a->interval_s, "kiosks' region.interval_s (300)",
         "S"},
        {"send-delay", 0, 0, G_OPTION_ARG_INT, &a->send_delay_s, "kiosks' region.send_delay_s (60)",
         "S"},
        {"retry-most", 0, 0, G_OPTION_ARG_INT, &a->retry_most_s,
         "kiosks' region.retry_most_s (240)", "S"},
        {"peak-most", 0, 0, G_OPTION_ARG_DOUBLE, &a->peak_most,
         "fail when more arrive in a second than so often the capacity (2)", "X"},
        {"p99-most", 0, 0, G_OPTION_ARG_DOUBLE, &a->p99_most,
         "fail when 99 % of the kiosks take longer than so often the ideal time (2)", "X"},
        {"version", 0, 0, G_OPTION_ARG_NONE, &a->is_version, "say the version", NULL},
        {0},
    };
    return g_memdup2(entries, sizeof entries);
}

static int use_wrongly(const char *message)
{
    fprintf(stderr, "fleet: %s; see fleet --help\n", message);
    return EXIT_WRONG_USE;
}

static const char *find_wrong(const Arguments *a)
{
    if (a->kiosks < 1 || a->kiosks > 1000000) {
        return "--kiosks is 1 to 1000000";
    }
    if (a->intakes < 1 || a->intakes > 1000000) {
        return "--intakes is 1 to 1000000";
    }
    if (a->per_s < 1 || a->per_s > 100000) {
        return "--capacity is 1 to 100000";
    }
    if (a->visits_h < 0 || a->interval_s < 1 || a->send_delay_s < 0) {
        return "times and numbers are not below nought";
    }
    if ((a->region != NULL) != (a->work != NULL)) {
        return "--region and --work belong together";
    }
    if (a->lost_per_mille < 0 || a->lost_per_mille > 900) {
        return "--lose is 0 to 900";
    }
    if (a->retry_most_s < 1 || a->retry_most_s > 600) {
        return "--retry-most is 1 to 600";
    }
    if (outage_find_kind(a->kind) == OUTAGE_N_KINDS) {
        return "--kind is plain, half, slow, flapping, power or link";
    }
    return outage_find_way(a->way) == OUTAGE_N_WAYS ? "--way is refused, silent or busy" : NULL;
}

static SimulationPlan make_plan(const Arguments *a)
{
    return (SimulationPlan){
        .kiosks = (guint)a->kiosks,
        .intakes = (guint)a->intakes,
        .visits_h = (guint)a->visits_h,
        .lost_per_mille = (guint)a->lost_per_mille,
        .is_paced = !a->is_unpaced,
        .seed = (guint32)a->seed,
        .limits = {.interval_ms = a->interval_s * (gint64)1000,
                   .send_delay_ms = a->send_delay_s * (gint64)1000,
                   .retry_most_ms = a->retry_most_s * (gint64)1000},
        .outage = {.kind = outage_find_kind(a->kind),
                   .way = outage_find_way(a->way),
                   .length_us = a->outage_s * (gint64)G_USEC_PER_SEC,
                   .per_s = a->per_s},
    };
}

static double seconds(gint64 us)
{
    return (double)us / G_USEC_PER_SEC;
}

/* False when it is not as it should be. */
static bool report(const Arguments *a, const SimulationResult *r)
{
    double peak = (double)r->peak_second / a->per_s;
    double p99 = (double)r->drained_p99_us / (double)r->ideal_us;
    printf("outage: %s, %s, %d s; %d kiosks with %" G_GINT64_FORMAT
           " intakes; %d requests a second; seed %d\n",
           a->kind, a->way, a->outage_s, a->kiosks, r->intakes, a->per_s, a->seed);
    printf("arrived: %" G_GINT64_FORMAT " requests, at most %" G_GINT64_FORMAT
           " in a second (%.2f x capacity), %.1f a second over ten; told to come back: "
           "%" G_GINT64_FORMAT ", timed out: %" G_GINT64_FORMAT "\n",
           r->arrived, r->peak_second, peak, (double)r->peak_ten_seconds / 10, r->refused,
           r->timed_out);
    if (r->has_ended) {
        printf(
            "drained: p50 %.0f s, p95 %.0f s, p99 %.0f s, last %.0f s; ideal %.0f s (p99 %.2f x)\n",
            seconds(r->drained_p50_us), seconds(r->drained_p95_us), seconds(r->drained_p99_us),
            seconds(r->drained_last_us), seconds(r->ideal_us), p99);
    } else {
        printf("drained: not within a day; ideal %.0f s\n", seconds(r->ideal_us));
    }
    printf("intakes: sent again %" G_GINT64_FORMAT ", lost %" G_GINT64_FORMAT "\n", r->sent_again,
           r->lost);
    return r->has_ended && r->lost == 0 && peak <= a->peak_most && p99 <= a->p99_most;
}

static int simulate(const Arguments *a)
{
    SimulationPlan plan = make_plan(a);
    SimulationResult result;
    simulation_run(&plan, &result);
    if (report(a, &result)) {
        return EXIT_FINE;
    }
    fprintf(stderr, "fleet: this is worse than allowed: peak %.1f x, p99 %.1f x, none lost\n",
            a->peak_most, a->p99_most);
    return EXIT_FAILED;
}

/* Where this program is, wegwijs-sync and regiond are. */
static char *find_programs(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    return self ? g_path_get_dirname(self) : g_strdup(".");
}

static bool report_trial(const Arguments *a, const TrialPlan *plan, const TrialResult *r)
{
    double sent_s = MAX(seconds(r->sent_us), 0.001);
    double per_s = (double)r->requests / sent_s;
    printf("requests: %" G_GINT64_FORMAT " in %.1f s, %.1f a second, at most %" G_GINT64_FORMAT
           " in one; %" G_GINT64_FORMAT " told to come back or not answered\n",
           r->requests, sent_s, per_s, r->peak_second, r->refused);
    printf("latency: p50 %" G_GINT64_FORMAT " ms, p95 %" G_GINT64_FORMAT
           " ms, p99 %" G_GINT64_FORMAT " ms\n",
           r->p50_ms, r->p95_ms, r->p99_ms);
    printf("intakes: %" G_GINT64_FORMAT " arrived, %.0f a second\n", r->arrived,
           (double)r->arrived / sent_s);
    printf("drained: p99 %.1f s, last %.1f s\n", seconds(r->drained_p99_us),
           seconds(r->drained_last_us));
    printf("memory: grew by at most %" G_GINT64_FORMAT " KiB\n", r->growth_kib);
    printf("region: %" G_GINT64_FORMAT " missing, %" G_GINT64_FORMAT " doubled\n", r->missing,
           r->doubled);
    bool is_limited = plan->per_s > 0;
    double peak = is_limited ? (double)r->peak_second / plan->per_s : 0;
    return r->missing == 0 && r->doubled == 0 && r->growth_kib <= a->growth_most_kib &&
           peak <= a->peak_most;
}

static int try_out(const Arguments *a)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *programs = find_programs();
    g_autofree char *region = g_canonicalize_filename(a->region, NULL);
    TrialPlan plan = {
        .place = {.programs = programs,
                  .region_dir = region,
                  .work_dir = a->work,
                  .retry_most_s = a->retry_most_s,
                  .send_delay_s = a->send_delay_s,
                  .interval_s = a->interval_s},
        .kiosks = (guint)a->kiosks,
        .intakes = (guint)a->intakes,
        .script = a->script,
        .outage_s = a->outage_s,
        .per_s = a->outage_s > 0 ? a->per_s : 0,
        .limit_s = a->limit_s,
    };
    TrialResult result;
    bool is_done = file_make_folder(a->work, &error) && trial_run(&plan, &result, &error);
    if (!is_done) {
        fprintf(stderr, "fleet: %s\n", error->message);
        return EXIT_FAILED;
    }
    if (!report_trial(a, &plan, &result)) {
        fputs("fleet: this is worse than allowed\n", stderr);
        return EXIT_FAILED;
    }
    return EXIT_FINE;
}

static int run(Arguments *a)
{
    const int day_s = 86400;
    a->outage_s = a->outage_s >= 0 ? a->outage_s : a->region ? 0 : day_s;
    const char *wrong = find_wrong(a);
    if (wrong) {
        return use_wrongly(wrong);
    }
    return a->region ? try_out(a) : simulate(a);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    Arguments arguments = {.intakes = 120,
                           .seed = 1,
                           .per_s = 50,
                           .outage_s = -1,
                           .visits_h = 6,
                           .lost_per_mille = 1,
                           .interval_s = 300,
                           .send_delay_s = 60,
                           .retry_most_s = 240,
                           .limit_s = 600,
                           .growth_most_kib = 2048,
                           .peak_most = 2,
                           .p99_most = 2};
    arguments.kind = g_strdup("plain");
    arguments.way = g_strdup("refused");
    arguments.script = g_strdup("host-tools/regiond/region.sh");
    log_start("fleet", false);
    g_autoptr(GError) error = NULL;
    g_autofree GOptionEntry *entries = list_options(&arguments);
    g_autoptr(GOptionContext) context =
        g_option_context_new("- what many kiosks do to a region after an outage");
    g_option_context_add_main_entries(context, entries, NULL);
    int status = EXIT_FINE;
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        status = use_wrongly(error->message);
    } else if (argc > 1) {
        status = use_wrongly("takes no arguments but options");
    } else if (arguments.is_version) {
        puts("fleet " WEGWIJS_VERSION);
    } else {
        status = run(&arguments);
    }
    char *texts[] = {arguments.kind, arguments.way, arguments.region, arguments.work,
                     arguments.script};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    return status;
}
