// SPDX-License-Identifier: EUPL-1.2
#include "ui/loudspeaker.h"

#include <SDL.h>
#include <string.h>

#include "ui/wave.h"

enum {
    BUFFER_SAMPLES = 512, /* 23 ms */
    LOOK_MS = 200,        /* while the device is open */
    CLOSE_AFTER_LOOKS = 5,
};

typedef enum { ORDER_PLAY, ORDER_STOP, ORDER_END } OrderKind;

typedef struct {
    OrderKind kind;
    int number; /* of a PLAY, from 1 */
    gsize n;
    gint16 samples[];
} Order;

struct Loudspeaker {
    GAsyncQueue *orders;
    GThread *worker; /* NULL until the first sound */
    int asked;       /* number of the last PLAY */
    int dropped;     /* number of the last PLAY that was stopped */
    gint done;       /* atomic: number of the last PLAY that is over */
};

/* The worker's own. */
typedef struct {
    Loudspeaker *loudspeaker;
    SDL_AudioDeviceID device; /* 0: closed */
    int number;               /* of the last PLAY taken */
    int quiet_looks;
    bool has_warned;
} Worker;

static void open_device(Worker *worker)
{
    const SDL_AudioSpec wanted = {
        .freq = WAVE_RATE_HZ, .format = AUDIO_S16SYS, .channels = 1, .samples = BUFFER_SAMPLES};
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        worker->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    }
    if (worker->device == 0) {
        if (!worker->has_warned) {
            g_warning("nothing can be heard: %s", SDL_GetError());
        }
        worker->has_warned = true;
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return;
    }
    worker->has_warned = false;
    SDL_PauseAudioDevice(worker->device, 0);
}

static void close_device(Worker *worker)
{
    if (worker->device != 0) {
        SDL_CloseAudioDevice(worker->device);
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        worker->device = 0;
    }
}

static void finish(Worker *worker)
{
    g_atomic_int_set(&worker->loudspeaker->done, worker->number);
}

static void play(Worker *worker, const Order *order)
{
    worker->number = order->number;
    worker->quiet_looks = 0;
    if (worker->device == 0) {
        open_device(worker);
    }
    if (worker->device == 0) {
        finish(worker);
        return;
    }
    (void)SDL_QueueAudio(worker->device, order->samples,
                         (Uint32)(order->n * sizeof order->samples[0]));
}

/* Nothing was ordered for a while. */
static void look(Worker *worker)
{
    if (SDL_GetQueuedAudioSize(worker->device) > 0) {
        return;
    }
    finish(worker);
    worker->quiet_looks++;
    if (worker->quiet_looks >= CLOSE_AFTER_LOOKS) {
        close_device(worker);
    }
}

static void free_order(gpointer data)
{
    Order *order = data;
    explicit_bzero(order->samples, order->n * sizeof order->samples[0]);
    g_free(order);
}

static Order *await_order(const Worker *worker)
{
    GAsyncQueue *orders = worker->loudspeaker->orders;
    return worker->device != 0
               ? g_async_queue_timeout_pop(orders, (guint64)LOOK_MS * G_TIME_SPAN_MILLISECOND)
               : g_async_queue_pop(orders);
}

static gpointer work(gpointer data)
{
    Worker worker = {.loudspeaker = data};
    bool is_ended = false;
    while (!is_ended) {
        Order *order = await_order(&worker);
        if (!order) {
            look(&worker);
            continue;
        }
        if (order->kind == ORDER_PLAY) {
            play(&worker, order);
        } else if (worker.device != 0) {
            SDL_ClearQueuedAudio(worker.device);
            finish(&worker);
        }
        is_ended = order->kind == ORDER_END;
        free_order(order);
    }
    close_device(&worker);
    SDL_TLSCleanup(); /* its messages for this thread */
    return NULL;
}

static void push(Loudspeaker *loudspeaker, OrderKind kind, const gint16 *samples, gsize n)
{
    Order *order = g_malloc(sizeof *order + n * sizeof samples[0]);
    *order = (Order){.kind = kind, .number = loudspeaker->asked, .n = n};
    if (n > 0) {
        memcpy(order->samples, samples, n * sizeof samples[0]);
    }
    g_async_queue_push(loudspeaker->orders, order);
}

Loudspeaker *loudspeaker_new(void)
{
    Loudspeaker *loudspeaker = g_new0(Loudspeaker, 1);
    loudspeaker->orders = g_async_queue_new_full(free_order);
    return loudspeaker;
}

void loudspeaker_free(Loudspeaker *loudspeaker)
{
    if (!loudspeaker) {
        return;
    }
    if (loudspeaker->worker) {
        push(loudspeaker, ORDER_END, NULL, 0);
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
    push(loudspeaker, ORDER_PLAY, samples, n);
}

void loudspeaker_stop(Loudspeaker *loudspeaker)
{
    if (loudspeaker_is_playing(loudspeaker)) {
        push(loudspeaker, ORDER_STOP, NULL, 0);
        loudspeaker->dropped = loudspeaker->asked;
    }
}

bool loudspeaker_is_playing(const Loudspeaker *loudspeaker)
{
    return g_atomic_int_get(&loudspeaker->done) != loudspeaker->asked &&
           loudspeaker->dropped != loudspeaker->asked;
}
