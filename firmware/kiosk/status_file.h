// SPDX-License-Identifier: EUPL-1.2
/* `<run>/kiosk-status.json`: what wegwijs-sync tells the region about this program. Nothing about
 * visitors. Main thread. */
#pragma once

#include "intake/content.h"
#include "slip/printer.h"

typedef struct {
    PrinterState printer;
    bool is_closed;
    bool has_outbox;
    const Content *content;      /* NULL: none usable */
    const char *content_problem; /* why a newer pack is not in use, or NULL */
} StatusFile;

/* Writes only when it differs from what is there. */
bool status_file_save(const char *run_dir, const StatusFile *status,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
