// SPDX-License-Identifier: EUPL-1.2
/* What the kernel knows of a running process. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    gint64 cpu_us;  /* of all threads that still run, user and system */
    gint64 wakeups; /* voluntary context switches of all threads */
    gint64 threads;
    gint64 rss_kib;       /* pages of it that are in memory, shared ones counted whole */
    gint64 anonymous_kib; /* of these, its own data: heap and stacks */
    gint64 pss_kib;       /* with shared pages counted in part; 0 where only root may ask */
} ProcessFigures;

/* False when there is no such process. */
bool process_read(GPid pid, ProcessFigures *figures);
