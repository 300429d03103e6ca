// SPDX-License-Identifier: EUPL-1.2
/* What can be heard: SDL's disk driver writes, at the pace of a real device, what a loudspeaker
 * would get, and espeak-ng speaks. Where it is not installed only the chime is tested. */
#include "ui/speech.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "ui/wave.h"

enum { LIMIT_MS = 20000, LOUD = 300, BYTES_A_MS = WAVE_RATE_HZ * 2 / 1000 };

typedef struct {
    const char *path;
    Speech *speech;
} Ear;

static void set_up(Ear *ear, gconstpointer data)
{
    (void)data;
    ear->path = g_getenv("SDL_DISKAUDIOFILE");
    g_unlink(ear->path);
    ear->speech = speech_new("espeak-ng");
}

static void tear_down(Ear *ear, gconstpointer data)
{
    (void)data;
    speech_free(ear->speech);
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
    speech_say(ear->speech, "nl", "Wat wilt u doen?");
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
        speech_say(ear->speech, "nl", "Deze zin is lang genoeg om er iemand in te onderbreken.");
    }
    wait_for(ear, is_heard);
    gsize touched = size_of(ear) / sizeof(gint16);
    speech_stop(ear->speech);
    wait_for(ear, is_over);
    speech_free(g_steal_pointer(&ear->speech));
    Heard heard = hear(ear);
    gsize last = last_loud(&heard);
    g_free(heard.samples);
    g_assert_cmpuint(last, <, touched + WAVE_RATE_HZ / 10);
}

static void test_stops_early(Ear *ear, gconstpointer data)
{
    (void)data;
    speech_say(ear->speech, "nl", "Hier komt niets van.");
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
        speech_say(ear.speech, "nl", text);
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
    speech_say(ear->speech, "xx-none", "Wat wilt u doen?");
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
    g_autoptr(Speech) speech = speech_new("wegwijs-no-such-program");
    g_assert_false(speech_has_voices(speech));
    speech_say(speech, "nl", "Wat wilt u doen?");
    g_assert_false(speech_is_speaking(speech));
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
    g_test_add_func("/speech/has at least 18 dB between softest and loudest", test_volume);
    g_test_add_func("/speech/keeps silent without a synthesiser", test_absent);
    int status = g_test_run();
    g_unlink(path);
    g_rmdir(folder);
    return status;
}
