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

/* SETTING_CODES: short codes with commas between, such as "nl,ar,-ti"; what a minus says is the
 * setting's affair. No code twice. */
typedef enum {
    SETTING_TEXT,
    SETTING_PATH,
    SETTING_INT,
    SETTING_BOOL,
    SETTING_CHOICE,
    SETTING_CODES,
} SettingKind;

/* Who said it. Of those that may, the last one here that did wins; the row says who may. */
typedef enum {
    SETTING_LAYER_IMAGE, /* the file, or the fallback */
    SETTING_LAYER_REGION,
    SETTING_LAYER_STAFF,
    SETTING_LAYER_COUNT,
} SettingLayer;

/* SettingKey.layers, beside the image, which may set everything. */
enum { SETTING_BY_REGION = 1 << SETTING_LAYER_REGION, SETTING_BY_STAFF = 1 << SETTING_LAYER_STAFF };

typedef struct {
    const char *group;
    const char *key;
    SettingKind kind;
    const char *fallback; /* as text; NULL: the key must be given */
    gint64 min, max;      /* SETTING_INT, both inclusive */
    const char *choices;  /* SETTING_CHOICE: "file|network|none" */
    const char *help;     /* one line, for --help and firmware/README.md */
    unsigned layers;      /* who may set it beside the image */
    gint64 staff_min;     /* SETTING_INT by staff: not below this; 0: as `min` */
} SettingKey;

typedef struct {
    const char *group, *key, *value;
} SettingValue;

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

/* ---- Layers ---- */

/* What `layer` says from now on; `value` as it would stand in the file, checked as it is there. On
 * an error all is as it was: SETTINGS_ERROR_KEY: unknown, or this layer may not set it; _VALUE:
 * does not fit. Texts borrowed of this setting are no longer valid. */
bool settings_put(Settings *settings, SettingLayer layer, const SettingValue *value,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* `layer` (not the image) says nothing of it any more; likewise for borrowed texts. */
void settings_drop(Settings *settings, SettingLayer layer, const char *group, const char *key);
/* Whose word counts. */
SettingLayer settings_layer_of(const Settings *settings, const char *group, const char *key);
/* What `layer` says, NULL: nothing; the image always says something. Borrowed. */
const char *settings_word(const Settings *settings, SettingLayer layer, const char *group,
                          const char *key);
/* Least and most that staff may choose of a SETTING_INT. */
void settings_staff_bounds(const SettingKey *row, gint64 *min, gint64 *max);

/* The table. Borrowed. */
const SettingKey *settings_keys(const Settings *settings, gsize *n);
/* NULL: no such setting. */
const SettingKey *settings_find_key(const Settings *settings, const char *group, const char *key);
