// SPDX-License-Identifier: EUPL-1.2
/* `regiond --config FILE`: serves until SIGTERM or SIGINT. */
#pragma once

/* Exit code: 0 stopped, 1 failed, 2 settings are wrong. */
int serve(const char *config_path);
/* All settings, for --help. Caller owns. */
char *serve_describe_settings(void);
