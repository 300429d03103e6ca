// SPDX-License-Identifier: EUPL-1.2
/* What regiond's tests share: a folder of their own with a region or an empty storage in it. */
#pragma once

#include "regiond/region.h"
#include "regiond/storage.h"

enum { SCRATCH_NOW_UNIX_S = 1795438800 }; /* 2026-11-23T13:00:00Z */

/* A fresh folder; scratch_remove deletes it with all that is in it, and frees the name. */
char *scratch_folder(void);
void scratch_remove(char *folder);

/* SQLite storage in `folder`, made when missing. */
Storage *scratch_storage(const char *folder);

/* A kind of storage that a test is run on. */
typedef struct {
    const char *kind;   /* "sqlite", "postgresql" */
    const char *folder; /* of the PostgreSQL that the test program started */
    const char *server; /* and its URL */
} ScratchStore;
/* Starts a PostgreSQL that ends after this process does, whatever the end is. False when none is
 * installed. The texts are the caller's. */
bool scratch_start_server(char **folder_out, char **url_out);
/* "stop --mode immediate", "start" and the like for postgres.sh. */
void scratch_tell_server(const ScratchStore *store, const char *what);
/* An empty database, the same one each time for the same folder. Caller owns. */
char *scratch_url(const ScratchStore *store, const char *folder);
Storage *scratch_open(const char *url);
/* One statement without parameters, past the storage. */
void scratch_execute(const char *url, const char *statement);

/* The region "voorbeeld" in `folder`, made when missing. */
Region *scratch_region(const char *folder);
/* A kiosk of site 1. */
gint64 scratch_kiosk(Storage *storage, const char *name);
/* A certificate row with this serial. Caller frees. */
StorageCertificate *scratch_certificate(gint64 kiosk, const char *serial);
/* Adds a code with this hash for `kiosk`, good for 15 minutes. */
void scratch_code(Storage *storage, gint64 kiosk, const char *hash);
