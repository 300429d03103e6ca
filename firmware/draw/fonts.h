// SPDX-License-Identifier: EUPL-1.2
/* The private font list: a folder with the few Noto files we ship and a fontconfig file and cache
 * for it, made at build time, so that no program scans the system's two thousand fonts. Main
 * thread, once, before any text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Points fontconfig at `conf_path` (e.g. <assets>/fonts/fonts.conf) and checks that every family
 * the languages need and the emoji font are there; the error names the missing family and the
 * Debian package that has it. */
bool fonts_use(const char *conf_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
