// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_postgres_parts.h"

#include <stdlib.h>
#include <string.h>

static json_t *parse_column(const PGresult *rows, int row, int column)
{
    return json_loads(PQgetvalue(rows, row, column), JSON_DECODE_ANY, NULL);
}

typedef struct {
    gint64 kiosk;
    const StorageReport *report;
    StorageOrders *orders;
} Reporting;

/* A serial is the time, or one more than the last: a database that was restored goes on above what
 * kiosks have seen. The kiosk's row stays locked until the commit, so serials rise in the order in
 * which orders were read. */
static bool keep_report(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(pg, error,
               "UPDATE kiosks SET report=$1, last_contact=$2,"
               " orders_serial=greatest(orders_serial + 1, $2) WHERE number=$3"
               " RETURNING orders_serial, site",
               "sii", self->report->report, self->report->now_unix_s, self->kiosk);
    if (rows && PQntuples(rows) == 0) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND, "no such kiosk");
        return false;
    }
    if (rows) {
        self->orders->serial = pg_int(rows, 0, 0);
        self->orders->site = pg_int(rows, 0, 1);
    }
    return rows != NULL;
}

static bool drop_commands(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(GString) done = g_string_new("{");
    gsize i;
    json_t *id;
    json_array_foreach(self->report->done, i, id)
    {
        if (json_is_string(id)) {
            g_string_append_printf(done, "%s%" G_GINT64_FORMAT, done->len > 1 ? "," : "",
                                   g_ascii_strtoll(json_string_value(id), NULL, 10));
        }
    }
    g_string_append_c(done, '}');
    return pg_run(pg, error,
                  "DELETE FROM commands WHERE kiosk=$1 AND (expires<=$2 OR id=ANY($3::bigint[]))",
                  "iis", self->kiosk, self->report->now_unix_s, done->str);
}

static bool read_commands(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(pg, error, "SELECT id, what FROM commands WHERE kiosk=$1 ORDER BY id LIMIT 8", "i",
               self->kiosk);
    self->orders->commands = json_array();
    for (int row = 0; rows && row < PQntuples(rows); row++) {
        json_array_append_new(
            self->orders->commands,
            json_pack("{ssss}", "id", PQgetvalue(rows, row, 0), "do", PQgetvalue(rows, row, 1)));
    }
    return rows != NULL;
}

static bool read_settings(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(PGresult) rows = pg_ask(
        pg, error, "SELECT key, value FROM settings WHERE kiosk IN (0, $1) ORDER BY kiosk, key",
        "i", self->kiosk);
    for (int row = 0; rows && row < PQntuples(rows); row++) {
        if (!self->orders->settings) {
            self->orders->settings = json_object();
        }
        json_object_set_new(self->orders->settings, PQgetvalue(rows, row, 0),
                            parse_column(rows, row, 1));
    }
    return rows != NULL;
}

static bool read_presence(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(pg, error,
               "SELECT partners FROM presence WHERE kiosk IN (0, $1) AND day=$2"
               " ORDER BY kiosk DESC LIMIT 1",
               "is", self->kiosk, self->report->today);
    bool is_known = rows && PQntuples(rows) > 0;
    self->orders->presence = storage_renew_presence(is_known ? parse_column(rows, 0, 0) : NULL);
    return rows != NULL;
}

/* A kiosk's own offer comes before its site's. */
static bool read_pack(Pg *pg, const Reporting *self, GError **error)
{
    g_autoptr(PGresult) rows =
        pg_ask(pg, error,
               "SELECT sha256, bundle_sha256, name, version, sequence, size FROM packs"
               " WHERE (kiosk=$1 AND site=0) OR (kiosk=0 AND site=$2) ORDER BY kiosk DESC LIMIT 1",
               "ii", self->kiosk, self->orders->site);
    if (rows && PQntuples(rows) > 0) {
        StoragePack *pack = self->orders->pack = g_new0(StoragePack, 1);
        pack->sha256 = pg_dup_text(rows, 0, 0);
        pack->bundle_sha256 = pg_dup_text(rows, 0, 1);
        pack->name = pg_dup_text(rows, 0, 2);
        pack->version = pg_dup_text(rows, 0, 3);
        pack->sequence = pg_int(rows, 0, 4);
        pack->size_bytes = pg_int(rows, 0, 5);
    }
    return rows != NULL;
}

