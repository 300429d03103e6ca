// SPDX-License-Identifier: EUPL-1.2
/* What staff set in the menu: the STAFF layer of the settings, kept in
 * `<state>/staff-settings.ini` (0600), apart from the image's file. wegwijs-kiosk only. Main
 * thread.
 */
#pragma once

#include "base/settings.h"

/* Reads the file into the layer, once at the start. It never keeps a kiosk from starting: a key
 * that is unknown or not for staff, or a value out of bounds, is left out and told in the log; a
 * file that is none is set aside as "staff-settings.ini.damaged". Returns how many were taken. */
gsize staff_settings_load(Settings *settings, const char *state_dir);

/* settings_put for staff, durable when it returns true. On an error (SETTINGS_ERROR, G_FILE_ERROR)
 * all is as it was. */
bool staff_settings_put(Settings *settings, const char *state_dir, const SettingValue *value,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Back to what region or image say. Likewise. */
bool staff_settings_drop(Settings *settings, const char *state_dir, const char *group,
                         const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
