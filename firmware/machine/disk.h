// SPDX-License-Identifier: EUPL-1.2
/* Room on the disk. Any thread. */
#pragma once

#include <glib.h>

/* Bytes an ordinary program can still write where `path` is; -1 when the system does not say. */
gint64 disk_free_bytes(const char *path);
