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
