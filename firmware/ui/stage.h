// SPDX-License-Identifier: EUPL-1.2
/* The glass and the hands on it: joins display, touch, keys, focus and scene. The program shows a
 * scene and gets told which widget was acted on; feedback (pressed look) is painted here, in the
 * same frame as the contact. Main thread, on the GLib main context; nothing polls. */
#pragma once

#include "ui/scene.h"
#include "ui/stage_types.h"
#include "ui/touch.h"

typedef struct {
    /* The program's now; NULL: clock_monotonic_ms. All times below are of this clock. */
    gint64 (*now_ms)(gpointer user_data);
    /* A whole press on an enabled target, or the select key on the focused one. */
    void (*activate)(const char *widget_id, gint64 now_ms, gpointer user_data);
    /* Any contact or key, also a miss: the visitor is there. */
    void (*touched)(gint64 now_ms, gpointer user_data);
    /* A key the focus does not use itself: "back", "help", "volume-up", "volume-down", "0" to "9".
     */
    void (*key)(const char *name, gint64 now_ms, gpointer user_data);
    /* The way to the staff menu: "corner", a corner without a target held for 3 s, or "back", the
     * keypad's key held for 5 s (it is then no "back" key). May be NULL. */
    void (*held)(const char *what, gint64 now_ms, gpointer user_data);
    /* A key moved the focus to this target. May be NULL. */
    void (*focused)(const char *widget_id, gpointer user_data);
    void (*closed)(gpointer user_data); /* the window was closed (desktop only) */
    gpointer user_data;
} StageHandlers;

typedef struct {
    guint64 frames, paints, presents, activations;
    gint64 last_tap_us;    /* finger down to its feedback presented */
    gint64 last_settle_us; /* finger up to the next scene presented */
    gint64 last_paint_us;  /* scene_paint of the last change */
    gint64 first_frame_us; /* StageOptions.started_us to the first present */
} StageStats;

typedef struct Stage Stage;

/* Opens the window. NO_DISPLAY says in one line what to do. With SDL_VIDEODRIVER=dummy there is no
 * input but the inspector's. Caller closes. */
Stage *stage_open(const StageOptions *options, const StageHandlers *handlers,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void stage_close(Stage *stage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stage, stage_close)

/* Shows `scene`: paints and presents what changed against the one before. `scene` is handed over;
 * the scene shown before is cleared and returned for reuse (NULL the first time). What was set with
 * the TextSetter may be forgotten only after the scene that uses it was replaced, and then
 * stage_reset must come before the next stage_show_take: equal addresses would look unchanged. */
Scene *stage_show_take(Stage *stage, Scene *scene);
/* What is on the glass, for inspector and pictures. Borrowed. */
const Scene *stage_scene(const Stage *stage);
cairo_surface_t *stage_surface(const Stage *stage); /* borrowed; 24-bit RGB of the glass */
const StageStats *stage_stats(const Stage *stage);
const char *stage_focused(const Stage *stage); /* id or NULL */

/* A contact as from a device: the inspector's and tests' way in, same path as a finger's. Its
 * number is below STAGE_INJECTED, which no device gives. */
enum { STAGE_INJECTED = -1000 };
void stage_inject_contact(Stage *stage, const TouchContact *contact);
void stage_inject_key(Stage *stage, const char *name, gint64 now_ms);
/* Whether text is painted, now and from now on: the inspector's. Everything else stays as it is. */
void stage_paint_text(Stage *stage, bool is_painted);
/* Forgets contacts, focus and press of the visit that ended; the next scene is painted whole. */
void stage_reset(Stage *stage);
