// SPDX-License-Identifier: EUPL-1.2
/* The source folder of a pack (assets/content/<pack>) as the files of the built pack, in memory:
 * site.json and whatever else lies in the folder, what pack.json includes, a locale/<lang>.json
 * from each language's catalogue, and a pack.json with the hash of every file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SOURCE_ERROR source_error_quark()
GQuark source_error_quark(void);
typedef enum { SOURCE_ERROR_INVALID } SourceError;

/* `locale` is the folder of catalogues; NULL: ../../locale seen from `folder`. `signed_unix_s` is
 * the moment pack.json names. Names (char*) -> GBytes*. Caller owns. */
GHashTable *source_load(const char *folder, const char *locale, gint64 signed_unix_s,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
