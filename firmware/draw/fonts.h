// SPDX-License-Identifier: EUPL-1.2
/* The private font list: a folder with the few Noto files we ship and a fontconfig file and cache
 * for it, made at build time (host-tools/setup/build-fonts), so that no program scans the system's
 * two thousand fonts. Main thread, once, before any text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FONTS_ERROR fonts_error_quark()
GQuark fonts_error_quark(void);
typedef enum { FONTS_ERROR_MISSING } FontsError;

/* Makes `conf_path` (<assets_dir>/fonts/fonts.conf) the only font list of this program and checks
 * that every family the languages need and the emoji font are there; the error names the missing
 * family and the Debian package that has it, and the system's list is left in use. */
bool fonts_use(const char *conf_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
