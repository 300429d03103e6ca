// SPDX-License-Identifier: EUPL-1.2
#include "visitor/glass_check.h"

#include <string.h>

/* A panel of 1000 x 600 at 5 px a millimetre: 20 mm are 100 px, 3 mm are 15 px. */
static json_t *tree_of(const char *widgets)
{
    g_autofree char *text = g_strdup_printf("{\"screen\":\"question\",\"detail\":\"goal\","
                                            "\"width\":1000,\"height\":600,\"px_per_mm\":5.0,"
                                            "\"widgets\":[%s]}",
                                            widgets);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    json_t *tree = json_parse(bytes, "tree", &error);
    g_assert_no_error(error);
    return tree;
}

#define TARGET(id, rect) "{\"id\":\"" id "\",\"label\":\"x\",\"target\":true,\"rect\":" rect "}"
#define TEXT(rect)       "{\"id\":\"\",\"label\":\"x\",\"rect\":" rect ",\"text_rect\":" rect "}"

static const struct {
    const char *widgets;
    int n_faults;
    const char *fault;
} cases[] = {
    {TARGET("a", "[0,0,100,100]"), 0, ""},
    {TARGET("a", "[0,0,98,100]"), 1, "smaller than 20 mm"},
    {TARGET("a", "[0,0,100,98]"), 1, "smaller than 20 mm"},
    {TARGET("a", "[901,0,100,100]"), 1, "leaves the glass"},
    {TARGET("a", "[0,0,100,100]") "," TARGET("b", "[115,0,100,100]"), 0, ""},
    {TARGET("a", "[0,0,100,100]") "," TARGET("b", "[112,0,100,100]"), 1, "too near to 'b'"},
    {TARGET("a", "[0,0,100,100]") "," TARGET("a", "[200,0,100,100]"), 1, "there twice"},
    {TEXT("[0,0,50,20]") "," TEXT("[0,20,50,20]"), 0, ""},
    {TEXT("[0,0,50,20]") "," TEXT("[40,10,50,20]"), 1, "written over"},
    {"{\"id\":\"a\",\"target\":true,\"rect\":[0,0,100,100]}", 1, "has no words"},
    {"{\"id\":\"a\",\"label\":\"x\",\"rect\":[0,0,9,9],\"text_broken\":true}", 1, "does not fit"},
};

static void test_faults(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(json_t) tree = tree_of(cases[i].widgets);
        g_autoptr(GString) faults = g_string_new(NULL);
        g_test_message("%s", cases[i].widgets);
        g_assert_cmpint(glass_check(tree, faults), ==, cases[i].n_faults);
        g_assert_nonnull(strstr(faults->str, cases[i].fault));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/glass-check/finds what breaks a norm and nothing else", test_faults);
    return g_test_run();
}
