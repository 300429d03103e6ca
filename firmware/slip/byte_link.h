// SPDX-License-Identifier: EUPL-1.2
/* A descriptor to a printer, TCP or device, read and written with a time limit. Every wait also
 * ends when `cancel` is cancelled. What the other side has not taken when the link is closed, or
 * when the program dies, is thrown away: it must not come out later. One thread. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "slip/printer_model.h"

typedef enum { BYTE_LINK_DEVICE, BYTE_LINK_SERIAL, BYTE_LINK_SOCKET } ByteLinkKind;

typedef struct {
    int fd; /* non-blocking; -1 when closed */
    ByteLinkKind kind;
    int timeout_ms;
    GCancellable *cancel; /* borrowed */
    gsize heard_bytes;    /* read since it was opened */
    GPollFD stop; /* what `cancel` wakes a wait by, while can_stop; byte_link_close releases it */
    bool can_stop;
} ByteLink;

enum { BYTE_LINK_MAX_HEARD_BYTES = 16 * 1024 }; /* a printer says less; more is not listened to */

/* Connects within link->timeout_ms; errors are of G_IO_ERROR and name host and port. Sets
 * link->fd. */
bool byte_link_open_network(ByteLink *link, const char *host, int port,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A character device such as /dev/usb/lp0. */
bool byte_link_open_device(ByteLink *link, const char *path,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A serial line: 8 bits, no parity, 1 stop bit. What it still held in either direction is thrown
 * away. `baud` must be one of byte_link_is_baud. */
bool byte_link_open_serial(ByteLink *link, const char *path, int baud, PrinterFlow flow,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 4800 to 230400 as the system knows them. */
bool byte_link_is_baud(int baud);

void byte_link_close(ByteLink *link);
/* Waits at most `wait_ms` until the other side's end of the line has taken all that was written;
 * false when it has not. Always true where the system cannot tell. */
bool byte_link_drain(ByteLink *link, int wait_ms);
/* All was taken: from now on closing ends a connection in good order. */
void byte_link_keep_sent(ByteLink *link);

typedef enum {
    BYTE_LINK_READY, /* something was read or written */
    BYTE_LINK_QUIET, /* nothing until the time was up */
    BYTE_LINK_ENDED, /* closed, broken, cancelled, or it said more than anybody reads */
} ByteLinkStatus;

/* Writes as much as fits at once, waiting up to `wait_ms` for room. While it waits it also ends,
 * with BYTE_LINK_QUIET and *done 0, when there is something to read: a printer that stops taking
 * bytes says why. */
ByteLinkStatus byte_link_write(ByteLink *link, const guint8 *bytes, gsize size_bytes, int wait_ms,
                               gsize *done);
/* Reads what is there, waiting at most `wait_ms`. */
ByteLinkStatus byte_link_read(ByteLink *link, guint8 *bytes, gsize size_bytes, int wait_ms,
                              gsize *done);
