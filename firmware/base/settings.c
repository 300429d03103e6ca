// SPDX-License-Identifier: EUPL-1.2
#include "base/settings.h"

#include "base/file.h"

#include <string.h>

#define CODE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789"

enum { SETTINGS_MAX_BYTES = 256 * 1024, MAX_CODE_BYTES = 8, MAX_TEXT_BYTES = 4096 };

struct Settings {
    const SettingKey *keys;
    gsize n_keys;
    /* One a row of `keys`; NULL: that layer says nothing. The image always says something. */
    char **words[SETTING_LAYER_COUNT];
};

G_DEFINE_QUARK(wegwijs_settings_error, settings_error)

static gssize find_key(const SettingKey *keys, gsize n_keys, const char *group, const char *key)
{
    for (gsize i = 0; i < n_keys; i++) {
        if (g_str_equal(keys[i].group, group) && g_str_equal(keys[i].key, key)) {
            return (gssize)i;
        }
    }
    return -1;
}

/* Line of `key` in `group`, 1 when it cannot be told; GKeyFile keeps no line numbers. */
static int find_line(const char *text, const char *group, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *header = g_strdup_printf("[%s]", group);
    bool inside = false;
    for (int i = 0; lines[i]; i++) {
        g_strstrip(lines[i]);
        if (lines[i][0] == '[') {
            inside = g_str_equal(lines[i], header);
            if (inside && !key) {
                return i + 1;
            }
            continue;
        }
        char *equals = strchr(lines[i], '=');
        if (!inside || !key || !equals) {
            continue;
        }
        *equals = 0;
        g_strchomp(lines[i]);
        if (g_str_equal(lines[i], key)) {
            return i + 1;
        }
    }
    return 1;
}

static bool is_choice(const char *value, const char *choices)
{
    g_auto(GStrv) list = g_strsplit(choices, "|", -1);
    return g_strv_contains((const char *const *)list, value);
}

/* "nl,ar,-ti": nothing twice, whatever its sign. */
static bool are_codes(const char *value)
{
    g_auto(GStrv) list = g_strsplit(value, ",", -1);
    for (gsize i = 0; list[i]; i++) {
        const char *code = list[i] + (list[i][0] == '-' ? 1 : 0);
        gsize length = strlen(code);
        if (length == 0 || length > MAX_CODE_BYTES || strspn(code, CODE_LETTERS) != length) {
            return false;
        }
        for (gsize j = 0; j < i; j++) {
            if (g_str_equal(list[j] + (list[j][0] == '-' ? 1 : 0), code)) {
                return false;
            }
        }
    }
    return true;
}

/* NULL when `value` fits the row; otherwise what it must be. Caller owns. */
static char *describe_misfit(const SettingKey *row, const char *value)
{
    gint64 number;
    switch (row->kind) {
    case SETTING_INT:
        if (!g_ascii_string_to_signed(value, 10, row->min, row->max, &number, NULL)) {
            return g_strdup_printf("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                                   row->min, row->max);
        }
        return NULL;
    case SETTING_BOOL:
        return g_str_equal(value, "true") || g_str_equal(value, "false")
                   ? NULL
                   : g_strdup("true or false");
    case SETTING_CHOICE:
        return is_choice(value, row->choices) ? NULL : g_strdup_printf("one of %s", row->choices);
    case SETTING_CODES:
        return are_codes(value) ? NULL : g_strdup("codes with commas between, none twice");
    case SETTING_TEXT:
    case SETTING_PATH:
        return NULL;
    }
    g_assert_not_reached();
}

static bool check_names(const Settings *settings, GKeyFile *file, const char *path,
                        const char *text, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (int g = 0; groups[g]; g++) {
        g_auto(GStrv) names = g_key_file_get_keys(file, groups[g], NULL, NULL);
        for (int k = 0; names && names[k]; k++) {
            if (find_key(settings->keys, settings->n_keys, groups[g], names[k]) < 0) {
                g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_KEY,
                            "%s:%d: unknown setting %s.%s; --help lists all settings", path,
                            find_line(text, groups[g], names[k]), groups[g], names[k]);
                return false;
            }
        }
    }
    return true;
}

static char *take_value(GKeyFile *file, const SettingKey *row, const char *path)
{
    g_autofree char *value = g_key_file_get_string(file, row->group, row->key, NULL);
    if (!value) {
        return g_strdup(row->fallback);
    }
    g_strstrip(value);
    if (row->kind == SETTING_PATH && value[0] && !g_path_is_absolute(value)) {
        g_autofree char *folder = g_path_get_dirname(path);
        return g_build_filename(folder, value, NULL);
    }
    return g_steal_pointer(&value);
}

static bool take_values(Settings *settings, GKeyFile *file, const char *path, const char *text,
                        GError **error)
{
    for (gsize i = 0; i < settings->n_keys; i++) {
        const SettingKey *row = &settings->keys[i];
        char *value = take_value(file, row, path ? path : "");
        settings->words[SETTING_LAYER_IMAGE][i] = value;
        if (!value) {
            g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_KEY,
                        "%s: setting %s.%s is missing (%s)", path ? path : "no settings file",
                        row->group, row->key, row->help);
            return false;
        }
        g_autofree char *misfit = describe_misfit(row, value);
        if (misfit) {
            g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE,
                        "%s:%d: %s.%s is '%s', must be %s", path,
                        find_line(text, row->group, row->key), row->group, row->key, value, misfit);
            return false;
        }
    }
    return true;
}

