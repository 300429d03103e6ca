// SPDX-License-Identifier: EUPL-1.2
/* PUT /v1/kiosks/self/status: how the kiosk is. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/outbox.h"

typedef struct {
    gint64 at_unix_s;
    const char *firmware, *content; /* versions; content NULL: none */
    OutboxCounts queue;
    const char *printer, *screen, *content_problem; /* NULL: not known, none */
    gint64 disk_free_bytes;                         /* below 0: not known */
    bool clock_trusted;
    bool has_clock_offset;
    gint64 clock_offset_s; /* region's time minus ours, at the last contact */
    bool has_temperature;
    double temperature_c;
    const char *const *commands_done; /* ids of the region's commands */
    gsize n_commands_done;
} StatusReport;

/* Caller owns. */
GBytes *status_report_write(const StatusReport *report);

/* Reads what wegwijs-kiosk left in kiosk-status.json into texts of ours, which the caller frees
 * with g_free; each NULL when missing. A file that is not as it should be counts as empty. */
typedef struct {
    char *printer, *screen, *content_version, *content_problem;
} KioskStatus;
void kiosk_status_read(GBytes *text, KioskStatus *out);
void kiosk_status_clear(KioskStatus *status);
