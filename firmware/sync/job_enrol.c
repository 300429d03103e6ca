// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "region/enrolment.h"

static void wipe(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        g_free(text);
    }
}

static void fail(JobEnd *end, const char *reason)
{
    job_end_fail(end, SCHEDULE_RESULT_ALARM, SYNC_STATE_NOT_ENROLLED, reason);
}

/* The same slip key every time, so that a request that is repeated after a lost answer is the same
 * request. kiosk.json is missing until the end, so this one file says nothing yet. */
static Jwk *ready_slip_key(const Session *session, GError **error)
{
    g_autofree char *folder = g_build_filename(session->state_dir, "keys", NULL);
    g_autofree char *path = g_build_filename(folder, "slip.jwk", NULL);
    if (!file_make_folder(folder, error)) {
        return NULL;
    }
    Jwk *there = jwk_load(path, KEY_USE_SIGN, NULL);
    if (there && jwk_is_private(there)) {
        return there;
    }
    jwk_free(there);
    g_autoptr(Jwk) fresh = jwk_generate(KEY_USE_SIGN, error);
    return fresh && jwk_save(fresh, path, error) ? g_steal_pointer(&fresh) : NULL;
}

static GBytes *write_request(const Session *session, const char *typed, GError **error)
{
    char *code = enrolment_clean_code(typed, error);
    if (code && !session->identity &&
        !client_credentials_take_back_key(session->credentials, error)) {
        g_clear_pointer(&code, wipe);
    }
    g_autoptr(Jwk) slip = code ? ready_slip_key(session, error) : NULL;
    g_autofree char *csr = slip ? job_ready_key_request(session, error) : NULL;
    GBytes *body = csr ? enrolment_write_request(code, csr, slip) : NULL;
    wipe(code);
    return body;
}

static bool start(Session *session, HttpRequest *request, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    char *typed = session_find_code(session, &error);
    if (!typed) {
        if (!session_is_enrolled(session)) {
            fail(end, error->message);
        }
        return false;
    }
    request->method = "POST";
    request->path = "/v1/enrolments";
    request->body = write_request(session, typed, &error);
    request->max_bytes = ENROLMENT_MAX_ANSWER_BYTES;
    wipe(typed);
    if (!request->body) {
        fail(end, error->message);
        if (g_error_matches(error, ENROLMENT_ERROR, ENROLMENT_ERROR_CODE)) {
            session_forget_code(session);
        }
    }
    return request->body != NULL;
}

/* Certificate first, kiosk.json last: a power cut in between leaves a kiosk that is not enrolled,
 * and the region gives the same answer to the same request. */
static bool take_over(Session *session, Enrolment *enrolment, GError **error)
{
    enrolment->identity->slip = ready_slip_key(session, error);
    return enrolment->identity->slip &&
           client_credentials_switch(session->credentials, enrolment->certificate_chain, error) &&
           kiosk_identity_save(enrolment->identity, session->state_dir, error) &&
           session_reload_identity(session, error) && session_connect(session, true, error);
}

static bool conclude(Session *session, const HttpAnswer *answer, GError **error)
{
    char *key = client_credentials_pending_key(session->credentials, error);
    if (!key) {
        return false;
    }
    EnrolmentCheck check = {
        .key_pem = key,
        .oldest_epoch = session->identity ? session->identity->epoch : 0,
    };
    Enrolment enrolment = {0};
    bool ok = enrolment_read_answer(answer->body, &check, &enrolment, error) &&
              take_over(session, &enrolment, error);
    enrolment_clear(&enrolment);
    wipe(key);
    return ok;
}

static void finish(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    if (!job_end_from_answer(end, answer)) {
        if (answer->outcome == HTTP_OUTCOME_REFUSED && answer->is_problem) {
            g_warning("the region refused the enrolment code: %s", answer->reason);
            session_forget_code(session);
        }
        if (answer->is_problem && session_is_enrolled(session)) {
            job_end_later(end, answer->reason); /* the certificate there is goes on working */
        }
        return;
    }
    if (!conclude(session, answer, &error)) {
        g_warning("enrolment failed: %s", error->message);
        fail(end, error->message);
        return;
    }
    session_forget_code(session);
    g_message("enrolled as kiosk %u", session->identity->kiosk);
    session_note_re_enrolled(session);
    gint64 now_ms = clock_monotonic_ms();
    schedule_want(&session->schedule, SCHEDULE_JOB_STATUS, now_ms, 0);
    schedule_want(&session->schedule, SCHEDULE_JOB_UPLOAD, now_ms, 0);
}

const Job job_enrol = {.name = "enrol", .start = start, .finish = finish};
