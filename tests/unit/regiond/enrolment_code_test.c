// SPDX-License-Identifier: EUPL-1.2
#include "regiond/enrolment_code.h"

#include <string.h>

#include "store/jwk.h"

static void test_typed(void)
{
    static const struct {
        const char *typed, *bare;
    } rows[] = {
        {"ABCDE-FGHJK", "ABCDEFGHJK"},
        {"abcde fghjk", "ABCDEFGHJK"},
        {"oil00-00000", "0110000000"},
        {" 0123456789- ", "0123456789"},
        {"ABCDEFGHJ", NULL},
        {"ABCDEFGHJKM", NULL},
        {"ABCDEFGHJU", NULL},
        {"ABCDEFGHJ\xc3\xa9", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *bare = enrolment_code_normalise(rows[i].typed);
        g_assert_cmpstr(bare, ==, rows[i].bare);
    }
}

static void test_generated(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool characters[128] = {false};
    for (int i = 0; i < 500; i++) {
        char *code = enrolment_code_generate();
        g_autofree char *bare = enrolment_code_normalise(code);
        g_assert_nonnull(bare);
        for (const char *at = bare; *at; at++) {
            characters[(int)*at] = true;
        }
        g_assert_true(g_hash_table_add(seen, code));
    }
    int used = 0;
    for (int i = 0; i < 128; i++) {
        used += characters[i];
    }
    g_assert_cmpint(used, ==, 32); /* five bits a character */
}

static void test_hash(void)
{
    g_autofree char *one = enrolment_code_hash("ABCDEFGHJK");
    g_autofree char *two = enrolment_code_hash("ABCDEFGHJM");
    g_assert_cmpuint(strlen(one), ==, 64);
    g_assert_cmpstr(one, !=, two);
    g_assert_null(strstr(one, "ABC"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/enrolment-code/is read as people type it", test_typed);
    g_test_add_func("/enrolment-code/differs every time and uses the whole alphabet",
                    test_generated);
    g_test_add_func("/enrolment-code/is kept as a hash", test_hash);
    return g_test_run();
}
