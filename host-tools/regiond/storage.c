// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage.h"

#include <string.h>

#include "regiond/storage_sqlite.h"

G_DEFINE_QUARK(wegwijs - storage - error, storage_error)

static const StorageClass *const classes[] = {&storage_sqlite_class};

Storage *storage_open(const char *url, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(classes); i++) {
        gsize length = strlen(classes[i]->scheme);
        if (strncmp(url, classes[i]->scheme, length) == 0 && url[length] == ':') {
            return classes[i]->open(url, error);
        }
    }
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_URL,
                "no such kind of database: '%s'; use sqlite:/path/to/file", url);
    return NULL;
}

void storage_close(Storage *storage)
{
    if (storage) {
        storage->class->close(storage);
    }
}

void storage_kiosk_free(StorageKiosk *kiosk)
{
    if (kiosk) {
        g_free(kiosk->name);
        g_free(kiosk->report);
        g_free(kiosk);
    }
}

void storage_certificate_free(StorageCertificate *certificate)
{
    if (certificate) {
        g_free(certificate->serial);
        g_free(certificate->pem);
        g_free(certificate);
    }
}

void storage_code_free(StorageCode *code)
{
    if (code) {
        g_free(code->hash);
        g_free(code->request_hash);
        g_free(code->serial);
        g_free(code);
    }
}

void storage_pack_free(StoragePack *pack)
{
    if (pack) {
        g_free(pack->sha256);
        g_free(pack->bundle_sha256);
        g_free(pack->name);
        g_free(pack->version);
        g_free(pack);
    }
}

void storage_orders_free(StorageOrders *orders)
{
    if (orders) {
        storage_pack_free(orders->pack);
        json_decref(orders->settings);
        json_decref(orders->presence);
        json_decref(orders->commands);
        g_free(orders);
    }
}
