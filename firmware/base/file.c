// SPDX-License-Identifier: EUPL-1.2
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

static void set_error(GError **error, const char *what, const char *path)
{
    int saved = errno;
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved), "cannot %s %s: %s", what,
                path, g_strerror(saved));
}

static bool read_all(int fd, guint8 *into, gsize size)
{
    gsize done = 0;
    while (done < size) {
        gssize n = read(fd, into + done, size - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        done += (gsize)n;
    }
    return true;
}

static bool write_all(int fd, const guint8 *from, gsize size)
{
    gsize done = 0;
    while (done < size) {
        gssize n = write(fd, from + done, size - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        done += (gsize)n;
    }
    return true;
}

GBytes *file_load(const char *path, gsize max_bytes, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO would wait for its writer */
    if (fd < 0) {
        set_error(error, "open", path);
        return NULL;
    }
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
        set_error(error, "read", path);
        close(fd);
        return NULL;
    }
    if ((guint64)st.st_size > max_bytes) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "cannot read %s: it has %" G_GINT64_FORMAT " bytes, at most %" G_GSIZE_FORMAT
                    " are allowed",
                    path, (gint64)st.st_size, max_bytes);
        close(fd);
        return NULL;
    }
    gsize size = (gsize)st.st_size;
    g_autofree guint8 *data = g_malloc(size + 1);
    bool ok = read_all(fd, data, size);
    if (!ok) {
        set_error(error, "read", path);
    }
    close(fd);
    data[size] = 0;
    return ok ? g_bytes_new_take(g_steal_pointer(&data), size) : NULL;
}

bool file_sync_folder(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        set_error(error, "sync folder", path);
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    close(fd);
    return true;
}

static bool write_durably(const char *path, GBytes *data, int mode, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) {
        set_error(error, "create", path);
        return false;
    }
    gsize size;
    const guint8 *bytes = g_bytes_get_data(data, &size);
    bool ok = fchmod(fd, (mode_t)mode) == 0 && write_all(fd, bytes, size) && fsync(fd) == 0;
    if (!ok) {
        set_error(error, "write", path);
    }
    if (close(fd) != 0 && ok) {
        set_error(error, "write", path);
        ok = false;
    }
    return ok;
}

bool file_save(const char *path, GBytes *data, int mode, GError **error)
{
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    if (!write_durably(fresh, data, mode, error)) {
        unlink(fresh);
        return false;
    }
    if (rename(fresh, path) != 0) {
        set_error(error, "replace", path);
        unlink(fresh);
        return false;
    }
    return file_sync_folder(folder, error);
}

bool file_make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0700) != 0) {
        set_error(error, "make folder", path);
        return false;
    }
    if (access(path, W_OK | X_OK) != 0) {
        set_error(error, "write in folder", path);
        return false;
    }
    return true;
}

bool file_switch_link(const char *path, const char *target, GError **error)
{
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    if (unlink(fresh) != 0 && errno != ENOENT) {
        set_error(error, "remove", fresh);
        return false;
    }
    if (symlink(target, fresh) != 0) {
        set_error(error, "link", fresh);
        return false;
    }
    if (rename(fresh, path) != 0) {
        set_error(error, "replace", path);
        unlink(fresh);
        return false;
    }
    return file_sync_folder(folder, error);
}
