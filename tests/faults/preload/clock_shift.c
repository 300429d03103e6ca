// SPDX-License-Identifier: EUPL-1.2
/* Loaded before a program (LD_PRELOAD), this moves its wall clock by CLOCK_SHIFT_S seconds, or by
 * those that the file CLOCK_SHIFT_FILE holds at each moment. The monotonic clock stays. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t shift_s;
static const char *shift_file;

/* At the start: nginx forgets its environment later. */
__attribute__((constructor)) static void read_shift(void)
{
    const char *text = getenv("CLOCK_SHIFT_S");
    shift_s = text ? (time_t)atoll(text) : 0;
    const char *file = getenv("CLOCK_SHIFT_FILE");
    shift_file = file ? strdup(file) : NULL;
}

static time_t find_shift(void)
{
    char text[32] = "";
    int before = errno;
    int fd = shift_file ? open(shift_file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        ssize_t n = read(fd, text, sizeof text - 1);
        close(fd);
        text[n > 0 ? n : 0] = 0;
    }
    errno = before;
    return fd >= 0 ? (time_t)atoll(text) : shift_s;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int status = (int)syscall(SYS_clock_gettime, clock, now);
    if (status == 0 && clock == CLOCK_REALTIME) {
        now->tv_sec += find_shift();
    }
    return status;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

int gettimeofday(struct timeval *out, void *zone)
{
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = (suseconds_t)(now.tv_nsec / 1000);
    return 0;
}
