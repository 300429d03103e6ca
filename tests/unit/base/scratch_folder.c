// SPDX-License-Identifier: EUPL-1.2
#include "scratch_folder.h"

#include <glib/gstdio.h>

ScratchFolder *scratch_folder_new(void)
{
    g_autoptr(GError) error = NULL;
    ScratchFolder *folder = g_new0(ScratchFolder, 1);
    folder->path = g_dir_make_tmp("wegwijs-base-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static void remove_all(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        if (g_file_test(entry, G_FILE_TEST_IS_DIR) && !g_file_test(entry, G_FILE_TEST_IS_SYMLINK)) {
            remove_all(entry);
        } else {
            g_unlink(entry);
        }
    }
    g_rmdir(path);
}

void scratch_folder_free(ScratchFolder *folder)
{
    remove_all(folder->path);
    g_free(folder->path);
    g_free(folder);
}

char *scratch_folder_path(const ScratchFolder *folder, const char *name)
{
    return g_build_filename(folder->path, name, NULL);
}

char *scratch_folder_write(const ScratchFolder *folder, const char *name, const char *text)
{
    g_autoptr(GError) error = NULL;
    char *path = scratch_folder_path(folder, name);
    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    return path;
}

int scratch_folder_count(const ScratchFolder *folder)
{
    g_autoptr(GDir) entries = g_dir_open(folder->path, 0, NULL);
    int n = 0;
    while (g_dir_read_name(entries)) {
        n++;
    }
    return n;
}
