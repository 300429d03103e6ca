// SPDX-License-Identifier: EUPL-1.2
/* Performs VISIT_EFFECT_RECORD: gives the visit its reference and QR text, writes the record, seals
 * it to the region and appends it to the outbox as `prepared`. What is plain is wiped before it
 * returns. Main thread. */
#pragma once

#include "kiosk/visit.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"

enum { INTAKE_ID_BYTES = 37 };

typedef struct {
    const KioskIdentity
        *identity;  /* NULL: not enrolled; then nothing can be kept and there is no QR */
    Outbox *outbox; /* NULL: could not be opened */
    gint64 unix_s;
    bool is_clock_trusted; /* it may be right; `unix_s` is as it says */
    gint64 clock_offset_s; /* what the region's clock said more than it, 0: nothing known */
    gint64 now_ms;
} IntakeFacts;

/* Fills visit->reference and visit->qr_text in any case. True: kept durably, `id` is the intake's.
 * False with the reason: the slip still prints and the visitor is sent to the desk. */
bool intake_write(const IntakeFacts *facts, Visit *visit, char id[INTAKE_ID_BYTES],
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
