// SPDX-License-Identifier: EUPL-1.2
/* Speaks to a kiosk's inspector: one JSON object a line, there and back. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "base/json.h"

typedef struct InspectorClient InspectorClient;

/* Connects to the Unix socket, trying for at most `wait_ms` until it is there. */
InspectorClient *inspector_client_open(const char *socket_path, gint64 wait_ms, GError **error);
void inspector_client_close(InspectorClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InspectorClient, inspector_client_close)

/* Sends `request` (taken) and waits for the answer. NULL when the answer holds "error". */
json_t *inspector_client_ask_take(InspectorClient *client, json_t *request, GError **error);
