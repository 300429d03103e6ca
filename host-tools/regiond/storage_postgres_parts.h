// SPDX-License-Identifier: EUPL-1.2
/* The parts of storage_postgres: kiosks and enrolment, intakes, orders. See storage_class.h for
 * what each function does. Included by storage_postgres*.c only. */
#pragma once

#include "regiond/pg.h"
#include "regiond/storage.h"

typedef struct {
    Storage base;
    Pg *pg;
} StoragePostgres;

static inline Pg *postgres_pg(Storage *base)
{
    return ((StoragePostgres *)base)->pg;
}

/* Within a transaction: the next number of this name, 1 at first. Numbers have no gaps and are
 * never given twice; whoever takes one makes others wait until the commit. */
bool postgres_next_number(Pg *pg, const char *name, gint64 *number_out, GError **error);

bool postgres_add_kiosk(Storage *base, const char *name, gint64 site, gint64 *number_out,
                        GError **error);
StorageKiosk *postgres_find_kiosk(Storage *base, gint64 number, GError **error);
StorageKiosk *postgres_find_kiosk_by_name(Storage *base, const char *name, GError **error);
GPtrArray *postgres_list_kiosks(Storage *base, GError **error);
bool postgres_revoke_kiosk(Storage *base, gint64 number, gint64 now_unix_s, GError **error);
bool postgres_add_code(Storage *base, const StorageCode *code, GError **error);
StorageCode *postgres_find_code(Storage *base, const char *hash, GError **error);
bool postgres_enrol(Storage *base, const StorageEnrolment *enrolment, gint64 *slip_key_out,
                    GError **error);
bool postgres_take_staff_code(Storage *base, gint64 kiosk, gint64 *number_out, GError **error);
bool postgres_add_certificate(Storage *base, const StorageCertificate *certificate, GError **error);
StorageCertificate *postgres_find_certificate(Storage *base, const char *serial, GError **error);
GPtrArray *postgres_list_revoked(Storage *base, gint64 now_unix_s, GError **error);
json_t *postgres_list_slip_keys(Storage *base, GError **error);

bool postgres_store_intakes(Storage *base, const StorageBatch *batch, GError **error);
bool postgres_read_intakes(Storage *base, const StorageIntakeFilter *filter,
                           const StorageReader *reader, GError **error);

StorageOrders *postgres_report(Storage *base, gint64 kiosk, const StorageReport *report,
                               GError **error);
bool postgres_set_setting(Storage *base, gint64 kiosk, const char *key, const json_t *value,
                          GError **error);
bool postgres_set_presence(Storage *base, gint64 kiosk, const char *day, const json_t *partners,
                           GError **error);
bool postgres_add_command(Storage *base, gint64 kiosk, const char *what, gint64 expires_unix_s,
                          GError **error);
bool postgres_offer_pack(Storage *base, gint64 kiosk, gint64 site, const StoragePack *pack,
                         GError **error);
