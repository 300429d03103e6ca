// SPDX-License-Identifier: EUPL-1.2
#include "intake/text_check.h"

#include <stdbool.h>
#include <string.h>

/* Length of the place "{name}" at `at`; 0 when it is none. */
static gsize measure_place(const char *at)
{
    if (*at != '{') {
        return 0;
    }
    gsize length = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
    return length > 0 && at[length + 1] == '}' ? length + 2 : 0;
}

/* Embeddings and overrides turn the order of everything behind them; isolates do not. */
static bool is_control(gunichar c)
{
    return (c < ' ' && c != '\n') || c == 0x7F || (c >= 0x202A && c <= 0x202E);
}

const char *text_check_find_fault(const char *text)
{
    if (!text[0]) {
        return "the text is empty";
    }
    if (strlen(text) > TEXT_CHECK_MAX_BYTES) {
        return "the text has more than 1000 bytes";
    }
    const char *at = text;
    while (*at) {
        gsize place = measure_place(at);
        if (place == 0 && (*at == '{' || *at == '}')) {
            return "a brace belongs to no {name}";
        }
        if (is_control(g_utf8_get_char(at))) {
            return "the text has a control character";
        }
        at = place > 0 ? at + place : g_utf8_next_char(at);
    }
    return NULL;
}

static bool has_place(const char *text, const char *place)
{
    bool is_month = strcmp(place, "{m}") == 0 || strcmp(place, "{month}") == 0;
    return strstr(text, place) || (is_month && (strstr(text, "{m}") || strstr(text, "{month}")));
}

/* The first place of `text` that `other` has not; NULL when there is none. Caller owns. */
static char *find_place_missing(const char *text, const char *other)
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        g_autofree char *place = g_strndup(at, measure_place(at));
        if (!has_place(other, place)) {
            return g_steal_pointer(&place);
        }
    }
    return NULL;
}

char *text_check_compare(const char *text, const char *dutch)
{
    g_autofree char *missing = find_place_missing(dutch, text);
    g_autofree char *extra = find_place_missing(text, dutch);
    if (missing) {
        return g_strdup_printf("%s of the Dutch text is missing", missing);
    }
    return extra ? g_strdup_printf("%s is not in the Dutch text", extra) : NULL;
}
