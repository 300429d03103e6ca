// SPDX-License-Identifier: EUPL-1.2
/* LD_PRELOAD: wegwijs-kiosk is killed right before its Nth write to the outbox, where N is what the
 * file KILL_FILE holds. Counting begins when that file appears; what would have been done is left
 * in KILL_FILE.done. Writes, truncations, removals and syncs of the database and its log count. */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static atomic_long left; /* until the kill; 0: KILL_FILE has not been seen */

static void leave_word(const char *kill_file, const char *what, const char *path)
{
    char name[PATH_BYTES];
    snprintf(name, sizeof name, "%s.done", kill_file);
    FILE *file = fopen(name, "w");
    if (file) {
        fprintf(file, "%s %s\n", what, strrchr(path, '/') + 1);
        fclose(file);
    }
}

static void count(const char *what, const char *path)
{
    const char *kill_file = getenv("KILL_FILE");
    if (!kill_file || !strstr(path, "/outbox.sqlite") ||
        strcmp(program_invocation_short_name, "wegwijs-kiosk") != 0) {
        return;
    }
    if (atomic_load(&left) == 0) {
        FILE *file = fopen(kill_file, "r");
        long n = 0;
        if (!file) {
            return;
        }
        if (fscanf(file, "%ld", &n) == 1) {
            atomic_store(&left, n);
        }
        fclose(file);
    }
    if (atomic_fetch_sub(&left, 1) == 1) {
        leave_word(kill_file, what, path);
        raise(SIGKILL);
    }
}

static void count_fd(const char *what, int fd)
{
    int before = errno;
    char link[64], path[PATH_BYTES];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n > 0) {
        path[n] = 0;
        count(what, path);
    }
    errno = before;
}

/* The function that this library stands before. */
static void *find_next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    static __typeof__(pwrite64) *next;
    if (!next) {
        *(void **)&next = find_next("pwrite64");
    }
    count_fd("pwrite", fd);
    return next(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    static __typeof__(write) *next;
    if (!next) {
        *(void **)&next = find_next("write");
    }
    count_fd("write", fd);
    return next(fd, bytes, size);
}

int fdatasync(int fd)
{
    static __typeof__(fdatasync) *next;
    if (!next) {
        *(void **)&next = find_next("fdatasync");
    }
    count_fd("fdatasync", fd);
    return next(fd);
}

int fsync(int fd)
{
    static __typeof__(fsync) *next;
    if (!next) {
        *(void **)&next = find_next("fsync");
    }
    count_fd("fsync", fd);
    return next(fd);
}

int ftruncate64(int fd, off64_t size)
{
    static __typeof__(ftruncate64) *next;
    if (!next) {
        *(void **)&next = find_next("ftruncate64");
    }
    count_fd("ftruncate", fd);
    return next(fd, size);
}

int unlink(const char *path)
{
    static __typeof__(unlink) *next;
    if (!next) {
        *(void **)&next = find_next("unlink");
    }
    count("unlink", path);
    return next(path);
}
