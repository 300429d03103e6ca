// SPDX-License-Identifier: EUPL-1.2
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <glib-unix.h>

#include "base/clock.h"
#include "base/kiosk_settings.h"
#include "base/log.h"
#include "machine/private_memory.h"
#include "machine/watchdog.h"
#include "store/jwk.h"
#include "sync/job.h"
#include "sync/link.h"
#include "sync/session.h"
#include "sync/wake.h"

enum { HOUR_S = 3600, CHECK_S = 24 * HOUR_S, MAX_TIMER_MS = 24 * 3600 * 1000 };

typedef struct {
    char *config, *code;
    gboolean once, show_version;
} Options;

typedef struct {
    Session session;
    GMainLoop *loop;
    guint timer;
    ScheduleJob running;
    gint64 began_ms; /* it */
    bool once;
    bool has_ended;
    bool has_failed; /* --once: a job did not succeed */
    SyncState state;
    bool is_mute;                   /* staff cannot be told: no status file */
    bool is_state_known;            /* from an exchange, not only from what is on the disk */
    char *reason;                   /* of the state, or NULL */
    char *problem[SCHEDULE_N_JOBS]; /* of each job that cannot be done while others go on */
    gint64 last_try_unix_s;
} App;

static const Job *const jobs[SCHEDULE_N_JOBS] = {
    [SCHEDULE_JOB_ENROL] = &job_enrol,       [SCHEDULE_JOB_RENEW] = &job_renew,
    [SCHEDULE_JOB_UPLOAD] = &job_upload,     [SCHEDULE_JOB_STATUS] = &job_status,
    [SCHEDULE_JOB_DOWNLOAD] = &job_download,
};

static void plan(App *app);

/* ---- How it is, for staff ---- */

static const char *find_problem(const App *app)
{
    for (gsize job = 0; job < SCHEDULE_N_JOBS; job++) {
        if (app->problem[job]) {
            return app->problem[job];
        }
    }
    return NULL;
}

static void publish(App *app)
{
    const Session *session = &app->session;
    gint64 wait_ms = schedule_wait_ms(&session->schedule, clock_monotonic_ms());
    bool is_trying = !app->has_ended && (app->running != SCHEDULE_JOB_NONE || wait_ms == 0);
    gint64 offset_s = session_clock_offset_s(session);
    SyncStatus status = {
        .state = app->state,
        .reason = app->reason,
        .last_contact_unix_s = session->memory.last_contact_unix_s,
        .has_clock_offset = ABS(offset_s) > 60,
        .clock_offset_s = offset_s,
        .has_region_clock = session->has_region_time,
        .region_clock_ms = session->region_unix_s * 1000 - session->region_mono_ms,
        .last_try_unix_s = app->last_try_unix_s,
        .next_try_unix_s = wait_ms > 0 ? clock_unix_s() + (wait_ms + 999) / 1000 : 0,
        .is_trying = is_trying,
        .certificate_until_unix_s = session->certificate.not_after_unix_s,
        .problem = find_problem(app),
    };
    g_autoptr(GError) error = NULL;
    bool is_told = sync_state_save(session->run_dir, &status, &error);
    if (!is_told && !app->is_mute) {
        g_warning("%s", error->message); /* once, however often it is tried again */
    }
    app->is_mute = !is_told;
    watchdog_status(app->reason ? app->reason : sync_state_message_en(app->state));
}

/* A state is logged when it changes, not every time it is found again. */
static void take_state(App *app, SyncState state, const char *reason)
{
    if (state != app->state || !app->is_state_known) {
        if (state == SYNC_STATE_OK) {
            g_message("connected to the region");
        } else {
            g_warning("%s: %s", sync_state_name(state), reason ? reason : "");
        }
    }
    if (state == SYNC_STATE_OK) {
        app->session.memory.last_contact_unix_s = clock_unix_s();
    }
    app->state = state;
    app->is_state_known = true;
    g_free(app->reason);
    app->reason = g_strdup(reason);
    publish(app);
}

/* ---- Jobs ---- */

static void end_program(App *app)
{
    app->has_ended = true;
    g_main_loop_quit(app->loop);
}

static void conclude(App *app, ScheduleJob job, const JobEnd *end)
{
    app->running = SCHEDULE_JOB_NONE;
    ScheduleReport report = {
        .job = job, .result = end->result, .retry_after_s = end->retry_after_s};
    schedule_finished(&app->session.schedule, &report, clock_monotonic_ms(), session_random());
    app->last_try_unix_s = clock_unix_s();
    bool is_own_problem =
        end->result != SCHEDULE_RESULT_FINE && (!end->has_state || end->state == SYNC_STATE_OK);
    g_free(app->problem[job]);
    app->problem[job] = is_own_problem ? g_strdup(end->reason) : NULL;
    if (end->has_state) {
        take_state(app, end->state, end->reason);
    }
    if (end->has_state && end->state == SYNC_STATE_REFUSED && job != SCHEDULE_JOB_ENROL &&
        session_has_code(&app->session)) {
        schedule_want(&app->session.schedule, SCHEDULE_JOB_ENROL, clock_monotonic_ms(), 0);
    }
    if (app->once && end->result != SCHEDULE_RESULT_FINE) {
        app->has_failed = true;
        fprintf(stderr, "wegwijs-sync: %s failed: %s. %s\n", jobs[job]->name,
                end->reason ? end->reason : "no reason", sync_state_message_en(app->state));
    }
    if (app->once && end->result != SCHEDULE_RESULT_FINE && end->result != SCHEDULE_RESULT_LATER) {
        end_program(app);
    }
}

