// SPDX-License-Identifier: EUPL-1.2
/* What the outbox asks of the system beside SQLite: libc's calls, put on sim_disk for paths in
 * SIM_FOLDER. Defined in the program, they stand before libc's, also for GLib. Everybody here is
 * one process, so flock always succeeds. */
#undef _FORTIFY_SOURCE /* its inline open would stand before ours */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib.h>

#include "sim_disk.h"

enum { MAX_FDS = 1024, FOLDER_INODE = 1 };

/* Files that are open by open(2). The fd is a real one, so that nobody else gets its number. */
static struct {
    bool is_sim[MAX_FDS];
    SimFile *file[MAX_FDS]; /* NULL: the folder */
} fds;

/* The folder that is being listed; one at a time. */
static struct {
    GList *names, *next;
    struct dirent64 entry;
} listing;

static bool is_ours(const char *path)
{
    return g_str_has_prefix(path, SIM_FOLDER) &&
           (path[strlen(SIM_FOLDER)] == 0 || path[strlen(SIM_FOLDER)] == '/');
}

static bool is_folder(const char *path)
{
    return strcmp(path, SIM_FOLDER) == 0;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

static int finish_change(void)
{
    return sim_disk_is_dead() ? fail(EIO) : 0;
}

static int open_file(const char *path, int flags)
{
    SimFile *file = is_folder(path) ? NULL : sim_disk_find(path);
    bool makes = !file && !is_folder(path) && (flags & O_CREAT);
    int error = sim_disk_begin(makes ? SIM_CALL_MAKE : SIM_CALL_OPEN);
    if (error != 0) {
        return fail(error);
    }
    if (file && (flags & O_CREAT) && (flags & O_EXCL)) {
        return fail(EEXIST);
    }
    if (!file && !is_folder(path)) {
        if (!makes) {
            return fail(ENOENT);
        }
        file = sim_disk_make(path);
        if (sim_disk_is_dead()) {
            return fail(EIO);
        }
    }
    int fd = (int)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC);
    g_assert(fd >= 0 && fd < MAX_FDS);
    fds.is_sim[fd] = true;
    fds.file[fd] = file;
    if (file) {
        sim_file_hold(file);
    }
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;
    va_end(arguments);
    return is_ours(path) ? open_file(path, flags)
                         : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < MAX_FDS && fds.is_sim[fd]) {
        fds.is_sim[fd] = false;
        if (fds.file[fd]) {
            sim_file_release(fds.file[fd]);
        }
    }
    return (int)syscall(SYS_close, fd);
}

int fsync(int fd)
{
    if (fd < 0 || fd >= MAX_FDS || !fds.is_sim[fd]) {
        return (int)syscall(SYS_fsync, fd);
    }
    int error = sim_disk_begin(SIM_CALL_SYNC);
    if (error != 0) {
        return fail(error);
    }
    if (fds.file[fd]) {
        sim_file_sync(fds.file[fd], false);
    } else {
        sim_disk_sync_folder();
    }
    return finish_change();
}

int flock(int fd, int operation)
{
    (void)fd;
    int error = operation == LOCK_UN ? 0 : sim_disk_begin(SIM_CALL_OTHER);
    return error == 0 ? 0 : fail(error);
}

static int look(const char *path, struct stat *out)
{
    const SimFile *file = sim_disk_find(path);
    int error = sim_disk_begin(SIM_CALL_OTHER);
    if (error != 0 || (!file && !is_folder(path))) {
        return fail(error != 0 ? error : ENOENT);
    }
    memset(out, 0, sizeof *out);
    out->st_mode = file ? S_IFREG | 0600 : S_IFDIR | 0700;
    out->st_ino = file ? (ino_t)file->number + FOLDER_INODE : FOLDER_INODE;
    out->st_size = file ? file->now->len : 0;
    return 0;
}

int stat(const char *path, struct stat *out)
{
    return is_ours(path) ? look(path, out) : (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, 0);
}

int lstat(const char *path, struct stat *out)
{
    return is_ours(path) ? look(path, out)
                         : (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW);
}

int rename(const char *from, const char *to)
{
    if (!is_ours(from)) {
        return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    }
    int error = sim_disk_begin(SIM_CALL_RENAME);
    if (error != 0 || !sim_disk_find(from)) {
        return fail(error != 0 ? error : ENOENT);
    }
    sim_disk_rename(from, to);
    return finish_change();
}

int unlink(const char *path)
{
    if (!is_ours(path)) {
        return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    }
    int error = sim_disk_begin(SIM_CALL_REMOVE);
    if (error != 0 || !sim_disk_find(path)) {
        return fail(error != 0 ? error : ENOENT);
    }
    sim_disk_remove(path);
    return finish_change();
}

/* ---- Listing ---------------------------------------------------------------------------------*/

DIR *opendir(const char *path)
{
    if (!is_ours(path)) {
        DIR *(*next)(const char *) = (DIR * (*)(const char *)) dlsym(RTLD_NEXT, "opendir");
        return next(path);
    }
    if (sim_disk_begin(SIM_CALL_OPEN) != 0) {
        (void)fail(EIO);
        return NULL;
    }
    listing.names = listing.next = sim_disk_list();
    return (DIR *)(gpointer)&listing;
}

/* GLib calls it by this name. */
struct dirent64 *readdir64(DIR *dir)
{
    if ((gpointer)dir != &listing) {
        struct dirent64 *(*next)(DIR *) =
            (struct dirent64 * (*)(DIR *)) dlsym(RTLD_NEXT, "readdir64");
        return next(dir);
    }
    if (!listing.next) {
        return NULL;
    }
    const char *name = strrchr(listing.next->data, '/') + 1;
    listing.next = listing.next->next;
    (void)g_strlcpy(listing.entry.d_name, name, sizeof listing.entry.d_name);
    return &listing.entry;
}

int closedir(DIR *dir)
{
    if ((gpointer)dir != &listing) {
        int (*next)(DIR *) = (int (*)(DIR *))dlsym(RTLD_NEXT, "closedir");
        return next(dir);
    }
    g_clear_pointer(&listing.names, g_list_free);
    return 0;
}
