// SPDX-License-Identifier: EUPL-1.2
/* Tells when a file in a folder was replaced (rename into it, as file_save and file_switch_link
 * do), by inotify: no polling. Main thread. */
#pragma once

#include <glib.h>

typedef struct FolderWatch FolderWatch;

/* `changed` runs on the default main context, once for any number of changes read together. Caller
 * frees. G_FILE_ERROR when the folder can't be watched. */
FolderWatch *folder_watch_new(const char *const *folders, gsize n_folders, GSourceFunc changed,
                              gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void folder_watch_free(FolderWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FolderWatch, folder_watch_free)
