// SPDX-License-Identifier: EUPL-1.2
/* What can be heard: SDL's disk driver writes, at the pace of a real device, what a loudspeaker
 * would get, and espeak-ng speaks. Where it is not installed only the chime is tested. */
#include "ui/speech.h"

#include <SDL.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/wave.h"

enum {
    LIMIT_MS = 60000,
    LOUD = 300,
    UNWRITTEN = 4096 / 2, /* samples that the driver still holds when the size is asked */
};
static const double tone_hz = 440;

static const SpeechPrograms programs = {"espeak-ng", "opusdec"};

typedef struct {
    const char *path;
    Speech *speech;
} Ear;

static void set_up(Ear *ear, gconstpointer data)
{
    (void)data;
    ear->path = g_getenv("SDL_DISKAUDIOFILE");
    g_unlink(ear->path);
    ear->speech = speech_new(&programs);
}

static void tear_down(Ear *ear, gconstpointer data)
{
    (void)data;
    speech_free(ear->speech);
}

static void say(Speech *speech, const char *voice, const char *text)
{
    speech_say(speech, &(SpeechPart){.text = text, .voice = voice});
}

/* --- listening ---------------------------------------------------------------------------------
 */

static gboolean tick(gpointer data)
{
    (void)data;
    return G_SOURCE_CONTINUE;
}

typedef bool (*Fact)(const Ear *ear);

