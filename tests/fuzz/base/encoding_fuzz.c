// SPDX-License-Identifier: EUPL-1.2
/* Any bytes come back from their text; any text is refused or is the one text of its bytes. */
#include "base/encoding.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef char *(*Encode)(const guint8 *data, gsize size_bytes);
typedef GBytes *(*Decode)(const char *text, gssize size_chars);

static const struct {
    Encode encode;
    Decode decode;
} codes[] = {
    {encoding_hex, encoding_hex_decode},
    {encoding_base64url, encoding_base64url_decode},
    {encoding_base32, encoding_base32_decode},
};

static void check_bytes(Encode encode, Decode decode, const guint8 *data, gsize size)
{
    g_autofree char *text = encode(data, size);
    g_autoptr(GBytes) back = decode(text, -1);
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_assert(back && g_bytes_equal(back, bytes));
}

static void check_text(Encode encode, Decode decode, const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GBytes) bytes = decode(text, -1);
    if (bytes) {
        gsize n;
        const guint8 *start = g_bytes_get_data(bytes, &n);
        g_autofree char *back = encode(start, n);
        g_assert(g_ascii_strcasecmp(back, text) == 0);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        check_bytes(codes[i].encode, codes[i].decode, data, size);
        check_text(codes[i].encode, codes[i].decode, data, size);
    }
    return 0;
}
