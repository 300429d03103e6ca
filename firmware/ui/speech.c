// SPDX-License-Identifier: EUPL-1.2
#include "ui/speech.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ui/loudspeaker.h"
#include "ui/wave.h"

/* Slower than espeak-ng's 175: most listeners are not at home in the matter. */
static const char *const words_a_minute = "150";

enum { MAX_SECONDS_A_TEXT = 600, CHIME_MS = 220, CHIME_FADE_MS = 40 };
static const double chime_hz[] = {660, 880};
static const double chime_peak = 0.25;

typedef struct {
    char *voice;
    char *text;
} Utterance;

struct Speech {
    char *program; /* path, or NULL: there is none */
    Loudspeaker *loudspeaker;
    GQueue waiting;          /* of Utterance */
    GSubprocess *child;      /* at work for the first one, or NULL */
    GCancellable *cancelled; /* of that child */
    double gain;
    bool has_warned;
};

static void free_utterance(gpointer data)
{
    Utterance *utterance = data;
    explicit_bzero(utterance->text, strlen(utterance->text));
    g_free(utterance->text);
    g_free(utterance->voice);
    g_free(utterance);
}

/* --- playing -----------------------------------------------------------------------------------
 */

static void play(Speech *speech, const gint16 *samples, gsize n)
{
    g_autofree gint16 *scaled = g_new(gint16, n);
    for (gsize i = 0; i < n; i++) {
        scaled[i] = (gint16)lround(samples[i] * speech->gain);
    }
    loudspeaker_play(speech->loudspeaker, scaled, n);
    explicit_bzero(scaled, n * sizeof scaled[0]);
}

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
        play(speech, samples, TONE);
    }
}

/* --- speaking ----------------------------------------------------------------------------------
 */

static void start_next(Speech *speech);

static void warn_once(Speech *speech, const char *why)
{
    if (!speech->has_warned) {
        g_warning("%s does not speak: %s", speech->program, why);
    }
    speech->has_warned = true;
}

static void play_wave(Speech *speech, GBytes *bytes)
{
    gsize size = 0;
    const guint8 *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    g_autoptr(GError) why = NULL;
    Wave wave;
    if (!wave_parse(data, size, &wave, &why)) {
        warn_once(speech, why->message);
        return;
    }
    play(speech, wave.samples, MIN(wave.n, (gsize)MAX_SECONDS_A_TEXT * WAVE_RATE_HZ));
}

static void take_sound(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) why = NULL;
    bool is_fine =
        g_subprocess_communicate_finish(G_SUBPROCESS(source), result, &bytes, NULL, &why);
    if (g_error_matches(why, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        return; /* stopped: the speech may be gone */
    }
    Speech *speech = user_data;
    if (speech->child != G_SUBPROCESS(source)) {
        return;
    }
    g_clear_object(&speech->child);
    g_clear_object(&speech->cancelled);
    if (is_fine) {
        play_wave(speech, bytes);
    } else {
        warn_once(speech, why->message);
    }
    start_next(speech);
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

static void start_next(Speech *speech)
{
    Utterance *utterance = speech->child ? NULL : g_queue_pop_head(&speech->waiting);
    if (!utterance) {
        return;
    }
    g_autoptr(GError) why = NULL;
    const char *const argv[] = {speech->program,  "-b",      "1",        "-s", words_a_minute, "-v",
                                utterance->voice, "--stdin", "--stdout", NULL};
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_subprocess_launcher_take_stdin_fd(launcher, hold_text(utterance->text));
    speech->child = g_subprocess_launcher_spawnv(launcher, argv, &why);
    if (speech->child) {
        speech->cancelled = g_cancellable_new();
        g_subprocess_communicate_async(speech->child, NULL, speech->cancelled, take_sound, speech);
    } else {
        warn_once(speech, why->message);
        g_queue_clear_full(&speech->waiting, free_utterance);
    }
    free_utterance(utterance);
}

void speech_say(Speech *speech, const char *voice, const char *text)
{
    gsize length = strlen(text);
    bool has_room =
        g_queue_get_length(&speech->waiting) < SPEECH_MAX_TEXTS && length <= SPEECH_MAX_TEXT_BYTES;
    if (!speech->program || length == 0 || !has_room) {
        return;
    }
    Utterance *utterance = g_new0(Utterance, 1);
    utterance->voice = g_strdup(voice);
    utterance->text = g_strdup(text);
    g_queue_push_tail(&speech->waiting, utterance);
    start_next(speech);
}

void speech_stop(Speech *speech)
{
    g_queue_clear_full(&speech->waiting, free_utterance);
    if (speech->child) {
        g_cancellable_cancel(speech->cancelled);
        g_subprocess_force_exit(speech->child);
        g_clear_object(&speech->cancelled);
        g_clear_object(&speech->child);
    }
    loudspeaker_stop(speech->loudspeaker);
}

bool speech_is_speaking(const Speech *speech)
{
    return speech->child || loudspeaker_is_playing(speech->loudspeaker);
}

bool speech_has_voices(const Speech *speech)
{
    return speech->program != NULL;
}

void speech_set_volume(Speech *speech, int volume)
{
    volume = CLAMP(volume, SPEECH_MIN_VOLUME, SPEECH_MAX_VOLUME);
    speech->gain = pow(10, (volume - SPEECH_MAX_VOLUME) * SPEECH_STEP_DB / 20.0);
}

Speech *speech_new(const char *program)
{
    Speech *speech = g_new0(Speech, 1);
    speech->program = g_find_program_in_path(program);
    speech->loudspeaker = loudspeaker_new();
    g_queue_init(&speech->waiting);
    speech_set_volume(speech, SPEECH_MAX_VOLUME);
    if (!speech->program) {
        g_message("nothing is read aloud: %s is not installed", program);
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
    g_free(speech->program);
    g_free(speech);
}
