// SPDX-License-Identifier: EUPL-1.2
#include "slip/phone.h"

#include <glib.h>
#include <string.h>

/* Stands within a number: spaces, hyphens, dots, brackets, and what keeps its order. */
static bool is_between(gunichar c)
{
    return c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || g_unichar_isspace(c) ||
           g_unichar_type(c) == G_UNICODE_FORMAT || g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION;
}

/* The digits that begin at `*text`, with what stands between them; `*text` is then behind them.
 * Caller owns. */
static char *take_number(const char **text)
{
    GString *digits = g_string_new(NULL);
    const char *at = *text;
    for (; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_ascii_isdigit(*at) || (c == '+' && digits->len == 0)) {
            g_string_append_c(digits, *at);
        } else if (!is_between(c)) {
            break;
        }
    }
    *text = at;
    return g_string_free(digits, FALSE);
}

bool phone_is_in(const char *phone, const char *text)
{
    g_autofree char *wanted = take_number(&phone);
    bool is_found = false;
    while (*text && *wanted && !is_found) {
        g_autofree char *number = take_number(&text);
        is_found = strcmp(number, wanted) == 0;
        text = *text ? g_utf8_next_char(text) : text;
    }
    return is_found;
}
