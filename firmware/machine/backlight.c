// SPDX-License-Identifier: EUPL-1.2
#include "machine/backlight.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LIGHTS = 16, NUMBER_BYTES = 24 };

G_DEFINE_QUARK(wegwijs_backlight_error, backlight_error)

static bool fail(GError **error, const char *what, const char *path)
{
    int code = errno;
    g_set_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_IO, "cannot %s %s: %s", what, path,
                code ? g_strerror(code) : "no number from 1 on");
    return false;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Folders of the lights, by name. */
static GPtrArray *list(const char *root, GError **error)
{
    root = root ? root : "/sys/class/backlight";
    g_autoptr(GPtrArray) lights = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
    const char *name;
    while (dir && lights->len < MAX_LIGHTS && (name = g_dir_read_name(dir))) {
        g_autofree char *most = g_build_filename(root, name, "max_brightness", NULL);
        if (g_file_test(most, G_FILE_TEST_EXISTS)) {
            g_ptr_array_add(lights, g_build_filename(root, name, NULL));
        }
    }
    g_ptr_array_sort(lights, compare_names);
    if (lights->len == 0) {
        g_set_error(error, BACKLIGHT_ERROR, BACKLIGHT_ERROR_NONE,
                    "the brightness cannot be set: %s has no light", root);
        return NULL;
    }
    return g_steal_pointer(&lights);
}

/* sysfs says nothing of a file's size. */
static bool read_number(const char *light, const char *name, gint64 least, gint64 *out,
                        GError **error)
{
    g_autofree char *path = g_build_filename(light, name, NULL);
    char text[NUMBER_BYTES] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gssize n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    int code = n < 0 ? errno : 0;
    if (fd >= 0) {
        close(fd);
    }
    g_strchomp(text);
    gint64 value;
    errno = code;
    if (n < 0 || !g_ascii_string_to_signed(text, 10, least, G_MAXINT, &value, NULL)) {
        errno = code;
        return fail(error, "read", path);
    }
    *out = value;
    return true;
}

static bool set_one(const char *light, int percent, GError **error)
{
    gint64 most;
    if (!read_number(light, "max_brightness", 1, &most, error)) {
        return false;
    }
    g_autofree char *path = g_build_filename(light, "brightness", NULL);
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, MAX(1, most * percent / 100));
    gssize size = (gssize)strlen(text);
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    gssize n = fd < 0 ? -1 : write(fd, text, (gsize)size);
    int code = n == size ? 0 : errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = code;
    return n == size || fail(error, "write", path);
}

bool backlight_read(const char *root, int *percent, GError **error)
{
    g_autoptr(GPtrArray) lights = list(root, error);
    gint64 most, now;
    if (!lights || !read_number(g_ptr_array_index(lights, 0), "max_brightness", 1, &most, error) ||
        !read_number(g_ptr_array_index(lights, 0), "brightness", 0, &now, error)) {
        return false;
    }
    *percent = (int)((MIN(now, most) * 100 + most / 2) / most);
    return true;
}

bool backlight_set(const char *root, int percent, GError **error)
{
    g_autoptr(GPtrArray) lights = list(root, error);
    bool is_fine = lights != NULL;
    percent = CLAMP(percent, BACKLIGHT_MIN_PERCENT, 100);
    for (guint i = 0; lights && i < lights->len; i++) {
        is_fine &= set_one(g_ptr_array_index(lights, i), percent, is_fine ? error : NULL);
    }
    return is_fine;
}
