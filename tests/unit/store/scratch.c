// SPDX-License-Identifier: EUPL-1.2
#include "scratch.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gstdio.h>

void scratch_init(Scratch *scratch)
{
    g_autoptr(GError) error = NULL;
    scratch->path = g_dir_make_tmp("wegwijs-store-XXXXXX", &error);
    g_assert_no_error(error);
}

void scratch_put(const Scratch *scratch, const char *name, const char *text)
{
    g_free(scratch_write(scratch, name, text));
}

void scratch_remove_tree(const char *path)
{
    if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name;
        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            scratch_remove_tree(child);
        }
    }
    g_assert_cmpint(g_remove(path), ==, 0);
}

void scratch_clear(Scratch *scratch)
{
    if (scratch->path) {
        scratch_remove_tree(scratch->path);
        g_clear_pointer(&scratch->path, g_free);
    }
}

char *scratch_file(const Scratch *scratch, const char *name)
{
    return g_build_filename(scratch->path, name, NULL);
}

char *scratch_write(const Scratch *scratch, const char *name, const char *text)
{
    g_autoptr(GError) error = NULL;
    char *path = scratch_file(scratch, name);
    (void)g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    return path;
}

int scratch_run(char **out, const char *program, ...)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, (gpointer)(guintptr)program);
    va_list list;
    va_start(list, program);
    const char *argument;
    do {
        argument = va_arg(list, const char *);
        g_ptr_array_add(argv, (gpointer)(guintptr)argument);
    } while (argument);
    va_end(list);
    g_autofree char *printed = NULL;
    int status = 0;
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &printed, NULL,
                      &status, NULL)) {
        return -1;
    }
    if (out) {
        *out = g_steal_pointer(&printed);
    }
    return g_spawn_check_wait_status(status, NULL) ? 0 : 1;
}

GBytes *scratch_bytes(const char *text)
{
    return g_bytes_new(text, strlen(text));
}

int scratch_main(int argc, char **argv, void (*add_tests)(void))
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    bool ok = keys_init(&error);
    g_assert_no_error(error);
    g_assert_true(ok);
    add_tests();
    return g_test_run();
}
