// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include <assert.h>
#include <string.h>

static const struct {
    ScheduleResult result;
    SyncState state;
} conclusions[] = {
    [HTTP_OUTCOME_ANSWER] = {SCHEDULE_RESULT_FINE, SYNC_STATE_OK},
    [HTTP_OUTCOME_REFUSED] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_REFUSED},
    [HTTP_OUTCOME_BUSY] = {SCHEDULE_RESULT_RETRY, SYNC_STATE_BUSY},
    [HTTP_OUTCOME_NO_NETWORK] = {SCHEDULE_RESULT_RETRY, SYNC_STATE_NO_NETWORK},
    [HTTP_OUTCOME_WRONG_CERTIFICATE] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_WRONG_CERTIFICATE},
    [HTTP_OUTCOME_CLOCK] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_CLOCK},
    [HTTP_OUTCOME_CAPTIVE_PORTAL] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_CAPTIVE_PORTAL},
};
static_assert(G_N_ELEMENTS(conclusions) == HTTP_N_OUTCOMES, "one row an outcome");

void job_end_clear(JobEnd *end)
{
    g_clear_pointer(&end->reason, g_free);
}

bool job_end_from_answer(JobEnd *end, const HttpAnswer *answer)
{
    end->result = conclusions[answer->outcome].result;
    end->has_state = true;
    end->state = conclusions[answer->outcome].state;
    end->retry_after_s = answer->retry_after_s;
    g_free(end->reason);
    bool is_answer = answer->outcome == HTTP_OUTCOME_ANSWER;
    end->reason = is_answer ? NULL : g_strdup(answer->reason);
    return is_answer;
}

void job_end_fail(JobEnd *end, ScheduleResult result, SyncState state, const char *reason)
{
    end->result = result;
    end->has_state = true;
    end->state = state;
    g_free(end->reason);
    end->reason = g_strdup(reason);
}

void job_end_later(JobEnd *end, const char *reason)
{
    job_end_clear(end);
    *end = (JobEnd){.result = SCHEDULE_RESULT_LATER, .retry_after_s = -1};
    end->reason = g_strdup(reason);
}

char *job_ready_key_request(const Session *session, GError **error)
{
    static const char name[] = "wegwijs";
    char *pending = client_credentials_pending_key(session->credentials, NULL);
    if (pending) {
        char *csr = tls_key_request_again(pending, name, NULL);
        explicit_bzero(pending, strlen(pending));
        g_free(pending);
        if (csr) {
            return csr;
        }
        g_warning("the key that was to come is damaged; a new one is made");
    }
    TlsKeyRequest fresh = {0};
    bool ok = tls_key_request_make(&fresh, name, error) &&
              client_credentials_save_pending_key(session->credentials, fresh.key_pem, error);
    char *csr = ok ? g_steal_pointer(&fresh.csr_pem) : NULL;
    tls_key_request_clear(&fresh);
    return csr;
}
