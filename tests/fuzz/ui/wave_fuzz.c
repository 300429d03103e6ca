// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as a WAV are refused with a reason, or give samples that lie inside them. */
#include <string.h>

#include "ui/wave.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree guint8 *bytes = g_malloc(MAX(size, 1)); /* at an even address, as the header asks */
    g_autoptr(GError) error = NULL;
    Wave wave;
    memcpy(bytes, data, size);
    bool is_wave = wave_parse(bytes, size, &wave, &error);
    g_assert(is_wave == (error == NULL));
    gint64 sum = 0;
    for (gsize i = 0; is_wave && i < wave.n; i++) {
        sum += wave.samples[i];
    }
    g_assert(!is_wave || wave.n * sizeof wave.samples[0] < size);
    return sum == G_MAXINT64 ? -1 : 0;
}
