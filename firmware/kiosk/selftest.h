// SPDX-License-Identifier: EUPL-1.2
/* `wegwijs-kiosk --selftest`: the readiness check without a display. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"

/* Runs it on the default main context, prints a slip, and writes the results as JSON to standard
 * output; on a terminal each result also to standard error as it comes. The caller holds the lock
 * of the run folder: no kiosk runs beside it. False: something is red, the error names what; or it
 * could not be done at all. */
bool selftest_run(Settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
