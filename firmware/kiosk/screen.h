// SPDX-License-Identifier: EUPL-1.2
/* From the state of a visit to what is on the glass: one layout function a screen, chosen by a
 * table. Screens are pure: they read the visit and the content and add widgets; they keep nothing.
 * Laid out left to right in pixels that follow from millimetres, mirrored whole at the end for
 * right-to-left languages. Main thread. */
#pragma once

#include "kiosk/visit.h"
#include "ui/scene.h"

typedef enum { SLIP_SIDE_DOWN, SLIP_SIDE_LEFT, SLIP_SIDE_RIGHT, SLIP_SIDE_UP } SlipSide;

/* What a layout reads; everything is borrowed for the call, images until the scene is replaced. */
typedef struct {
    const Content *content; /* NULL: only `closed` can be shown */
    const Visit *visit;
    TextSetter *setter;
    const Theme *theme;
    int width_px, height_px;
    double px_per_mm;
    SlipSide slip_side;
    cairo_surface_t *qr; /* of the slip, or NULL */
    gint64 now_ms;
    gint64 local_unix_s; /* wall clock as the site shows it */
    bool is_clock_trusted;
    int greeting; /* language index of the welcome on the languages screen */
} ScreenFacts;

/* Lays out the visit's screen into `scene` (cleared first). */
void screen_lay_out(const ScreenFacts *facts, Scene *scene);

/* What touching widget `id` means now. False: it means nothing. */
bool screen_find_event(const Visit *visit, const char *id, VisitEvent *event);