static bool report(Pg *pg, gpointer data, GError **error)
{
    Reporting *self = data;
    g_clear_pointer(&self->orders, storage_orders_free);
    self->orders = g_new0(StorageOrders, 1);
    return keep_report(pg, self, error) && drop_commands(pg, self, error) &&
           read_commands(pg, self, error) && read_settings(pg, self, error) &&
           read_presence(pg, self, error) && read_pack(pg, self, error);
}

StorageOrders *postgres_report(Storage *base, gint64 kiosk, const StorageReport *facts,
                               GError **error)
{
    Reporting reporting = {.kiosk = kiosk, .report = facts};
    bool ok = pg_transact(postgres_pg(base), report, &reporting, error);
    g_autoptr(StorageOrders) orders = reporting.orders;
    return ok ? g_steal_pointer(&orders) : NULL;
}

bool postgres_set_setting(Storage *base, gint64 kiosk, const char *key, const json_t *value,
                          GError **error)
{
    Pg *pg = postgres_pg(base);
    if (!value) {
        return pg_run(pg, error, "DELETE FROM settings WHERE kiosk=$1 AND key=$2", "is", kiosk,
                      key);
    }
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool ok = pg_run(pg, error,
                     "INSERT INTO settings(kiosk, key, value) VALUES($1,$2,$3)"
                     " ON CONFLICT(kiosk, key) DO UPDATE SET value=excluded.value",
                     "iss", kiosk, key, text);
    free(text);
    return ok;
}

bool postgres_set_presence(Storage *base, gint64 kiosk, const char *day, const json_t *partners,
                           GError **error)
{
    char *text = json_dumps(partners, JSON_COMPACT);
    bool ok = pg_run(postgres_pg(base), error,
                     "INSERT INTO presence(kiosk, day, partners) VALUES($1,$2,$3)"
                     " ON CONFLICT(kiosk) DO UPDATE SET day=excluded.day,"
                     " partners=excluded.partners",
                     "iss", kiosk, day, text);
    free(text);
    return ok;
}

typedef struct {
    gint64 kiosk, expires_unix_s;
    const char *what;
} Command;

static bool add_command(Pg *pg, gpointer data, GError **error)
{
    const Command *command = data;
    gint64 id;
    return postgres_next_number(pg, "commands", &id, error) &&
           pg_run(pg, error, "INSERT INTO commands(kiosk, id, what, expires) VALUES($1,$2,$3,$4)",
                  "iisi", command->kiosk, id, command->what, command->expires_unix_s);
}

bool postgres_add_command(Storage *base, gint64 kiosk, const char *what, gint64 expires_unix_s,
                          GError **error)
{
    Command command = {.kiosk = kiosk, .what = what, .expires_unix_s = expires_unix_s};
    return pg_transact(postgres_pg(base), add_command, &command, error);
}

bool postgres_offer_pack(Storage *base, gint64 kiosk, gint64 site, const StoragePack *pack,
                         GError **error)
{
    return pg_run(postgres_pg(base), error,
                  "INSERT INTO packs(kiosk, site, sha256, bundle_sha256, name, version, sequence,"
                  " size) VALUES($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT(kiosk, site) DO UPDATE SET"
                  " sha256=excluded.sha256, bundle_sha256=excluded.bundle_sha256,"
                  " name=excluded.name, version=excluded.version, sequence=excluded.sequence,"
                  " size=excluded.size",
                  "iissssii", kiosk, kiosk == STORAGE_ALL_KIOSKS ? site : (gint64)0, pack->sha256,
                  pack->bundle_sha256, pack->name, pack->version, pack->sequence, pack->size_bytes);
}
