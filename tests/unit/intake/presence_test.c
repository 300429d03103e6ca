// SPDX-License-Identifier: EUPL-1.2
#include "intake/presence.h"

#include <string.h>

#include "small_pack.h"

/* Over what is in `presence`; how many rows were left out. */
static guint apply(Presence *presence, const Content *content, const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) rows = json_parse(bytes, "rows", &error);
    g_assert_no_error(error);
    return presence_apply(presence, content, rows);
}

static const PresenceOfDoor *door(const Presence *presence, const Content *content, const char *id)
{
    return &presence->doors[content_find_door(content, id)];
}

static void test_rows(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Presence presence = {0};
    guint wrong = apply(&presence, content,
                        "[{\"door\":\"desk\",\"table\":\"3\",\"until\":\"16:30\"},"
                        "{\"door\":\"agency\"},{\"door\":\"doctor\",\"away\":true}]");
    g_assert_cmpuint(wrong, ==, 0);
    g_assert_cmpint(door(&presence, content, "desk")->kind, ==, PRESENCE_HERE);
    g_assert_cmpstr(door(&presence, content, "desk")->table, ==, "3");
    g_assert_cmpint(door(&presence, content, "desk")->until_min, ==, 16 * 60 + 30);
    g_assert_cmpint(door(&presence, content, "agency")->kind, ==, PRESENCE_HERE);
    g_assert_cmpint(door(&presence, content, "agency")->until_min, ==, 0);
    g_assert_cmpint(door(&presence, content, "doctor")->kind, ==, PRESENCE_AWAY);
    g_assert_cmpint(door(&presence, content, "debts")->kind, ==, PRESENCE_UNKNOWN);
}

static void test_wrong_rows(void)
{
    static const char *const rows[] = {
        "\"desk\"",
        "null",
        "{}",
        "{\"door\":7}",
        "{\"door\":\"\"}",
        "{\"door\":\"bakery\"}",
        "{\"door\":\"desk\",\"table\":3}",
        "{\"door\":\"desk\",\"table\":\"1234567890123456\"}",
        "{\"door\":\"desk\",\"table\":\"a\\tb\"}",
        "{\"door\":\"desk\",\"table\":\"\\u202E3\"}",
        "{\"door\":\"desk\",\"until\":\"24:00\"}",
        "{\"door\":\"desk\",\"until\":\"00:00\"}",
        "{\"door\":\"desk\",\"until\":\"9:00\"}",
        "{\"door\":\"desk\",\"until\":\"09:60\"}",
        "{\"door\":\"desk\",\"until\":930}",
        "{\"door\":\"desk\",\"away\":\"yes\"}",
        "{\"door\":\"desk\",\"away\":true,\"table\":\"3\"}",
    };
    g_autoptr(Content) content = small_pack_cafe();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Presence presence = {0};
        g_test_message("%s", rows[i]);
        g_autofree char *text = g_strdup_printf("[%s,{\"door\":\"agency\"}]", rows[i]);
        g_assert_cmpuint(apply(&presence, content, text), ==, 1);
        g_assert_cmpint(door(&presence, content, "desk")->kind, ==, PRESENCE_UNKNOWN);
        g_assert_cmpint(door(&presence, content, "agency")->kind, ==, PRESENCE_HERE);
    }
}

static void test_many(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Presence presence = {0};
    g_autoptr(json_t) rows = json_array();
    for (int i = 0; i < PRESENCE_MAX; i++) {
        json_array_append_new(rows, json_pack("{ss}", "door", "desk"));
    }
    json_array_append_new(rows, json_pack("{ss}", "door", "agency"));
    g_assert_cmpuint(presence_apply(&presence, content, rows), ==, 1);
    g_assert_cmpint(door(&presence, content, "agency")->kind, ==, PRESENCE_UNKNOWN);
    g_assert_cmpuint(presence_apply(&presence, content, NULL), ==, 0);
}

static void test_over(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Presence presence = {0};
    apply(&presence, content, "[{\"door\":\"desk\",\"table\":\"3\"},{\"door\":\"agency\"}]");
    apply(&presence, content, "[{\"door\":\"desk\",\"away\":true}]");
    g_assert_cmpint(door(&presence, content, "desk")->kind, ==, PRESENCE_AWAY);
    g_assert_cmpstr(door(&presence, content, "desk")->table, ==, "");
    g_assert_cmpint(door(&presence, content, "agency")->kind, ==, PRESENCE_HERE);
}

static void test_write(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Presence before = {0};
    Presence after = {0};
    apply(&before, content,
          "[{\"door\":\"desk\",\"table\":\"balie 4\",\"until\":\"09:05\"},"
          "{\"door\":\"agency\"},{\"door\":\"doctor\",\"away\":true}]");
    g_autoptr(json_t) rows = presence_write(&before, content);
    g_assert_cmpuint(json_array_size(rows), ==, 3);
    g_assert_cmpuint(presence_apply(&after, content, rows), ==, 0);
    g_assert_cmpmem(&after, sizeof after, &before, sizeof before);
}

static void test_until(void)
{
    const PresenceOfDoor here = {.kind = PRESENCE_HERE, .until_min = 600};
    const PresenceOfDoor all_day = {.kind = PRESENCE_HERE};
    const PresenceOfDoor away = {.kind = PRESENCE_AWAY};
    g_assert_cmpint(presence_at(&here, 599), ==, PRESENCE_HERE);
    g_assert_cmpint(presence_at(&here, 600), ==, PRESENCE_UNKNOWN);
    g_assert_cmpint(presence_at(&all_day, 1439), ==, PRESENCE_HERE);
    g_assert_cmpint(presence_at(&away, 0), ==, PRESENCE_AWAY);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/presence/people are here, away, or nothing is known", test_rows);
    g_test_add_func("/presence/a wrong row is left out by itself", test_wrong_rows);
    g_test_add_func("/presence/a list has an end", test_many);
    g_test_add_func("/presence/a later word counts over an earlier one", test_over);
    g_test_add_func("/presence/what was written is read back", test_write);
    g_test_add_func("/presence/after its time the hours count", test_until);
    return g_test_run();
}
