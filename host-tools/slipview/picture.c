// SPDX-License-Identifier: EUPL-1.2
#include "slipview/picture.h"

#include <cairo.h>

#include "base/file.h"

enum { MAX_NUMBER = 9999 };

/* True when no picture has this number, with whatever suffix. */
static bool is_free(const char *folder, int number)
{
    static const char *const suffixes[] = {"", "-torn"};
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        g_autofree char *path = g_strdup_printf("%s/paper-%04d%s.png", folder, number, suffixes[i]);
        if (g_file_test(path, G_FILE_TEST_EXISTS)) {
            return false;
        }
    }
    return true;
}

static cairo_status_t add_png(void *data, const unsigned char *bytes, unsigned int size)
{
    g_byte_array_append(data, bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t write_png(const PaperPiece *piece, int edge_dots, GByteArray *png)
{
    int width = piece->width_bytes * 8;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width + 2 * edge_dots, piece->n_rows);
    guint8 *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; pixels && y < piece->n_rows; y++) {
        guint32 *row = (guint32 *)(gpointer)(pixels + (gsize)y * (gsize)stride);
        const guint8 *dots = piece->rows + (gsize)y * (gsize)piece->width_bytes;
        for (int x = -edge_dots; x < width + edge_dots; x++) {
            bool is_black = x >= 0 && x < width && dots[x / 8] >> (7 - x % 8) & 1;
            row[x + edge_dots] = is_black ? 0x000000 : 0xffffff;
        }
    }
    cairo_surface_mark_dirty(surface);
    cairo_status_t status = cairo_surface_write_to_png_stream(surface, add_png, png);
    cairo_surface_destroy(surface);
    return status;
}

char *picture_save(const PaperPiece *piece, const PicturePlace *place, GError **error)
{
    const char *folder = place->folder;
    int number = 1;
    while (number <= MAX_NUMBER && !is_free(folder, number)) {
        number++;
    }
    g_autoptr(GByteArray) png = g_byte_array_new();
    cairo_status_t status = write_png(piece, place->edge_dots, png);
    if (status != CAIRO_STATUS_SUCCESS || number > MAX_NUMBER) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write a picture in %s: %s",
                    folder,
                    number > MAX_NUMBER ? "it is full; empty it" : cairo_status_to_string(status));
        return NULL;
    }
    g_autofree char *name = g_strdup_printf("paper-%04d%s.png", number, place->suffix);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(png->data, png->len);
    return file_save(path, bytes, 0644, error) ? g_steal_pointer(&name) : NULL;
}
