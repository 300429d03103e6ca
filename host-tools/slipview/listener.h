// SPDX-License-Identifier: EUPL-1.2
/* A printer's line on a TCP port, one caller at a time as real ones have it, and a control socket
 * for faults: Unix stream, one line a command, answered with "ok" or "unknown". In the default main
 * context. */
#pragma once

#include "slipview/line.h"

typedef struct Listener Listener;

/* `address` is "127.0.0.1:0"; port 0 takes a free one, which stays ours also while callers are
 * refused. Caller stops. G_IO_ERROR. */
Listener *listener_start(const char *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void listener_stop(Listener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Listener, listener_stop)

guint16 listener_port(const Listener *listener);
/* Whose bytes come and go; borrowed. Before the first caller. */
void listener_attach(Listener *listener, Line *line);
/* To whoever is connected; kept until they read it, up to 64 MiB. */
void listener_send(Listener *listener, const guint8 *bytes, gsize size_bytes);
/* Ends the caller's connection: at once and with everything in it, or after what was sent. */
void listener_hang_up(Listener *listener, bool is_reset);
/* Faults from `path`, a Unix socket that is made. */
bool listener_take_faults(Listener *listener, const char *path,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
