// SPDX-License-Identifier: EUPL-1.2
/* JSON objects as CSV (RFC 4180) for a spreadsheet: a column for every key any of them has, in the
 * order of first sight. Pure. */
#pragma once

#include <glib.h>

#include "base/json.h"

typedef struct Table Table;
Table *table_new(void);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* `object` is referenced, not copied. */
void table_add(Table *table, const json_t *object);
/* Lists are joined by spaces; a text that a spreadsheet would take for a formula gets an apostrophe
 * in front. Caller owns. */
char *table_write_csv(const Table *table);
