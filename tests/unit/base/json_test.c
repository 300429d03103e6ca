// SPDX-License-Identifier: EUPL-1.2
#include "base/json.h"

#include <string.h>

#include "scratch_folder.h"

static json_t *parse(const char *text, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return json_parse(bytes, "some.json", error);
}

static void test_syntax(void)
{
    static const char *const cases[][2] = {
        {"", "some.json:1: "},
        {"{\n\"a\": 1,\n}", "some.json:3: "},
        {"{\"a\": 1, \"a\": 2}", "some.json:1: duplicate"},
        {"[1] x", "some.json:1: "},
        {"[\"\xFF\"]", "some.json:1: "},
        {"{\"a\": \"\\u0000\"}", "some.json:1: "},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(parse(cases[i][0], &error));
        g_assert_error(error, JSON_ERROR, JSON_ERROR_SYNTAX);
        g_assert_true(g_str_has_prefix(error->message, cases[i][1]));
    }
}

static void test_nul(void)
{
    static const char list[] = "[1,{\"a\":[2\0]}]";
    g_autoptr(GBytes) bytes = g_bytes_new_static(list, sizeof(list) - 1);
    g_autoptr(GError) error = NULL;
    JsonItems items;
    g_assert_null(json_parse(bytes, "some.json", &error));
    g_assert_error(error, JSON_ERROR, JSON_ERROR_SYNTAX);
    g_assert_false(json_items_begin(&items, bytes, "some.json"));
}

static void test_depth(void)
{
    g_autofree char *deep = g_strnfill(5000, '[');
    g_autoptr(GError) error = NULL;
    g_assert_null(parse(deep, &error));
    g_assert_error(error, JSON_ERROR, JSON_ERROR_SYNTAX);
}

