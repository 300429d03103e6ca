// SPDX-License-Identifier: EUPL-1.2
/* Reads screens aloud to a visitor who asked for it: from then on each new screen, and with keys
 * what has the focus. Any touch silences it. Belongs to one visit at a time. Main thread. */
#pragma once

#include "base/settings.h"

#include "kiosk/visit.h"
#include "ui/scene.h"

typedef struct Reader Reader;

/* `settings` is read during the call: [sound]. */
Reader *reader_new(const Settings *settings);
void reader_free(Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/* Whether anything can be read aloud here at all. */
bool reader_has_voices(const Reader *reader);

/* `scene` came to the glass, by itself or because of the visitor. Reads it if it is new and the
 * visitor listens; sounds the chime when it is the idle warning. */
void reader_follow(Reader *reader, const Visit *visit, const Scene *scene);
/* Once more from the beginning. */
void reader_read(Reader *reader, const Visit *visit, const Scene *scene);
/* The focus came to this widget. */
void reader_focus(Reader *reader, const Visit *visit, const Scene *scene, const char *id);
/* Steps up (1) or down (-1). */
void reader_change_volume(Reader *reader, int step);
/* A touch or a key: silence. */
void reader_interrupt(Reader *reader);
/* Whether the rest that was found now is no idleness, because something is being read: a few times
 * at most until the next touch. */
bool reader_excuses_rest(Reader *reader);
/* The visit ended: silence, and the volume as it was. */
void reader_forget(Reader *reader);
