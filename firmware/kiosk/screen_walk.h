// SPDX-License-Identifier: EUPL-1.2
/* Everything a visitor can come to see of a pack, found by making visits with visit_step: for
 * pictures of the screens and for proving their layout. Pure. */
#pragma once

#include "kiosk/screen_facts.h"

/* A visit at one screen. To see it in another language, text size, contrast or page, change those
 * members. */
typedef struct {
    Visit visit;
    gint64 now_ms;
    const char *suffix; /* tells it from others of the same screen; "" for the usual one */
    bool is_variant;    /* another like it came before: other options, doors or wording */
    /* What is said of today in it: screen_sight_tell. */
    PresenceKind presence; /* of the people of every door */
    bool has_message;
    SiteTodayReason closed_reason;
} ScreenSight;

/* The sights of `content` (borrowed by them), in the order of a visit: every screen, every question
 * with each set of options and wording that it can have, a card of every door that can be shown and
 * every choice of provider; doors whose people are here or away today, a message of the day, every
 * reason to be closed. Caller frees with g_array_unref. */
GArray *screen_walk(const Content *content);

/* Puts what is said of today into `facts`: examples that are as long as they can be. */
void screen_sight_tell(const ScreenSight *sight, ScreenFacts *facts);