/* How long it took until the fact held, with a limit. */
static gint64 wait_for(const Ear *ear, Fact fact)
{
    const gint64 begun_us = g_get_monotonic_time();
    guint source = g_timeout_add(5, tick, NULL);
    while (!fact(ear)) {
        g_assert_cmpint(g_get_monotonic_time() - begun_us, <, LIMIT_MS * 1000);
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(source);
    return (g_get_monotonic_time() - begun_us) / 1000;
}

typedef struct {
    gint16 *samples;
    gsize n;
} Heard;

static Heard hear(const Ear *ear)
{
    Heard heard = {0};
    gsize size = 0;
    char *bytes = NULL;
    if (g_file_get_contents(ear->path, &bytes, &size, NULL)) {
        heard.samples = (gint16 *)(void *)bytes;
        heard.n = size / sizeof(gint16);
    }
    return heard;
}

/* The last sample that can be heard, counted from 1; 0 when there is none. */
static gsize last_loud(const Heard *heard)
{
    gsize n = heard->n;
    while (n > 0 && abs(heard->samples[n - 1]) < LOUD) {
        n--;
    }
    return n;
}

static bool is_heard(const Ear *ear)
{
    Heard heard = hear(ear);
    gsize last = last_loud(&heard);
    g_free(heard.samples);
    return last > 0;
}

static bool is_over(const Ear *ear)
{
    return !speech_is_speaking(ear->speech);
}

static gsize size_of(const Ear *ear)
{
    GStatBuf status;
    return g_stat(ear->path, &status) == 0 ? (gsize)status.st_size : 0;
}

static double peak(const Heard *heard, gsize from)
{
    int peak = 0;
    for (gsize i = from; i < heard->n; i++) {
        peak = MAX(peak, abs(heard->samples[i]));
    }
    return peak;
}

static double loudness(const Ear *ear)
{
    Heard heard = hear(ear);
    double sum = 0;
    gsize n = last_loud(&heard);
    for (gsize i = 0; i < n; i++) {
        sum += (double)heard.samples[i] * heard.samples[i];
    }
    g_free(heard.samples);
    return sqrt(sum / (double)MAX(n, 1));
}

/* What was heard of one text from its beginning to its end, on a device opened for it. */
static double measure(int volume)
{
    Ear ear;
    set_up(&ear, NULL);
    speech_set_volume(ear.speech, volume);
    speech_play_chime(ear.speech);
    wait_for(&ear, is_over);
    double level = loudness(&ear);
    tear_down(&ear, NULL);
    return level;
}

static bool has_voices(const Ear *ear)
{
    if (!speech_has_voices(ear->speech)) {
        g_test_skip("espeak-ng is not installed");
        return false;
    }
    return true;
}

/* --- facts -------------------------------------------------------------------------------------
 */

static void test_starts(Ear *ear, gconstpointer data)
{
    (void)data;
    if (!has_voices(ear)) {
        return;
    }
    say(ear->speech, "nl", "Wat wilt u doen?");
    g_assert_true(speech_is_speaking(ear->speech));
    g_test_message("first sound after %d ms", (int)wait_for(ear, is_heard));
    g_assert_true(is_heard(ear));
}

/* Bytes that leave for the device after the touch are its delay: it runs at its own pace. */
static void test_stops(Ear *ear, gconstpointer data)
{
    (void)data;
    if (!has_voices(ear)) {
        return;
    }
    for (int i = 0; i < 8; i++) {
        say(ear->speech, "nl", "Deze zin is lang genoeg om er iemand in te onderbreken.");
    }
    wait_for(ear, is_heard);
    gsize touched = size_of(ear) / sizeof(gint16);
    speech_stop(ear->speech);
    wait_for(ear, is_over);
    speech_free(g_steal_pointer(&ear->speech));
    Heard heard = hear(ear);
    gsize last = last_loud(&heard);
    g_free(heard.samples);
    g_assert_cmpuint(last, <, touched + UNWRITTEN + WAVE_RATE_HZ / 10);
}

static void test_stops_early(Ear *ear, gconstpointer data)
{
    (void)data;
    say(ear->speech, "nl", "Hier komt niets van.");
    speech_stop(ear->speech);
    g_assert_false(speech_is_speaking(ear->speech));
    speech_play_chime(ear->speech);
    wait_for(ear, is_over);
    Heard heard = hear(ear);
    g_assert_cmpuint(last_loud(&heard), <, WAVE_RATE_HZ);
    g_free(heard.samples);
}

static gsize loud_seconds(const char *text, int times)
{
    Ear ear;
    set_up(&ear, NULL);
    for (int i = 0; i < times; i++) {
        say(ear.speech, "nl", text);
    }
    wait_for(&ear, is_over);
    Heard heard = hear(&ear);
    gsize last = last_loud(&heard);
    g_free(heard.samples);
    tear_down(&ear, NULL);
    return last;
}

/* votingworks/vxsuite#8203: the last sentence was cut. */
static void test_whole(Ear *ear, gconstpointer data)
{
    (void)data;
    if (!has_voices(ear)) {
        return;
    }
    gsize one = loud_seconds("Ga naar de balie.", 1);
    gsize two = loud_seconds("Ga naar de balie.", 2);
    g_assert_cmpuint(one, >, WAVE_RATE_HZ / 2);
    g_assert_cmpuint(two, >=, 2 * one - WAVE_RATE_HZ / 50);
}

static void test_unknown_voice(Ear *ear, gconstpointer data)
{
    (void)data;
    if (!has_voices(ear)) {
        return;
    }
    say(ear->speech, "xx-none", "Wat wilt u doen?");
    wait_for(ear, is_over);
    g_assert_false(is_heard(ear));
}

static void test_volume(void)
{
    double softest = measure(SPEECH_MIN_VOLUME);
    double loudest = measure(SPEECH_MAX_VOLUME);
    g_assert_cmpfloat(softest, >, 0);
    g_assert_cmpfloat(20 * log10(loudest / softest), >=, 18);
}

static void test_absent(void)
{
    const SpeechPrograms none = {"wegwijs-no-synthesiser", "wegwijs-no-decoder"};
    g_autoptr(Speech) speech = speech_new(&none);
    g_assert_false(speech_has_voices(speech));
    g_assert_false(speech_has_recordings(speech));
    speech_say(speech, &(SpeechPart){"Wat wilt u doen?", "nl", "/dev/null"});
    g_assert_false(speech_is_speaking(speech));
}

/* --- recordings --------------------------------------------------------------------------------
 */

/* A recording of `seconds` of a tone, which no voice sounds like. Caller frees the path and the
 * file; NULL when it cannot be made here. */
static char *record_tone(int seconds)
{
    g_autofree char *raw = NULL;
    char *path = NULL;
    int fd = g_file_open_tmp("wegwijs-test.XXXXXX", &raw, NULL);
    for (int i = 0; i < seconds * WAVE_RATE_HZ; i++) {
        gint16 sample = (gint16)(8000 * sin(2 * G_PI * tone_hz * i / WAVE_RATE_HZ));
        g_assert_cmpint(write(fd, &sample, sizeof sample), ==, sizeof sample);
    }
    close(fd);
    close(g_file_open_tmp("wegwijs-test.XXXXXX", &path, NULL));
    const char *argv[] = {"opusenc", "--quiet",   "--raw", "--raw-rate", "22050", "--raw-chan",
                          "1",       "--bitrate", "24",    raw,          path,    NULL};
    int status = -1;
    bool is_made = g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                                NULL, &status, NULL) &&
                   status == 0;
    g_unlink(raw);
    if (!is_made) {
        g_unlink(path);
        g_clear_pointer(&path, g_free);
        g_test_skip("opusenc is not installed");
    }
    return path;
}

static void free_recording(char *path)
{
    g_unlink(path);
    g_free(path);
}

