// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync_bell.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct SyncBell {
    struct sockaddr_un address;
    int fd; /* -1: no socket could be had */
};

SyncBell *sync_bell_new(const char *run_dir)
{
    SyncBell *bell = g_new0(SyncBell, 1);
    g_autofree char *path = g_build_filename(run_dir, "wake.sock", NULL);
    bell->address.sun_family = AF_UNIX;
    g_strlcpy(bell->address.sun_path, path, sizeof bell->address.sun_path);
    bell->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return bell;
}

void sync_bell_free(SyncBell *bell)
{
    if (bell && bell->fd >= 0) {
        close(bell->fd);
    }
    g_free(bell);
}

void sync_bell_ring(const SyncBell *bell, char what)
{
    if (bell->fd >= 0) {
        (void)!sendto(bell->fd, &what, 1, MSG_DONTWAIT | MSG_NOSIGNAL,
                      (const struct sockaddr *)&bell->address, sizeof bell->address);
    }
}
