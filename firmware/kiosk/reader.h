// SPDX-License-Identifier: EUPL-1.2
/* Reads screens aloud to a visitor who asked for it: from then on each new screen, and with keys
 * what has the focus. From the content's recordings first, else by the language's voice, never by
 * another language's. Any touch silences it. Belongs to one visit at a time. Main thread. */
#pragma once

#include "base/settings.h"

#include "intake/presence.h"
#include "kiosk/visit.h"
#include "ui/scene.h"

typedef struct Reader Reader;

/* What is on the glass: `scene` shows `visit`. */
typedef struct {
    const Visit *visit;
    const Scene *scene;
    gint64 local_unix_s; /* for opening hours and dates on paper */
    bool is_clock_trusted;
    const Presence *presence; /* of today, or NULL; borrowed */
} ReaderView;

/* `settings` is read during the call: [sound]. Before any thread is started. */
Reader *reader_new(const Settings *settings);
void reader_free(Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/* [sound] is another, from now on; but its device is chosen once. Not during a visit. */
void reader_use_settings(Reader *reader, const Settings *settings);

/* The content that is in use from now on, and the folder of its pack (NULL: none). Both are
 * borrowed, the content until the next call. */
void reader_use_content(Reader *reader, const Content *content, const char *folder);
/* The languages that can be listened to, as bits by index: those with a voice here, and those whose
 * texts are all recorded. */
guint32 reader_languages(const Reader *reader);

/* It came to the glass, by itself or because of the visitor. Reads it if it is new and the visitor
 * listens; sounds the chime when it is the idle warning. */
void reader_follow(Reader *reader, const ReaderView *view);
/* Once more from the beginning. */
void reader_read(Reader *reader, const ReaderView *view);
/* The focus came to this widget. */
void reader_focus(Reader *reader, const ReaderView *view, const char *id);
/* SPEECH_MIN_VOLUME to SPEECH_MAX_VOLUME. */
int reader_volume(const Reader *reader);
/* Steps up (1) or down (-1), at once. */
void reader_change_volume(Reader *reader, int step);
/* A touch or a key: silence. */
void reader_interrupt(Reader *reader);
/* Whether that cut something off. */
bool reader_was_speaking(const Reader *reader);
/* Whether the rest that was found now is no idleness, because something is being read: a few times
 * at most until the next touch. */
bool reader_excuses_rest(Reader *reader);
/* The visit ended: silence, and the volume as it was. */
void reader_forget(Reader *reader);
