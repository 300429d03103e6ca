// SPDX-License-Identifier: EUPL-1.2
#include "regiond/database.h"

#include <string.h>

#include "regiond/storage_postgres.h"
#include "regiond/storage_sqlite.h"

static const StorageClass *const classes[] = {&storage_sqlite_class, &storage_postgres_class};

Storage *database_open(const char *url, const char *folder, GError **error)
{
    g_autofree char *own = g_strdup_printf("sqlite:%s/region.sqlite", folder);
    url = url && url[0] ? url : own;
    for (gsize i = 0; i < G_N_ELEMENTS(classes); i++) {
        gsize length = strlen(classes[i]->scheme);
        if (strncmp(url, classes[i]->scheme, length) == 0 && url[length] == ':') {
            return classes[i]->open(url, error);
        }
    }
    /* No more of it is repeated: there may be a password in it. */
    int length = (int)strcspn(url, ":/@ ");
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_URL,
                "no such kind of database: '%.*s'; use sqlite:/path/to/file or "
                "postgresql://user@host/database",
                length, url);
    return NULL;
}
