// SPDX-License-Identifier: EUPL-1.2
/* What a region keeps: kiosks, their certificates, codes and slip keys, sealed intakes, status,
 * orders. One interface, an implementation for each database: a struct of functions, chosen by the
 * URL given to database_open. Every call is one transaction and durable when it returns true. Time
 * is an argument. One thread per Storage; several processes may have the same database open. */
#pragma once

#include "regiond/storage_rows.h"

#define STORAGE_ERROR storage_error_quark()
GQuark storage_error_quark(void);
typedef enum {
    STORAGE_ERROR_URL,       /* no such kind of database */
    STORAGE_ERROR_IO,        /* nothing was changed; may work later */
    STORAGE_ERROR_NOT_FOUND, /* no such kiosk, code or command */
    STORAGE_ERROR_CONFLICT,  /* exists already, or was used already */
} StorageError;

typedef struct Storage Storage;
typedef struct StorageClass StorageClass;
#include "regiond/storage_class.h"

void storage_close(Storage *storage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Storage, storage_close)