static void on_answer(const HttpAnswer *answer, gpointer user_data)
{
    App *app = user_data;
    JobEnd end = {.retry_after_s = -1};
    ScheduleJob job = app->running;
    jobs[job]->finish(&app->session, answer, &end);
    g_debug("%s: status %d after %" G_GINT64_FORMAT " ms", jobs[job]->name, answer->status,
            clock_monotonic_ms() - app->began_ms);
    conclude(app, job, &end);
    job_end_clear(&end);
    plan(app);
}

/* True: an exchange runs. */
static bool begin(App *app, ScheduleJob job)
{
    Session *session = &app->session;
    schedule_begin(&session->schedule, job);
    bool with_own = job != SCHEDULE_JOB_ENROL;
    if (with_own && !session_is_enrolled(session)) {
        return false;
    }
    JobEnd end = {.retry_after_s = -1};
    HttpRequest request = {0};
    g_autoptr(GError) error = NULL;
    bool runs = false;
    if (!session_ensure_connection(session, with_own, &error)) {
        bool is_unset = g_error_matches(error, HTTP_ERROR, HTTP_ERROR_ADDRESS);
        job_end_fail(&end, SCHEDULE_RESULT_ALARM,
                     is_unset ? SYNC_STATE_NOT_ENROLLED : SYNC_STATE_WRONG_CERTIFICATE,
                     error->message);
    } else {
        runs = jobs[job]->start(session, &request, &end);
    }
    if (runs) {
        app->running = job;
        app->began_ms = clock_monotonic_ms();
        publish(app);
        http_client_start(session->http, &request, on_answer, app);
        g_clear_pointer(&request.body, g_bytes_unref);
    } else {
        conclude(app, job, &end);
    }
    job_end_clear(&end);
    return runs;
}

static gboolean on_timer(gpointer user_data)
{
    App *app = user_data;
    app->timer = 0;
    plan(app);
    return G_SOURCE_REMOVE;
}

/* Does what is due; then waits for exactly as long as nothing is. */
static void plan(App *app)
{
    if (app->timer) {
        g_source_remove(app->timer);
        app->timer = 0;
    }
    Schedule *schedule = &app->session.schedule;
    while (app->running == SCHEDULE_JOB_NONE && !app->has_ended) {
        ScheduleJob job = schedule_next(schedule, clock_monotonic_ms());
        if (job == SCHEDULE_JOB_NONE) {
            break;
        }
        if (begin(app, job)) {
            return;
        }
    }
    if (app->running != SCHEDULE_JOB_NONE || app->has_ended) {
        return;
    }
    if (app->once || app->session.is_restart_ordered) {
        end_program(app);
        return;
    }
    publish(app);
    gint64 wait_ms = schedule_wait_ms(schedule, clock_monotonic_ms());
    if (wait_ms >= 0) {
        app->timer = g_timeout_add((guint)MIN(wait_ms, (gint64)MAX_TIMER_MS), on_timer, app);
    }
}

/* ---- What happens from outside ---- */

static void on_wake(WakeKind kind, gpointer user_data)
{
    App *app = user_data;
    Schedule *schedule = &app->session.schedule;
    switch (kind) {
    case WAKE_INTAKE:
        schedule_woken(schedule, clock_monotonic_ms(), session_random());
        break;
    case WAKE_NOW:
        schedule_hurry(schedule, clock_monotonic_ms());
        if (session_wants_enrolment(&app->session)) {
            schedule_want(schedule, SCHEDULE_JOB_ENROL, clock_monotonic_ms(), 0);
        }
        break;
    }
    plan(app);
}

static void on_link(gpointer user_data)
{
    App *app = user_data;
    schedule_link_up(&app->session.schedule, clock_monotonic_ms(), session_random());
    plan(app);
}

static gboolean on_check(gpointer user_data)
{
    App *app = user_data;
    g_autoptr(GError) error = NULL;
    bool was_damaged = false;
    if (!outbox_check(app->session.outbox, &was_damaged, &error)) {
        g_warning("%s", error->message);
    } else if (was_damaged) {
        g_warning("the outbox was damaged and has been mended");
    }
    return G_SOURCE_CONTINUE;
}

static gboolean on_hour(gpointer user_data)
{
    App *app = user_data;
    session_age_intakes(&app->session);
    return G_SOURCE_CONTINUE;
}

