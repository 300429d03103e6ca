// SPDX-License-Identifier: EUPL-1.2
/* The only thing about a visit that ever leaves the kiosk (intake.json `sync_record`), as JSON
 * text, padded so that its length tells nothing. Pure: time, id and reference are arguments. */
#pragma once

#include "intake/answers_data.h"
#include "intake/triage.h"

enum { RECORD_VERSION = 1, RECORD_STEP_BYTES = 1024 };

typedef struct {
    const char *id;        /* UUID text; also the idempotency key */
    const char *reference; /* "ABCD-EFGH-J" */
    guint32 kiosk;
    gint64 unix_s; /* rounded down to the hour inside */
    bool is_clock_trusted;
    gint64 clock_offset_s; /* correction applied since, 0 when none */
    int language;          /* index */
    int duration_s;        /* reported as a bucket */
} RecordFacts;

/* Plain record, padded with spaces to a multiple of RECORD_STEP_BYTES. Answers of class `never` are
 * not in it. `facts` holds plain text without anything that JSON would escape. The bytes are wiped
 * when the last reference goes; caller frees with record_free. */
GBytes *record_write(const Content *content, const Answers *answers, const TriageResult *result,
                     const RecordFacts *facts);
void record_free(GBytes *record);
