// SPDX-License-Identifier: EUPL-1.2
#include "region/problem.h"

#include <string.h>

#include "base/json.h"

enum { MAX_DESCRIPTION_BYTES = 200 };

/* One printable line of valid UTF-8, whatever came in. */
static char *clean_line(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *line = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (line->len + 4 > MAX_DESCRIPTION_BYTES) {
            break;
        }
        g_string_append_unichar(line, g_unichar_isprint(c) ? c : ' ');
    }
    return g_string_free(line, FALSE);
}

char *problem_describe_object(const json_t *problem, const char *fallback)
{
    const char *title = json_get_string(problem, "title", NULL);
    const char *detail = json_get_string(problem, "detail", NULL);
    if (!title && !detail) {
        return g_strdup(fallback);
    }
    g_autofree char *whole = title && detail ? g_strdup_printf("%s: %s", title, detail)
                                             : g_strdup(title ? title : detail);
    return clean_line(whole);
}

char *problem_describe(GBytes *body, int status)
{
    g_autofree char *fallback = g_strdup_printf("the region answered %d", status);
    g_autoptr(json_t) problem = body ? json_parse(body, "problem", NULL) : NULL;
    return problem_describe_object(problem, fallback);
}

/* `digits` digits at `text`, or -1. */
static int read_digits(const char *text, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        if (!g_ascii_isdigit(text[i])) {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool problem_read_time(const char *text, gint64 *unix_s)
{
    /* 2026-11-23T13:00:00Z
     * 0    5  8  11 14 17 */
    gsize length = strlen(text);
    if (length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || text[length - 1] != 'Z') {
        return false;
    }
    if (length > 20 &&
        (text[19] != '.' || length == 21 || strspn(text + 20, "0123456789") != length - 21)) {
        return false;
    }
    int year = read_digits(text, 4), month = read_digits(text + 5, 2),
        day = read_digits(text + 8, 2), hour = read_digits(text + 11, 2),
        minute = read_digits(text + 14, 2), second = read_digits(text + 17, 2);
    if (year < 1 || second < 0) {
        return false;
    }
    g_autoptr(GDateTime) moment = g_date_time_new_utc(year, month, day, hour, minute, second);
    if (!moment) {
        return false;
    }
    *unix_s = g_date_time_to_unix(moment);
    return true;
}
