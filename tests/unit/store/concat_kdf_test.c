// SPDX-License-Identifier: EUPL-1.2
#include "store/concat_kdf.h"

#include <string.h>

#include "base/encoding.h"
#include "scratch.h"

/* RFC 7518 appendix C. */
static const guint8 rfc_z[32] = {158, 86,  217, 29,  129, 113, 53,  211, 114, 131, 66,
                                 131, 191, 132, 38,  156, 251, 49,  110, 163, 218, 128,
                                 106, 72,  246, 218, 167, 121, 140, 254, 144, 196};

static void test_rfc_vector(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) z = g_bytes_new_static(rfc_z, sizeof rfc_z);
    g_autoptr(GBytes) apu = scratch_bytes("Alice");
    g_autoptr(GBytes) apv = scratch_bytes("Bob");
    const ConcatKdfInfo info = {"A128GCM", apu, apv};
    guint8 key[16];
    g_assert_true(concat_kdf_derive(z, &info, key, sizeof key, &error));
    g_assert_no_error(error);
    g_autofree char *text = encoding_base64url(key, sizeof key);
    g_assert_cmpstr(text, ==, "VqqN6vgjbSBcIijNcacQGg");
}

static void test_every_field_counts(void)
{
    g_autoptr(GBytes) z = g_bytes_new_static(rfc_z, sizeof rfc_z);
    g_autoptr(GBytes) party = scratch_bytes("A");
    const ConcatKdfInfo infos[] = {
        {"A256GCM", NULL, NULL},
        {"A128GCM", NULL, NULL},
        {"A256GCM", party, NULL},
        {"A256GCM", NULL, party},
    };
    guint8 keys[G_N_ELEMENTS(infos)][32];
    for (gsize i = 0; i < G_N_ELEMENTS(infos); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_true(concat_kdf_derive(z, &infos[i], keys[i], sizeof keys[i], &error));
        for (gsize j = 0; j < i; j++) {
            g_assert_cmpint(memcmp(keys[i], keys[j], sizeof keys[i]), !=, 0);
        }
    }
}

static void add_tests(void)
{
    g_test_add_func("/concat kdf/derives the key of RFC 7518 appendix C", test_rfc_vector);
    g_test_add_func("/concat kdf/another algorithm or party gives another key",
                    test_every_field_counts);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
