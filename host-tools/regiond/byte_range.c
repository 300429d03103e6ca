// SPDX-License-Identifier: EUPL-1.2
#include "regiond/byte_range.h"

#include <string.h>

/* Digits up to the end of `text`, or -1. */
static gint64 read_number(const char *text)
{
    gint64 number;
    if (!g_ascii_isdigit(text[0]) ||
        !g_ascii_string_to_signed(text, 10, 0, G_MAXINT64 - 1, &number, NULL)) {
        return -1;
    }
    return number;
}

bool byte_range_read(const char *header, gint64 size_bytes, ByteRange *out)
{
    *out = (ByteRange){.from = 0, .bytes = size_bytes};
    if (!header || !g_str_has_prefix(header, "bytes=")) {
        return true;
    }
    g_auto(GStrv) ends = g_strsplit(header + strlen("bytes="), "-", 3);
    if (g_strv_length(ends) != 2) {
        return true;
    }
    gint64 first = read_number(ends[0]);
    gint64 last = read_number(ends[1]);
    bool is_tail = !ends[0][0] && last >= 0;
    if (!is_tail && (first < 0 || (last < 0 && ends[1][0]) || (last >= 0 && last < first))) {
        return true; /* not a range at all */
    }
    if (is_tail) {
        first = MAX(0, size_bytes - last);
        last = last == 0 ? -1 : size_bytes - 1;
    } else if (last < 0 || last >= size_bytes) {
        last = size_bytes - 1;
    }
    if (first >= size_bytes || last < first) {
        return false;
    }
    *out = (ByteRange){.from = first, .bytes = last - first + 1};
    return true;
}
