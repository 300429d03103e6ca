// SPDX-License-Identifier: EUPL-1.2
#include "sync/job.h"

#include "base/clock.h"
#include "region/upload.h"

/* FLOWED_MS: a little more than the hour a row waits between two tries. */
enum { POSTPONE_S = 3600, MAX_TRIES = 3, FLOWED_MS = 70 * 60 * 1000 };

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

/* One row, with which an upload fails: it waits, so that the others can go, and is set aside at the
 * third try when there is no doubt that it is to blame. */
static void blame(Session *session, bool is_guilty, const char *reason)
{
    const OutboxRow *row = g_ptr_array_index(session->rows, 0);
    if (is_guilty && row->attempts + 1 >= MAX_TRIES) {
        g_warning("an intake was set aside: %s", reason);
        (void)set_aside(session, row, reason);
    } else {
        (void)postpone(session, row, reason);
    }
}

/* The region will not have the batch as a whole, and does not say which row is to blame: half of it
 * next time, until the one is found. `is_guilty`: if it is a single row, that one for certain. */
static void narrow_down(Session *session, bool is_guilty, const char *reason)
{
    if (session->rows->len > 1) {
        session->batch = schedule_batch_after(session->rows->len, true, UPLOAD_MAX_ROWS);
    } else {
        blame(session, is_guilty, reason);
    }
}

/* 400 (malformed), 409, 413, 415, 422: about what was sent, not about who we are. */
static bool is_about_batch(const HttpAnswer *answer)
{
    int status = answer->status;
    return answer->outcome == HTTP_OUTCOME_REFUSED && answer->is_problem &&
           (status == 400 || status == 409 || status == 413 || status == 415 || status == 422);
}

/* The region has a fault, or hung up, although nothing is wrong with the line; and it was well in
 * between: it may be one of the rows that it cannot bear. When it is not well at all, no row is to
 * blame. */
static bool may_be_about_row(const Session *session, const HttpAnswer *answer)
{
    bool is_fault = answer->outcome == HTTP_OUTCOME_BUSY && answer->status >= 500;
    bool is_hung_up = answer->outcome == HTTP_OUTCOME_NO_NETWORK && answer->is_begun;
    return session->is_region_well && (is_fault || is_hung_up);
}

/* Others arrived in the hour in which this one was to wait. */
static bool do_others_flow(const Session *session)
{
    return session->flowed_mono_ms > 0 &&
           clock_monotonic_ms() - session->flowed_mono_ms <= FLOWED_MS;
}

static void conclude_failure(Session *session, const HttpAnswer *answer, JobEnd *end)
{
    if (is_about_batch(answer)) {
        end->result = SCHEDULE_RESULT_RETRY;
        end->state = SYNC_STATE_BUSY;
        narrow_down(session, true, end->reason);
    } else if (answer->is_cut_short && session->rows->len > 1) {
        /* A slow or broken line: less at a time. */
        session->batch = schedule_batch_after(session->rows->len, true, UPLOAD_MAX_ROWS);
    } else if (may_be_about_row(session, answer)) {
        narrow_down(session, do_others_flow(session), end->reason);
    }
    session->is_region_well = false;
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
    if (arrived->len > 0) {
        session->flowed_mono_ms = clock_monotonic_ms();
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
    if (answer->status != 200) {
        g_autofree char *reason =
            g_strdup_printf("status %d where 200 was expected", answer->status);
        job_end_fail(end, SCHEDULE_RESULT_RETRY, SYNC_STATE_BUSY, reason);
        return;
    }
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
    } else {
        conclude_failure(session, answer, end);
    }
    g_clear_pointer(&session->rows, g_ptr_array_unref);
}

const Job job_upload = {.name = "upload", .start = start, .finish = finish};
