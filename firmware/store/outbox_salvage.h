// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: reads what can still be read of a damaged outbox. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

/* Copies every sound row of the damaged file at `path` and its totals into `fresh`, an empty outbox
 * with a transaction open. `path` is only read, and may be anything at all; what the disk does not
 * give is asked for again. SQLite's code for `fresh`, or for a file of which the disk gave nothing;
 * *carried counts. */
int outbox_salvage(const char *path, sqlite3 *fresh, gint64 *carried);
