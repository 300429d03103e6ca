// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "machine/disk.h"
#include "machine/temperature.h"
#include "region/certificate_renewal.h"
#include "region/status_report.h"
#include "store/content_store.h"
#include "store/region_settings.h"

enum { MAX_KIOSK_STATUS_BYTES = 16 * 1024, CONTACT_NOTE_S = 3600 };

static void read_kiosk_status(const Session *session, KioskStatus *out)
{
    g_autofree char *path = g_build_filename(session->run_dir, "kiosk-status.json", NULL);
    g_autoptr(GBytes) text = file_load(path, MAX_KIOSK_STATUS_BYTES, NULL);
    *out = (KioskStatus){0};
    if (text) {
        kiosk_status_read(text, out);
    }
}

static GBytes *write_report(Session *session, GError **error)
{
    g_autoptr(GBytes) body = NULL;
    KioskStatus kiosk;
    read_kiosk_status(session, &kiosk);
    StatusReport report = {
        .at_unix_s = clock_unix_s(),
        .firmware = WEGWIJS_VERSION,
        .content = kiosk.content_version,
        .printer = kiosk.printer,
        .screen = kiosk.screen,
        .content_problem =
            session->content_problem ? session->content_problem : kiosk.content_problem,
        .disk_free_bytes = disk_free_bytes(session->state_dir),
        .clock_trusted = session_is_clock_plausible(session),
        .has_clock_offset = session->has_region_time,
        .clock_offset_s = session_clock_offset_s(session),
        .commands_done = (const char *const *)session->memory.commands_done->pdata,
        .n_commands_done = session->memory.commands_done->len,
    };
    report.has_temperature = temperature_read_c(NULL, &report.temperature_c);
    if (outbox_count(session->outbox, &report.queue, error)) {
        body = status_report_write(&report);
    }
    kiosk_status_clear(&kiosk);
    return g_steal_pointer(&body);
}

static bool start(Session *session, HttpRequest *request, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    session_age_intakes(session);
    request->method = "PUT";
    request->path = "/v1/kiosks/self/status";
    request->max_bytes = ORDERS_MAX_ANSWER_BYTES;
    request->body = write_report(session, &error);
    if (!request->body) {
        g_warning("%s", error->message);
        end->result = SCHEDULE_RESULT_RETRY;
        end->reason = g_strdup(error->message);
    }
    return request->body != NULL;
}

/* The pack in use, by its identity. One that is damaged comes again. */
static bool has_content(const Session *session, const char *sha256)
{
    if (session->is_content_damaged) {
        return false;
    }
    g_autofree char *root = g_build_filename(session->state_dir, "content", NULL);
    g_autoptr(ContentStore) store = content_store_open(
        root, (const Jwk *const *)session->identity->content, session->identity->n_content, NULL);
    g_autofree char *current = store ? content_store_current(store) : NULL;
    return g_strcmp0(current, sha256) == 0;
}

static void want_content(Session *session, const Orders *orders)
{
    bool is_there = orders->content.sha256[0] && has_content(session, orders->content.sha256);
    if (is_there) {
        g_clear_pointer(&session->content_problem, g_free);
    }
    bool is_wanted = orders->content.sha256[0] && !is_there &&
                     g_strcmp0(session->refused_bundle, orders->content.bundle_sha256) != 0;
    if (!is_wanted) {
        schedule_forget(&session->schedule, SCHEDULE_JOB_DOWNLOAD);
        return;
    }
    if (schedule_is_wanted(&session->schedule, SCHEDULE_JOB_DOWNLOAD) &&
        strcmp(session->wanted.bundle_sha256, orders->content.bundle_sha256) == 0) {
        return; /* put off */
    }
    g_free(session->wanted.version);
    session->wanted = orders->content;
    session->wanted.version = g_strdup(orders->content.version);
    schedule_want(&session->schedule, SCHEDULE_JOB_DOWNLOAD, clock_monotonic_ms(), 0);
}

static void want_renewal(Session *session)
{
    gint64 now_s;
    if (!schedule_is_wanted(&session->schedule, SCHEDULE_JOB_RENEW) &&
        session_region_time(session, &now_s) &&
        now_s >= certificate_renewal_due_unix_s(&session->certificate)) {
        schedule_want(&session->schedule, SCHEDULE_JOB_RENEW, clock_monotonic_ms(), 0);
    }
}

/* For wegwijs-kiosk. One that is not kept counts as not done: the region says it again. */
static bool keep_command(const Session *session, RegionCommand command, const Orders *orders)
{
    g_autoptr(GError) error = NULL;
    if (!region_settings_save_command(session->state_dir, command, orders->compact, &error)) {
        g_warning("an order of the region cannot be kept for the kiosk: %s", error->message);
        return false;
    }
    return true;
}

/* Done when the new certificate is there (session_note_re_enrolled), and not before: until then the
 * region says it again, so that no power cut loses it. */
