// SPDX-License-Identifier: EUPL-1.2
#include "sync/sync_state.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "base/json.h"
#include "sync/sync_memory.h"

static void test_words(void)
{
    static const char *const technical[] = {"TLS",  "HTTP",  "DNS",    "host",
                                            "curl", "error", "socket", "JSON"};
    for (int state = 0; state < SYNC_N_STATES; state++) {
        const char *texts[] = {sync_state_message_nl((SyncState)state),
                               sync_state_message_en((SyncState)state)};
        for (gsize t = 0; t < G_N_ELEMENTS(texts); t++) {
            g_assert_cmpuint(strlen(texts[t]), >, 10);
            for (gsize i = 0; i < G_N_ELEMENTS(technical); i++) {
                g_assert_null(strstr(texts[t], technical[i]));
            }
        }
        bool is_well = state == SYNC_STATE_OK;
        g_assert_cmpint(strstr(texts[0], "Intakes blijven bewaard") == NULL, ==, is_well);
        g_assert_cmpint(strstr(texts[1], "Intakes are kept") == NULL, ==, is_well);
    }
}

static void test_file(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-state-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "sync-status.json", NULL);
    SyncStatus status = {.state = SYNC_STATE_CAPTIVE_PORTAL,
                         .reason = "status 302",
                         .last_contact_unix_s = 12,
                         .has_clock_offset = true,
                         .clock_offset_s = -90,
                         .has_region_clock = true,
                         .region_clock_ms = 1795430000123,
                         .last_try_unix_s = 13,
                         .next_try_unix_s = 14,
                         .is_trying = true,
                         .certificate_until_unix_s = 15,
                         .problem = "the outbox cannot be written"};
    g_assert_true(sync_state_save(folder, &status, NULL));
    g_autoptr(json_t) object = json_load(path, 4096, NULL);
    g_assert_cmpstr(json_get_string(object, "state", ""), ==, "captive-portal");
    g_assert_cmpstr(json_get_string(object, "reason", ""), ==, "status 302");
    g_assert_cmpint(json_get_integer(object, "last_contact_unix_s", 0), ==, 12);
    g_assert_cmpint(json_get_integer(object, "clock_offset_s", 0), ==, -90);
    g_assert_cmpint(json_get_integer(object, "region_clock_ms", 0), ==, 1795430000123);
    g_assert_cmpint(json_get_integer(object, "last_try_unix_s", 0), ==, 13);
    g_assert_cmpint(json_get_integer(object, "next_try_unix_s", 0), ==, 14);
    g_assert_true(json_get_bool(object, "is_trying", false));
    g_assert_cmpint(json_get_integer(object, "certificate_until_unix_s", 0), ==, 15);
    g_assert_cmpstr(json_get_string(object, "problem", ""), ==, "the outbox cannot be written");
    struct stat before, after;
    g_assert_cmpint(g_stat(path, &before), ==, 0);
    g_assert_true(sync_state_save(folder, &status, NULL));
    g_assert_cmpint(g_stat(path, &after), ==, 0);
    g_assert_cmpuint(before.st_ino, ==, after.st_ino);
    g_unlink(path);
    g_rmdir(folder);
}

static void test_memory(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-memory-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "sync.json", NULL);
    SyncMemory memory;
    sync_memory_load(&memory, folder);
    g_assert_cmpuint(memory.commands_done->len, ==, 0);
    for (int i = 0; i < 150; i++) {
        g_autofree char *id = g_strdup_printf("%d", i);
        sync_memory_add_command(&memory, id);
    }
    memory.last_contact_unix_s = 77;
    memory.orders_serial = 12;
    memory.orders_key = g_strdup("voorbeeld");
    g_assert_true(sync_memory_save(&memory, folder, NULL));
    sync_memory_clear(&memory);
    sync_memory_load(&memory, folder);
    g_assert_cmpuint(memory.commands_done->len, ==, 100);
    g_assert_false(sync_memory_has_command(&memory, "49"));
    g_assert_true(sync_memory_has_command(&memory, "50"));
    g_assert_true(sync_memory_has_command(&memory, "149"));
    g_assert_cmpint(memory.last_contact_unix_s, ==, 77);
    g_assert_cmpint(memory.orders_serial, ==, 12);
    g_assert_cmpstr(memory.orders_key, ==, "voorbeeld");
    sync_memory_clear(&memory);
    g_assert_true(g_file_set_contents(path, "{\"commands_done\":[5,", -1, NULL));
    sync_memory_load(&memory, folder);
    g_assert_cmpuint(memory.commands_done->len, ==, 0);
    sync_memory_clear(&memory);
    g_unlink(path);
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sync state/every state is said in plain words, and that intakes are kept",
                    test_words);
    g_test_add_func("/sync state/the file is written when it changes", test_file);
    g_test_add_func("/sync memory/keeps the last hundred commands", test_memory);
    return g_test_run();
}
