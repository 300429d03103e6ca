// SPDX-License-Identifier: EUPL-1.2
/* To whom something is said, and how a text is made fit to be said. Pure; main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "intake/presence.h"

/* One text in a language of the content (index); borrowed for the call. */
typedef void (*SpokenSay)(int language, const char *text, gpointer user_data);

typedef struct {
    SpokenSay say;
    gpointer user_data;
    gint64 local_unix_s; /* as SlipFacts: for opening hours and dates on paper */
    bool is_clock_trusted;
    const Presence *presence; /* of today, or NULL */
} Spoken;

/* The text without the marks that only tell how it is set; nothing when it is NULL or empty. */
void spoken_say(const Spoken *to, int language, const char *text);
/* "ABCD-EFGH-J" sign by sign. */
void spoken_spell(const Spoken *to, int language, const char *reference);
