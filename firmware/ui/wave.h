// SPDX-License-Identifier: EUPL-1.2
/* Sound as a WAV file holds it (RIFF, PCM), as far as a speech synthesiser writes it. Pure; any
 * thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { WAVE_RATE_HZ = 22050 };

/* Samples, one channel, of WAVE_RATE_HZ. `samples` points into the bytes that were parsed. */
typedef struct {
    const gint16 *samples;
    gsize n;
} Wave;

#define WAVE_ERROR wave_error_quark()
GQuark wave_error_quark(void);
typedef enum { WAVE_ERROR_FORMAT } WaveError;

/* Sizes in the file that go beyond its end mean "to the end": who writes to a pipe does not know
 * them. FORMAT: no WAV, or not 16 bits, one channel, WAVE_RATE_HZ. `bytes` must lie at an even
 * address. */
bool wave_parse(const guint8 *bytes, gsize size, Wave *out,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
