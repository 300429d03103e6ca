// SPDX-License-Identifier: EUPL-1.2
#include "draw/bidi.h"

#include <glib.h>

#define LRI "\xE2\x81\xA6"
#define PDI "\xE2\x81\xA9"

static void test_tokens(void)
{
    static const struct {
        const char *text, *isolated;
    } rows[] = {
        {"", ""},
        {"abc", "abc"},
        {"42", "42"},
        {"0800-8115", LRI "0800-8115" PDI},
        {"على 0800-8115.", "على " LRI "0800-8115" PDI "."},
        {"+31 20 123", LRI "+31 20 123" PDI},
        {"06 1234 5678", LRI "06 1234 5678" PDI},
        {"3 4", "3 4"},
        {"ABCD-1FGH-J", LRI "ABCD-1FGH-J" PDI},
        {"24-12-2026", LRI "24-12-2026" PDI},
        {"09:00\xE2\x80\x93"
         "17:00",
         LRI "09:00" PDI "\xE2\x80\x93" LRI "17:00" PDI},
        {"UWV/BSN", "UWV/BSN"},
        {"0800-", "0800-"},
        {"١٢-٣", "١٢-٣"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *isolated = bidi_isolate_numbers(rows[i].text);
        g_assert_cmpstr(isolated, ==, rows[i].isolated);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bidi/numbers that keep their order are isolated, nothing else is",
                    test_tokens);
    return g_test_run();
}
