// SPDX-License-Identifier: EUPL-1.2
#include "ui/wave.h"

#include <assert.h>
#include <string.h>

G_DEFINE_QUARK(wegwijs_wave_error, wave_error)

static_assert(G_BYTE_ORDER == G_LITTLE_ENDIAN, "samples are used as the file has them");

enum { RIFF_BYTES = 12, CHUNK_BYTES = 8, FORMAT_BYTES = 16, PCM = 1, SAMPLE_BITS = 16 };

static guint32 read_u32(const guint8 *at)
{
    return (guint32)at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 | (guint32)at[3] << 24;
}

static guint16 read_u16(const guint8 *at)
{
    return (guint16)(at[0] | at[1] << 8);
}

static bool is_known_format(const guint8 *format)
{
    return read_u16(format) == PCM && read_u16(format + 2) == 1 &&
           read_u32(format + 4) == WAVE_RATE_HZ && read_u16(format + 14) == SAMPLE_BITS;
}

/* Walks the chunks; false when they end without "data" after a good "fmt ". */
static bool find_samples(const guint8 *bytes, gsize size, Wave *out)
{
    bool is_known = false;
    gsize at = RIFF_BYTES;
    while (size - at >= CHUNK_BYTES) {
        const guint8 *chunk = bytes + at;
        at += CHUNK_BYTES;
        gsize length = MIN((gsize)read_u32(chunk + 4), size - at);
        if (memcmp(chunk, "fmt ", 4) == 0) {
            is_known = length >= FORMAT_BYTES && is_known_format(bytes + at);
        } else if (memcmp(chunk, "data", 4) == 0 && is_known) {
            *out = (Wave){(const gint16 *)(const void *)(bytes + at), length / sizeof(gint16)};
            return at % sizeof(gint16) == 0;
        }
        at = MIN(size, at + length + (length & 1));
    }
    return false;
}

bool wave_parse(const guint8 *bytes, gsize size, Wave *out, GError **error)
{
    Wave wave = {0};
    bool is_riff =
        size >= RIFF_BYTES && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WAVE", 4) == 0;
    if (!is_riff || !find_samples(bytes, size, &wave)) {
        g_set_error(error, WAVE_ERROR, WAVE_ERROR_FORMAT,
                    "%zu bytes are no WAV of 16 bits, one channel, %d Hz", size, WAVE_RATE_HZ);
        return false;
    }
    *out = wave;
    return true;
}
