// SPDX-License-Identifier: EUPL-1.2
/* `regiond --config FILE`: serves until SIGTERM or SIGINT. */
#pragma once

#include "base/settings.h"

/* Exit code: 0 stopped, 1 failed, 2 settings are wrong. */
int serve(const char *config_path);
/* The settings in FILE, checked, also the time zone's name. Caller frees. */
Settings *serve_load_settings(const char *config_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All settings, for --help. Caller owns. */
char *serve_describe_settings(void);
