// SPDX-License-Identifier: EUPL-1.2
#include "store/pin_strength.h"

#include <string.h>

static const PinKnown known = {.site = 12, .kiosk = 6543};

static void test_weak(void)
{
    static const struct {
        const char *digits;
        PinWeakness weakness;
    } rows[] = {
        {"", PIN_WEAKNESS_SHORT},
        {"83015", PIN_WEAKNESS_SHORT},
        {"8301579264183", PIN_WEAKNESS_LONG},
        {"83o157", PIN_WEAKNESS_LONG},
        {"111111", PIN_WEAKNESS_RUN},
        {"110101", PIN_WEAKNESS_FEW},
        {"12345678", PIN_WEAKNESS_RUN},
        {"654321", PIN_WEAKNESS_RUN},
        {"890123", PIN_WEAKNESS_RUN},
        {"135791", PIN_WEAKNESS_RUN},
        {"121212", PIN_WEAKNESS_FEW},
        {"123123", PIN_WEAKNESS_LINE},
        {"482482", PIN_WEAKNESS_REPEAT},
        {"4824824", PIN_WEAKNESS_REPEAT},
        {"112233", PIN_WEAKNESS_REPEAT},
        {"482284", PIN_WEAKNESS_REPEAT},
        {"444888222", PIN_WEAKNESS_REPEAT},
        {"147258", PIN_WEAKNESS_LINE},
        {"159357", PIN_WEAKNESS_LINE},
        {"963852", PIN_WEAKNESS_LINE},
        {"14725836", PIN_WEAKNESS_LINE},
        {"240787", PIN_WEAKNESS_DATE},
        {"870724", PIN_WEAKNESS_DATE},
        {"24071987", PIN_WEAKNESS_DATE},
        {"198748", PIN_WEAKNESS_DATE},
        {"772026", PIN_WEAKNESS_DATE},
        {"000012", PIN_WEAKNESS_SITE},
        {"120000", PIN_WEAKNESS_SITE},
        {"006543", PIN_WEAKNESS_SITE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (pin_strength_check(rows[i].digits, &known) != rows[i].weakness) {
            g_test_message("%s: %d", rows[i].digits, pin_strength_check(rows[i].digits, &known));
            g_test_fail();
        }
    }
}

static void test_fine(void)
{
    static const char *const fine[] = {"839157", "480264", "9073526", "846297015384", "126543"};
    for (gsize i = 0; i < G_N_ELEMENTS(fine); i++) {
        g_assert_cmpint(pin_strength_check(fine[i], &known), ==, PIN_WEAKNESS_NONE);
        g_assert_cmpint(pin_strength_check(fine[i], NULL), ==, PIN_WEAKNESS_NONE);
    }
}

/* Refusing what is easy must not leave too little to choose from. */
static void test_enough_left(void)
{
    int n_fine = 0;
    for (int i = 0; i < 1000000; i++) {
        char digits[PIN_MAX_DIGITS + 1];
        g_snprintf(digits, sizeof digits, "%06d", i);
        n_fine += pin_strength_check(digits, &known) == PIN_WEAKNESS_NONE;
    }
    g_test_message("%d of a million PINs of six digits may be chosen", n_fine);
    g_assert_cmpint(n_fine, >, 850000);
    g_assert_cmpint(n_fine, <, 970000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pin_strength/names why a PIN is too easy", test_weak);
    g_test_add_func("/pin_strength/takes those that nobody guesses", test_fine);
    g_test_add_func("/pin_strength/leaves most PINs of six digits", test_enough_left);
    return g_test_run();
}
