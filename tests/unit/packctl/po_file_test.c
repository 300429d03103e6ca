// SPDX-License-Identifier: EUPL-1.2
#include "packctl/po_file.h"

#include <string.h>

static GPtrArray *parse(const char *text, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return po_file_parse(bytes, "nl.po", error);
}

static const PoMessage *get(const GPtrArray *messages, guint i)
{
    g_assert_cmpuint(i, <, messages->len);
    return g_ptr_array_index(messages, i);
}

static void test_messages(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) messages = parse("# A comment\n"
                                          "msgid \"\"\n"
                                          "msgstr \"\"\n"
                                          "\"Language: en\\n\"\n"
                                          "\"X-Reviewed: no \\n\"\n"
                                          "\n"
                                          "#. A hint\n"
                                          "msgctxt \"a.b\"\n"
                                          "msgid \"Ja \"\n"
                                          "\"en \\\"nee\\\"\"\n"
                                          "msgstr \"Yes\\tand\\\\no\"\n"
                                          "#, c-format, fuzzy\n"
                                          "msgctxt \"c\"\n"
                                          "msgid \"x\"\n"
                                          "msgstr \"\"\n"
                                          "#, fuzzy\n"
                                          "#~ msgid \"old\"\n"
                                          "#~ msgstr \"old\"\n"
                                          "msgid \"plain\"\n"
                                          "msgstr \"y\"",
                                          &error);
    g_assert_no_error(error);
    g_assert_cmpuint(messages->len, ==, 4);
    g_assert_cmpstr(get(messages, 0)->id, ==, "");
    g_autofree char *reviewed = po_file_header_field(get(messages, 0)->text, "X-Reviewed");
    g_assert_cmpstr(reviewed, ==, "no");
    g_assert_null(po_file_header_field(get(messages, 0)->text, "X-Review"));
    g_assert_cmpstr(get(messages, 1)->context, ==, "a.b");
    g_assert_cmpstr(get(messages, 1)->id, ==, "Ja en \"nee\"");
    g_assert_cmpstr(get(messages, 1)->text, ==, "Yes\tand\\no");
    g_assert_cmpint(get(messages, 1)->line, ==, 8);
    g_assert_false(get(messages, 1)->is_fuzzy);
    g_assert_true(get(messages, 2)->is_fuzzy);
    g_assert_null(get(messages, 3)->context);
    g_assert_false(get(messages, 3)->is_fuzzy);
    g_assert_cmpint(get(messages, 3)->line, ==, 19);
}

static void test_empty(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) messages = parse("", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(messages->len, ==, 0);
}

static void test_refused(void)
{
    static const char *const cases[][2] = {
        {"msgid \"a\"\n\n", "nl.po:2: the message before this line has no msgstr"},
        {"msgid \"a\"", "nl.po:1: the message before this line has no msgstr"},
        {"msgid \"a\"\nmsgid \"b\"\n", "nl.po:2: the message before"},
        {"msgstr \"a\"\n", "nl.po:1: msgctxt, msgid and msgstr must follow"},
        {"msgctxt \"a\"\nmsgstr \"b\"\n", "nl.po:2: msgctxt, msgid and msgstr must follow"},
        {"msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n", "nl.po:3: msgctxt, msgid and msgstr"},
        {"\"a\"\n", "nl.po:1: this text belongs to nothing"},
        {"msgid a\n", "nl.po:1: a text must stand in quotes"},
        {"msgid \"a\n", "nl.po:1: a text must stand in quotes"},
        {"msgid \"\n", "nl.po:1: a text must stand in quotes"},
        {"msgid \"a\"b\"\n", "nl.po:1: a quote within"},
        {"msgid \"a\\\"\n", "nl.po:1: after a backslash"},
        {"msgid \"\\q\"\n", "nl.po:1: after a backslash"},
        {"msgid \"a\"\nmsgid_plural \"b\"\n", "nl.po:2: plural forms"},
        {"msgid \"a\"\nmsgstr[0] \"b\"\n", "nl.po:2: plural forms"},
        {"domain \"a\"\n", "nl.po:1: must begin with"},
        {"# \xFF\n", "nl.po:1: the file is not UTF-8"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(parse(cases[i][0], &error));
        g_assert_error(error, PO_FILE_ERROR, PO_FILE_ERROR_SYNTAX);
        if (!g_str_has_prefix(error->message, cases[i][1])) {
            g_error("'%s' must begin with '%s'", error->message, cases[i][1]);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/po file/has messages with their lines", test_messages);
    g_test_add_func("/po file/may be empty", test_empty);
    g_test_add_func("/po file/refuses mistakes and says where", test_refused);
    return g_test_run();
}
