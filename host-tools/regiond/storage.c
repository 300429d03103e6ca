// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage.h"

G_DEFINE_QUARK(wegwijs_storage_error, storage_error)

void storage_close(Storage *storage)
{
    if (storage) {
        storage->class->close(storage);
    }
}
