// SPDX-License-Identifier: EUPL-1.2
/* Switches the board off, as its service manager allows: on a kiosk of its own that is so, on
 * somebody's PC it may be refused. On the main loop. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `is_going`: the system ends, this program gets its signal soon. Else `reason` says why not, one
 * technical line. */
typedef void (*PowerHandler)(bool is_going, const char *reason, gpointer user_data);

/* Asks once; the answer comes within POWER_LIMIT_S. The loop must not outlive `user_data`. */
enum { POWER_LIMIT_S = 15 };
void power_switch_off(PowerHandler handler, gpointer user_data);
