// SPDX-License-Identifier: EUPL-1.2
#include "packctl/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"

static bool refuse(GError **error, const char *what, const char *path)
{
    int saved = errno;
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(saved), "cannot %s %s: %s", what,
                path, g_strerror(saved));
    return false;
}

/* Removes a folder that this program made or that was a pack. */
static void remove_folder(const char *path)
{
    GDir *entries = g_dir_open(path, 0, NULL);
    const char *entry;
    while (entries && (entry = g_dir_read_name(entries)) != NULL) {
        g_autofree char *full = g_build_filename(path, entry, NULL);
        struct stat st;
        if (lstat(full, &st) == 0 && S_ISDIR(st.st_mode)) {
            remove_folder(full);
        } else {
            g_unlink(full);
        }
    }
    if (entries) {
        g_dir_close(entries);
    }
    g_rmdir(path);
}

static bool is_empty_folder(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    return entries && !g_dir_read_name(entries);
}

/* Whether `path` is there; only a pack or an empty folder may be replaced. */
static bool check_place(const char *path, bool *is_there, GError **error)
{
    g_autofree char *manifest = g_build_filename(path, "pack.json", NULL);
    *is_there = g_file_test(path, G_FILE_TEST_EXISTS);
    if (*is_there && !g_file_test(manifest, G_FILE_TEST_IS_REGULAR) && !is_empty_folder(path)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                    "%s: is there and is no content pack; choose another folder", path);
        return false;
    }
    return true;
}

static bool save_files(const char *folder, GHashTable *files, GError **error)
{
    GHashTableIter iter;
    gpointer name, bytes;
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *parent = g_path_get_dirname(path);
        if (g_mkdir_with_parents(parent, 0755) != 0) {
            return refuse(error, "make folder", parent);
        }
        if (!file_save(path, bytes, 0644, error)) {
            return false;
        }
    }
    return true;
}

bool output_save(const char *path, GHashTable *files, GError **error)
{
    bool is_there;
    if (!check_place(path, &is_there, error)) {
        return false;
    }
    g_autofree char *plain = g_canonicalize_filename(path, NULL);
    g_autofree char *parent = g_path_get_dirname(plain);
    g_autofree char *fresh = g_strconcat(plain, ".XXXXXX", NULL);
    if (g_mkdir_with_parents(parent, 0755) != 0) {
        return refuse(error, "make folder", parent);
    }
    if (!g_mkdtemp_full(fresh, 0755)) {
        return refuse(error, "make a folder beside", plain);
    }
    if (!save_files(fresh, files, error)) {
        remove_folder(fresh);
        return false;
    }
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, plain, is_there ? RENAME_EXCHANGE : 0) != 0) {
        refuse(error, "put in place", plain);
        remove_folder(fresh);
        return false;
    }
    if (is_there) {
        remove_folder(fresh);
    }
    return file_sync_folder(parent, error);
}
