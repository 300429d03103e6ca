// SPDX-License-Identifier: EUPL-1.2
#include "ui/speech.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ui/loudspeaker.h"
#include "ui/wave_child.h"

/* Slower than espeak-ng's 175: most listeners are not at home in the matter. */
static const char *const words_a_minute = "150";
/* WAVE_RATE_HZ as the decoder is told. */
static const char *const rate = "22050";
static_assert(WAVE_RATE_HZ == 22050, "as said above");

enum { CHIME_MS = 220, CHIME_FADE_MS = 40 };
static const double chime_hz[] = {660, 880};
static const double chime_peak = 0.25;

typedef struct {
    char *text, *voice, *recording;
} Utterance;

typedef struct {
    char *path; /* NULL: there is none */
    bool has_warned;
} Program;

struct Speech {
    Program synthesiser, decoder;
    Loudspeaker *loudspeaker;
    GQueue waiting;     /* of Utterance */
    Utterance *current; /* what the child is at work for, or NULL */
    WaveChild *child;
    Program *at_work; /* whose child it is */
    gint64 queued;    /* samples since it was silent last */
};

static void forget(char **text)
{
    if (*text) {
        explicit_bzero(*text, strlen(*text));
    }
    g_clear_pointer(text, g_free);
}

static void free_utterance(gpointer data)
{
    Utterance *utterance = data;
    forget(&utterance->text);
    forget(&utterance->voice);
    forget(&utterance->recording);
    g_free(utterance);
}

/* --- playing -----------------------------------------------------------------------------------
 */

/* One tone, faded in and out so that it does not click. */
static void make_tone(gint16 *samples, gsize n, double hz)
{
    const double fade = WAVE_RATE_HZ * CHIME_FADE_MS / 1000.0;
    for (gsize i = 0; i < n; i++) {
        double level = MIN(1.0, MIN((double)i, (double)(n - 1 - i)) / fade);
        samples[i] = (gint16)(G_MAXINT16 * chime_peak * level *
                              sin(2 * G_PI * hz * (double)i / WAVE_RATE_HZ));
    }
}

void speech_play_chime(Speech *speech)
{
    enum { TONE = WAVE_RATE_HZ * CHIME_MS / 1000 };
    gint16 samples[TONE];
    for (gsize i = 0; i < G_N_ELEMENTS(chime_hz); i++) {
        make_tone(samples, TONE, chime_hz[i]);
        loudspeaker_play(speech->loudspeaker, samples, TONE);
    }
}

/* --- speaking ----------------------------------------------------------------------------------
 */

static void start_next(Speech *speech);

static void warn_once(Program *program, const char *why)
{
    if (!program->has_warned) {
        g_warning("%s does not speak: %s", program->path, why);
    }
    program->has_warned = true;
}

static void play(Speech *speech, const Wave *wave)
{
    if (!loudspeaker_is_playing(speech->loudspeaker)) {
        speech->queued = 0;
    }
    gint64 queued = speech->queued + (gint64)wave->n;
    if (queued <= (gint64)SPEECH_MAX_SECONDS * WAVE_RATE_HZ) {
        speech->queued = queued;
        loudspeaker_play(speech->loudspeaker, wave->samples, wave->n);
    }
}

/* The text as a file in memory that only the child reads: nothing is written to a pipe whose reader
 * may be gone. Empty when the system gives none. */
static int hold_text(const char *text)
{
    int fd = memfd_create("text", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, text, strlen(text)) >= 0) {
        (void)lseek(fd, 0, SEEK_SET);
    }
    return fd;
}

static void take_sound(const Wave *wave, const char *problem, gpointer user_data)
{
    Speech *speech = user_data;
    bool was_recording = speech->at_work == &speech->decoder;
    speech->child = NULL;
    if (wave) {
        play(speech, wave);
    } else {
        warn_once(speech->at_work, problem);
    }
    if (!wave && was_recording) {
        forget(&speech->current->recording); /* now the voice, if it has one */
    } else {
        g_clear_pointer(&speech->current, free_utterance);
    }
    start_next(speech);
}

static void start_child(Speech *speech, Program *program, const char *const *argv, int input_fd)
{
    g_autoptr(GError) why = NULL;
    const WaveChildOrder order = {argv, input_fd, WAVE_CHILD_LIMIT_MS};
    speech->at_work = program;
    speech->child = wave_child_start(&order, take_sound, speech, &why);
    if (!speech->child) {
        warn_once(program, why->message);
    }
}

