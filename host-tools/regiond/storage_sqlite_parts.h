// SPDX-License-Identifier: EUPL-1.2
/* The parts of storage_sqlite: kiosks and enrolment, intakes, orders. See storage_class.h for what
 * each function does. Included by storage_sqlite*.c only. */
#pragma once

#include <sqlite3.h>

#include "regiond/storage.h"

typedef struct {
    Storage base;
    sqlite3 *db;
} StorageSqlite;

static inline sqlite3 *sqlite_db(Storage *base)
{
    return ((StorageSqlite *)base)->db;
}

bool sqlite_add_kiosk(Storage *base, const char *name, gint64 site, gint64 *number_out,
                      GError **error);
StorageKiosk *sqlite_find_kiosk(Storage *base, gint64 number, GError **error);
StorageKiosk *sqlite_find_kiosk_by_name(Storage *base, const char *name, GError **error);
GPtrArray *sqlite_list_kiosks(Storage *base, GError **error);
bool sqlite_revoke_kiosk(Storage *base, gint64 number, gint64 now_unix_s, GError **error);
bool sqlite_add_code(Storage *base, const StorageCode *code, GError **error);
StorageCode *sqlite_find_code(Storage *base, const char *hash, GError **error);
bool sqlite_enrol(Storage *base, const StorageEnrolment *enrolment, gint64 *slip_key_out,
                  GError **error);
bool sqlite_take_staff_code(Storage *base, gint64 kiosk, gint64 *number_out, GError **error);
bool sqlite_add_certificate(Storage *base, const StorageCertificate *certificate, GError **error);
StorageCertificate *sqlite_find_certificate(Storage *base, const char *serial, GError **error);
GPtrArray *sqlite_list_revoked(Storage *base, gint64 now_unix_s, GError **error);
json_t *sqlite_list_slip_keys(Storage *base, GError **error);

bool sqlite_store_intakes(Storage *base, const StorageBatch *batch, GError **error);
bool sqlite_read_intakes(Storage *base, const StorageIntakeFilter *filter,
                         const StorageReader *reader, GError **error);

StorageOrders *sqlite_report(Storage *base, gint64 kiosk, const StorageReport *report,
                             GError **error);
bool sqlite_set_setting(Storage *base, gint64 kiosk, const char *key, const json_t *value,
                        GError **error);
bool sqlite_set_presence(Storage *base, gint64 kiosk, const char *day, const json_t *partners,
                         GError **error);
bool sqlite_add_command(Storage *base, gint64 kiosk, const char *what, gint64 expires_unix_s,
                        GError **error);
bool sqlite_offer_pack(Storage *base, gint64 kiosk, gint64 site, const StoragePack *pack,
                       GError **error);
