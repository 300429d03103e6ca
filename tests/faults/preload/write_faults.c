// SPDX-License-Identifier: EUPL-1.2
/* LD_PRELOAD: at the Nth change (FAULT_AT) of a file whose path holds FAULT_PATH the program is
 * killed right before it, or, with FAULT_HOW=full, the disk is full from then on: files grow no
 * more, and no new ones are made. Opening for writing, writes, syncs, truncations, renames and
 * removals count. What was reached is left in FAULT_WORD, if that is set. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static atomic_long seen;

static void leave_word(const char *what, const char *path)
{
    const char *name = getenv("FAULT_WORD");
    FILE *file = name ? fopen(name, "w") : NULL;
    if (file) {
        fprintf(file, "%s %s\n", what, path);
        fclose(file);
    }
}

/* True: there is no room for it. */
static bool count(const char *what, const char *path)
{
    const char *part = getenv("FAULT_PATH");
    const char *at = getenv("FAULT_AT");
    if (!part || !at || !strstr(path, part)) {
        return false;
    }
    long number = atomic_fetch_add(&seen, 1) + 1;
    long wanted = strtol(at, NULL, 10);
    const char *how = getenv("FAULT_HOW");
    if (number == wanted) {
        leave_word(what, path);
    }
    if (how && strcmp(how, "full") == 0) {
        return number >= wanted;
    }
    if (number == wanted) {
        raise(SIGKILL);
    }
    return false;
}

static bool count_fd(const char *what, int fd)
{
    char link[64], path[PATH_BYTES];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    bool is_full = false;
    if (n > 0) {
        path[n] = 0;
        is_full = count(what, path);
    }
    errno = is_full ? ENOSPC : before;
    return is_full;
}

/* The function that this library stands before. */
static void *find_next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* One that is there can still be opened. */
static int open_file(const char *path, int flags, mode_t mode)
{
    static int (*next)(const char *, int, ...);
    if (!next) {
        *(void **)&next = find_next("open64");
    }
    if ((flags & O_ACCMODE) != O_RDONLY && count("open", path) && access(path, F_OK) != 0) {
        errno = ENOSPC;
        return -1;
    }
    return next(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_file(path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    static __typeof__(write) *next;
    if (!next) {
        *(void **)&next = find_next("write");
    }
    return count_fd("write", fd) ? -1 : next(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    static __typeof__(pwrite64) *next;
    if (!next) {
        *(void **)&next = find_next("pwrite64");
    }
    return count_fd("pwrite", fd) ? -1 : next(fd, bytes, size, at);
}

int fsync(int fd)
{
    static __typeof__(fsync) *next;
    if (!next) {
        *(void **)&next = find_next("fsync");
    }
    (void)count_fd("fsync", fd);
    return next(fd);
}

int fdatasync(int fd)
{
    static __typeof__(fdatasync) *next;
    if (!next) {
        *(void **)&next = find_next("fdatasync");
    }
    (void)count_fd("fdatasync", fd);
    return next(fd);
}

int ftruncate64(int fd, off64_t size)
{
    static __typeof__(ftruncate64) *next;
    if (!next) {
        *(void **)&next = find_next("ftruncate64");
    }
    (void)count_fd("ftruncate", fd);
    return next(fd, size);
}

int rename(const char *from, const char *to)
{
    static __typeof__(rename) *next;
    if (!next) {
        *(void **)&next = find_next("rename");
    }
    (void)count("rename", to);
    return next(from, to);
}

int unlink(const char *path)
{
    static __typeof__(unlink) *next;
    if (!next) {
        *(void **)&next = find_next("unlink");
    }
    (void)count("unlink", path);
    return next(path);
}
