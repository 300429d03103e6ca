// SPDX-License-Identifier: EUPL-1.2
/* The reference of a slip: 5 random bytes as 8 Crockford base-32 characters and a check character
 * (Crockford's, modulo 37), printed "ABCD-EFGH-J". Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { REFERENCE_BYTES = 5, REFERENCE_CHARS = 11 }; /* characters with hyphens, without NUL */

void reference_write(const guint8 bytes[REFERENCE_BYTES], char out[REFERENCE_CHARS + 1]);
/* Forgiving as Crockford asks: lower case, O for 0, I and L for 1, hyphens anywhere. False when the
 * check character does not fit. */
bool reference_read(const char *text, guint8 bytes[REFERENCE_BYTES]);
