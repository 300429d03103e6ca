// SPDX-License-Identifier: EUPL-1.2
/* An empty folder for one test. */
#pragma once

#include <glib.h>

typedef struct {
    char *path;
} ScratchFolder;

ScratchFolder *scratch_folder_new(void);
/* Removes it with all that is in it. */
void scratch_folder_free(ScratchFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScratchFolder, scratch_folder_free)

/* Path of `name` in the folder. Caller owns. */
char *scratch_folder_path(const ScratchFolder *folder, const char *name);
/* Writes `text` to `name` and gives its path. Caller owns. */
char *scratch_folder_write(const ScratchFolder *folder, const char *name, const char *text);
/* How many entries it has. */
int scratch_folder_count(const ScratchFolder *folder);
