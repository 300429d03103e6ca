// SPDX-License-Identifier: EUPL-1.2
/* One connection through the proxy as bytes, with one fault. Blocks until it has ended: runs in a
 * process of its own. */
#pragma once

#include "faults/proxy/script.h"

/* Takes both sockets. `number`: of the connection, for what is said on stdout. */
void wire_serve(int client, int target, const Fault *fault, int number);

/* Also of the exchanges. Writes all of it, at most as fast as it is taken; false: the other is
 * gone. */
bool wire_write(int fd, const void *data, gsize size);
/* Closes so that the other sees a reset. */
void wire_reset(int fd);
/* Nothing is read or written until the other has gone. */
void wire_be_silent(int fd);
void wire_wait_ms(gint64 wait_ms);
