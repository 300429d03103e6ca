// SPDX-License-Identifier: EUPL-1.2
/* How bright the glass is lit, where the board can be told (Linux: /sys/class/backlight). Any
 * thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define BACKLIGHT_ERROR backlight_error_quark()
GQuark backlight_error_quark(void);
typedef enum {
    BACKLIGHT_ERROR_NONE, /* this board has none that can be set */
    BACKLIGHT_ERROR_IO,   /* it has one, and it cannot be read or written */
} BacklightError;

enum { BACKLIGHT_MIN_PERCENT = 10 }; /* a dark glass cannot be made brighter again by touch */

/* Percent of the brightest, of the first one by name under `root` (NULL: /sys/class/backlight). */
bool backlight_read(const char *root, int *percent, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All that are there; at least BACKLIGHT_MIN_PERCENT, at most 100. When one cannot be set, the
 * others still are. */
bool backlight_set(const char *root, int percent, GError **error) G_GNUC_WARN_UNUSED_RESULT;
