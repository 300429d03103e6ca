// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as a recording are refused with a reason, or have a length. */
#include <stdbool.h>

#include "packctl/opus_file.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) file = g_bytes_new_static(data, size);
    const char *fault = NULL;
    double seconds = opus_file_measure(file, &fault);
    g_assert((seconds < 0) == (fault != NULL));
    return 0;
}
