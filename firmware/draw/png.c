// SPDX-License-Identifier: EUPL-1.2
#include "draw/png.h"

#include <string.h>

enum { HEADER_BYTES = 13, CHANNELS = 3, BITS = 8, COLOUR_RGB = 2, FILTER_UP = 2, LEVEL = 3 };

static const guint8 signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/* CRC-32 of ISO 3309, as the standard's annex D gives it. */
static guint32 update_crc(guint32 crc, const guint8 *data, gsize n)
{
    guint32 table[256];
    for (guint32 i = 0; i < G_N_ELEMENTS(table); i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++) {
            table[i] = table[i] & 1 ? 0xEDB88320u ^ table[i] >> 1 : table[i] >> 1;
        }
    }
    for (gsize i = 0; i < n; i++) {
        crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
    }
    return crc;
}

static void add_number(GByteArray *out, guint32 number)
{
    guint32 big = GUINT32_TO_BE(number);
    g_byte_array_append(out, (const guint8 *)&big, sizeof big);
}

static void add_chunk(GByteArray *out, const char *type, const guint8 *data, gsize n)
{
    add_number(out, (guint32)n);
    guint start = out->len;
    g_byte_array_append(out, (const guint8 *)type, 4);
    if (n > 0) {
        g_byte_array_append(out, data, (guint)n);
    }
    add_number(out, ~update_crc(0xFFFFFFFFu, out->data + start, out->len - start));
}

static void take_pixel(guint8 *out, const guint8 *row, int x)
{
    guint32 pixel;
    memcpy(&pixel, row + 4 * (gsize)x, sizeof pixel);
    out[0] = (guint8)(pixel >> 16);
    out[1] = (guint8)(pixel >> 8);
    out[2] = (guint8)pixel;
}

/* Rows as the standard wants them before packing: each pixel less the one above it. */
static GBytes *filter_rows(cairo_surface_t *surface, int width, int height)
{
    gsize row_bytes = 1 + (gsize)width * CHANNELS;
    gsize n = row_bytes * (gsize)height;
    guint8 *rows = g_malloc(n);
    const guint8 *data = cairo_image_surface_get_data(surface);
    gsize stride = (gsize)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < height; y++) {
        guint8 *out = rows + row_bytes * (gsize)y;
        const guint8 *row = data + stride * (gsize)y;
        *out++ = y == 0 ? 0 : FILTER_UP;
        if (y > 0 && memcmp(row, row - stride, 4 * (gsize)width) == 0) {
            memset(out, 0, row_bytes - 1);
            continue;
        }
        for (int x = 0; x < width; x++, out += CHANNELS) {
            guint8 above[CHANNELS] = {0};
            take_pixel(out, row, x);
            if (y > 0) {
                take_pixel(above, row - stride, x);
            }
            for (int i = 0; i < CHANNELS; i++) {
                out[i] = (guint8)(out[i] - above[i]);
            }
        }
    }
    return g_bytes_new_take(rows, n);
}

static GBytes *pack(GBytes *bytes)
{
    g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, LEVEL);
    g_autoptr(GInputStream) plain = g_memory_input_stream_new_from_bytes(bytes);
    g_autoptr(GInputStream) packed = g_converter_input_stream_new(plain, G_CONVERTER(zlib));
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    gssize n = g_output_stream_splice(
        out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
        NULL, NULL);
    g_assert(n >= 0); /* from memory into memory */
    return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(out));
}

GBytes *png_write(cairo_surface_t *surface)
{
    g_assert(cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24);
    cairo_surface_flush(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    guint32 size[2] = {GUINT32_TO_BE((guint32)width), GUINT32_TO_BE((guint32)height)};
    guint8 header[HEADER_BYTES] = {0};
    memcpy(header, size, sizeof size);
    header[8] = BITS;
    header[9] = COLOUR_RGB;
    g_autoptr(GBytes) rows = filter_rows(surface, width, height);
    g_autoptr(GBytes) packed = pack(rows);
    gsize n;
    const guint8 *data = g_bytes_get_data(packed, &n);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, signature, sizeof signature);
    add_chunk(out, "IHDR", header, sizeof header);
    add_chunk(out, "IDAT", data, n);
    add_chunk(out, "IEND", NULL, 0);
    return g_byte_array_free_to_bytes(out);
}
