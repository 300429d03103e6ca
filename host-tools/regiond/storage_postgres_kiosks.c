// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_postgres_parts.h"

#include <string.h>

#define KIOSK_COLUMNS                                                                              \
    "SELECT number, site, name, revoked, last_contact, report, staff_secret FROM kiosks "
#define CERTIFICATE_COLUMNS "SELECT serial, kiosk, pem, not_after, revoked FROM certificates "

static StorageKiosk *read_kiosk(const PGresult *rows, int row)
{
    StorageKiosk *kiosk = g_new0(StorageKiosk, 1);
    kiosk->number = pg_int(rows, row, 0);
    kiosk->site = pg_int(rows, row, 1);
    kiosk->name = pg_dup_text(rows, row, 2);
    kiosk->is_revoked = pg_int(rows, row, 3) != 0;
    kiosk->last_contact_unix_s = pg_int(rows, row, 4);
    kiosk->report = pg_dup_text(rows, row, 5);
    kiosk->staff_secret = pg_dup_text(rows, row, 6);
    return kiosk;
}

static StorageCertificate *read_certificate(const PGresult *rows, int row)
{
    StorageCertificate *certificate = g_new0(StorageCertificate, 1);
    certificate->serial = pg_dup_text(rows, row, 0);
    certificate->kiosk = pg_int(rows, row, 1);
    certificate->pem = pg_dup_text(rows, row, 2);
    certificate->not_after_unix_s = pg_int(rows, row, 3);
    certificate->revoked_unix_s = pg_int(rows, row, 4);
    return certificate;
}

/* True with a row; false with NOT_FOUND (`what` names it) or the error that is there already. */
static bool need_row(const PGresult *rows, const char *what, GError **error)
{
    if (rows && PQntuples(rows) == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND, "no such %s", what);
    }
    return rows && PQntuples(rows) > 0;
}

/* What belongs to a kiosk is changed while its row is locked, so that no two who change it pass
 * each other: a certificate given while the kiosk is revoked would stay good. */
static bool lock_kiosk(Pg *pg, gint64 number, bool *is_revoked_out, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(pg, error, "SELECT revoked FROM kiosks WHERE number=$1 FOR UPDATE", "i", number);
    if (rows && PQntuples(rows) == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND,
                    "no such kiosk: %" G_GINT64_FORMAT, number);
        return false;
    }
    if (rows && is_revoked_out) {
        *is_revoked_out = pg_int(rows, 0, 0) != 0;
    }
    return rows != NULL;
}

static bool lock_good_kiosk(Pg *pg, gint64 number, GError **error)
{
    bool is_revoked = false;
    if (!lock_kiosk(pg, number, &is_revoked, error)) {
        return false;
    }
    if (is_revoked) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the kiosk was revoked");
    }
    return !is_revoked;
}

typedef struct {
    const char *name;
    gint64 site, number;
} NewKiosk;

static bool add_kiosk(Pg *pg, gpointer data, GError **error)
{
    NewKiosk *kiosk = data;
    if (!postgres_next_number(pg, "kiosks", &kiosk->number, error)) {
        return false;
    }
    if (kiosk->number > STORAGE_MAX_KIOSK) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "all %d kiosk numbers have been given", STORAGE_MAX_KIOSK);
        return false;
    }
    g_autoptr(PGresult) added = pg_ask(pg, error,
                                       "INSERT INTO kiosks(number, name, site) VALUES($1,$2,$3)"
                                       " ON CONFLICT(name) DO NOTHING",
                                       "isi", kiosk->number, kiosk->name, kiosk->site);
    bool is_added = added && pg_changed(added) == 1;
    if (added && !is_added) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "there is a kiosk named '%s' already; choose another name", kiosk->name);
    }
    return is_added;
}

bool postgres_add_kiosk(Storage *base, const char *name, gint64 site, gint64 *number_out,
                        GError **error)
{
    NewKiosk kiosk = {.name = name, .site = site};
    if (!pg_transact(postgres_pg(base), add_kiosk, &kiosk, error)) {
        return false;
    }
    *number_out = kiosk.number;
    return true;
}

StorageKiosk *postgres_find_kiosk(Storage *base, gint64 number, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error, KIOSK_COLUMNS "WHERE number=$1", "i", number);
    return need_row(rows, "kiosk", error) ? read_kiosk(rows, 0) : NULL;
}

