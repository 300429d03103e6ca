// SPDX-License-Identifier: EUPL-1.2
/* Storage in one SQLite file: WAL, synchronous FULL (the file itself is made under EXTRA). */
#pragma once

#include "regiond/storage.h"

extern const StorageClass storage_sqlite_class;
