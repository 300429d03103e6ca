// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include <string.h>

#include "region/certificate_renewal.h"

static void wipe(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        g_free(text);
    }
}

/* The old certificate goes on working, so this is no reason for alarm, and none to keep intakes
 * waiting. */
static void fail(JobEnd *end, const char *reason)
{
    g_warning("the certificate was not renewed: %s", reason);
    job_end_later(end, reason);
}

static bool start(Session *session, HttpRequest *request, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *csr = job_ready_key_request(session, &error);
    if (!csr) {
        fail(end, error->message);
        return false;
    }
    request->method = "POST";
    request->path = "/v1/certificates";
    request->body = certificate_renewal_write_request(csr);
    request->max_bytes = CERTIFICATE_RENEWAL_MAX_ANSWER_BYTES;
    return true;
}

static bool conclude(Session *session, const HttpAnswer *answer, GError **error)
{
    char *key = client_credentials_pending_key(session->credentials, error);
    g_autofree char *chain =
        key ? certificate_renewal_read_answer(answer->body, key, session->certificate.name, error)
            : NULL;
    wipe(key);
    return chain && client_credentials_switch(session->credentials, chain, error) &&
           session_connect(session, true, error);
}

static void finish(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    if (!job_end_from_answer(end, answer)) {
        if (answer->is_problem) {
            fail(end, answer->reason);
        }
        return;
    }
    if (!conclude(session, answer, &error)) {
        fail(end, error->message);
        return;
    }
    g_message("the kiosk's certificate was renewed");
    session_note_re_enrolled(session);
}

const Job job_renew = {.name = "renew", .start = start, .finish = finish};
