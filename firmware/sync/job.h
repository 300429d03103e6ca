// SPDX-License-Identifier: EUPL-1.2
/* The five things wegwijs-sync does with the region. A job makes one request and draws the
 * conclusions from its answer; when to do it is the schedule's. One file each. */
#pragma once

#include "sync/session.h"

/* How a job ended. All-zero: fine, and nothing was learned about the connection. */
typedef struct {
    ScheduleResult result;
    bool has_state; /* `state` is news */
    SyncState state;
    gint64 retry_after_s; /* -1: not said */
    char *reason;         /* one line, or NULL; owned by the caller of the job */
} JobEnd;
void job_end_clear(JobEnd *end);

typedef struct {
    const char *name;
    /* True: the exchange runs and `finish` will be called. False: `end` says how it ended. */
    bool (*start)(Session *session, HttpRequest *request, JobEnd *end);
    void (*finish)(Session *session, const HttpAnswer *answer, JobEnd *end);
} Job;

extern const Job job_enrol;
extern const Job job_renew;
extern const Job job_upload;
extern const Job job_status;
extern const Job job_download;

/* What an answer says about the connection, whatever the job. True when it is an ANSWER, so that
 * its body is worth reading. */
bool job_end_from_answer(JobEnd *end, const HttpAnswer *answer);
/* Something went wrong here, or in the answer. */
void job_end_fail(JobEnd *end, ScheduleResult result, SyncState state, const char *reason);
/* This job alone cannot be done now, which says nothing of the connection. */
void job_end_later(JobEnd *end, const char *reason);
/* A signing request (PEM) for the pending key, which is made when there is none: the same request
 * after a lost answer. Caller owns. */
char *job_ready_key_request(const Session *session, GError **error) G_GNUC_WARN_UNUSED_RESULT;
