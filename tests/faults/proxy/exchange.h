// SPDX-License-Identifier: EUPL-1.2
/* One HTTP request through the proxy where there is no TLS, between nginx and its server. Each
 * connection carries one request, so that a fault meets the request it is meant for. Blocks until
 * it has ended: runs in a process of its own. */
#pragma once

#include "faults/proxy/script.h"

/* Connects to the target; -1: cannot. */
typedef int (*ExchangeDial)(const void *target);

/* Takes `client`. */
void exchange_serve(int client, ExchangeDial dial, const void *target, Script *script);
