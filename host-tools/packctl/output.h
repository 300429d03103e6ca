// SPDX-License-Identifier: EUPL-1.2
/* A folder of files written whole or not at all. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes `files` (name, may have '/', -> GBytes*) as the folder `path`: into a new folder beside
 * it, then in its place in one step. What was there before is removed; a folder without pack.json
 * that is not empty is left alone and refused (G_FILE_ERROR). On failure `path` is as it was. */
bool output_save(const char *path, GHashTable *files, GError **error) G_GNUC_WARN_UNUSED_RESULT;
