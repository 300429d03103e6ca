// SPDX-License-Identifier: EUPL-1.2
/* Says texts one after another: espeak-ng, a child process for each text, makes the sound and the
 * loudspeaker plays it. What is said goes to the child in a nameless file, never on its command
 * line, where others could read it. Main thread, on its GLib main context. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    SPEECH_MAX_TEXTS = 96, /* waiting; more are dropped */
    SPEECH_MAX_TEXT_BYTES = 4096,
    SPEECH_MIN_VOLUME = 1,
    SPEECH_MAX_VOLUME = 5, /* steps of SPEECH_STEP_DB; the highest is full scale */
    SPEECH_STEP_DB = 6,    /* 24 dB from lowest to highest (EN 301 549 5.1.3.11 asks for 18) */
};

typedef struct Speech Speech;

/* `program`: espeak-ng, or another name of it, found on the PATH. */
Speech *speech_new(const char *program);
void speech_free(Speech *speech);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Speech, speech_free)

/* Whether there is a synthesiser; tones can always be played. */
bool speech_has_voices(const Speech *speech);

/* After what is being said. `voice` is the synthesiser's name of it; the text is copied. A voice
 * that it does not have stays silent: it never speaks with another one. */
void speech_say(Speech *speech, const char *voice, const char *text);
/* Two soft tones, at once. */
void speech_play_chime(Speech *speech);
/* Silence within 100 ms, from whatever it is at; the child is ended. */
void speech_stop(Speech *speech);
/* Still speaking, or about to. */
bool speech_is_speaking(const Speech *speech);

/* SPEECH_MIN_VOLUME to SPEECH_MAX_VOLUME, of what is said from now on. */
void speech_set_volume(Speech *speech, int volume);
