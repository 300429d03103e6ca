// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/spoken.h"

#include <string.h>

/* Marks of direction and joining (UAX #9, UAX #14), which synthesisers stumble over. */
static bool is_mark(gunichar c)
{
    return c == 0x200E || c == 0x200F || c == 0x2060 || (c >= 0x2066 && c <= 0x2069);
}

void spoken_say(const Spoken *to, int language, const char *text)
{
    if (!text || !text[0]) {
        return;
    }
    g_autoptr(GString) plain = g_string_sized_new(strlen(text));
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!is_mark(c)) {
            g_string_append_unichar(plain, c);
        }
    }
    to->say(language, plain->str, to->user_data);
    explicit_bzero(plain->str, plain->len);
}

void spoken_spell(const Spoken *to, int language, const char *reference)
{
    g_autoptr(GString) spelled = g_string_sized_new(3 * strlen(reference));
    for (const char *at = reference; *at; at++) {
        g_string_append_printf(spelled, "%c%s", *at == '-' ? ',' : *at, " ");
    }
    spoken_say(to, language, spelled->str);
    explicit_bzero(spelled->str, spelled->len);
}
