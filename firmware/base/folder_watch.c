// SPDX-License-Identifier: EUPL-1.2
#include "base/folder_watch.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <glib-unix.h>

struct FolderWatch {
    int fd;
    guint source;
    GSourceFunc changed;
    gpointer user_data;
};

static gboolean take_changes(gint fd, GIOCondition condition, gpointer user_data)
{
    FolderWatch *watch = user_data;
    char events[4096];
    (void)condition;
    while (read(fd, events, sizeof events) > 0) {
    }
    watch->changed(watch->user_data);
    return G_SOURCE_CONTINUE;
}

FolderWatch *folder_watch_new(const char *const *folders, gsize n_folders, GSourceFunc changed,
                              gpointer user_data, GError **error)
{
    g_autoptr(FolderWatch) watch = g_new0(FolderWatch, 1);
    watch->changed = changed;
    watch->user_data = user_data;
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    for (gsize i = 0; i < n_folders; i++) {
        if (watch->fd < 0 ||
            inotify_add_watch(watch->fd, folders[i], IN_MOVED_TO | IN_ONLYDIR) < 0) {
            int saved = errno;
            g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved),
                        "cannot watch %s: %s", folders[i], g_strerror(saved));
            return NULL;
        }
    }
    watch->source = g_unix_fd_add(watch->fd, G_IO_IN, take_changes, watch);
    return g_steal_pointer(&watch);
}

void folder_watch_free(FolderWatch *watch)
{
    if (!watch) {
        return;
    }
    g_clear_handle_id(&watch->source, g_source_remove);
    if (watch->fd >= 0) {
        close(watch->fd);
    }
    g_free(watch);
}
