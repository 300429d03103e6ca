// SPDX-License-Identifier: EUPL-1.2
#include "base/encoding.h"

#include <string.h>

/* A code of 2^bits characters; 4 = hex, 5 = base32, 6 = base64. */
typedef struct {
    int bits;
    const char *alphabet;
} Code;

static const Code hex_code = {4, "0123456789abcdef"};
static const Code base32_code = {5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"};
static const Code base64url_code = {
    6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

static char *encode(const Code *code, const guint8 *data, gsize size_bytes)
{
    GString *text = g_string_sized_new(size_bytes * 8 / (gsize)code->bits + 2);
    guint32 held = 0;
    int held_bits = 0;
    guint32 mask = (1U << code->bits) - 1;
    for (gsize i = 0; i < size_bytes; i++) {
        held = held << 8 | data[i];
        held_bits += 8;
        while (held_bits >= code->bits) {
            held_bits -= code->bits;
            g_string_append_c(text, code->alphabet[held >> held_bits & mask]);
        }
    }
    if (held_bits > 0) {
        g_string_append_c(text, code->alphabet[held << (code->bits - held_bits) & mask]);
    }
    return g_string_free(text, FALSE);
}

/* Left-over bits must be zero and fewer than one character's, or two texts would mean the same
 * bytes. */
static GBytes *decode(const Code *code, const char *text, gssize size_chars)
{
    gsize size = size_chars < 0 ? strlen(text) : (gsize)size_chars;
    GByteArray *bytes = g_byte_array_sized_new((guint)(size * (gsize)code->bits / 8 + 1));
    guint32 held = 0;
    int held_bits = 0;
    for (gsize i = 0; i < size; i++) {
        const char *at = text[i] ? strchr(code->alphabet, text[i]) : NULL;
        if (!at) {
            g_byte_array_unref(bytes);
            return NULL;
        }
        held = held << code->bits | (guint32)(at - code->alphabet);
        held_bits += code->bits;
        if (held_bits >= 8) {
            held_bits -= 8;
            guint8 byte = (guint8)(held >> held_bits);
            g_byte_array_append(bytes, &byte, 1);
        }
    }
    if (held_bits >= code->bits || (held & ((1U << held_bits) - 1)) != 0) {
        g_byte_array_unref(bytes);
        return NULL;
    }
    return g_byte_array_free_to_bytes(bytes);
}

char *encoding_hex(const guint8 *data, gsize size_bytes)
{
    return encode(&hex_code, data, size_bytes);
}

char *encoding_base64url(const guint8 *data, gsize size_bytes)
{
    return encode(&base64url_code, data, size_bytes);
}

char *encoding_base32(const guint8 *data, gsize size_bytes)
{
    return encode(&base32_code, data, size_bytes);
}

GBytes *encoding_hex_decode(const char *text, gssize size_chars)
{
    return decode(&hex_code, text, size_chars);
}

GBytes *encoding_base64url_decode(const char *text, gssize size_chars)
{
    return decode(&base64url_code, text, size_chars);
}

GBytes *encoding_base32_decode(const char *text, gssize size_chars)
{
    return decode(&base32_code, text, size_chars);
}