static void test_load(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_write(folder, "a.json", "{\"a\": 7}");
    g_autofree char *missing = scratch_folder_path(folder, "b.json");
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = json_load(path, 100, &error);
    g_assert_no_error(error);
    g_assert_cmpint(json_get_integer(json, "a", 0), ==, 7);
    g_assert_null(json_load(missing, 100, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void test_write(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = parse("{ \"z\" : [1, true, null], \"a\" : \"é\\\"\" }", &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) text = json_write(json);
    static const char expected[] = "{\"z\":[1,true,null],\"a\":\"é\\\"\"}";
    g_assert_cmpmem(g_bytes_get_data(text, NULL), g_bytes_get_size(text), expected,
                    strlen(expected));
    g_autoptr(json_t) bare = json_string("x");
    g_autoptr(GBytes) quoted = json_write(bare);
    g_assert_cmpmem(g_bytes_get_data(quoted, NULL), g_bytes_get_size(quoted), "\"x\"", 3);
}

static void test_items(void)
{
    static const char text[] = " [ {\"a\": [1, 2]}\n, \"x\" ,3 ]\n ";
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    g_autoptr(GError) error = NULL;
    JsonItems items;
    g_assert_true(json_items_begin(&items, bytes, "list.json"));
    g_autoptr(json_t) one = json_items_next(&items, &error);
    g_assert_cmpuint(json_array_size(json_object_get(one, "a")), ==, 2);
    g_autoptr(json_t) two = json_items_next(&items, &error);
    g_assert_cmpstr(json_string_value(two), ==, "x");
    g_autoptr(json_t) three = json_items_next(&items, &error);
    g_assert_cmpint(json_integer_value(three), ==, 3);
    g_assert_null(json_items_next(&items, &error));
    g_assert_null(json_items_next(&items, &error));
    g_assert_no_error(error);
}

static void test_items_refused(void)
{
    static const char *const cases[][2] = {
        {"[", "l:1: "},
        {"[1", "l:1: ',' or ']'"},
        {"[1 2]", "l:1: ',' or ']'"},
        {"[1,]", "l:1: "},
        {"[1]\n\n2", "l:3: end of"},
        {"[,1]", "l:1: "},
        {"[1,\n{\n\"a\" 2}]", "l:3: "},
        {"[{\"a\":1,\"a\":2}]", "l:1: duplicate"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) bytes = g_bytes_new_static(cases[i][0], strlen(cases[i][0]));
        g_autoptr(GError) error = NULL;
        JsonItems items;
        g_assert_true(json_items_begin(&items, bytes, "l"));
        json_t *item;
        while ((item = json_items_next(&items, &error)) != NULL) {
            json_decref(item);
        }
        g_assert_error(error, JSON_ERROR, JSON_ERROR_SYNTAX);
        if (!g_str_has_prefix(error->message, cases[i][1])) {
            g_error("'%s' must begin with '%s'", error->message, cases[i][1]);
        }
    }
}

static void test_items_ends(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) empty = g_bytes_new_static("[ ]", 3);
    g_autoptr(GBytes) object = g_bytes_new_static(" {}", 3);
    g_autoptr(GBytes) nothing = g_bytes_new_static(NULL, 0);
    JsonItems items;
    g_assert_true(json_items_begin(&items, empty, "l"));
    g_assert_null(json_items_next(&items, &error));
    g_assert_no_error(error);
    g_assert_false(json_items_begin(&items, object, "l"));
    g_assert_false(json_items_begin(&items, nothing, "l"));
}

static void test_needed(void)
{
    gint64 number = 5;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = parse("{\"t\":\"x\",\"n\":-3,\"l\":[],\"o\":{},\"r\":1.5}", &error);
    g_assert_cmpstr(json_need_string(json, "t", "here", &error), ==, "x");
    g_assert_true(json_is_array(json_need_array(json, "l", "here", &error)));
    g_assert_true(json_is_object(json_need_object(json, "o", "here", &error)));
    g_assert_true(json_need_integer(json, "n", "here", &number, &error));
    g_assert_cmpint(number, ==, -3);
    g_assert_no_error(error);
}

static void check_shape_error(GError **error, const char *message)
{
    g_assert_error(*error, JSON_ERROR, JSON_ERROR_SHAPE);
    g_assert_cmpstr((*error)->message, ==, message);
    g_clear_error(error);
}

static void test_wrong_shape(void)
{
    gint64 number = 5;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = parse("{\"t\":7,\"r\":1.5}", &error);
    g_assert_null(json_need_string(json, "t", "a.json: b[3]", &error));
    check_shape_error(&error, "a.json: b[3]: \"t\" must be a text");
    g_assert_null(json_need_array(json, "none", "a", &error));
    check_shape_error(&error, "a: \"none\" must be a list");
    g_assert_null(json_need_object(json, "t", "a", &error));
    check_shape_error(&error, "a: \"t\" must be an object");
    g_assert_false(json_need_integer(json, "r", "a", &number, &error));
    check_shape_error(&error, "a: \"r\" must be a whole number");
    g_assert_cmpint(number, ==, 5);
    g_assert_null(json_need_string(NULL, "t", "a", &error));
    check_shape_error(&error, "a: \"t\" must be a text");
}

static void test_optional(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = parse("{\"t\":\"x\",\"n\":3,\"b\":true,\"f\":false}", &error);
    g_assert_cmpstr(json_get_string(json, "t", "y"), ==, "x");
    g_assert_cmpstr(json_get_string(json, "n", "y"), ==, "y");
    g_assert_cmpstr(json_get_string(json, "none", NULL), ==, NULL);
    g_assert_cmpint(json_get_integer(json, "n", 9), ==, 3);
    g_assert_cmpint(json_get_integer(json, "t", 9), ==, 9);
    g_assert_true(json_get_bool(json, "b", false));
    g_assert_false(json_get_bool(json, "f", true));
    g_assert_true(json_get_bool(json, "n", true));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/mistakes are told with file and line", test_syntax);
    g_test_add_func("/json/a NUL is refused, behind a number too", test_nul);
    g_test_add_func("/json/nesting is bounded", test_depth);
    g_test_add_func("/json/is read from a file", test_load);
    g_test_add_func("/json/is written on one line in its order", test_write);
    g_test_add_func("/json/lists are gone through item by item", test_items);
    g_test_add_func("/json/lists with mistakes are told with line", test_items_refused);
    g_test_add_func("/json/lists may be empty or none", test_items_ends);
    g_test_add_func("/json/needed members are there", test_needed);
    g_test_add_func("/json/needed members of another shape are named", test_wrong_shape);
    g_test_add_func("/json/optional members have a fallback", test_optional);
    return g_test_run();
}