/* The share of what was heard that is the tone. */
static double tone_share(const Ear *ear)
{
    Heard heard = hear(ear);
    double re = 0, im = 0, all = 0;
    for (gsize i = 0; i < heard.n; i++) {
        double phase = 2 * G_PI * tone_hz * (double)i / WAVE_RATE_HZ;
        re += heard.samples[i] * cos(phase);
        im += heard.samples[i] * sin(phase);
        all += (double)heard.samples[i] * heard.samples[i];
    }
    double n = (double)last_loud(&heard);
    g_free(heard.samples);
    return all > 0 ? 2 * (re * re + im * im) / (n * all) : 0;
}

static void test_recording(Ear *ear, gconstpointer data)
{
    (void)data;
    char *path = record_tone(1);
    if (!path) {
        return;
    }
    speech_say(ear->speech, &(SpeechPart){"Wat wilt u doen?", "nl", path});
    wait_for(ear, is_over);
    free_recording(path);
    g_assert_cmpfloat(tone_share(ear), >, 0.7);
}

static void test_recording_alone(Ear *ear, gconstpointer data)
{
    (void)data;
    char *path = record_tone(1);
    if (!path) {
        return;
    }
    speech_say(ear->speech, &(SpeechPart){"ትግርኛ", NULL, path});
    wait_for(ear, is_over);
    free_recording(path);
    g_assert_cmpfloat(tone_share(ear), >, 0.7);
}

/* A day ago is longer than a file system waits before it notes a reading once more. */
static void test_no_trace(Ear *ear, gconstpointer data)
{
    enum { DAY_S = 24 * 60 * 60 };
    (void)data;
    char *path = record_tone(1);
    if (!path) {
        return;
    }
    const time_t before = time(NULL) - 2 * DAY_S;
    const struct timespec times[] = {{.tv_sec = before}, {.tv_sec = before}};
    g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
    speech_say(ear->speech, &(SpeechPart){"ትግርኛ", NULL, path});
    wait_for(ear, is_over);
    struct stat after;
    g_assert_cmpint(stat(path, &after), ==, 0);
    free_recording(path);
    g_assert_true(is_heard(ear));
    g_assert_cmpint(after.st_atim.tv_sec, ==, before);
}

static void test_damaged_recording(Ear *ear, gconstpointer data)
{
    static const char *const damaged[] = {"/dev/null", "/etc/passwd", "/wegwijs/missing"};
    (void)data;
    if (!has_voices(ear)) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(damaged); i++) {
        speech_say(ear->speech, &(SpeechPart){"ትግርኛ", NULL, damaged[i]});
    }
    wait_for(ear, is_over);
    g_assert_false(is_heard(ear));
    for (gsize i = 0; i < G_N_ELEMENTS(damaged); i++) {
        speech_say(ear->speech, &(SpeechPart){"Wat wilt u doen?", "nl", damaged[i]});
    }
    wait_for(ear, is_over);
    g_assert_true(is_heard(ear));
    g_assert_cmpfloat(tone_share(ear), <, 0.3);
}

/* --- faults ------------------------------------------------------------------------------------
 */

static bool has_played(const Ear *ear)
{
    return size_of(ear) > 4 * (gsize)WAVE_RATE_HZ;
}

/* A device that takes nothing any more is given up, and the next sound finds another. */
static void test_lost_device(void)
{
    Ear ear;
    g_autofree char *path = g_strdup(g_getenv("SDL_DISKAUDIOFILE"));
    set_up(&ear, NULL);
    ear.path = path;
    SDL_setenv("SDL_DISKAUDIOFILE", "/dev/full", 1);
    for (int i = 0; i < 20; i++) {
        speech_play_chime(ear.speech);
    }
    wait_for(&ear, is_over);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    SDL_setenv("SDL_DISKAUDIOFILE", path, 1);
    speech_play_chime(ear.speech);
    wait_for(&ear, is_over);
    g_assert_true(is_heard(&ear));
    tear_down(&ear, NULL);
}

/* A synthesiser that is a shell script. */
static Speech *speech_of(const char *script, char **path)
{
    GError *error = NULL;
    int fd = g_file_open_tmp("wegwijs-test.XXXXXX", path, &error);
    g_assert_no_error(error);
    g_autofree char *text = g_strconcat("#!/bin/sh\n", script, "\n", NULL);
    g_assert_cmpint(write(fd, text, strlen(text)), ==, (gssize)strlen(text));
    g_assert_cmpint(fchmod(fd, 0700), ==, 0);
    close(fd);
    return speech_new(&(SpeechPrograms){*path, "opusdec"});
}

