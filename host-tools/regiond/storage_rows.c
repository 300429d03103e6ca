// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_rows.h"

#include <string.h>

void storage_kiosk_free(StorageKiosk *kiosk)
{
    if (kiosk) {
        g_free(kiosk->name);
        g_free(kiosk->report);
        if (kiosk->staff_secret) {
            explicit_bzero(kiosk->staff_secret, strlen(kiosk->staff_secret));
            g_free(kiosk->staff_secret);
        }
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

static json_t *renew_row(json_t *row)
{
    return json_is_string(row) ? json_pack("{sO}", "door", row) : json_incref(row);
}

json_t *storage_renew_presence(json_t *rows)
{
    json_t *renewed = json_array();
    gsize i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        json_array_append_new(renewed, renew_row(row));
    }
    json_decref(rows);
    return renewed;
}
