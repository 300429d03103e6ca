// SPDX-License-Identifier: EUPL-1.2
/* The reference of a slip, which people read to each other: 5 random bytes as 8 Crockford base-32
 * characters and his check character (modulo 37), printed "ABCD-EFGH-J". Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { REFERENCE_BYTES = 5, REFERENCE_CHARS = 11 }; /* characters with hyphens, without NUL */

/* Crockford's check characters include * ~ $ and =, which nobody can read aloud: raises random
 * bytes to the next number that ends in a letter or digit. For new references, before anything is
 * made of them. */
void reference_make_readable(guint8 bytes[REFERENCE_BYTES]);

void reference_write(const guint8 bytes[REFERENCE_BYTES], char out[REFERENCE_CHARS + 1]);

/* Forgiving as Crockford asks: lower case, O for 0, I and L for 1, hyphens and spaces anywhere.
 * False, and `bytes` untouched, when it is no reference or the check character does not fit. */
bool reference_read(const char *text, guint8 bytes[REFERENCE_BYTES]) G_GNUC_WARN_UNUSED_RESULT;
