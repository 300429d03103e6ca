// SPDX-License-Identifier: EUPL-1.2
/* How long a program takes from its start until something stands on the glass, seen from outside:
 * a pixel of the X display that is no longer black.
 *     start_bench [--cold] RUNS PROGRAM ARGUMENT...
 * Prints "start_ms" and "cpu_ms", medians. --cold empties the page cache before each run and ends
 * with status 3 where that is not allowed. */
#include "shared/process.h"
#include "shared/samples.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_LIMIT_MS = 30000 };

static bool drop_caches(void)
{
    sync();
    int fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
    bool done = fd >= 0 && write(fd, "3", 1) == 1;
    if (fd >= 0) {
        close(fd);
    }
    return done;
}

/* Three pixels down the middle: one of them is paper in any layout. */
static bool has_content(Display *display)
{
    int screen = DefaultScreen(display);
    for (int i = 1; i <= 3; i++) {
        XImage *image = XGetImage(display, RootWindow(display, screen), i * 97,
                                  i * DisplayHeight(display, screen) / 4, 1, 1, AllPlanes, ZPixmap);
        if (!image) {
            continue;
        }
        unsigned long pixel = XGetPixel(image, 0, 0) & 0xffffff;
        XDestroyImage(image);
        if (pixel != 0) {
            return true;
        }
    }
    return false;
}

/* Waits until the display shows something, or nothing; false after the limit. */
static bool wait_for(Display *display, bool wanted)
{
    gint64 until = g_get_monotonic_time() + START_LIMIT_MS * G_TIME_SPAN_MILLISECOND;
    while (has_content(display) != wanted) {
        if (g_get_monotonic_time() > until) {
            return false;
        }
        g_poll(NULL, 0, 1);
    }
    return true;
}

static bool run_once(Display *display, char **command, Samples *start_ms, Samples *cpu_ms)
{
    GPid pid;
    g_autoptr(GError) error = NULL;
    gint64 begin = g_get_monotonic_time();
    if (!g_spawn_async(NULL, command, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                       NULL, NULL, &pid, &error)) {
        fprintf(stderr, "start_bench: %s\n", error->message);
        return false;
    }
    bool shown = wait_for(display, true);
    gint64 end = g_get_monotonic_time();
    ProcessFigures figures = {0};
    bool alive = process_read(pid, &figures);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    if (!shown || !alive || !wait_for(display, false)) {
        fprintf(stderr, "start_bench: %s showed nothing\n", command[0]);
        return false;
    }
    samples_add(start_ms, (double)(end - begin) / 1000);
    samples_add(cpu_ms, (double)figures.cpu_us / 1000);
    return true;
}

int main(int argc, char **argv)
{
    bool cold = argc > 1 && strcmp(argv[1], "--cold") == 0;
    char **rest = argv + 1 + cold;
    if (argc - cold < 3) {
        fputs("start_bench: needs [--cold] RUNS PROGRAM ARGUMENT...\n", stderr);
        return 2;
    }
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fputs("start_bench: no X display; set DISPLAY\n", stderr);
        return 1;
    }
    g_auto(Samples) start_ms = {0};
    g_auto(Samples) cpu_ms = {0};
    for (int i = atoi(rest[0]); i > 0; i--) {
        if (cold && !drop_caches()) {
            return 3;
        }
        if (!run_once(display, rest + 1, &start_ms, &cpu_ms)) {
            return 1;
        }
    }
    printf("start_ms %.1f\ncpu_ms %.1f\n", samples_quantile(&start_ms, 0.5),
           samples_quantile(&cpu_ms, 0.5));
    XCloseDisplay(display);
    return 0;
}
