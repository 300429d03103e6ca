// SPDX-License-Identifier: EUPL-1.2
/* The Range header (RFC 9110 14.2), one range of bytes. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    gint64 from;
    gint64 bytes;
} ByteRange;

/* What to send of a file of `size_bytes`. The whole file for NULL and for a header that is not one
 * range of bytes, as RFC 9110 asks. False: the range lies outside (416). */
bool byte_range_read(const char *header, gint64 size_bytes, ByteRange *out);
