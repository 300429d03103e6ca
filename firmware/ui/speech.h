// SPDX-License-Identifier: EUPL-1.2
/* Says texts one after another: from a recording where there is one, else by espeak-ng; a child
 * process for each makes the sound and the loudspeaker plays it. What is said goes to the child in
 * a nameless file or an open one, never on its command line, where others could read it. Main
 * thread, on its GLib main context. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    SPEECH_MAX_TEXTS = 160, /* waiting; more are dropped */
    SPEECH_MAX_TEXT_BYTES = 2048,
    SPEECH_MAX_SECONDS = 900, /* of sound that waits to be heard; more is dropped */
    SPEECH_MIN_VOLUME = 1,
    SPEECH_MAX_VOLUME = 5, /* steps of SPEECH_STEP_DB; the highest is full scale */
    SPEECH_STEP_DB = 6,    /* 24 dB from lowest to highest (EN 301 549 5.1.3.11 asks for 18) */
};

typedef struct Speech Speech;

/* Programs by name or path; found on the PATH. */
typedef struct {
    const char *synthesiser; /* espeak-ng */
    const char *decoder;     /* opusdec */
} SpeechPrograms;

Speech *speech_new(const SpeechPrograms *programs);
void speech_free(Speech *speech);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Speech, speech_free)

/* Whether there is a synthesiser, and a decoder; tones can always be played. */
bool speech_has_voices(const Speech *speech);
bool speech_has_recordings(const Speech *speech);

typedef struct {
    const char *text;
    const char *voice;     /* the synthesiser's name of it; NULL: no voice may say this */
    const char *recording; /* path of an Opus file that says it; NULL: there is none */
} SpeechPart;

/* After what is being said; copied. A recording that is missing or damaged is replaced by the
 * voice, and where there is neither nothing is said: never by another voice. */
void speech_say(Speech *speech, const SpeechPart *part);
/* Two soft tones, at once. */
void speech_play_chime(Speech *speech);
/* Silence within 100 ms, from whatever it is at; the child is ended. */
void speech_stop(Speech *speech);
/* Still speaking, or about to. */
bool speech_is_speaking(const Speech *speech);

/* SPEECH_MIN_VOLUME to SPEECH_MAX_VOLUME, at once. */
void speech_set_volume(Speech *speech, int volume);
