// SPDX-License-Identifier: EUPL-1.2
/* Bytes as text and back: hexadecimal, base64url (RFC 4648 5, no padding, as JOSE uses it) and
 * base32 (RFC 4648 6, no padding). Decoders refuse every character outside the alphabet, padding,
 * and non-zero left-over bits. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Caller owns the text. */
char *encoding_hex(const guint8 *data, gsize size_bytes);
char *encoding_base64url(const guint8 *data, gsize size_bytes);
char *encoding_base32(const guint8 *data, gsize size_bytes);

/* `size_chars` may be -1 for a text that ends in NUL. NULL when the text is not of the alphabet.
 * Caller owns the result. */
GBytes *encoding_hex_decode(const char *text, gssize size_chars);
GBytes *encoding_base64url_decode(const char *text, gssize size_chars);
GBytes *encoding_base32_decode(const char *text, gssize size_chars);
