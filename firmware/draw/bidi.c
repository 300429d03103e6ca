// SPDX-License-Identifier: EUPL-1.2
#include "draw/bidi.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static const char ISOLATE_LTR[] = "\xE2\x81\xA6"; /* U+2066 */
static const char ISOLATE_END[] = "\xE2\x81\xA9"; /* U+2069 */

/* Is there a joiner at `at`, in a token that began at `from`, with the token going on after it? */
static bool is_joined(const char *from, const char *at)
{
    if (*at == ' ') {
        return (*from == '0' || *from == '+') && g_ascii_isdigit(at[-1]) && g_ascii_isdigit(at[1]);
    }
    return *at && strchr("-/:.+@", *at) && g_ascii_isalnum(at[1]);
}

/* Bytes of the token at `text`, 0 when there is none; `is_number` tells whether it must be kept in
 * order. */
static gsize measure_token(const char *text, bool *is_number)
{
    bool has_digit = false;
    bool has_joiner = *text == '+' && g_ascii_isdigit(text[1]);
    const char *at = has_joiner ? text + 1 : text;
    while (g_ascii_isalnum(*at)) {
        has_digit = has_digit || g_ascii_isdigit(*at);
        at++;
        if (is_joined(text, at)) {
            has_joiner = true;
            at++;
        }
    }
    *is_number = has_digit && has_joiner;
    return (gsize)(at - text);
}

char *bidi_isolate_numbers(const char *text)
{
    /* Never grows: a token of three bytes gets six around it. */
    GString *out = g_string_sized_new(3 * strlen(text) + 8);
    for (const char *at = text; *at;) {
        bool is_number = false;
        gsize size = measure_token(at, &is_number);
        if (size == 0) {
            size = (gsize)(g_utf8_next_char(at) - at);
        }
        if (is_number) {
            g_string_append(out, ISOLATE_LTR);
            g_string_append_len(out, at, (gssize)size);
            g_string_append(out, ISOLATE_END);
        } else {
            g_string_append_len(out, at, (gssize)size);
        }
        at += size;
    }
    return g_string_free(out, FALSE);
}
