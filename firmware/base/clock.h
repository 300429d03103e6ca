// SPDX-License-Identifier: EUPL-1.2
/* The one place that asks the system for the time. Everything else gets it as an argument. Any
 * thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Milliseconds that only rise, counted while the machine is on; no meaning as a date. */
gint64 clock_monotonic_ms(void);

/* Seconds since 1970-01-01 UTC as the system believes. */
gint64 clock_unix_s(void);

/* A wall clock below `floor_unix_s` (the newest of build date, last saved time and newest signed
 * pack) or more than ten years above it cannot be right. */
bool clock_is_plausible(gint64 unix_s, gint64 floor_unix_s);

/* Date of this build, seconds since 1970 UTC. */
gint64 clock_build_unix_s(void);
