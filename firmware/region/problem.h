// SPDX-License-Identifier: EUPL-1.2
/* Answers of the region that say what went wrong (RFC 9457). Pure, any thread. */
#pragma once

#include <glib.h>

#include "base/json.h"

/* "title: detail" of a problem document, cleaned of control characters and cut to 200 bytes, or
 * "the region answered <status>" when there is none to read. Caller owns the text. */
char *problem_describe(GBytes *body, int status);
char *problem_describe_object(const json_t *problem, const char *fallback);
