// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include <string.h>

#include "base/clock.h"

/* An exchange that was cut off after so much is a slow line, not a dead one. */
enum { PROGRESS_BYTES = 64 * 1024 };

/* The region hears at once why its pack is not in use. */
static void note_problem(Session *session, const char *reason)
{
    g_warning("the region's content pack is not used, the one before stays: %s", reason);
    char *copy = g_strdup(reason);
    g_free(session->content_problem);
    session->content_problem = copy;
    schedule_forget(&session->schedule, SCHEDULE_JOB_DOWNLOAD);
    schedule_want(&session->schedule, SCHEDULE_JOB_STATUS, clock_monotonic_ms(), 0);
}

/* The pack will not do, now or ever: it is not fetched again until the region names another. */
static void refuse_pack(Session *session, const char *reason, JobEnd *end)
{
    note_problem(session, reason);
    g_free(session->refused_bundle);
    session->refused_bundle = g_strdup(session->wanted.bundle_sha256);
    end->result = SCHEDULE_RESULT_FINE;
}

/* Nothing is known to be wrong with the pack: there is no room for it here, it is not there yet, or
 * other bytes came than the region announced. */
static void put_off(Session *session, const char *reason, JobEnd *end)
{
    note_problem(session, reason);
    job_end_later(end, reason);
}

/* True once for each pack whose first part was there before this program began on it. */
static bool may_start_anew(Session *session, const GError *error)
{
    const char *sha256 = session->wanted.bundle_sha256;
    if (!g_error_matches(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_DAMAGED) ||
        !content_download_is_resumed(session->download) ||
        g_strcmp0(session->restarted_bundle, sha256) == 0) {
        return false;
    }
    g_free(session->restarted_bundle);
    session->restarted_bundle = g_strdup(sha256);
    return true;
}

/* Of this machine, or of what lies between it and the pack that the region signed. */
static bool is_passing(const GError *error)
{
    return error->domain == CONTENT_DOWNLOAD_ERROR ||
           g_error_matches(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_IO) ||
           error->domain == G_FILE_ERROR;
}

static bool install(Session *session, GBytes *bundle, GError **error)
{
    const Jwk *const *keys = (const Jwk *const *)session->identity->content;
    gsize n_keys = session->identity->n_content;
    g_autofree char *root = g_build_filename(session->state_dir, "content", NULL);
    g_autoptr(SignedPack) pack = signed_pack_read_bundle(bundle, keys, n_keys, error);
    g_autoptr(ContentStore) store = pack ? content_store_open(root, keys, n_keys, error) : NULL;
    if (!store || !content_store_install(store, pack, error)) {
        return false;
    }
    session->pack_signed_unix_s = pack->signed_unix_s;
    session->is_content_damaged = false;
    return true;
}

/* The whole file is there. */
static void conclude(Session *session, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bundle = content_download_finish(session->download, &error);
    bool ok = bundle && install(session, bundle, &error);
    if (ok) {
        g_message("content %s is in use from the next visit on", session->wanted.version);
        g_clear_pointer(&session->content_problem, g_free);
        schedule_want(&session->schedule, SCHEDULE_JOB_STATUS, clock_monotonic_ms(), 0);
    } else if (may_start_anew(session, error)) {
        schedule_want(&session->schedule, SCHEDULE_JOB_DOWNLOAD, clock_monotonic_ms(), 0);
    } else if (is_passing(error)) {
        put_off(session, error->message, end);
        g_clear_pointer(&session->download, content_download_free);
        return;
    } else {
        refuse_pack(session, error->message, end);
    }
    content_download_discard(session->download);
    g_clear_pointer(&session->download, content_download_free);
}

static bool start(Session *session, HttpRequest *request, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_build_filename(session->state_dir, "download", NULL);
    g_clear_pointer(&session->download, content_download_free);
    session->download = content_download_open(folder, &session->wanted, &error);
    if (!session->download) {
        put_off(session, error->message, end);
        return false;
    }
    if (content_download_is_complete(session->download)) {
        conclude(session, end);
        return false;
    }
    *request = content_download_request(session->download);
    return true;
}

static void finish(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    bool is_answer = job_end_from_answer(end, answer);
    if (answer->is_problem && (answer->status == 404 || answer->status == 410)) {
        put_off(session, answer->reason, end);
        return;
    }
    gint64 before_bytes = content_download_have_bytes(session->download);
    if (!content_download_take(session->download, answer, &error)) {
        if (may_start_anew(session, error)) {
            *end = (JobEnd){.retry_after_s = -1, .reason = end->reason};
            schedule_want(&session->schedule, SCHEDULE_JOB_DOWNLOAD, clock_monotonic_ms(), 0);
        } else {
            put_off(session, error->message, end);
        }
        return;
    }
    if (content_download_is_complete(session->download)) {
        conclude(session, end);
    } else if (is_answer ||
               content_download_have_bytes(session->download) - before_bytes >= PROGRESS_BYTES) {
        if (!is_answer) {
            job_end_clear(end);
            *end = (JobEnd){.retry_after_s = -1};
        }
        schedule_want(&session->schedule, SCHEDULE_JOB_DOWNLOAD, clock_monotonic_ms(), 0);
    }
}

const Job job_download = {.name = "download", .start = start, .finish = finish};
