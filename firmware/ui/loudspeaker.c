// SPDX-License-Identifier: EUPL-1.2
#include "ui/loudspeaker.h"

#include <SDL.h>
#include <math.h>
#include <string.h>

#include "ui/wave.h"

enum {
    BUFFER_SAMPLES = 512, /* 23 ms */
    LOOK_MS = 200,        /* while the device is open */
    CLOSE_AFTER_LOOKS = 5,
    GAIN_ONE = 1 << 15,
};

/* Something to play or, with number 0, the end of the worker. */
typedef struct {
    int number; /* from 1 */
    gsize n, played;
    gint16 samples[];
} Sound;

struct Loudspeaker {
    GAsyncQueue *orders; /* of Sound, to the worker */
    GThread *worker;     /* NULL until the first sound */
    int asked;           /* number of the last sound */
    gint done;           /* atomic: number of the last sound that is over */
    gint dropped;        /* atomic: sounds up to this number are not to be heard any more */
    gint gain;           /* atomic: parts of GAIN_ONE */
};

/* The worker's own; `playing` is shared with SDL's audio thread under the device's lock. */
typedef struct {
    Loudspeaker *loudspeaker;
    SDL_AudioDeviceID device; /* 0: closed */
    GQueue playing;           /* of Sound */
    int number;               /* of the last sound taken */
    int quiet_looks;
    bool has_warned;
} Worker;

static void free_sound(gpointer data)
{
    Sound *sound = data;
    explicit_bzero(sound->samples, sound->n * sizeof sound->samples[0]);
    g_free(sound);
}

/* --- SDL's audio thread ------------------------------------------------------------------------
 */

/* Plays up to `n` samples of the first sound; returns how many. */
static gsize play_some(Worker *worker, gint16 *out, gsize n)
{
    Sound *sound = g_queue_peek_head(&worker->playing);
    int gain = g_atomic_int_get(&worker->loudspeaker->gain);
    bool is_dropped = sound->number <= g_atomic_int_get(&worker->loudspeaker->dropped);
    n = is_dropped ? 0 : MIN(n, sound->n - sound->played);
    for (gsize i = 0; i < n; i++) {
        out[i] = (gint16)(sound->samples[sound->played + i] * gain / GAIN_ONE);
    }
    sound->played += n;
    if (is_dropped || sound->played == sound->n) {
        free_sound(g_queue_pop_head(&worker->playing));
    }
    return n;
}

static void fill(void *data, Uint8 *stream, int length)
{
    Worker *worker = data;
    gint16 *out = (gint16 *)(void *)stream;
    gsize n = (gsize)length / sizeof out[0];
    gsize at = 0;
    while (at < n && !g_queue_is_empty(&worker->playing)) {
        at += play_some(worker, out + at, n - at);
    }
    memset(out + at, 0, (n - at) * sizeof out[0]);
}

/* --- worker ------------------------------------------------------------------------------------
 */

static void warn_once(Worker *worker, const char *why)
{
    if (!worker->has_warned) {
        g_warning("nothing can be heard: %s", why);
    }
    worker->has_warned = true;
}

static void open_device(Worker *worker)
{
    const SDL_AudioSpec wanted = {.freq = WAVE_RATE_HZ,
                                  .format = AUDIO_S16SYS,
                                  .channels = 1,
                                  .samples = BUFFER_SAMPLES,
                                  .callback = fill,
                                  .userdata = worker};
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
        warn_once(worker, SDL_GetError());
        return;
    }
    worker->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (worker->device == 0) {
        warn_once(worker, SDL_GetError());
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return;
    }
    SDL_PauseAudioDevice(worker->device, 0);
}

/* What did not sound yet is dropped. */
static void close_device(Worker *worker)
{
    if (worker->device != 0) {
        SDL_CloseAudioDevice(worker->device);
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        worker->device = 0;
    }
    g_queue_clear_full(&worker->playing, free_sound);
}

static void finish(Worker *worker)
{
    g_atomic_int_set(&worker->loudspeaker->done, worker->number);
}

static bool is_lost(const Worker *worker)
{
    return worker->device != 0 && SDL_GetAudioDeviceStatus(worker->device) == SDL_AUDIO_STOPPED;
}

