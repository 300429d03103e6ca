// SPDX-License-Identifier: EUPL-1.2
/* Loaded before a program (LD_PRELOAD), this ends it as a power cut would, at one of the moments
 * that matter for what it keeps: before the Nth fsync, fdatasync or rename from now on. N is read
 * from the file CUT_AT_SYNC names when it appears; it is removed then, and the count begins. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int left;

static void take_wish(void)
{
    const char *path = getenv("CUT_AT_SYNC");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    char text[16] = "";
    if (fd < 0) {
        return;
    }
    if (read(fd, text, sizeof text - 1) > 0) {
        left = atoi(text);
    }
    close(fd);
    unlink(path);
}

static void count(void)
{
    take_wish();
    if (left > 0 && --left == 0) {
        kill(getpid(), SIGKILL);
    }
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    count();
    return real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    count();
    return real(fd);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) =
        (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    count();
    return real(from, to);
}
