// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_speech.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kiosk/recordings.h"
#include "kiosk/staff/readiness_judge.h"
#include "ui/wave_child.h"

/* Less than this is a click or nothing: a fifth of a second, 40 dB below full scale. */
enum { MIN_SAMPLES = WAVE_RATE_HZ / 5, MIN_LEVEL = 300 };

typedef struct {
    char *dutch, *endonym;
    char *voice, *recording; /* NULL: none; a voice counts first */
} Speaker;

struct ReadinessSpeech {
    GArray *speakers;            /* those that should speak */
    guint at;                    /* who speaks */
    char *synthesiser, *decoder; /* paths; NULL: not there */
    int limit_ms;
    WaveChild *child;
    guint step; /* idle source */
    GString *silent_dutch, *silent_endonyms;
    char *problem; /* of the first that was silent */
    ReadinessSpeechDone done;
    gpointer user_data;
};

static void clear_speaker(gpointer data)
{
    Speaker *speaker = data;
    g_free(speaker->dutch);
    g_free(speaker->endonym);
    g_free(speaker->voice);
    g_free(speaker->recording);
}

static const Speaker *now_speaking(const ReadinessSpeech *speech)
{
    return &g_array_index(speech->speakers, Speaker, speech->at);
}

/* --- one after another -------------------------------------------------------------------------
 */

static gboolean speak_next(gpointer user_data);

static void go_on(ReadinessSpeech *speech)
{
    speech->at++;
    speech->step = g_idle_add(speak_next, speech);
}

static void note_silence(ReadinessSpeech *speech, const char *problem)
{
    const Speaker *speaker = now_speaking(speech);
    const char *comma = speech->silent_dutch->len > 0 ? ", " : "";
    g_string_append_printf(speech->silent_dutch, "%s%s", comma, speaker->dutch);
    g_string_append_printf(speech->silent_endonyms, "%s%s", comma, speaker->endonym);
    if (!speech->problem) {
        speech->problem = g_strdup_printf("%s: %s", speaker->dutch, problem);
    }
}

/* Root of the mean square. */
static double measure_level(const Wave *wave)
{
    double sum = 0;
    for (gsize i = 0; i < wave->n; i++) {
        sum += (double)wave->samples[i] * wave->samples[i];
    }
    return wave->n > 0 ? sqrt(sum / (double)wave->n) : 0;
}

static void take_sound(const Wave *wave, const char *problem, gpointer user_data)
{
    ReadinessSpeech *speech = user_data;
    speech->child = NULL;
    if (!wave) {
        note_silence(speech, problem);
    } else if (wave->n < MIN_SAMPLES || measure_level(wave) < MIN_LEVEL) {
        note_silence(speech, "it makes no sound");
    }
    go_on(speech);
}

/* As ui/speech does it: the text in a file without a name. */
static int hold_text(const char *text)
{
    int fd = memfd_create("text", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, text, strlen(text)) >= 0) {
        (void)lseek(fd, 0, SEEK_SET);
    }
    return fd;
}

static bool start(ReadinessSpeech *speech, const char *const *argv, int input_fd, GError **error)
{
    const WaveChildOrder order = {argv, input_fd, speech->limit_ms};
    speech->child = wave_child_start(&order, take_sound, speech, error);
    return speech->child != NULL;
}

static bool start_voice(ReadinessSpeech *speech, const Speaker *speaker, GError **error)
{
    const char *const argv[] = {speech->synthesiser, "-b",      "1",        "-v",
                                speaker->voice,      "--stdin", "--stdout", NULL};
    return start(speech, argv, hold_text(speaker->endonym), error);
}

static bool start_recording(ReadinessSpeech *speech, const Speaker *speaker, GError **error)
{
    const char *const argv[] = {speech->decoder, "--quiet", "--rate", "22050",
                                "--force-wav",   "-",       "-",      NULL};
    int fd = open(speaker->recording, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    return fd >= 0 && start(speech, argv, fd, error);
}

static bool start_speaker(ReadinessSpeech *speech, const Speaker *speaker, GError **error)
{
    if (speaker->voice && speech->synthesiser) {
        return start_voice(speech, speaker, error);
    }
    return speaker->recording && speech->decoder && start_recording(speech, speaker, error);
}

static void report(ReadinessSpeech *speech)
{
    g_auto(ReadinessResult) result = {0};
    const StaffText silent = {speech->silent_dutch->str, speech->silent_endonyms->str};
    readiness_judge_speech(&result, (int)speech->speakers->len, silent);
    result.detail = g_strdup(speech->problem);
    speech->done(&result, speech->user_data);
}

static gboolean speak_next(gpointer user_data)
{
    ReadinessSpeech *speech = user_data;
    g_autoptr(GError) why = NULL;
    speech->step = 0;
    if (speech->at >= speech->speakers->len) {
        report(speech);
    } else if (!start_speaker(speech, now_speaking(speech), &why)) {
        note_silence(speech, why ? why->message : "its program is not installed");
        go_on(speech);
    }
    return G_SOURCE_REMOVE;
}

/* --- start and end -----------------------------------------------------------------------------
 */

static void add_speakers(ReadinessSpeech *speech, const ReadinessSpeechOrder *order)
{
    gsize n;
    const Language *languages = content_languages(order->content, &n);
    g_autoptr(Recordings) recordings = recordings_new(order->content, order->folder);
    for (gsize i = 0; i < n; i++) {
        bool is_recorded = recordings_are_complete(recordings, (int)i);
        const char *file =
            is_recorded ? recordings_find(recordings, (int)i, languages[i].endonym) : NULL;
        const Speaker speaker = {
            .dutch = g_strdup(languages[i].dutch),
            .endonym = g_strdup(languages[i].endonym),
            .voice = g_strdup(languages[i].voice),
            .recording = g_strdup(file),
        };
        if (speaker.voice || speaker.recording) {
            g_array_append_val(speech->speakers, speaker);
        } else {
            clear_speaker((gpointer)&speaker);
        }
    }
}

ReadinessSpeech *readiness_speech_start(const ReadinessSpeechOrder *order, ReadinessSpeechDone done,
                                        gpointer user_data)
{
    ReadinessSpeech *speech = g_new0(ReadinessSpeech, 1);
    speech->speakers = g_array_new(FALSE, FALSE, sizeof(Speaker));
    g_array_set_clear_func(speech->speakers, clear_speaker);
    speech->synthesiser = g_find_program_in_path(order->synthesiser);
    speech->decoder = g_find_program_in_path(order->decoder);
    speech->limit_ms = order->limit_ms;
    speech->silent_dutch = g_string_new(NULL);
    speech->silent_endonyms = g_string_new(NULL);
    speech->done = done;
    speech->user_data = user_data;
    add_speakers(speech, order);
    speech->step = g_idle_add(speak_next, speech);
    return speech;
}

void readiness_speech_free(ReadinessSpeech *speech)
{
    if (!speech) {
        return;
    }
    g_clear_handle_id(&speech->step, g_source_remove);
    g_clear_pointer(&speech->child, wave_child_stop);
    g_array_free(speech->speakers, TRUE);
    g_string_free(speech->silent_dutch, TRUE);
    g_string_free(speech->silent_endonyms, TRUE);
    g_free(speech->synthesiser);
    g_free(speech->decoder);
    g_free(speech->problem);
    g_free(speech);
}
