// SPDX-License-Identifier: EUPL-1.2
/* From what was measured to what staff are told: one function an item of the readiness check, with
 * all its limits. Pure. Each fills a result that is all-zero. */
#pragma once

#include "kiosk/staff/readiness_result.h"
#include "kiosk/staff/sync_report.h"
#include "slip/printer.h"
#include "store/outbox.h"

enum {
    READINESS_DISK_LOW_MIB = 512, /* a content pack may need half of it */
    READINESS_DISK_FULL_MIB = 64,
    READINESS_CERTIFICATE_DAYS = 7, /* renewed by itself long before */
    READINESS_QUEUE_FULL_PERCENT = 80,
    READINESS_OLDEST_H = 24,
};

/* `bits`: of the `n_fields` those that were touched. */
void readiness_judge_touch(ReadinessResult *result, guint32 bits, int n_fields);
void readiness_judge_clock(ReadinessResult *result, const SyncReport *report, bool is_trusted);
/* `free_bytes` -1: not known. */
void readiness_judge_disk(ReadinessResult *result, gint64 free_bytes);
/* `unix_s` 0: the clock is not trusted. */
void readiness_judge_certificate(ReadinessResult *result, const SyncReport *report,
                                 bool is_enrolled, gint64 unix_s);
/* `counts` NULL: the queue cannot be opened. */
void readiness_judge_queue(ReadinessResult *result, const OutboxCounts *counts, gint64 unix_s);
/* The region was asked at `asked_unix_s`; `report` is the newest there is. */
void readiness_judge_region(ReadinessResult *result, const SyncReport *report, gint64 asked_unix_s);
/* Whether that report answers the question, well or not. */
bool readiness_region_answered(const SyncReport *report, gint64 asked_unix_s);
/* Of `n` languages that should speak, those named do not ("": all do). */
void readiness_judge_speech(ReadinessResult *result, int n, StaffText silent);
void readiness_judge_printer(ReadinessResult *result, PrinterResult printed, PrinterState state);
void readiness_judge_paper(ReadinessResult *result, PrinterState state);
