// SPDX-License-Identifier: EUPL-1.2
/* POST /v1/intakes: a batch out, and what may be believed of the answer. A row counts as arrived
 * only when a receipt signed by the region names its id with the SHA-256 of what we sent. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"
#include "store/outbox.h"

#define UPLOAD_ERROR upload_error_quark()
GQuark upload_error_quark(void);
typedef enum { UPLOAD_ERROR_ANSWER, UPLOAD_ERROR_RECEIPT } UploadError;

enum { UPLOAD_MAX_ROWS = 50, UPLOAD_MAX_ANSWER_BYTES = 256 * 1024 };

/* `rows`: OutboxRow*, 1 to UPLOAD_MAX_ROWS. Caller owns. */
GBytes *upload_write_request(const GPtrArray *rows);

typedef enum {
    UPLOAD_VERDICT_UNCONFIRMED, /* not named, or named with another hash: send again */
    UPLOAD_VERDICT_ARRIVED,     /* proven by the receipt: remove it */
    UPLOAD_VERDICT_REFUSED,     /* the region will not have this row: set it aside */
} UploadVerdict;

typedef struct {
    UploadVerdict verdict;
    char *reason; /* for REFUSED and UNCONFIRMED, else NULL */
} UploadResult;
void upload_result_free(UploadResult *result);

/* One UploadResult* a row, in the order of `rows`; owned by the array. NULL with ANSWER (not the
 * JSON we know) or RECEIPT (signature or kiosk wrong): then nothing at all is believed. */
GPtrArray *upload_read_answer(GBytes *body, const GPtrArray *rows, guint32 kiosk,
                              const Jwk *receipt_key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
