// SPDX-License-Identifier: EUPL-1.2
#include "base/file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "scratch_folder.h"

static void check_text(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_load(path, 1000, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), text, strlen(text));
}

static bool save(const char *path, const char *text, int mode, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return file_save(path, bytes, mode, error);
}

static void test_load(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *text = scratch_folder_write(folder, "text", "abc");
    g_autofree char *empty = scratch_folder_write(folder, "empty", "");
    check_text(text, "abc");
    check_text(empty, "");
}

static void test_limit(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_write(folder, "text", "abcd");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) fits = file_load(path, 4, &error);
    g_assert_no_error(error);
    g_assert_nonnull(fits);
    g_assert_null(file_load(path, 3, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, path));
    g_assert_nonnull(strstr(error->message, "at most 3"));
}

static void check_not_loaded(const char *path, int code)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(file_load(path, 1000, &error));
    g_assert_error(error, G_FILE_ERROR, code);
    g_assert_nonnull(strstr(error->message, path));
}

static void test_no_file(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *missing = scratch_folder_path(folder, "missing");
    g_autofree char *fifo = scratch_folder_path(folder, "fifo");
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    check_not_loaded(missing, G_FILE_ERROR_NOENT);
    check_not_loaded(folder->path, G_FILE_ERROR_ISDIR);
    check_not_loaded(fifo, G_FILE_ERROR_INVAL);
}

static void test_save(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_path(folder, "key");
    g_autoptr(GError) error = NULL;
    g_assert_true(save(path, "one", 0600, &error));
    check_text(path, "one");
    struct stat st;
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmphex(st.st_mode & 0777, ==, 0600);
    g_assert_true(save(path, "", 0644, &error));
    check_text(path, "");
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmphex(st.st_mode & 0777, ==, 0644);
    g_assert_cmpint(scratch_folder_count(folder), ==, 1);
}

static void test_save_after_crash(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *left_over = scratch_folder_write(folder, "key.new", "half of a long te");
    g_autofree char *path = scratch_folder_path(folder, "key");
    g_autoptr(GError) error = NULL;
    g_assert_true(save(path, "one", 0600, &error));
    check_text(path, "one");
    g_assert_false(g_file_test(left_over, G_FILE_TEST_EXISTS));
}

static void test_save_fails(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *nowhere = scratch_folder_path(folder, "no/key");
    g_autofree char *taken = scratch_folder_write(folder, "file", "old");
    g_autofree char *blocked = scratch_folder_path(folder, "file.new");
    g_autoptr(GError) error = NULL;
    g_assert_false(save(nowhere, "one", 0600, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_clear_error(&error);
    g_assert_cmpint(g_mkdir(blocked, 0700), ==, 0);
    g_assert_false(save(taken, "new", 0600, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
    check_text(taken, "old");
}

static void test_no_link_followed(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *other = scratch_folder_write(folder, "other", "old");
    g_autofree char *path = scratch_folder_path(folder, "key");
    g_autofree char *trap = scratch_folder_path(folder, "key.new");
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(symlink(other, trap), ==, 0);
    g_assert_false(save(path, "secret", 0600, &error));
    g_assert_nonnull(error);
    check_text(other, "old");
}

static void test_make_folder(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *deep = scratch_folder_path(folder, "a/b/c");
    g_autofree char *file = scratch_folder_write(folder, "file", "");
    g_autofree char *under_file = scratch_folder_path(folder, "file/a");
    g_autoptr(GError) error = NULL;
    g_assert_true(file_make_folder(deep, &error));
    g_assert_true(file_make_folder(deep, &error));
    struct stat st;
    g_assert_cmpint(stat(deep, &st), ==, 0);
    g_assert_cmphex(st.st_mode & 0777, ==, 0700);
    g_assert_false(file_make_folder(under_file, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
    g_clear_error(&error);
    g_assert_true(file_sync_folder(deep, &error));
    g_assert_false(file_sync_folder(file, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

static void test_switch_link(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *link = scratch_folder_path(folder, "current");
    g_autofree char *left_over = scratch_folder_path(folder, "current.new");
    g_autoptr(GError) error = NULL;
    g_assert_true(file_switch_link(link, "one", &error));
    g_assert_cmpint(symlink("half", left_over), ==, 0);
    g_assert_true(file_switch_link(link, "two", &error));
    g_autofree char *target = g_file_read_link(link, &error);
    g_assert_cmpstr(target, ==, "two");
    g_assert_cmpint(scratch_folder_count(folder), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/file/is read whole", test_load);
    g_test_add_func("/file/longer than allowed is not read", test_limit);
    g_test_add_func("/file/that is none is refused at once", test_no_file);
    g_test_add_func("/file/is saved with its mode and nothing beside it", test_save);
    g_test_add_func("/file/is saved over what a crash left", test_save_after_crash);
    g_test_add_func("/file/stays as it was when saving fails", test_save_fails);
    g_test_add_func("/file/is not written through a link", test_no_link_followed);
    g_test_add_func("/file/folders are made with their parents", test_make_folder);
    g_test_add_func("/file/a link is switched in one step", test_switch_link);
    return g_test_run();
}
