// SPDX-License-Identifier: EUPL-1.2
/* A descriptor to a printer, TCP or device, read and written with a time limit. Every wait also
 * ends when `cancel` is cancelled. One thread. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct {
    int fd; /* non-blocking; -1 when closed */
    bool is_socket;
    int timeout_ms;
    GCancellable *cancel; /* borrowed */
} ByteLink;

/* Connects within link->timeout_ms; errors are of G_IO_ERROR and name host and port. Sets
 * link->fd. */
bool byte_link_open_network(ByteLink *link, const char *host, int port,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A character device such as /dev/usb/lp0. */
bool byte_link_open_device(ByteLink *link, const char *path,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void byte_link_close(ByteLink *link);
/* From now on closing throws away what the other side has not taken yet, instead of delivering it
 * later. */
void byte_link_drop_unsent(ByteLink *link);

typedef enum {
    BYTE_LINK_READY, /* something was read or written */
    BYTE_LINK_QUIET, /* nothing until the time was up */
    BYTE_LINK_ENDED, /* closed, broken or cancelled */
} ByteLinkStatus;

/* Writes as much as fits at once, waiting up to the time limit for room. While it waits it also
 * ends, with BYTE_LINK_QUIET and *done 0, when there is something to read: a printer that stops
 * taking bytes says why. */
ByteLinkStatus byte_link_write(ByteLink *link, const guint8 *bytes, gsize size_bytes, gsize *done);
/* Reads what is there, waiting at most `wait_ms`. */
ByteLinkStatus byte_link_read(ByteLink *link, guint8 *bytes, gsize size_bytes, int wait_ms,
                              gsize *done);
