// SPDX-License-Identifier: EUPL-1.2
/* Everything a visitor can come to see of a pack, found by making visits with visit_step: for
 * pictures of the screens and for proving their layout. Pure. */
#pragma once

#include "kiosk/visit.h"

/* A visit at one screen. To see it in another language, text size, contrast or page, change those
 * members. */
typedef struct {
    Visit visit;
    gint64 now_ms;
    const char *suffix; /* tells it from others of the same screen; "" for the usual one */
    bool is_variant;    /* another like it came before: other options, doors or wording */
} ScreenSight;

/* The sights of `content` (borrowed by them), in the order of a visit: every screen, every question
 * with each set of options and wording that it can have, a card of every door that can be shown and
 * every choice of provider. Caller frees with g_array_unref. */
GArray *screen_walk(const Content *content);
