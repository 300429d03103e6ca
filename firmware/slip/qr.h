// SPDX-License-Identifier: EUPL-1.2
/* QR codes by libqrencode within the limits of paper: alphanumeric, level M, version 6 at most
 * (norms: 7 dots a module, quiet zone of 4). Pure. */
#pragma once

#include <cairo.h>
#include <glib.h>

#define QR_ERROR qr_error_quark()
GQuark qr_error_quark(void);
typedef enum { QR_ERROR_TOO_LONG, QR_ERROR_TEXT } QrError;

enum { QR_MAX_VERSION = 6, QR_QUIET_MODULES = 4, QR_DOTS_A_MODULE = 7 };

/* Black on white with its quiet zone, `dots_per_module` pixels a module (RGB24 surface). Upper-case
 * text goes in alphanumeric mode, other characters (the # of an address) as bytes. TEXT: empty.
 * Caller destroys. */
cairo_surface_t *qr_draw(const char *text, int dots_per_module,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
