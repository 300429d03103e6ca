// SPDX-License-Identifier: EUPL-1.2
/* What there is to hear of a screen, in the order in which it is read: title, what stands below it,
 * then what can be chosen. The footer is left out; after the slip's screen comes what is on the
 * paper. Pure; main thread. */
#pragma once

#include "kiosk/visit.h"
#include "ui/scene.h"

/* One text in a voice of the content's languages; borrowed for the call. */
typedef void (*ReadAloudSay)(const char *voice, const char *text, gpointer user_data);

typedef struct {
    ReadAloudSay say;
    gpointer user_data;
} ReadAloud;

/* The voice of the scene's language, or NULL: then nothing of the screen is said but what stands in
 * another language. Borrowed. */
const char *read_aloud_voice(const Visit *visit, const Scene *scene);
/* All of `scene`, which shows `visit`. Never what only staff see. */
void read_aloud_screen(const Visit *visit, const Scene *scene, const ReadAloud *to);
/* One widget, with whether it is chosen. */
void read_aloud_widget(const Visit *visit, const Scene *scene, const char *id, const ReadAloud *to);