static void play_take(Worker *worker, Sound *sound)
{
    worker->number = sound->number;
    worker->quiet_looks = 0;
    if (is_lost(worker)) {
        close_device(worker);
    }
    if (worker->device == 0) {
        open_device(worker);
    }
    if (worker->device == 0) {
        free_sound(sound);
        finish(worker);
        return;
    }
    SDL_LockAudioDevice(worker->device);
    g_queue_push_tail(&worker->playing, sound);
    SDL_UnlockAudioDevice(worker->device);
}

/* Nothing was ordered for a while. */
static void look(Worker *worker)
{
    if (is_lost(worker)) {
        warn_once(worker, "the sound device is gone");
        close_device(worker);
        finish(worker);
        return;
    }
    SDL_LockAudioDevice(worker->device);
    bool is_quiet = g_queue_is_empty(&worker->playing);
    SDL_UnlockAudioDevice(worker->device);
    if (!is_quiet) {
        return;
    }
    worker->has_warned = false;
    finish(worker);
    worker->quiet_looks++;
    if (worker->quiet_looks >= CLOSE_AFTER_LOOKS) {
        close_device(worker);
    }
}

static Sound *await_order(const Worker *worker)
{
    GAsyncQueue *orders = worker->loudspeaker->orders;
    return worker->device != 0
               ? g_async_queue_timeout_pop(orders, (guint64)LOOK_MS * G_TIME_SPAN_MILLISECOND)
               : g_async_queue_pop(orders);
}

static gpointer work(gpointer data)
{
    Worker worker = {.loudspeaker = data};
    g_queue_init(&worker.playing);
    bool is_ended = false;
    while (!is_ended) {
        Sound *sound = await_order(&worker);
        if (!sound) {
            look(&worker);
            continue;
        }
        is_ended = sound->number == 0;
        if (is_ended) {
            free_sound(sound);
        } else {
            play_take(&worker, sound);
        }
    }
    close_device(&worker);
    SDL_TLSCleanup(); /* its messages for this thread */
    return NULL;
}

/* --- main thread -------------------------------------------------------------------------------
 */

static void push(Loudspeaker *loudspeaker, int number, const gint16 *samples, gsize n)
{
    Sound *sound = g_malloc(sizeof *sound + n * sizeof samples[0]);
    *sound = (Sound){.number = number, .n = n};
    if (n > 0) {
        memcpy(sound->samples, samples, n * sizeof samples[0]);
    }
    g_async_queue_push(loudspeaker->orders, sound);
}

Loudspeaker *loudspeaker_new(void)
{
    Loudspeaker *loudspeaker = g_new0(Loudspeaker, 1);
    loudspeaker->orders = g_async_queue_new_full(free_sound);
    loudspeaker->gain = GAIN_ONE;
    return loudspeaker;
}

void loudspeaker_free(Loudspeaker *loudspeaker)
{
    if (!loudspeaker) {
        return;
    }
    if (loudspeaker->worker) {
        loudspeaker_stop(loudspeaker);
        push(loudspeaker, 0, NULL, 0);
        g_thread_join(loudspeaker->worker);
    }
    g_async_queue_unref(loudspeaker->orders);
    g_free(loudspeaker);
}

void loudspeaker_play(Loudspeaker *loudspeaker, const gint16 *samples, gsize n)
{
    if (!loudspeaker->worker) {
        loudspeaker->worker = g_thread_new("loudspeaker", work, loudspeaker);
    }
    loudspeaker->asked++;
    push(loudspeaker, loudspeaker->asked, samples, n);
}

/* Silence does not wait for the worker, which may be opening a device. */
void loudspeaker_stop(Loudspeaker *loudspeaker)
{
    g_atomic_int_set(&loudspeaker->dropped, loudspeaker->asked);
}

void loudspeaker_set_gain(Loudspeaker *loudspeaker, double gain)
{
    g_atomic_int_set(&loudspeaker->gain, (gint)lround(CLAMP(gain, 0, 1) * GAIN_ONE));
}

bool loudspeaker_is_playing(const Loudspeaker *loudspeaker)
{
    return g_atomic_int_get(&loudspeaker->done) != loudspeaker->asked &&
           g_atomic_int_get(&loudspeaker->dropped) != loudspeaker->asked;
}
