// SPDX-License-Identifier: EUPL-1.2
/* One conversation with a kiosk's inspector: a line asked, a line answered. Blocking, with limits;
 * one thread. */
#pragma once

#include "base/json.h"

#define CLIENT_ERROR client_error_quark()
GQuark client_error_quark(void);
typedef enum {
    CLIENT_ERROR_CONNECT, /* no kiosk there */
    CLIENT_ERROR_LOST,    /* it went away, or did not answer in time */
    CLIENT_ERROR_REFUSED, /* it answered with an error */
} ClientError;

typedef struct Client Client;

/* Waits until a kiosk listens on `path`, at most `limit_ms`. The folder must be there. Caller
 * frees. */
Client *client_connect(const char *path, int limit_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void client_free(Client *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Client, client_free)

/* Asks; `request_take` is handed over. The answer is the caller's. An answer may take `limit_ms`
 * and five seconds more. */
json_t *client_ask(Client *client, json_t *request_take, int limit_ms,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
