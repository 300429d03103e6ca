// SPDX-License-Identifier: EUPL-1.2
#include "slip/reference.h"

#include <string.h>

static const guint8 NUMBER[REFERENCE_BYTES] = {0x01, 0x23, 0x45, 0x67, 0x89};

static void test_known(void)
{
    static const struct {
        guint8 bytes[REFERENCE_BYTES];
        const char *text;
    } rows[] = {
        {{0, 0, 0, 0, 0}, "0000-0000-0"},
        {{0, 0, 0, 0, 31}, "0000-000Z-Z"},
        {{0, 0, 0, 0, 36}, "0000-0014-U"},
        {{0, 0, 0, 0, 37}, "0000-0015-0"},
        {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, "ZZZZ-ZZZZ-F"},
        {{0x01, 0x23, 0x45, 0x67, 0x89}, "04HM-ASW9-X"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        char text[REFERENCE_CHARS + 1];
        reference_write(rows[i].bytes, text);
        g_assert_cmpstr(text, ==, rows[i].text);
    }
}

/* 32 to 35 would end in * ~ $ and =. */
static void test_can_be_read_aloud(void)
{
    for (guint8 low = 30; low < 40; low++) {
        guint8 bytes[REFERENCE_BYTES] = {0, 0, 0, 0, low};
        char text[REFERENCE_CHARS + 1];
        reference_make_readable(bytes);
        reference_write(bytes, text);
        g_assert_true(g_ascii_isalnum(text[10]));
        g_assert_cmpint(bytes[4], ==, low >= 32 && low <= 35 ? 36 : low);
    }
}

static void test_forgiving(void)
{
    static const char *const rows[] = {"04HM-ASW9-X", "04hm-asw9-x", "O4HMASW9X",
                                       " o4 hm as w9 x "};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint8 bytes[REFERENCE_BYTES] = {0};
        g_assert_true(reference_read(rows[i], bytes));
        g_assert_cmpmem(bytes, sizeof bytes, NUMBER, sizeof NUMBER);
    }
    static const char *const ones[] = {"0000-0015-0", "oooo-ooi5-o", "0000-00L5-0"};
    for (gsize i = 0; i < G_N_ELEMENTS(ones); i++) {
        guint8 bytes[REFERENCE_BYTES];
        g_assert_true(reference_read(ones[i], bytes));
        g_assert_cmpint(bytes[4], ==, 37);
    }
}

static void test_refused(void)
{
    static const char *const rows[] = {"",
                                       "04HM-ASW9",
                                       "04HM-ASW9-B",
                                       "04HM-ASW9-XX",
                                       "04HN-ASW9-X",
                                       "U4HM-ASW9-X",
                                       "04HM/ASW9/X",
                                       "04HM-ASW9-é",
                                       "*000-0000-0"};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint8 bytes[REFERENCE_BYTES] = {7};
        g_assert_false(reference_read(rows[i], bytes));
        g_assert_cmpint(bytes[0], ==, 7);
    }
}

/* What a check character is for: one wrong character or two swapped ones never pass. */
static void test_mistakes_are_seen(void)
{
    static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int at = 0; at < 9; at++) {
        for (const char *wrong = ALPHABET; *wrong; wrong++) {
            char text[] = "04HMASW9X";
            bool is_same = text[at] == *wrong;
            text[at] = *wrong;
            guint8 bytes[REFERENCE_BYTES];
            g_assert_cmpint(reference_read(text, bytes), ==, is_same);
        }
    }
    for (int at = 0; at < 7; at++) {
        char text[] = "04HMASW9X";
        char first = text[at];
        text[at] = text[at + 1];
        text[at + 1] = first;
        guint8 bytes[REFERENCE_BYTES];
        g_assert_false(reference_read(text, bytes));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reference/known numbers have known texts", test_known);
    g_test_add_func("/reference/ends in a letter or digit", test_can_be_read_aloud);
    g_test_add_func("/reference/is taken as people write it", test_forgiving);
    g_test_add_func("/reference/what is not one is refused", test_refused);
    g_test_add_func("/reference/one mistake is always seen", test_mistakes_are_seen);
    return g_test_run();
}