/* A file's time of reading would tell which language was heard at what minute. Only its owner may
 * ask that it is not kept: others hear the recording all the same. */
static int open_recording(const char *path)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int fd = open(path, flags | O_NOATIME);
    return fd >= 0 || errno != EPERM ? fd : open(path, flags);
}

static void start_decoder(Speech *speech)
{
    const char *const argv[] = {speech->decoder.path, "--quiet", "--rate", rate,
                                "--force-wav",        "-",       "-",      NULL};
    int fd = open_recording(speech->current->recording);
    if (fd >= 0) {
        start_child(speech, &speech->decoder, argv, fd);
    }
}

static void start_synthesiser(Speech *speech)
{
    const char *const argv[] = {
        speech->synthesiser.path, "-b",      "1",        "-s", words_a_minute, "-v",
        speech->current->voice,   "--stdin", "--stdout", NULL};
    start_child(speech, &speech->synthesiser, argv, hold_text(speech->current->text));
}

/* Makes the next sound that can be made. */
static void start_next(Speech *speech)
{
    while (!speech->child) {
        if (!speech->current) {
            speech->current = g_queue_pop_head(&speech->waiting);
        }
        if (!speech->current) {
            return;
        }
        if (speech->current->recording && speech->decoder.path) {
            start_decoder(speech);
        }
        if (!speech->child && speech->current->voice && speech->synthesiser.path) {
            start_synthesiser(speech);
        }
        if (!speech->child) {
            g_clear_pointer(&speech->current, free_utterance);
        }
    }
}

void speech_say(Speech *speech, const SpeechPart *part)
{
    gsize length = strlen(part->text);
    bool has_room =
        g_queue_get_length(&speech->waiting) < SPEECH_MAX_TEXTS && length <= SPEECH_MAX_TEXT_BYTES;
    bool can_say =
        (part->voice && speech->synthesiser.path) || (part->recording && speech->decoder.path);
    if (!can_say || length == 0 || !has_room) {
        return;
    }
    Utterance *utterance = g_new0(Utterance, 1);
    utterance->text = g_strdup(part->text);
    utterance->voice = g_strdup(part->voice);
    utterance->recording = g_strdup(part->recording);
    g_queue_push_tail(&speech->waiting, utterance);
    start_next(speech);
}

void speech_stop(Speech *speech)
{
    g_queue_clear_full(&speech->waiting, free_utterance);
    g_clear_pointer(&speech->current, free_utterance);
    g_clear_pointer(&speech->child, wave_child_stop);
    loudspeaker_stop(speech->loudspeaker);
    speech->queued = 0;
}

bool speech_is_speaking(const Speech *speech)
{
    return speech->child || loudspeaker_is_playing(speech->loudspeaker);
}

bool speech_has_voices(const Speech *speech)
{
    return speech->synthesiser.path != NULL;
}

bool speech_has_recordings(const Speech *speech)
{
    return speech->decoder.path != NULL;
}

void speech_set_volume(Speech *speech, int volume)
{
    volume = CLAMP(volume, SPEECH_MIN_VOLUME, SPEECH_MAX_VOLUME);
    loudspeaker_set_gain(speech->loudspeaker,
                         pow(10, (volume - SPEECH_MAX_VOLUME) * SPEECH_STEP_DB / 20.0));
}

Speech *speech_new(const SpeechPrograms *programs)
{
    Speech *speech = g_new0(Speech, 1);
    speech->synthesiser.path = g_find_program_in_path(programs->synthesiser);
    speech->decoder.path = g_find_program_in_path(programs->decoder);
    speech->loudspeaker = loudspeaker_new();
    g_queue_init(&speech->waiting);
    speech_set_volume(speech, SPEECH_MAX_VOLUME);
    if (!speech->synthesiser.path) {
        g_message("nothing is read aloud by a voice: %s is not installed", programs->synthesiser);
    }
    return speech;
}

void speech_free(Speech *speech)
{
    if (!speech) {
        return;
    }
    speech_stop(speech);
    loudspeaker_free(speech->loudspeaker);
    g_free(speech->synthesiser.path);
    g_free(speech->decoder.path);
    g_free(speech);
}
