// SPDX-License-Identifier: EUPL-1.2
#include "sync/sync_memory.h"

#include "base/file.h"
#include "base/json.h"

enum { MAX_MEMORY_BYTES = 64 * 1024, MAX_COMMANDS = 100 };

static char *file_in(const char *state_dir)
{
    return g_build_filename(state_dir, "sync.json", NULL);
}

void sync_memory_load(SyncMemory *memory, const char *state_dir)
{
    *memory = (SyncMemory){.commands_done = g_ptr_array_new_with_free_func(g_free)};
    g_autofree char *path = file_in(state_dir);
    g_autoptr(json_t) object = json_load(path, MAX_MEMORY_BYTES, NULL);
    memory->last_contact_unix_s = json_get_integer(object, "last_contact_unix_s", 0);
    memory->spent_code = g_strdup(json_get_string(object, "spent_code", NULL));
    memory->orders_serial = json_get_integer(object, "orders_serial", 0);
    memory->orders_key = g_strdup(json_get_string(object, "orders_key", NULL));
    gsize i;
    json_t *one;
    json_array_foreach(json_object_get(object, "commands_done"), i, one)
    {
        if (json_is_string(one)) {
            sync_memory_add_command(memory, json_string_value(one));
        }
    }
}

bool sync_memory_save(const SyncMemory *memory, const char *state_dir, GError **error)
{
    g_autoptr(json_t) object = json_object();
    json_t *done = json_array();
    for (guint i = 0; i < memory->commands_done->len; i++) {
        json_array_append_new(done, json_string(g_ptr_array_index(memory->commands_done, i)));
    }
    json_object_set_new(object, "commands_done", done);
    json_object_set_new(object, "last_contact_unix_s", json_integer(memory->last_contact_unix_s));
    if (memory->orders_key) {
        json_object_set_new(object, "orders_serial", json_integer(memory->orders_serial));
        json_object_set_new(object, "orders_key", json_string(memory->orders_key));
    }
    if (memory->spent_code) {
        json_object_set_new(object, "spent_code", json_string(memory->spent_code));
    }
    g_autoptr(GBytes) text = json_write(object);
    g_autofree char *path = file_in(state_dir);
    return file_save(path, text, 0600, error);
}

void sync_memory_clear(SyncMemory *memory)
{
    g_clear_pointer(&memory->commands_done, g_ptr_array_unref);
    g_clear_pointer(&memory->spent_code, g_free);
    g_clear_pointer(&memory->orders_key, g_free);
}

bool sync_memory_has_command(const SyncMemory *memory, const char *id)
{
    return g_ptr_array_find_with_equal_func(memory->commands_done, id, g_str_equal, NULL);
}

void sync_memory_add_command(SyncMemory *memory, const char *id)
{
    if (memory->commands_done->len == MAX_COMMANDS) {
        g_ptr_array_remove_index(memory->commands_done, 0);
    }
    g_ptr_array_add(memory->commands_done, g_strdup(id));
}
