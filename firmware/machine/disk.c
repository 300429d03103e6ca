// SPDX-License-Identifier: EUPL-1.2
#include "machine/disk.h"

#include <sys/statvfs.h>

gint64 disk_free_bytes(const char *path)
{
    struct statvfs disk;
    if (statvfs(path, &disk) != 0) {
        return -1;
    }
    return (gint64)disk.f_bavail * (gint64)disk.f_frsize;
}
