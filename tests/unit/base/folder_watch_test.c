// SPDX-License-Identifier: EUPL-1.2
#include "base/folder_watch.h"

#include "base/file.h"
#include "scratch_folder.h"

enum { LIMIT_MS = 5000 };

typedef struct {
    GMainLoop *loop;
    int n_changes;
    bool is_late;
} Watcher;

static gboolean count_change(gpointer data)
{
    Watcher *watcher = data;
    watcher->n_changes++;
    g_main_loop_quit(watcher->loop);
    return G_SOURCE_CONTINUE;
}

static gboolean give_up(gpointer data)
{
    Watcher *watcher = data;
    watcher->is_late = true;
    g_main_loop_quit(watcher->loop);
    return G_SOURCE_REMOVE;
}

static void wait_for_change(Watcher *watcher)
{
    guint limit = g_timeout_add(LIMIT_MS, give_up, watcher);
    g_main_loop_run(watcher->loop);
    g_assert_false(watcher->is_late);
    g_source_remove(limit);
}

static void test_change(void)
{
    g_autoptr(ScratchFolder) one = scratch_folder_new();
    g_autoptr(ScratchFolder) other = scratch_folder_new();
    const char *const folders[] = {one->path, other->path};
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GError) error = NULL;
    Watcher watcher = {.loop = loop};
    g_autoptr(FolderWatch) watch = folder_watch_new(folders, 2, count_change, &watcher, &error);
    g_assert_no_error(error);
    g_assert_nonnull(watch);
    g_autofree char *file = scratch_folder_path(one, "settings.json");
    g_autofree char *link = scratch_folder_path(other, "current");
    g_autoptr(GBytes) text = g_bytes_new_static("x", 1);
    g_assert_true(file_save(file, text, 0600, &error));
    wait_for_change(&watcher);
    g_assert_true(file_switch_link(link, "somewhere", &error));
    wait_for_change(&watcher);
    g_assert_cmpint(watcher.n_changes, ==, 2);
}

static void test_no_folder(void)
{
    static const char *const folders[] = {"/nowhere/at/all"};
    g_autoptr(GError) error = NULL;
    g_assert_null(folder_watch_new(folders, 1, count_change, NULL, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/folder watch/tells of files and links put in place", test_change);
    g_test_add_func("/folder watch/needs its folders", test_no_folder);
    return g_test_run();
}
