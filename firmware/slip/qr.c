// SPDX-License-Identifier: EUPL-1.2
#include "slip/qr.h"

#include <qrencode.h>
#include <stdbool.h>
#include <string.h>

enum { MAX_DOTS = 64 };

G_DEFINE_QUARK(wegwijs_qr_error, qr_error)

/* Bytes at the start of `text` that alphanumeric mode has (ISO/IEC 18004 7.3.4), or has not. */
static gsize measure_run(const char *text, bool is_alphanumeric)
{
    static const char SET[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    return is_alphanumeric ? strspn(text, SET) : strcspn(text, SET);
}

/* libqrencode's own splitting spends more bits than there are: it goes to numeric mode for a few
 * digits. Two modes are enough here. */
static QRcode *encode(const char *text)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    bool is_fine = input != NULL;
    for (bool is_alphanumeric = true; is_fine && *text; is_alphanumeric = !is_alphanumeric) {
        gsize size = measure_run(text, is_alphanumeric);
        if (size > 0) {
            is_fine = QRinput_append(input, is_alphanumeric ? QR_MODE_AN : QR_MODE_8, (int)size,
                                     (const unsigned char *)text) == 0;
        }
        text += size;
    }
    QRcode *code = is_fine ? QRcode_encodeInput(input) : NULL;
    if (input) {
        QRinput_free(input);
    }
    return code;
}

static void paint_modules(const QRcode *code, cairo_t *cairo)
{
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (int row = 0; row < code->width; row++) {
        for (int column = 0; column < code->width; column++) {
            if (code->data[row * code->width + column] & 1) {
                cairo_rectangle(cairo, column + QR_QUIET_MODULES, row + QR_QUIET_MODULES, 1, 1);
            }
        }
    }
    cairo_fill(cairo);
}

static cairo_surface_t *draw(const QRcode *code, int dots_per_module)
{
    int side = (code->width + 2 * QR_QUIET_MODULES) * dots_per_module;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_scale(cairo, dots_per_module, dots_per_module);
    paint_modules(code, cairo);
    cairo_destroy(cairo);
    return surface;
}

cairo_surface_t *qr_draw(const char *text, int dots_per_module, GError **error)
{
    g_assert(dots_per_module > 0 && dots_per_module <= MAX_DOTS);
    if (!*text) {
        g_set_error(error, QR_ERROR, QR_ERROR_TEXT, "a QR code of nothing");
        return NULL;
    }
    QRcode *code = encode(text);
    if (!code || code->version > QR_MAX_VERSION) {
        g_set_error(error, QR_ERROR, QR_ERROR_TOO_LONG,
                    "%zu characters do not fit a QR code of version %d-M", strlen(text),
                    QR_MAX_VERSION);
        QRcode_free(code);
        return NULL;
    }
    cairo_surface_t *surface = draw(code, dots_per_module);
    QRcode_free(code);
    return surface;
}
