// SPDX-License-Identifier: EUPL-1.2
/* Whole files: read with a limit, written so that a power cut leaves the old or the new one, never
 * half of either. Any thread. Paths are bytes as the system takes them; errors name the path and
 * are of G_FILE_ERROR. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Reads `path` whole. A file longer than `max_bytes` is refused (G_FILE_ERROR_FAILED) before it is
 * read. Caller owns the result. */
GBytes *file_load(const char *path, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes `data` to `path`: new file beside it, fsync, rename, fsync of the folder. `mode` as for
 * open(2), e.g. 0600. On failure `path` is as it was. */
bool file_save(const char *path, GBytes *data, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes `path` and its parents (mode 0700 for new ones) and checks that this program can write
 * there. */
bool file_make_folder(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* fsync of a folder, so that names made or removed in it are durable. */
bool file_sync_folder(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Points the symbolic link `path` at `target` in one step (link beside it, rename, fsync of the
 * folder). */
bool file_switch_link(const char *path, const char *target,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