static gboolean on_signal(gpointer user_data)
{
    end_program(user_data);
    return G_SOURCE_CONTINUE;
}

/* ---- Start and end ---- */

static void want_first_jobs(App *app)
{
    Schedule *schedule = &app->session.schedule;
    gint64 now_ms = clock_monotonic_ms();
    if (session_wants_enrolment(&app->session)) {
        schedule_want(schedule, SCHEDULE_JOB_ENROL, now_ms, 0);
    }
    if (session_is_enrolled(&app->session)) {
        schedule_started(schedule, now_ms, session_random());
    }
}

static int serve(App *app)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    app->loop = loop;
    g_autoptr(Wake) wake = wake_listen(app->session.run_dir, on_wake, app, &error);
    if (!wake) {
        fprintf(stderr, "wegwijs-sync: %s\n", error->message);
        return 1;
    }
    Link *link = app->once ? NULL : link_watch(on_link, app);
    Watchdog *watchdog = watchdog_start();
    guint sources[] = {
        g_unix_signal_add(SIGTERM, on_signal, app),
        g_unix_signal_add(SIGINT, on_signal, app),
        g_timeout_add_seconds(CHECK_S, on_check, app),
        g_timeout_add_seconds(HOUR_S, on_hour, app),
    };
    app->state =
        session_is_enrolled(&app->session) ? SYNC_STATE_NO_NETWORK : SYNC_STATE_NOT_ENROLLED;
    session_age_intakes(&app->session);
    publish(app);
    watchdog_ready();
    want_first_jobs(app);
    plan(app);
    if (!app->has_ended) {
        g_main_loop_run(app->loop);
    }
    watchdog_stopping();
    for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_source_remove(sources[i]);
    }
    if (app->timer) {
        g_source_remove(app->timer);
    }
    watchdog_stop(watchdog);
    link_free(link);
    return app->has_failed ? 1 : 0;
}

static int run(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = kiosk_settings_load(options->config, &error);
    if (!settings) {
        fprintf(stderr, "wegwijs-sync: %s\n", error->message);
        return 2;
    }
    log_start("wegwijs-sync", settings_bool(settings, "kiosk", "debug"));
    App app = {.running = SCHEDULE_JOB_NONE, .once = options->once};
    int status = 1;
    if (keys_init(&error) && session_open(&app.session, settings, &error)) {
        if (app.once) {
            app.session.schedule.limits.send_delay_ms = 0;
        }
        app.session.code = g_strdup(options->code);
        status = serve(&app);
    } else {
        fprintf(stderr, "wegwijs-sync: %s\n", error->message);
    }
    session_close(&app.session);
    g_free(app.reason);
    for (gsize job = 0; job < SCHEDULE_N_JOBS; job++) {
        g_free(app.problem[job]);
    }
    return status;
}

static GOptionContext *describe_options(Options *options)
{
    const GOptionEntry entries[] = {
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "Settings of the kiosk", "FILE"},
        {"once", 0, 0, G_OPTION_ARG_NONE, &options->once,
         "Do everything that is due, then end: 0 when all went well", NULL},
        {"enrol", 0, 0, G_OPTION_ARG_STRING, &options->code,
         "Enrol with the region by this one-time code", "CODE"},
        {"version", 0, 0, G_OPTION_ARG_NONE, &options->show_version, "Show the version", NULL},
        {0},
    };
    GOptionContext *context = g_option_context_new("- brings a kiosk's intakes to the region");
    g_option_context_add_main_entries(context, entries, NULL);
    g_autofree char *keys = kiosk_settings_describe();
    g_autofree char *description = g_strdup_printf("Settings:\n%s", keys);
    g_option_context_set_description(context, description);
    return context;
}

/* The code must not stay readable in the list of processes. */
static void hide_code(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *value = g_str_has_prefix(argv[i], "--enrol=") ? argv[i] + strlen("--enrol=") : NULL;
        if (strcmp(argv[i], "--enrol") == 0 && i + 1 < argc) {
            value = argv[i + 1];
        }
        if (value) {
            memset(value, 'x', strlen(value));
        }
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    (void)private_memory_start(); /* keys are in memory: nothing of it goes to a disk */
    Options options = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = describe_options(&options);
    g_auto(GStrv) arguments = g_strdupv(argv);
    hide_code(argc, argv);
    int status = 2;
    if (!g_option_context_parse_strv(context, &arguments, &error)) {
        fprintf(stderr, "wegwijs-sync: %s; see wegwijs-sync --help\n", error->message);
    } else if (options.show_version) {
        puts("wegwijs-sync " WEGWIJS_VERSION);
        status = 0;
    } else if (!options.config || arguments[1]) {
        fputs("wegwijs-sync: give --config FILE and nothing else; see wegwijs-sync --help\n",
              stderr);
    } else {
        status = run(&options);
    }
    g_free(options.config);
    if (options.code) {
        explicit_bzero(options.code, strlen(options.code));
    }
    g_free(options.code);
    return status;
}
