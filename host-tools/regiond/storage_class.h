// SPDX-License-Identifier: EUPL-1.2
/* The functions a database must have. Included by storage.h only; called as
 * storage->class->find_kiosk(storage, …). All false or NULL results set the error; what was there
 * is then unchanged; but of a database that went away at the very moment of a change nobody knows
 * whether it was made, and the call fails as IO. So every call may be made twice, but add_… and
 * take_staff_code, which then find or give another one. */
#pragma once

struct Storage {
    const StorageClass *class;
};

struct StorageClass {
    const char *scheme; /* of the URL */
    Storage *(*open)(const char *url, GError **error);
    void (*close)(Storage *self);

    /* Kiosks. `*number_out`: the lowest number never given before. CONFLICT: the name is taken. */
    bool (*add_kiosk)(Storage *self, const char *name, gint64 site, gint64 *number_out,
                      GError **error);
    StorageKiosk *(*find_kiosk)(Storage *self, gint64 number, GError **error);
    StorageKiosk *(*find_kiosk_by_name)(Storage *self, const char *name, GError **error);
    GPtrArray *(*list_kiosks)(Storage *self, GError **error); /* of StorageKiosk*, by number */
    /* The kiosk, its certificates and its unused codes. NOT_FOUND. */
    bool (*revoke_kiosk)(Storage *self, gint64 number, gint64 now_unix_s, GError **error);

    /* Enrolment. Codes of the same kiosk that are still unused are withdrawn by a new one. */
    bool (*add_code)(Storage *self, const StorageCode *code, GError **error);
    StorageCode *(*find_code)(Storage *self, const char *hash, GError **error);
    /* Uses the code, keeps certificate, slip key and staff's secret, revokes the kiosk's earlier
     * certificates.
     * CONFLICT: used, withdrawn or expired meanwhile. */
    bool (*enrol)(Storage *self, const StorageEnrolment *enrolment, gint64 *slip_key_out,
                  GError **error);
    /* Takes the next number of a code for staff, which is then never given again. CONFLICT: the
     * kiosk has no secret for them. */
    bool (*take_staff_code)(Storage *self, gint64 kiosk, gint64 *number_out, GError **error);
    /* CONFLICT: the kiosk was revoked meanwhile. */
    bool (*add_certificate)(Storage *self, const StorageCertificate *certificate, GError **error);
    StorageCertificate *(*find_certificate)(Storage *self, const char *serial, GError **error);
    /* Of StorageCertificate*, those revoked and not yet expired. */
    GPtrArray *(*list_revoked)(Storage *self, gint64 now_unix_s, GError **error);
    /* Array of public JWKs with "kid", of kiosks that are not revoked. New reference. */
    json_t *(*list_slip_keys)(Storage *self, GError **error);

    /* Intakes. */
    bool (*store_intakes)(Storage *self, const StorageBatch *batch, GError **error);
    bool (*read_intakes)(Storage *self, const StorageIntakeFilter *filter,
                         const StorageReader *reader, GError **error);

    /* Status and orders. */
    StorageOrders *(*report)(Storage *self, gint64 kiosk, const StorageReport *report,
                             GError **error);
    /* `value` NULL removes the setting. */
    bool (*set_setting)(Storage *self, gint64 kiosk, const char *key, const json_t *value,
                        GError **error);
    bool (*set_presence)(Storage *self, gint64 kiosk, const char *day, const json_t *partners,
                         GError **error);
    bool (*add_command)(Storage *self, gint64 kiosk, const char *what, gint64 expires_unix_s,
                        GError **error);
    /* For `kiosk`, or all kiosks of `site` when `kiosk` is STORAGE_ALL_KIOSKS. */
    bool (*offer_pack)(Storage *self, gint64 kiosk, gint64 site, const StoragePack *pack,
                       GError **error);
    bool (*count)(Storage *self, StorageCounts *counts, GError **error);
};
