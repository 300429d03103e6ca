// SPDX-License-Identifier: EUPL-1.2
/* Whether a file is a recording that a kiosk plays: Opus in Ogg (RFC 3533, RFC 7845), one channel,
 * whole to the last page. Reads the pages, not the sound. Pure. */
#pragma once

#include <glib.h>

/* Length in seconds, or -1 and `*fault`, static: why it is none. */
double opus_file_measure(GBytes *file, const char **fault);
