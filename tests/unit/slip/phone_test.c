// SPDX-License-Identifier: EUPL-1.2
#include "slip/phone.h"

#include <glib.h>

static void test_found(void)
{
    static const char *const texts[] = {
        "0800-8115",
        "Bij de balie. Of bel gratis 0800-8115",
        "Bel 0800 81 15.",
        "Bel 0800\xE2\x80\x91"
        "8115, gratis",
        "\xD8\xA8\xD8\xA7\xD9\x84\xD8\xB1\xD9\x82\xD9\x85 \xE2\x81\xA8"
        "0800-8115\xE2\x81\xA9",
        "balie 2, (0800) 8115",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_true(phone_is_in("0800-8115", texts[i]));
        g_assert_true(phone_is_in("0800 8115", texts[i]));
    }
    g_assert_true(phone_is_in("+31 348 000 000", "Bel +31 (348) 000-000"));
}

static void test_not_found(void)
{
    static const char *const texts[] = {
        "", "Bij de balie", "Bel 0800-81156", "Bel 10800-8115", "Bel +0800-8115", "0800 en 8115",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_false(phone_is_in("0800-8115", texts[i]));
    }
    g_assert_false(phone_is_in("-", "Bij de balie - boven"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phone/a number is found however it is spaced", test_found);
    g_test_add_func("/phone/another number is not it", test_not_found);
    return g_test_run();
}
