// SPDX-License-Identifier: EUPL-1.2
/* One-time enrolment codes: 10 characters of Crockford's base 32 (50 bits), shown as ABCDE-FGHJK.
 * Kept as a hash only. Pure but for the generator. */
#pragma once

#include <glib.h>

enum { ENROLMENT_CODE_CHARS = 10, ENROLMENT_CODE_LIFE_S = 15 * 60 };

/* A fresh code from the system's generator, "ABCDE-FGHJK". Caller owns. */
char *enrolment_code_generate(void);

/* As a person may type it: lower case, spaces and hyphens anywhere, O for 0, I and L for 1. The
 * bare ten characters, or NULL when it cannot be a code. Caller owns. */
char *enrolment_code_normalise(const char *typed);

/* SHA-256 of the normalised code in hex. Caller owns. */
char *enrolment_code_hash(const char *normalised);
