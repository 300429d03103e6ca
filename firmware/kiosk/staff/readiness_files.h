// SPDX-License-Identifier: EUPL-1.2
/* The items of the readiness check that read files, and with a failing card may take for ever:
 * disk, queue, content. Each runs in a worker of its own that shares nothing. Main thread. */
#pragma once

#include "base/settings.h"
#include "kiosk/staff/readiness_result.h"

typedef enum {
    READINESS_FILES_DISK,
    READINESS_FILES_QUEUE,
    READINESS_FILES_CONTENT,
} ReadinessFilesKind;

typedef struct ReadinessFiles ReadinessFiles;

/* Called once on the default main context, never inside a call, unless it was given up before. The
 * result may be taken (made all-zero), else it is freed. */
typedef void (*ReadinessFilesDone)(ReadinessFilesKind kind, ReadinessResult *result,
                                   gpointer user_data);

/* What is needed of `settings` is copied. `unix_s` 0: the clock is not trusted. It belongs to
 * itself: freed after `done` or, when given up, when the worker comes back. */
ReadinessFiles *readiness_files_start(ReadinessFilesKind kind, const Settings *settings,
                                      gint64 unix_s, ReadinessFilesDone done, gpointer user_data);
/* Nothing is called any more. NULL is fine. */
void readiness_files_give_up(ReadinessFiles *files);
