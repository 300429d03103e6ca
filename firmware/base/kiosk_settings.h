// SPDX-License-Identifier: EUPL-1.2
/* The settings of a kiosk: one INI file read by both programs, so one table. Main thread, at start.
 */
#pragma once

#include "base/settings.h"

/* settings_load with the kiosk's table. */
Settings *kiosk_settings_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All keys with kind, default and meaning, for --help. Caller owns the text. */
char *kiosk_settings_describe(void);
