// SPDX-License-Identifier: EUPL-1.2
/* A child process that makes sound: it reads its standard input and writes a WAV to its standard
 * output (a speech synthesiser, a decoder). It is not trusted: it may hang, crash, write rubbish or
 * never end, and is given so much time, sound and memory and no more. It ends with its parent. The
 * sound is wiped after the call that hands it out. Main thread, on its GLib main context. */
#pragma once

#include "ui/wave.h"

enum {
    WAVE_CHILD_LIMIT_MS = 15000, /* for the whole sound */
    WAVE_CHILD_MAX_SECONDS = 120,
    WAVE_CHILD_MAX_BYTES = 4096 + WAVE_CHILD_MAX_SECONDS * WAVE_RATE_HZ * 2,
};

typedef struct WaveChild WaveChild;

/* Called once, unless it was stopped before. `wave`: valid during the call, NULL when there is no
 * sound, and then `problem` says why. The child is gone and must not be stopped any more. */
typedef void (*WaveChildDone)(const Wave *wave, const char *problem, gpointer user_data);

typedef struct {
    const char *const *argv; /* argv[0] is a path */
    int input_fd;            /* closed by the call; -1: nothing to read */
    int limit_ms;            /* WAVE_CHILD_LIMIT_MS */
} WaveChildOrder;

/* NULL: it cannot be started. */
WaveChild *wave_child_start(const WaveChildOrder *order, WaveChildDone done, gpointer user_data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends it and frees it; nothing is called any more. NULL is fine. */
void wave_child_stop(WaveChild *child);