StorageKiosk *postgres_find_kiosk_by_name(Storage *base, const char *name, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error, KIOSK_COLUMNS "WHERE name=$1", "s", name);
    return need_row(rows, "kiosk", error) ? read_kiosk(rows, 0) : NULL;
}

GPtrArray *postgres_list_kiosks(Storage *base, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error, KIOSK_COLUMNS "ORDER BY number", "");
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)storage_kiosk_free);
    for (int row = 0; rows && row < PQntuples(rows); row++) {
        g_ptr_array_add(list, read_kiosk(rows, row));
    }
    return rows ? g_steal_pointer(&list) : NULL;
}

typedef struct {
    gint64 kiosk, now_unix_s;
} Revoking;

static bool end_certificates(Pg *pg, gint64 kiosk, gint64 now_unix_s, GError **error)
{
    return pg_run(pg, error, "UPDATE certificates SET revoked=$1 WHERE kiosk=$2 AND revoked=0",
                  "ii", now_unix_s, kiosk);
}

static bool shut_out(Pg *pg, gpointer data, GError **error)
{
    const Revoking *self = data;
    return lock_kiosk(pg, self->kiosk, NULL, error) &&
           pg_run(pg, error, "UPDATE kiosks SET revoked=1 WHERE number=$1", "i", self->kiosk) &&
           end_certificates(pg, self->kiosk, self->now_unix_s, error) &&
           pg_run(pg, error, "DELETE FROM codes WHERE kiosk=$1", "i", self->kiosk);
}

bool postgres_revoke_kiosk(Storage *base, gint64 number, gint64 now_unix_s, GError **error)
{
    Revoking revoking = {.kiosk = number, .now_unix_s = now_unix_s};
    return pg_transact(postgres_pg(base), shut_out, &revoking, error);
}

static bool add_code(Pg *pg, gpointer data, GError **error)
{
    const StorageCode *code = data;
    return lock_kiosk(pg, code->kiosk, NULL, error) &&
           pg_run(pg, error, "DELETE FROM codes WHERE kiosk=$1 AND request_hash IS NULL", "i",
                  code->kiosk) &&
           pg_run(pg, error, "INSERT INTO codes(hash, kiosk, expires) VALUES($1,$2,$3)", "sii",
                  code->hash, code->kiosk, code->expires_unix_s);
}

bool postgres_add_code(Storage *base, const StorageCode *code, GError **error)
{
    return pg_transact(postgres_pg(base), add_code, (gpointer)code, error);
}

StorageCode *postgres_find_code(Storage *base, const char *hash, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error,
               "SELECT kiosk, expires, request_hash, serial, slip_key FROM codes WHERE hash=$1",
               "s", hash);
    if (!need_row(rows, "code", error)) {
        return NULL;
    }
    StorageCode *code = g_new0(StorageCode, 1);
    code->hash = g_strdup(hash);
    code->kiosk = pg_int(rows, 0, 0);
    code->expires_unix_s = pg_int(rows, 0, 1);
    code->request_hash = pg_dup_text(rows, 0, 2);
    code->serial = pg_dup_text(rows, 0, 3);
    code->slip_key = pg_int(rows, 0, 4);
    return code;
}

static bool insert_certificate(Pg *pg, const StorageCertificate *certificate, GError **error)
{
    return pg_run(pg, error,
                  "INSERT INTO certificates(serial, kiosk, pem, not_after) VALUES($1,$2,$3,$4)",
                  "sisi", certificate->serial, certificate->kiosk, certificate->pem,
                  certificate->not_after_unix_s);
}

typedef struct {
    const StorageEnrolment *enrolment;
    gint64 slip_key;
} Enrolling;

/* Nobody else uses the code meanwhile: the kiosk's row is locked. */
static bool use_code(Pg *pg, const Enrolling *self, GError **error)
{
    const StorageEnrolment *enrolment = self->enrolment;
    g_autoptr(PGresult) used =
        pg_ask(pg, error,
               "UPDATE codes SET request_hash=$1, serial=$2, slip_key=$3 WHERE hash=$4 AND"
               " kiosk=$5 AND request_hash IS NULL AND expires>$6",
               "ssisii", enrolment->request_hash, enrolment->certificate->serial, self->slip_key,
               enrolment->code_hash, enrolment->certificate->kiosk, enrolment->now_unix_s);
    bool is_used = used && pg_changed(used) == 1;
    if (used && !is_used) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the code was used already");
    }
    return is_used;
}

