// SPDX-License-Identifier: EUPL-1.2
/* HTTP on a private Unix socket, by libmicrohttpd inside the GLib main loop: one thread does
 * everything. Whoever can write to the socket is believed to be the web server in front. */
#pragma once

#include "regiond/api.h"

#define SERVER_ERROR server_error_quark()
GQuark server_error_quark(void);
typedef enum {
    SERVER_ERROR_SOCKET, /* path too long, in use, or not to be made */
    SERVER_ERROR_START,
} ServerError;

typedef struct Server Server;

/* Listens on `path`, made with `mode` (0600 or 0660); a socket left by a dead process is replaced.
 * Answers by `api`, borrowed, from the default main context. Caller stops. */
Server *server_start(const char *path, int mode, Api *api,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void server_stop(Server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_stop)