static void test_broken(void)
{
    static const char *const scripts[] = {"exit 1", "echo no sound", "kill -ABRT $$",
                                          "cat /dev/zero"};
    Ear ear;
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
        set_up(&ear, NULL);
        speech_free(ear.speech);
        char *path;
        ear.speech = speech_of(scripts[i], &path);
        say(ear.speech, "nl", "Wat wilt u doen?");
        say(ear.speech, "nl", "En wat nog meer?");
        wait_for(&ear, is_over);
        g_assert_false(is_heard(&ear));
        speech_play_chime(ear.speech);
        wait_for(&ear, is_over);
        g_assert_true(is_heard(&ear));
        tear_down(&ear, NULL);
        g_unlink(path);
        g_free(path);
    }
}

static void test_hanging(void)
{
    Ear ear;
    char *path;
    set_up(&ear, NULL);
    speech_free(ear.speech);
    ear.speech = speech_of("exec tail -f /dev/null", &path);
    say(ear.speech, "nl", "Wat wilt u doen?");
    g_assert_true(speech_is_speaking(ear.speech));
    speech_stop(ear.speech);
    g_assert_false(speech_is_speaking(ear.speech));
    tear_down(&ear, NULL);
    g_unlink(path);
    g_free(path);
}

/* Nobody can make it hold more than a bounded number of texts. */
static void test_bounded(Ear *ear, gconstpointer data)
{
    (void)data;
    g_autofree char *endless = g_strnfill(SPEECH_MAX_TEXT_BYTES + 1, 'a');
    say(ear->speech, "nl", endless);
    g_assert_false(speech_is_speaking(ear->speech));
    for (int i = 0; i < 100000; i++) {
        say(ear->speech, "nl", "Nog een.");
    }
    speech_stop(ear->speech);
    g_assert_false(speech_is_speaking(ear->speech));
}

/* Louder at once, in the middle of what is being said. */
static void test_volume_now(Ear *ear, gconstpointer data)
{
    (void)data;
    speech_set_volume(ear->speech, SPEECH_MIN_VOLUME);
    for (int i = 0; i < 10; i++) {
        speech_play_chime(ear->speech);
    }
    wait_for(ear, has_played);
    Heard before = hear(ear);
    speech_set_volume(ear->speech, SPEECH_MAX_VOLUME);
    wait_for(ear, is_over);
    Heard after = hear(ear);
    double soft = peak(&before, 0);
    double loud = peak(&after, before.n + UNWRITTEN + WAVE_RATE_HZ / 10);
    g_free(before.samples);
    g_free(after.samples);
    g_assert_cmpfloat(soft, >, 0);
    g_assert_cmpfloat(20 * log10(loud / soft), >=, 18);
}

int main(int argc, char **argv)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-test.XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "heard.raw", NULL);
    g_setenv("SDL_AUDIODRIVER", "disk", TRUE);
    g_setenv("SDL_DISKAUDIOFILE", path, TRUE);
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL); /* a voice that is missing is a warning */
    g_test_add("/speech/is heard", Ear, NULL, set_up, test_starts, tear_down);
    g_test_add("/speech/is silent within 100 ms of a touch", Ear, NULL, set_up, test_stops,
               tear_down);
    g_test_add("/speech/that was stopped does not come later", Ear, NULL, set_up, test_stops_early,
               tear_down);
    g_test_add("/speech/is heard to its end", Ear, NULL, set_up, test_whole, tear_down);
    g_test_add("/speech/never takes another voice", Ear, NULL, set_up, test_unknown_voice,
               tear_down);
    g_test_add("/speech/takes a recording before a voice", Ear, NULL, set_up, test_recording,
               tear_down);
    g_test_add("/speech/plays a recording where no voice is", Ear, NULL, set_up,
               test_recording_alone, tear_down);
    g_test_add("/speech/leaves no time of reading on a recording", Ear, NULL, set_up, test_no_trace,
               tear_down);
    g_test_add("/speech/replaces a damaged recording by the voice or by nothing", Ear, NULL, set_up,
               test_damaged_recording, tear_down);
    g_test_add("/speech/holds so many texts and no more", Ear, NULL, set_up, test_bounded,
               tear_down);
    g_test_add("/speech/is louder in the middle of a text", Ear, NULL, set_up, test_volume_now,
               tear_down);
    g_test_add_func("/speech/finds another device when one is gone", test_lost_device);
    g_test_add_func("/speech/survives a synthesiser that does anything else", test_broken);
    g_test_add_func("/speech/is silent at once when the synthesiser hangs", test_hanging);
    g_test_add_func("/speech/has at least 18 dB between softest and loudest", test_volume);
    g_test_add_func("/speech/keeps silent without a synthesiser", test_absent);
    int status = g_test_run();
    g_unlink(path);
    g_rmdir(folder);
    return status;
}
