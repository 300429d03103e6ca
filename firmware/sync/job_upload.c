// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include "base/clock.h"
#include "region/upload.h"

enum { POSTPONE_S = 3600, MAX_POSTPONED = 3 };

/* Whoever decides logs; an outbox that cannot be written is for staff. */
static bool check(bool ok, GError *const *error)
{
    if (!ok) {
        g_warning("%s", (*error)->message);
    }
    return ok;
}

static bool postpone(Session *session, const OutboxRow *row, const char *reason)
{
    g_autoptr(GError) error = NULL;
    schedule_want(&session->schedule, SCHEDULE_JOB_UPLOAD, clock_monotonic_ms(),
                  (gint64)POSTPONE_S * 1000);
    return check(
        outbox_postpone(session->outbox, row->id, clock_unix_s() + POSTPONE_S, reason, &error),
        &error);
}

static bool set_aside(Session *session, const OutboxRow *row, const char *reason)
{
    g_autoptr(GError) error = NULL;
    return check(outbox_quarantine(session->outbox, row->id, reason, &error), &error);
}

static bool start(Session *session, HttpRequest *request, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    g_clear_pointer(&session->rows, g_ptr_array_unref);
    session->rows = outbox_take_due(session->outbox, clock_unix_s(), session->batch, &error);
    if (!session->rows) {
        g_warning("%s", error->message);
        end->result = SCHEDULE_RESULT_RETRY;
        end->reason = g_strdup(error->message);
        return false;
    }
    if (session->rows->len == 0) {
        return false;
    }
    request->method = "POST";
    request->path = "/v1/intakes";
    request->body = upload_write_request(session->rows);
    request->max_bytes = UPLOAD_MAX_ANSWER_BYTES;
    return true;
}

/* The region will not have the batch as a whole, and does not say which row is to blame: half of it
 * next time, until the one is found; that one waits, and is set aside when it stays so. */
static void narrow_down(Session *session, JobEnd *end)
{
    end->result = SCHEDULE_RESULT_RETRY;
    end->state = SYNC_STATE_BUSY;
    if (session->rows->len > 1) {
        session->batch = schedule_batch_after(session->rows->len, true, UPLOAD_MAX_ROWS);
        return;
    }
    const OutboxRow *row = g_ptr_array_index(session->rows, 0);
    if (row->attempts >= MAX_POSTPONED) {
        g_warning("an intake was set aside: %s", end->reason);
        (void)set_aside(session, row, end->reason);
    } else {
        (void)postpone(session, row, end->reason);
    }
}

/* 400 (malformed), 409, 413, 415, 422: about what was sent, not about who we are. */
static bool is_about_batch(const HttpAnswer *answer)
{
    int status = answer->status;
    return answer->outcome == HTTP_OUTCOME_REFUSED && answer->is_problem &&
           (status == 400 || status == 409 || status == 413 || status == 415 || status == 422);
}

/* What came of the rows of one batch. */
typedef struct {
    GPtrArray *arrived; /* ids, borrowed */
    guint refused;
    const char *reason; /* of the first that did not arrive, borrowed */
    bool is_stuck;      /* the outbox cannot be written */
} Tally;

static void apply_one(Session *session, const OutboxRow *row, const UploadResult *result,
                      Tally *tally)
{
    switch (result->verdict) {
    case UPLOAD_VERDICT_ARRIVED:
        g_ptr_array_add(tally->arrived, row->id);
        return;
    case UPLOAD_VERDICT_REFUSED:
        tally->refused++;
        tally->is_stuck = tally->is_stuck || !set_aside(session, row, result->reason);
        break;
    case UPLOAD_VERDICT_UNCONFIRMED:
        tally->is_stuck = tally->is_stuck || !postpone(session, row, result->reason);
        break;
    }
    tally->reason = tally->reason ? tally->reason : result->reason;
}

/* False when the outbox cannot be written: what it should have forgotten would be sent again at
 * once, and again. */
static bool apply(Session *session, const GPtrArray *results)
{
    g_autoptr(GPtrArray) arrived = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    Tally tally = {.arrived = arrived};
    for (guint i = 0; i < session->rows->len; i++) {
        apply_one(session, g_ptr_array_index(session->rows, i), g_ptr_array_index(results, i),
                  &tally);
    }
    if (arrived->len > 0 && !tally.is_stuck) {
        tally.is_stuck = !check(outbox_remove(session->outbox, (const char *const *)arrived->pdata,
                                              arrived->len, &error),
                                &error);
    }
    /* One line a batch, however many rows: a log must not fill the disk. */
    if (tally.reason) {
        g_warning("of %u intakes %u arrived, %u were set aside, the others are sent again in an "
                  "hour: %s",
                  session->rows->len, arrived->len, tally.refused, tally.reason);
    } else {
        g_debug("%u intakes arrived", arrived->len);
    }
    return !tally.is_stuck;
}

static void conclude(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) results = upload_read_answer(
        answer->body, session->rows, session->identity->kiosk, session->identity->receipt, &error);
    if (!results) {
        /* Well-formed but not signed by the region: something stands in between. */
        bool is_forged = g_error_matches(error, UPLOAD_ERROR, UPLOAD_ERROR_RECEIPT);
        job_end_fail(end, is_forged ? SCHEDULE_RESULT_ALARM : SCHEDULE_RESULT_RETRY,
                     is_forged ? SYNC_STATE_WRONG_CERTIFICATE : SYNC_STATE_BUSY, error->message);
        return;
    }
    if (!apply(session, results)) {
        end->result = SCHEDULE_RESULT_RETRY;
        end->reason = g_strdup("the outbox cannot be written");
        return;
    }
    if (session->rows->len >= session->batch) {
        schedule_want(&session->schedule, SCHEDULE_JOB_UPLOAD, clock_monotonic_ms(), 0);
    }
    session->batch = schedule_batch_after(session->batch, false, UPLOAD_MAX_ROWS);
}

static void finish(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    if (job_end_from_answer(end, answer)) {
        conclude(session, answer, end);
    } else if (is_about_batch(answer)) {
        narrow_down(session, end);
    }
    g_clear_pointer(&session->rows, g_ptr_array_unref);
}

const Job job_upload = {.name = "upload", .start = start, .finish = finish};
