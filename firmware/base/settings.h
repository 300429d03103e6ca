// SPDX-License-Identifier: EUPL-1.2
/* One INI file (GKeyFile's syntax) for a program. A program states its keys as a table; a key that
 * is not in the table, a value of the wrong kind or outside its bounds is refused with file and
 * line. Main thread.
 *
 *     static const SettingKey keys[] = {
 *         {"printer", "port", SETTING_INT, .fallback = "9100", .min = 1, .max = 65535, .help = "TCP
 * port of a network printer"},
 *     };
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SETTINGS_ERROR settings_error_quark()
GQuark settings_error_quark(void);
typedef enum { SETTINGS_ERROR_FILE, SETTINGS_ERROR_KEY, SETTINGS_ERROR_VALUE } SettingsError;

typedef enum { SETTING_TEXT, SETTING_PATH, SETTING_INT, SETTING_BOOL, SETTING_CHOICE } SettingKind;

typedef struct {
    const char *group;
    const char *key;
    SettingKind kind;
    const char *fallback; /* as text; NULL: the key must be given */
    gint64 min, max;      /* SETTING_INT, both inclusive */
    const char *choices;  /* SETTING_CHOICE: "file|network|none" */
    const char *help;     /* one line, for --help and firmware/README.md */
} SettingKey;

typedef struct Settings Settings;

/* Reads `path` against `n_keys` rows of `keys`, which must outlive the result (a static table).
 * Relative values of SETTING_PATH are taken from the file's own folder. Caller frees. `path` NULL:
 * fallbacks only (a required key is then an error). */
Settings *settings_load(const char *path, const SettingKey *keys, gsize n_keys,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* The value; asking for a key that is not in the table is our own mistake and aborts. Texts are
 * borrowed; an empty text means "not set". */
const char *settings_text(const Settings *settings, const char *group, const char *key);
gint64 settings_int(const Settings *settings, const char *group, const char *key);
bool settings_bool(const Settings *settings, const char *group, const char *key);

/* All rows as "group.key (kind, fallback): help", one a line, for --help. Caller owns the text. */
char *settings_describe(const SettingKey *keys, gsize n_keys);
