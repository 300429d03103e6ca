// SPDX-License-Identifier: EUPL-1.2
#include "regiond/table.h"

static char *write_csv(const char *lines)
{
    g_autoptr(Table) table = table_new();
    g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
    for (int i = 0; each[i]; i++) {
        g_autoptr(json_t) object = json_loads(each[i], 0, NULL);
        g_assert_nonnull(object);
        table_add(table, object);
    }
    return table_write_csv(table);
}

static void test_columns(void)
{
    g_autofree char *csv =
        write_csv("{\"id\":\"a\",\"lang\":\"nl\"}\n{\"id\":\"b\",\"goal\":[\"x\",\"y\"],"
                  "\"n\":-5,\"hour\":null}");
    g_assert_cmpstr(csv, ==, "id,lang,goal,n,hour\r\na,nl,,,\r\nb,,x y,-5,\r\n");
}

static void test_quotes(void)
{
    g_autofree char *csv =
        write_csv("{\"a\":\"x,y\",\"b\":\"say \\\"so\\\"\",\"c\":\"one\\ntwo\"}");
    g_assert_cmpstr(csv, ==, "a,b,c\r\n\"x,y\",\"say \"\"so\"\"\",\"one\ntwo\"\r\n");
}

static void test_formulas(void)
{
    g_autofree char *csv =
        write_csv("{\"a\":\"=1+1\",\"b\":\"@SUM(A1)\",\"c\":\"+x\",\"d\":\"-x\",\"e\":\"-3\"}");
    g_assert_cmpstr(csv, ==, "a,b,c,d,e\r\n\"'=1+1\",\"'@SUM(A1)\",\"'+x\",\"'-x\",-3\r\n");
}

static void test_empty(void)
{
    g_autoptr(Table) table = table_new();
    g_autofree char *csv = table_write_csv(table);
    g_assert_cmpstr(csv, ==, "\r\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/table/has a column for every key", test_columns);
    g_test_add_func("/table/quotes as RFC 4180 says", test_quotes);
    g_test_add_func("/table/lets no text become a formula", test_formulas);
    g_test_add_func("/table/may be empty", test_empty);
    return g_test_run();
}
