// SPDX-License-Identifier: EUPL-1.2
/* Opens the storage that a URL names. */
#pragma once

#include "regiond/storage.h"

/* `url`: "sqlite:/path/to/file" (made when missing) or "postgresql://user@host/database" as libpq
 * reads it. `folder` is where region.sqlite is when `url` is NULL or empty. Caller closes. */
Storage *database_open(const char *url, const char *folder,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
