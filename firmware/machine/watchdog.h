// SPDX-License-Identifier: EUPL-1.2
/* Tells systemd that the program is ready, alive and how it is (sd_notify). Does nothing when
 * systemd did not start it. Main thread. */
#pragma once

#include <glib.h>

typedef struct Watchdog Watchdog;

/* Starts feeding the watchdog from the default main context, at half the time the unit's
 * WatchdogSec gives; no timer when there is none. Caller frees. */
Watchdog *watchdog_start(void);
void watchdog_stop(Watchdog *watchdog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watchdog, watchdog_stop)

/* The program serves. */
void watchdog_ready(void);
/* One line for `systemctl status`; never what a visitor chose. */
void watchdog_status(const char *line);
/* The program has begun to end. */
void watchdog_stopping(void);
