// SPDX-License-Identifier: EUPL-1.2
/* What there is to hear of a screen, in the order in which it is read: title, what stands below it,
 * then what can be chosen. The footer is left out; after the slip's screen comes what is on the
 * paper, in the paper's order. On the languages' screen each language is named in itself, that of
 * the welcome first. Pure; main thread. */
#pragma once

#include "kiosk/spoken.h"
#include "kiosk/visit.h"
#include "ui/scene.h"

/* All of `scene`, which shows `visit`. Never what only staff see. */
void read_aloud_screen(const Visit *visit, const Scene *scene, const Spoken *to);
/* One widget, with whether it is chosen. */
void read_aloud_widget(const Visit *visit, const Scene *scene, const char *id, const Spoken *to);

/* The languages that have a voice, as bits by index. `content` may be NULL. */
guint32 read_aloud_voices(const Content *content);
