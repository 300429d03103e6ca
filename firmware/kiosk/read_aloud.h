// SPDX-License-Identifier: EUPL-1.2
/* What there is to hear of a screen, in the order in which it is read: title, what stands below it,
 * then what can be chosen. The footer is left out; after the slip's screen comes what is on the
 * paper, in the paper's order. On the languages' screen each language is named in itself, that of
 * the welcome first. Pure; main thread. */
#pragma once

#include "kiosk/visit.h"
#include "ui/scene.h"

/* One text in a language of the content (index); borrowed for the call. */
typedef void (*ReadAloudSay)(int language, const char *text, gpointer user_data);

typedef struct {
    ReadAloudSay say;
    gpointer user_data;
    gint64 local_unix_s; /* as SlipFacts: for opening hours and dates on paper */
    bool is_clock_trusted;
} ReadAloud;

/* All of `scene`, which shows `visit`. Never what only staff see. */
void read_aloud_screen(const Visit *visit, const Scene *scene, const ReadAloud *to);
/* One widget, with whether it is chosen. */
void read_aloud_widget(const Visit *visit, const Scene *scene, const char *id, const ReadAloud *to);

/* The languages that have a voice, as bits by index. */
guint32 read_aloud_voices(const Content *content);

/* One text without the marks that only tell how it is set. */
void read_aloud_text(const ReadAloud *to, int language, const char *text);
/* "ABCD-EFGH-J" sign by sign. */
void read_aloud_reference(const ReadAloud *to, int language, const char *reference);
