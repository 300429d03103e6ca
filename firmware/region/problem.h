// SPDX-License-Identifier: EUPL-1.2
/* Answers of the region that say what went wrong (RFC 9457), and names for times (RFC 3339, UTC).
 * Pure, any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

/* "title: detail" of a problem document, cleaned of control characters and cut to 200 bytes, or
 * "the region answered <status>" when there is none to read. Caller owns the text. */
char *problem_describe(GBytes *body, int status);
char *problem_describe_object(const json_t *problem, const char *fallback);

/* "2026-11-23T13:00:00Z", a fraction of a second is allowed and dropped; no other zone. False when
 * it is anything else. */
bool problem_read_time(const char *text, gint64 *unix_s);
