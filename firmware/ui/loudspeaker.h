// SPDX-License-Identifier: EUPL-1.2
/* Plays samples through SDL's audio. A worker opens the device for the first sample and closes it a
 * second after the last one, so that a silent kiosk wakes nothing and opening never keeps the glass
 * waiting. A device that vanishes is closed, and looked for again by the next sound. Samples are
 * wiped as soon as they were played or dropped. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Loudspeaker Loudspeaker;

Loudspeaker *loudspeaker_new(void);
/* What still sounds is cut off. */
void loudspeaker_free(Loudspeaker *loudspeaker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loudspeaker, loudspeaker_free)

/* After what plays already; the samples (one channel, WAVE_RATE_HZ) are copied. Without a device
 * they are dropped, which is logged once. */
void loudspeaker_play(Loudspeaker *loudspeaker, const gint16 *samples, gsize n);
/* Silent within the device's buffer, 23 ms; drops what waits. Does not wait for it. */
void loudspeaker_stop(Loudspeaker *loudspeaker);
/* 0 to 1, of what is played from now on, also of what waits already. */
void loudspeaker_set_gain(Loudspeaker *loudspeaker, double gain);
/* Until a fifth of a second after the last sample at most. */
bool loudspeaker_is_playing(const Loudspeaker *loudspeaker);
