// SPDX-License-Identifier: EUPL-1.2
#include "base/encoding.h"

#include <string.h>

typedef char *(*Encode)(const guint8 *data, gsize size_bytes);
typedef GBytes *(*Decode)(const char *text, gssize size_chars);

/* RFC 4648 10, without padding. */
static const struct {
    const char *bytes, *base32, *base64url, *hex;
} vectors[] = {
    {"", "", "", ""},
    {"f", "MY", "Zg", "66"},
    {"fo", "MZXQ", "Zm8", "666f"},
    {"foo", "MZXW6", "Zm9v", "666f6f"},
    {"foob", "MZXW6YQ", "Zm9vYg", "666f6f62"},
    {"fooba", "MZXW6YTB", "Zm9vYmE", "666f6f6261"},
    {"foobar", "MZXW6YTBOI", "Zm9vYmFy", "666f6f626172"},
    {"\xff\xfe\xfb", "777PW", "__77", "fffefb"},
};

static void check_vector(Encode encode, Decode decode, const char *bytes, const char *text)
{
    gsize size;
    g_autofree char *encoded = encode((const guint8 *)bytes, strlen(bytes));
    g_assert_cmpstr(encoded, ==, text);
    g_autoptr(GBytes) decoded = decode(text, -1);
    g_assert_nonnull(decoded);
    const guint8 *data = g_bytes_get_data(decoded, &size);
    g_assert_cmpmem(data, size, bytes, strlen(bytes));
}

static void test_vectors(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(vectors); i++) {
        check_vector(encoding_base32, encoding_base32_decode, vectors[i].bytes, vectors[i].base32);
        check_vector(encoding_base64url, encoding_base64url_decode, vectors[i].bytes,
                     vectors[i].base64url);
        check_vector(encoding_hex, encoding_hex_decode, vectors[i].bytes, vectors[i].hex);
    }
}

static void test_all_bytes(void)
{
    static const struct {
        Encode encode;
        Decode decode;
    } codes[] = {{encoding_base32, encoding_base32_decode},
                 {encoding_base64url, encoding_base64url_decode},
                 {encoding_hex, encoding_hex_decode}};
    guint8 bytes[256];
    for (int i = 0; i < 256; i++) {
        bytes[i] = (guint8)(i * 167);
    }
    for (gsize c = 0; c < G_N_ELEMENTS(codes); c++) {
        for (gsize size = 0; size <= sizeof(bytes); size++) {
            g_autofree char *text = codes[c].encode(bytes, size);
            g_autoptr(GBytes) back = codes[c].decode(text, -1);
            g_assert_nonnull(back);
            g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), bytes, size);
        }
    }
}

static void test_refused(void)
{
    static const char *const base32[] = {"M", "MZ=", "mY", "M1", "MZXQ====", "MZ", "MZX", "M Y"};
    static const char *const base64[] = {"Z", "Zh", "Zg==", "Zm+v", "Zm/v", "Zm 9", "Zm9"};
    static const char *const hex[] = {"6", "6G", "6F6", "0x66", "66 "};
    for (gsize i = 0; i < G_N_ELEMENTS(base32); i++) {
        g_assert_null(encoding_base32_decode(base32[i], -1));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(base64); i++) {
        g_assert_null(encoding_base64url_decode(base64[i], -1));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(hex); i++) {
        g_assert_null(encoding_hex_decode(hex[i], -1));
    }
}

static void test_length(void)
{
    g_autoptr(GBytes) part = encoding_hex_decode("666f!!", 4);
    g_assert_nonnull(part);
    g_assert_cmpmem(g_bytes_get_data(part, NULL), g_bytes_get_size(part), "fo", 2);
    g_assert_null(encoding_hex_decode("66\0006", 4));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/encoding/has the vectors of RFC 4648", test_vectors);
    g_test_add_func("/encoding/gives back any bytes", test_all_bytes);
    g_test_add_func("/encoding/refuses other characters, padding and left-over bits", test_refused);
    g_test_add_func("/encoding/reads only as far as it is told", test_length);
    return g_test_run();
}