Settings *settings_load(const char *path, const SettingKey *keys, gsize n_keys, GError **error)
{
    g_autoptr(Settings) settings = g_new0(Settings, 1);
    settings->keys = keys;
    settings->n_keys = n_keys;
    for (gsize layer = 0; layer < SETTING_LAYER_COUNT; layer++) {
        settings->words[layer] = g_new0(char *, n_keys + 1);
    }
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GBytes) bytes = NULL;
    const char *text = "";
    if (path) {
        bytes = file_load(path, SETTINGS_MAX_BYTES, error);
        if (!bytes) {
            return NULL;
        }
        g_autoptr(GError) why = NULL;
        gsize size;
        text = g_bytes_get_data(bytes, &size);
        if (size > 0 && !g_key_file_load_from_data(file, text, size, G_KEY_FILE_NONE, &why)) {
            g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_FILE, "%s: %s", path, why->message);
            return NULL;
        }
        if (!check_names(settings, file, path, text, error)) {
            return NULL;
        }
    }
    if (!take_values(settings, file, path, text, error)) {
        return NULL;
    }
    return g_steal_pointer(&settings);
}

void settings_free(Settings *settings)
{
    if (!settings) {
        return;
    }
    for (gsize layer = 0; layer < SETTING_LAYER_COUNT; layer++) {
        for (gsize i = 0; settings->words[layer] && i < settings->n_keys; i++) {
            g_free(settings->words[layer][i]);
        }
        g_free(settings->words[layer]);
    }
    g_free(settings);
}

/* Index of a row that must be there: asking for another is our own mistake. */
static gsize row_of(const Settings *settings, const char *group, const char *key)
{
    gssize at = find_key(settings->keys, settings->n_keys, group, key);
    g_assert(at >= 0);
    return (gsize)at;
}

static SettingLayer find_layer(const Settings *settings, gsize row)
{
    for (gsize layer = SETTING_LAYER_COUNT; layer-- > SETTING_LAYER_IMAGE + 1;) {
        if (settings->words[layer][row]) {
            return (SettingLayer)layer;
        }
    }
    return SETTING_LAYER_IMAGE;
}

const char *settings_text(const Settings *settings, const char *group, const char *key)
{
    gsize row = row_of(settings, group, key);
    return settings->words[find_layer(settings, row)][row];
}

gint64 settings_int(const Settings *settings, const char *group, const char *key)
{
    return g_ascii_strtoll(settings_text(settings, group, key), NULL, 10);
}

bool settings_bool(const Settings *settings, const char *group, const char *key)
{
    return g_str_equal(settings_text(settings, group, key), "true");
}

char *settings_describe(const SettingKey *keys, gsize n_keys)
{
    static const char *const kinds[] = {
        [SETTING_TEXT] = "text",       [SETTING_PATH] = "path",     [SETTING_INT] = "number",
        [SETTING_BOOL] = "true|false", [SETTING_CHOICE] = "choice", [SETTING_CODES] = "codes",
    };
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < n_keys; i++) {
        const SettingKey *row = &keys[i];
        g_string_append_printf(
            text, "  %s.%s (%s, %s%s): %s\n", row->group, row->key,
            row->choices ? row->choices : kinds[row->kind], row->fallback ? "default " : "required",
            row->fallback ? (row->fallback[0] ? row->fallback : "empty") : "", row->help);
    }
    return g_string_free(text, FALSE);
}

/* ---- Layers ---- */

void settings_staff_bounds(const SettingKey *row, gint64 *min, gint64 *max)
{
    *min = row->staff_min ? row->staff_min : row->min;
    *max = row->max;
}

static bool is_below_staff(const SettingKey *row, SettingLayer layer, const char *value)
{
    return layer == SETTING_LAYER_STAFF && row->kind == SETTING_INT && row->staff_min &&
           g_ascii_strtoll(value, NULL, 10) < row->staff_min;
}

bool settings_put(Settings *settings, SettingLayer layer, const SettingValue *value, GError **error)
{
    gssize at = find_key(settings->keys, settings->n_keys, value->group, value->key);
    const SettingKey *row = at >= 0 ? &settings->keys[at] : NULL;
    if (!row || !(row->layers & 1u << layer)) {
        g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_KEY, "%s.%s %s", value->group, value->key,
                    row ? "is not to be set here" : "is no setting");
        return false;
    }
    g_autofree char *misfit = describe_misfit(row, value->value);
    if (!misfit && is_below_staff(row, layer, value->value)) {
        misfit = g_strdup_printf("%" G_GINT64_FORMAT " or more", row->staff_min);
    } else if (!misfit && (strlen(value->value) > MAX_TEXT_BYTES || strchr(value->value, '\n'))) {
        misfit = g_strdup("one line");
    }
    if (misfit) {
        g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE, "%s.%s is '%s', must be %s",
                    value->group, value->key, value->value, misfit);
        return false;
    }
    g_free(settings->words[layer][at]);
    settings->words[layer][at] = g_strdup(value->value);
    return true;
}

void settings_drop(Settings *settings, SettingLayer layer, const char *group, const char *key)
{
    g_assert(layer != SETTING_LAYER_IMAGE);
    g_clear_pointer(&settings->words[layer][row_of(settings, group, key)], g_free);
}

SettingLayer settings_layer_of(const Settings *settings, const char *group, const char *key)
{
    return find_layer(settings, row_of(settings, group, key));
}

const char *settings_word(const Settings *settings, SettingLayer layer, const char *group,
                          const char *key)
{
    return settings->words[layer][row_of(settings, group, key)];
}

const SettingKey *settings_keys(const Settings *settings, gsize *n)
{
    *n = settings->n_keys;
    return settings->keys;
}

const SettingKey *settings_find_key(const Settings *settings, const char *group, const char *key)
{
    gssize at = find_key(settings->keys, settings->n_keys, group, key);
    return at >= 0 ? &settings->keys[at] : NULL;
}
