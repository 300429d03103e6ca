// SPDX-License-Identifier: EUPL-1.2
/* Looks at the outside of a sealed intake: is it a compact JWE as agreed, to a key of this region,
 * from this kiosk, under this id? Opens nothing. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "regiond/problem.h"

enum { SEALED_MAX_CHARS = 16 * 1024, SEALED_VERSION = 1 };

typedef struct {
    const char *const *kids; /* of the region's sealing keys, ends in NULL */
    gint64 kiosk;            /* that sends */
    const char *id;          /* it is sent under */
} SealedExpectation;

/* True when all is as expected; otherwise *problem says what is not. */
bool sealed_check(const char *compact, const SealedExpectation *expected,
                  Problem *problem) G_GNUC_WARN_UNUSED_RESULT;

/* A UUID as RFC 9562 writes it: 8-4-4-4-12 hexadecimal digits, lower case. */
bool sealed_is_id(const char *text);
