// SPDX-License-Identifier: EUPL-1.2
/* Developer builds only: a Unix socket that shows and drives the glass, one JSON object a line.
 * `no_inspector.c` stands in for it in image builds and refuses to open. Main thread.
 *
 *     {"do":"tree"}  screen, detail (question id), lang, dir, frame, size and all widgets
 *     {"do":"tap","id":"…"} or "x","y"; "hold_ms": as a finger would, 60 ms unless told
 *     {"do":"contact","x","y","down":true}  half a tap; or "phase":"down|move|up|cancel", and
 *                                    "finger":n for several
 *     {"do":"key","key":"down"}  a key pressed and released
 *     {"do":"wait","screen":"a|b","detail":"…","after_frame":n,"timeout_ms":n}  each part optional
 *     {"do":"shot","file":"….png"}
 *     {"do":"clock","advance_ms":n}
 *     {"do":"text","painted":false}  the glass without words, as one sees it who cannot read
 *     {"do":"stats"}
 *
 * Every answer is one line: {"ok":true,…} or {"error":"…"}. A tap's answer says whether it "acted".
 * Taps carry the program's clock forward as a finger's time would, so that none of them is too
 * short, or too soon after the one before. */
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

#define INSPECTOR_ERROR inspector_error_quark()
GQuark inspector_error_quark(void);
typedef enum { INSPECTOR_ERROR_SOCKET, INSPECTOR_ERROR_LEFT_OUT } InspectorError;

enum { INSPECTOR_MAX_CLIENTS = 16, INSPECTOR_MAX_LINE_BYTES = 65536 };

/* Listens on `socket_path` (mode 0600; what is left of an earlier one is removed). `stage` and the
 * handlers outlive the inspector. Clients beyond the bound are turned away. */
Inspector *inspector_open(const char *socket_path, Stage *stage, const InspectorHandlers *handlers,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* To be called after each stage_show_take: answers clients that wait for a screen. */
void inspector_notice_change(Inspector *inspector);
void inspector_close(Inspector *inspector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inspector, inspector_close)
