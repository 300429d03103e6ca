// SPDX-License-Identifier: EUPL-1.2
/* What the screens are laid out from; see kiosk/screen.h. */
#pragma once

#include "intake/presence.h"
#include "kiosk/visit.h"
#include "store/site_today.h"
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
    gint64 local_unix_s; /* seconds since 1970 as a local clock shows it; for opening hours */
    bool is_clock_trusted;
    const Presence *presence;      /* of partners today; NULL: nothing is known */
    const char *message;           /* of the day, in Dutch, or NULL */
    SiteTodayReason closed_reason; /* told while the kiosk is closed */
    int greeting;                  /* language index of the welcome on the languages screen */
    guint32 spoken_languages;      /* bits by index: those that can be listened to here */
    int volume_shown;              /* steps, or 0: the keys for the volume are not shown */
} ScreenFacts;
