// SPDX-License-Identifier: EUPL-1.2
/* The glass and the hands on it: joins display, touch, keys, focus and scene. The program shows a
 * scene and gets told which widget was acted on; feedback (pressed look) is painted here, in the
 * same frame as the contact. Main thread, on the GLib main context; nothing polls. */
#pragma once

#include "ui/scene.h"

#define STAGE_ERROR stage_error_quark()
GQuark stage_error_quark(void);
typedef enum { STAGE_ERROR_NO_DISPLAY, STAGE_ERROR_DISPLAY } StageError;

typedef struct {
    int width_px, height_px;
    bool is_fullscreen;
    const char *title;
} StageOptions;

typedef struct {
    /* A whole press on an enabled target; time is clock_monotonic_ms. */
    void (*activate)(const char *widget_id, gint64 now_ms, gpointer user_data);
    /* Any contact or key, also a miss: the visitor is there. */
    void (*touched)(gint64 now_ms, gpointer user_data);
    /* A key the focus does not use itself: "back", "help", "volume-up", "volume-down". */
    void (*key)(const char *name, gint64 now_ms, gpointer user_data);
    void (*closed)(gpointer user_data); /* the window was closed (desktop only) */
    gpointer user_data;
} StageHandlers;

typedef struct {
    guint64 frames, paints, presents;
    gint64 last_tap_us;    /* contact to pixels presented */
    gint64 last_paint_us;  /* scene_paint of the last change */
    gint64 first_frame_us; /* program start (monotonic at stage_open's `started_us`) to first
                              present */
} StageStats;

typedef struct Stage Stage;

/* Opens the window. NO_DISPLAY says in one line what to do. With SDL_VIDEODRIVER=dummy there is no
 * input but the inspector's. Caller closes. */
Stage *stage_open(const StageOptions *options, const StageHandlers *handlers,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void stage_close(Stage *stage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stage, stage_close)

/* Shows `scene` (copied as far as needed): paints and presents what changed against the one before.
 * `scene` is handed over; the scene shown before is cleared and returned for reuse (NULL the first
 * time). */
Scene *stage_show_take(Stage *stage, Scene *scene);
/* What is on the glass, for inspector and pictures. Borrowed. */
const Scene *stage_scene(const Stage *stage);
cairo_surface_t *stage_surface(const Stage *stage); /* borrowed; 24-bit RGB of the glass */
const StageStats *stage_stats(const Stage *stage);
const char *stage_focused(const Stage *stage); /* id or NULL */

/* A contact as from a finger, down and up at (x, y) in panel pixels; the inspector's and tests' way
 * in, same path as a finger's. */
void stage_inject_contact(Stage *stage, int x, int y, bool is_down, gint64 now_ms);
void stage_inject_key(Stage *stage, const char *name, gint64 now_ms);
/* Forgets contacts, focus and press of the visit that ended. */
void stage_reset(Stage *stage);
