// SPDX-License-Identifier: EUPL-1.2
/* Where messages go: the journal when systemd started us, standard error otherwise. Once at the
 * start of main, before threads. Use g_warning (a person must act), g_message (a few lines a day)
 * and g_debug (off unless `debug`). Never what a visitor chose. */
#pragma once

#include <stdbool.h>

/* `program` is borrowed for the life of the process. */
void log_start(const char *program, bool debug);
