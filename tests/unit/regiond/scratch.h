// SPDX-License-Identifier: EUPL-1.2
/* What regiond's tests share: a folder of their own with a region or an empty storage in it. */
#pragma once

#include "regiond/region.h"
#include "regiond/storage.h"

enum { SCRATCH_NOW_UNIX_S = 1795438800 }; /* 2026-11-23T13:00:00Z */

/* A fresh folder; scratch_remove deletes it with all that is in it, and frees the name. */
char *scratch_folder(void);
void scratch_remove(char *folder);

/* Storage in `folder`, made when missing. */
Storage *scratch_storage(const char *folder);
/* The region "voorbeeld" in `folder`, made when missing. */
Region *scratch_region(const char *folder);
/* A kiosk of site 1. */
gint64 scratch_kiosk(Storage *storage, const char *name);
/* A certificate row with this serial. Caller frees. */
StorageCertificate *scratch_certificate(gint64 kiosk, const char *serial);
/* Adds a code with this hash for `kiosk`, good for 15 minutes. */
void scratch_code(Storage *storage, gint64 kiosk, const char *hash);
