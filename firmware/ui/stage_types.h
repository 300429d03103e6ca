// SPDX-License-Identifier: EUPL-1.2
/* What the stage and its display have in common; see ui/stage.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define STAGE_ERROR stage_error_quark()
GQuark stage_error_quark(void);
typedef enum { STAGE_ERROR_NO_DISPLAY, STAGE_ERROR_DISPLAY } StageError;

typedef struct {
    int width_px, height_px;
    bool is_fullscreen;
    const char *title;
    gint64 started_us; /* g_get_monotonic_time at the start of main, for first_frame_us; 0: now */
} StageOptions;