static void begin_re_enrolment(Session *session, const char *id)
{
    Schedule *schedule = &session->schedule;
    if (session->re_enrol_id && (schedule_is_wanted(schedule, SCHEDULE_JOB_ENROL) ||
                                 schedule_is_wanted(schedule, SCHEDULE_JOB_RENEW))) {
        return;
    }
    if (g_strcmp0(session->re_enrol_id, id) != 0) {
        g_message("the region orders a new key and certificate");
    }
    g_free(session->re_enrol_id);
    session->re_enrol_id = g_strdup(id);
    schedule_want(schedule, session_has_code(session) ? SCHEDULE_JOB_ENROL : SCHEDULE_JOB_RENEW,
                  clock_monotonic_ms(), 0);
}

/* True: it is done, for good. */
static bool do_command(Session *session, const Orders *orders, const OrdersCommand *command)
{
    switch (command->kind) {
    case ORDERS_COMMAND_RESTART:
        if (!keep_command(session, REGION_COMMAND_RESTART, orders)) {
            return false;
        }
        g_message("the region orders a restart");
        session->is_restart_ordered = true;
        return true;
    case ORDERS_COMMAND_RE_ENROL:
        begin_re_enrolment(session, command->id);
        return false;
    case ORDERS_COMMAND_UNLOCK:
        if (!keep_command(session, REGION_COMMAND_UNLOCK, orders)) {
            return false;
        }
        g_message("the region unlocks the staff menu");
        return true;
    }
    g_assert_not_reached();
}

/* True when one was done. */
static bool do_commands(Session *session, const Orders *orders)
{
    bool is_done = false;
    for (guint i = 0; i < orders->commands->len; i++) {
        const OrdersCommand *command = g_ptr_array_index(orders->commands, i);
        if (!sync_memory_has_command(&session->memory, command->id) &&
            do_command(session, orders, command)) {
            sync_memory_add_command(&session->memory, command->id);
            is_done = true;
            /* Tell the region soon that it was done, so that it need not ask again. */
            schedule_want(&session->schedule, SCHEDULE_JOB_STATUS, clock_monotonic_ms(), 0);
        }
    }
    return is_done;
}

/* Remembered at most once an hour, for the sake of the card, or when a command was done or the
 * region wants something else than before. A restart that cannot be remembered would be obeyed
 * again after it. */
static void remember(Session *session, bool at_once)
{
    gint64 now_s = clock_unix_s();
    if (!at_once && ABS(now_s - session->noted_contact_unix_s) < CONTACT_NOTE_S) {
        return;
    }
    session->noted_contact_unix_s = session->memory.last_contact_unix_s = now_s;
    g_autoptr(GError) error = NULL;
    if (!sync_memory_save(&session->memory, session->state_dir, &error)) {
        g_warning("%s", error->message);
        session->is_restart_ordered = false;
    }
}

/* True: they want something else than the orders before. */
static bool note_wishes(Session *session, const RegionSettings *orders)
{
    static const char *const wishes[] = {"content", "settings", "presence", "commands"};
    g_autoptr(json_t) wanted = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++) {
        json_object_set(wanted, wishes[i], json_object_get(orders->orders, wishes[i]));
    }
    g_autoptr(GBytes) text = json_write(wanted);
    char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);
    bool is_new = g_strcmp0(sha256, session->wishes) != 0;
    g_free(session->wishes);
    session->wishes = sha256;
    return is_new;
}

/* *is_new: they want something else than those before. */
static bool keep_orders(Session *session, const Orders *orders, bool *is_new, GError **error)
{
    if (orders->serial <= session->last_serial) {
        return true;
    }
    g_autoptr(RegionSettings) saved =
        region_settings_save(session->state_dir, orders->compact, session->identity->receipt,
                             session->identity->kiosk, error);
    if (saved) {
        SyncMemory *memory = &session->memory;
        session->last_serial = memory->orders_serial = saved->serial;
        g_free(memory->orders_key);
        memory->orders_key = g_strdup(jwk_kid(session->identity->receipt));
        *is_new = note_wishes(session, saved);
    }
    return saved != NULL;
}

static bool obey(Session *session, const HttpAnswer *answer, GError **error)
{
    OrdersCheck check = {
        .kiosk = session->identity->kiosk,
        .receipt_key = session->identity->receipt,
        .last_serial = session->last_serial,
    };
    bool is_new = false;
    g_autoptr(Orders) orders = orders_read_answer(answer->body, &check, error);
    if (!orders || !keep_orders(session, orders, &is_new, error)) {
        return false;
    }
    session_take_region_time(session, orders->time_unix_s);
    bool is_done = do_commands(session, orders);
    remember(session, is_new || is_done);
    want_content(session, orders);
    want_renewal(session);
    return true;
}

static void finish(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    if (!job_end_from_answer(end, answer)) {
        return;
    }
    if (!obey(session, answer, &error)) {
        g_warning("%s", error->message);
        job_end_fail(end, SCHEDULE_RESULT_RETRY, SYNC_STATE_BUSY, error->message);
        return;
    }
    session->is_region_well = true;
    /* Intakes whose wake-up got lost are found here. */
    OutboxCounts counts;
    if (outbox_count(session->outbox, &counts, NULL) && counts.waiting > 0) {
        schedule_woken(&session->schedule, clock_monotonic_ms(), session_random());
    }
}

const Job job_status = {.name = "status", .start = start, .finish = finish};
