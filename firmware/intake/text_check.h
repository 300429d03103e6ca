// SPDX-License-Identifier: EUPL-1.2
/* Whether a text can be shown, and whether a translation keeps what the Dutch text has. Pure. */
#pragma once

#include <glib.h>

/* Of one text: no screen and no slip has room for more. */
enum { TEXT_CHECK_MAX_BYTES = 1000 };

/* NULL when fine, else what is wrong with `text`: it is empty or too long, has control characters
 * or directional overrides, or braces that are no place "{name}". */
const char *text_check_find_fault(const char *text);

/* NULL when `text` has the same places as `dutch`, else what is wrong (caller owns it). Some
 * languages write a month as a number, others by its name: {m} and {month} count as the same. */
char *text_check_compare(const char *text, const char *dutch);
