// SPDX-License-Identifier: EUPL-1.2
#include "sync/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib-unix.h>

struct Wake {
    int lock, socket;
    guint source;
    char *path;
    WakeHandler handler;
    gpointer user_data;
};

static bool fail(GError **error, int code, const char *what, const char *path)
{
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(code), "cannot %s %s: %s", what,
                path, g_strerror(code));
    return false;
}

/* Everything that waits is read at once: a hundred visits wake as one. */
static gboolean on_wake(gint fd, GIOCondition condition, gpointer user_data)
{
    (void)condition;
    Wake *wake = user_data;
    bool has_intake = false, has_now = false;
    char kind;
    while (recv(fd, &kind, 1, MSG_DONTWAIT) == 1) {
        has_intake |= kind == 'w';
        has_now |= kind == 'n';
    }
    if (has_intake || has_now) {
        wake->handler(has_now ? WAKE_NOW : WAKE_INTAKE, wake->user_data);
    }
    return G_SOURCE_CONTINUE;
}

static bool lock_folder(Wake *wake, const char *run_dir, GError **error)
{
    g_autofree char *path = g_build_filename(run_dir, "sync.lock", NULL);
    wake->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (wake->lock < 0) {
        return fail(error, errno, "create", path);
    }
    if (flock(wake->lock, LOCK_EX | LOCK_NB) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                    "another wegwijs-sync works in %s; stop it first", run_dir);
        return false;
    }
    return true;
}

static bool bind_socket(Wake *wake, GError **error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(wake->path) >= sizeof address.sun_path) {
        return fail(error, ENAMETOOLONG, "bind", wake->path);
    }
    g_strlcpy(address.sun_path, wake->path, sizeof address.sun_path);
    unlink(wake->path);
    wake->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (wake->socket < 0 ||
        bind(wake->socket, (const struct sockaddr *)&address, sizeof address) != 0) {
        return fail(error, errno, "bind", wake->path);
    }
    chmod(wake->path, 0600);
    wake->source = g_unix_fd_add(wake->socket, G_IO_IN, on_wake, wake);
    return true;
}

Wake *wake_listen(const char *run_dir, WakeHandler handler, gpointer user_data, GError **error)
{
    g_autoptr(Wake) wake = g_new0(Wake, 1);
    wake->lock = wake->socket = -1;
    wake->handler = handler;
    wake->user_data = user_data;
    if (!lock_folder(wake, run_dir, error)) {
        return NULL;
    }
    wake->path = g_build_filename(run_dir, "wake.sock", NULL);
    return bind_socket(wake, error) ? g_steal_pointer(&wake) : NULL;
}

void wake_free(Wake *wake)
{
    if (!wake) {
        return;
    }
    if (wake->source) {
        g_source_remove(wake->source);
        unlink(wake->path);
    }
    if (wake->socket >= 0) {
        close(wake->socket);
    }
    if (wake->lock >= 0) {
        close(wake->lock);
    }
    g_free(wake->path);
    g_free(wake);
}
