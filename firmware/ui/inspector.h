// SPDX-License-Identifier: EUPL-1.2
/* Developer builds only: a Unix socket that shows and drives the glass, one JSON object a line
 * (design 8). `no_inspector.c` stands in for it in image builds and refuses to open. Main thread.
 */
#pragma once

#include "ui/stage.h"

typedef struct Inspector Inspector;

typedef struct {
    /* {"do":"clock","advance_ms"}: moves the program's own clock; returns after due timers ran. */
    void (*advance_clock)(gint64 ms, gpointer user_data);
    /* The program's now, in the same clock. */
    gint64 (*now_ms)(gpointer user_data);
    gpointer user_data;
} InspectorHandlers;

/* Listens on `socket_path` (mode 0600). Any number of clients, one after another or at once. */
Inspector *inspector_open(const char *socket_path, Stage *stage, const InspectorHandlers *handlers,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* To be called after each stage_show_take: answers clients that wait for a screen. */
void inspector_notice_change(Inspector *inspector);
void inspector_close(Inspector *inspector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inspector, inspector_close)
