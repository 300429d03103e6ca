// SPDX-License-Identifier: EUPL-1.2
#include "machine/temperature.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* One zone's file holds thousandths of a degree as text. sysfs says nothing of its size. */
static bool read_zone(const char *path, double *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    char text[32];
    gssize n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0) {
        return false;
    }
    text[n] = 0;
    char *end;
    gint64 thousandths = g_ascii_strtoll(text, &end, 10);
    /* Sensors that are off say -273 or worse. */
    if (end == text || thousandths < -60 * 1000 || thousandths > 200 * 1000) {
        return false;
    }
    *out = (double)thousandths / 1000;
    return true;
}

bool temperature_read_c(const char *root, double *out)
{
    root = root ? root : "/sys/class/thermal";
    g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
    bool found = false;
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(root, name, "temp", NULL);
        double zone;
        if (g_str_has_prefix(name, "thermal_zone") && read_zone(path, &zone)) {
            *out = found ? MAX(*out, zone) : zone;
            found = true;
        }
    }
    return found;
}
