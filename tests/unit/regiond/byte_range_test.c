// SPDX-License-Identifier: EUPL-1.2
#include "regiond/byte_range.h"

static void test_ranges(void)
{
    static const struct {
        const char *header;
        gint64 from, bytes; /* bytes 0: outside */
    } rows[] = {
        {NULL, 0, 100},          {"bytes=0-9", 0, 10},   {"bytes=90-", 90, 10},
        {"bytes=95-200", 95, 5}, {"bytes=-10", 90, 10},  {"bytes=-1000", 0, 100},
        {"bytes=99-99", 99, 1},  {"bytes=100-", 0, 0},   {"bytes=-0", 0, 0},
        {"bytes=5-4", 0, 100},   {"bytes=a-b", 0, 100},  {"bytes=0-1,5-6", 0, 100},
        {"lines=0-1", 0, 100},   {"bytes=", 0, 100},     {"bytes=-", 0, 100},
        {"bytes=--5", 0, 100},   {"bytes=+1-5", 0, 100}, {"bytes=0-99999999999999999999", 0, 100},
        {"bytes= 1-2", 0, 100},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        ByteRange range;
        bool ok = byte_range_read(rows[i].header, 100, &range);
        g_assert_cmpint(ok, ==, rows[i].bytes > 0);
        if (ok) {
            g_assert_cmpint(range.from, ==, rows[i].from);
            g_assert_cmpint(range.bytes, ==, rows[i].bytes);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/byte-range/is read as RFC 9110 says", test_ranges);
    return g_test_run();
}
