// SPDX-License-Identifier: EUPL-1.2
/* How warm the board is. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Degrees Celsius of the warmest zone under `root` (NULL: /sys/class/thermal). False when the
 * board has no sensor. */
bool temperature_read_c(const char *root, double *out);