static bool enrol(Pg *pg, gpointer data, GError **error)
{
    Enrolling *self = data;
    const StorageEnrolment *enrolment = self->enrolment;
    gint64 kiosk = enrolment->certificate->kiosk;
    if (!lock_good_kiosk(pg, kiosk, error) ||
        !postgres_next_number(pg, "slip_keys", &self->slip_key, error)) {
        return false;
    }
    if (self->slip_key > STORAGE_MAX_SLIP_KEY) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT,
                    "all %d slip key numbers have been given", STORAGE_MAX_SLIP_KEY);
        return false;
    }
    return use_code(pg, self, error) &&
           pg_run(pg, error, "INSERT INTO slip_keys(id, kiosk, jwk) VALUES($1,$2,$3)", "iis",
                  self->slip_key, kiosk, enrolment->slip_key) &&
           end_certificates(pg, kiosk, enrolment->now_unix_s, error) &&
           pg_run(pg, error, "UPDATE kiosks SET staff_secret=$1, staff_codes=0 WHERE number=$2",
                  "si", enrolment->staff_secret, kiosk) &&
           insert_certificate(pg, enrolment->certificate, error);
}

bool postgres_enrol(Storage *base, const StorageEnrolment *enrolment, gint64 *slip_key_out,
                    GError **error)
{
    Enrolling enrolling = {.enrolment = enrolment};
    if (!pg_transact(postgres_pg(base), enrol, &enrolling, error)) {
        return false;
    }
    *slip_key_out = enrolling.slip_key;
    return true;
}

/* Given again after a lost connection it skips a number, which is as good as using it. */
bool postgres_take_staff_code(Storage *base, gint64 kiosk, gint64 *number_out, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error,
               "UPDATE kiosks SET staff_codes=staff_codes+1 WHERE number=$1 AND revoked=0 AND"
               " staff_secret IS NOT NULL RETURNING staff_codes-1",
               "i", kiosk);
    if (rows && PQntuples(rows) == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT, "the kiosk has no secret");
        return false;
    }
    if (rows) {
        *number_out = pg_int(rows, 0, 0);
    }
    return rows != NULL;
}

static bool add_certificate(Pg *pg, gpointer data, GError **error)
{
    const StorageCertificate *certificate = data;
    return lock_good_kiosk(pg, certificate->kiosk, error) &&
           insert_certificate(pg, certificate, error);
}

bool postgres_add_certificate(Storage *base, const StorageCertificate *certificate, GError **error)
{
    return pg_transact(postgres_pg(base), add_certificate, (gpointer)certificate, error);
}

StorageCertificate *postgres_find_certificate(Storage *base, const char *serial, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(postgres_pg(base), error, CERTIFICATE_COLUMNS "WHERE serial=$1", "s", serial);
    return need_row(rows, "certificate", error) ? read_certificate(rows, 0) : NULL;
}

GPtrArray *postgres_list_revoked(Storage *base, gint64 now_unix_s, GError **error)
{
    g_autoptr(PGresult) rows = pg_ask(
        postgres_pg(base), error,
        CERTIFICATE_COLUMNS "WHERE revoked<>0 AND not_after>=$1 ORDER BY serial", "i", now_unix_s);
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)storage_certificate_free);
    for (int row = 0; rows && row < PQntuples(rows); row++) {
        g_ptr_array_add(list, read_certificate(rows, row));
    }
    return rows ? g_steal_pointer(&list) : NULL;
}

json_t *postgres_list_slip_keys(Storage *base, GError **error)
{
    g_autoptr(PGresult) rows = pg_ask(
        postgres_pg(base), error,
        "SELECT id, jwk FROM slip_keys JOIN kiosks ON kiosk=number WHERE revoked=0 ORDER BY id",
        "");
    g_autoptr(json_t) keys = json_array();
    for (int row = 0; rows && row < PQntuples(rows); row++) {
        json_t *key = json_loads(PQgetvalue(rows, row, 1), 0, NULL);
        json_object_set_new(key, "kid", json_string(PQgetvalue(rows, row, 0)));
        json_array_append_new(keys, key);
    }
    return rows ? g_steal_pointer(&keys) : NULL;
}
