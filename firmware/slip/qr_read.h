// SPDX-License-Identifier: EUPL-1.2
/* Reads the QR code back from the very dots that go to a printer, to prove before it is printed
 * that a desk can read it (ISO/IEC 18004). Dots are exact, so nothing is guessed and nothing is
 * corrected: every module must be of one colour, both copies of the format must agree, every code
 * word must be right. A code that a phone would still repair is refused here. Pure; any thread. */
#pragma once

#include "slip/raster.h"

#define QR_READ_ERROR qr_read_error_quark()
GQuark qr_read_error_quark(void);
typedef enum {
    QR_READ_ERROR_NONE,    /* no code is there */
    QR_READ_ERROR_DAMAGED, /* dots or code words are wrong */
    QR_READ_ERROR_KIND, /* not as qr_draw makes them: version 1 to 6, level M, letters or bytes */
} QrReadError;

/* The text of the first code from the top. Caller owns. */
char *qr_read(const Raster *raster, GError **error) G_GNUC_WARN_UNUSED_RESULT;
