// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_settings.h"

#include <stdio.h>

#include "base/file.h"

enum { MAX_FILE_BYTES = 64 * 1024 };

static char *path_of(const char *state_dir)
{
    return g_build_filename(state_dir, "staff-settings.ini", NULL);
}

/* NULL: none to read from, and why it is none was told. */
static GKeyFile *read_file(const char *path)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) bytes = file_load(path, MAX_FILE_BYTES, &why);
    if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return NULL;
    }
    g_autoptr(GKeyFile) file = g_key_file_new();
    gsize size = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    if (!bytes || (size > 0 && !g_key_file_load_from_data(file, text, size, 0, &why))) {
        g_autofree char *aside = g_strconcat(path, ".damaged", NULL);
        g_warning("what staff set is lost, the image's settings count: %s: %s", path, why->message);
        (void)rename(path, aside);
        return NULL;
    }
    return g_steal_pointer(&file);
}

/* True: taken. */
static bool take(Settings *settings, GKeyFile *file, const char *group, const char *key)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *text = g_key_file_get_string(file, group, key, &why);
    const SettingValue value = {group, key, text};
    if (text && settings_put(settings, SETTING_LAYER_STAFF, &value, &why)) {
        return true;
    }
    g_warning("staff-settings.ini: left out: %s", why->message);
    return false;
}

gsize staff_settings_load(Settings *settings, const char *state_dir)
{
    g_autofree char *path = path_of(state_dir);
    g_autoptr(GKeyFile) file = read_file(path);
    if (!file) {
        return 0;
    }
    gsize taken = 0;
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (gsize g = 0; groups[g]; g++) {
        g_auto(GStrv) keys = g_key_file_get_keys(file, groups[g], NULL, NULL);
        for (gsize k = 0; keys && keys[k]; k++) {
            taken += take(settings, file, groups[g], keys[k]) ? 1 : 0;
        }
    }
    return taken;
}

static bool save(const Settings *settings, const char *state_dir, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    gsize n;
    const SettingKey *rows = settings_keys(settings, &n);
    for (gsize i = 0; i < n; i++) {
        const char *word = settings_word(settings, SETTING_LAYER_STAFF, rows[i].group, rows[i].key);
        if (word) {
            g_key_file_set_string(file, rows[i].group, rows[i].key, word);
        }
    }
    gsize size;
    char *text = g_key_file_to_data(file, &size, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, size);
    g_autofree char *path = path_of(state_dir);
    return file_save(path, bytes, 0600, error);
}

/* As it was before; NULL: nothing was said. It was valid then. */
static void bring_back(Settings *settings, const SettingValue *before)
{
    settings_drop(settings, SETTING_LAYER_STAFF, before->group, before->key);
    bool is_back = !before->value || settings_put(settings, SETTING_LAYER_STAFF, before, NULL);
    g_assert(is_back);
}

bool staff_settings_put(Settings *settings, const char *state_dir, const SettingValue *value,
                        GError **error)
{
    bool is_known = settings_find_key(settings, value->group, value->key) != NULL;
    g_autofree char *word =
        is_known ? g_strdup(settings_word(settings, SETTING_LAYER_STAFF, value->group, value->key))
                 : NULL;
    const SettingValue before = {value->group, value->key, word};
    if (!settings_put(settings, SETTING_LAYER_STAFF, value, error)) {
        return false;
    }
    if (!save(settings, state_dir, error)) {
        bring_back(settings, &before);
        return false;
    }
    return true;
}

bool staff_settings_drop(Settings *settings, const char *state_dir, const char *group,
                         const char *key, GError **error)
{
    g_autofree char *word = g_strdup(settings_word(settings, SETTING_LAYER_STAFF, group, key));
    const SettingValue before = {group, key, word};
    settings_drop(settings, SETTING_LAYER_STAFF, group, key);
    if (!save(settings, state_dir, error)) {
        bring_back(settings, &before);
        return false;
    }
    return true;
}
