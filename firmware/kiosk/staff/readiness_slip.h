// SPDX-License-Identifier: EUPL-1.2
/* What the readiness check and the printer's test put on paper, in Dutch, with a code that is
 * signed as a visitor's and refers to nobody. Main thread. */
#pragma once

#include "intake/content.h"
#include "kiosk/site_time.h"
#include "kiosk/staff/readiness_result.h"
#include "slip/test_slip.h"
#include "store/kiosk_identity.h"

/* Taken from content and identity, so that they may change while a check runs. */
typedef struct {
    char *place;   /* NULL: no content */
    char *kiosk;   /* "Kiosk 12"; NULL: not enrolled */
    char *qr_text; /* NULL: `qr_problem` says why */
    char *qr_problem;
    char *public_key; /* of the slips, as a JWK */
    SiteTime time;
} ReadinessSlip;

/* Both may be NULL. */
ReadinessSlip *readiness_slip_new(const Content *content, const KioskIdentity *identity,
                                  const SiteTime *time);
void readiness_slip_free(ReadinessSlip *slip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadinessSlip, readiness_slip_free)

/* Caller frees. */
Raster *readiness_slip_draw(const ReadinessSlip *slip, const TestSlipRow *rows, gsize n_rows,
                            TextSetter *setter, int width_dots);
/* Reads the code of those dots and verifies its signature. The result is all-zero before. */
void readiness_slip_read_back(const ReadinessSlip *slip, const Raster *raster,
                              ReadinessResult *result);
TestSlipMark readiness_slip_mark(StaffLight light);
