// SPDX-License-Identifier: EUPL-1.2
/* What the kernel knows of a running process. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    gint64 cpu_us;  /* of all threads that still run, user and system */
    gint64 wakeups; /* voluntary context switches of all threads */
    gint64 threads;
    gint64 pss_kib; /* its share of memory; 0 where the kernel does not tell */
} ProcessFigures;

/* False when there is no such process. */
bool process_read(GPid pid, ProcessFigures *figures);
