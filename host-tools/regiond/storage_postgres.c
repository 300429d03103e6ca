// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage_postgres.h"

#include <string.h>

#include "regiond/storage_postgres_parts.h"

enum { SCHEMA_VERSION = 1 };

/* One step makes a version from the one before. A statement of a step may be given again: some
 * distributed databases do not undo the making of a table with its transaction. */
typedef struct {
    int version;
    const char *statement;
} Step;

/* intakes refers to kiosks without a foreign key: kiosks are never removed, and the check would
 * lock a kiosk's row for each of its intakes. Its rows have no order finer than the hour. */
static const Step steps[] = {
    {1, "CREATE TABLE IF NOT EXISTS kiosks(number bigint PRIMARY KEY, name text NOT NULL UNIQUE,"
        " site bigint NOT NULL, revoked bigint NOT NULL DEFAULT 0,"
        " orders_serial bigint NOT NULL DEFAULT 0, last_contact bigint NOT NULL DEFAULT 0,"
        " report text, staff_secret text, staff_codes bigint NOT NULL DEFAULT 0)"},
    {1, "CREATE TABLE IF NOT EXISTS codes(hash text PRIMARY KEY,"
        " kiosk bigint NOT NULL REFERENCES kiosks, expires bigint NOT NULL, request_hash text,"
        " serial text, slip_key bigint)"},
    {1, "CREATE TABLE IF NOT EXISTS certificates(serial text PRIMARY KEY,"
        " kiosk bigint NOT NULL REFERENCES kiosks, pem text NOT NULL, not_after bigint NOT NULL,"
        " revoked bigint NOT NULL DEFAULT 0)"},
    {1, "CREATE INDEX IF NOT EXISTS certificates_by_kiosk ON certificates(kiosk)"},
    {1, "CREATE TABLE IF NOT EXISTS slip_keys(id bigint PRIMARY KEY,"
        " kiosk bigint NOT NULL REFERENCES kiosks, jwk text NOT NULL)"},
    {1, "CREATE TABLE IF NOT EXISTS intakes(id uuid PRIMARY KEY, kiosk bigint NOT NULL,"
        " outcome text NOT NULL, sealed text NOT NULL, sha256 text NOT NULL,"
        " received_hour bigint NOT NULL)"},
    {1, "CREATE INDEX IF NOT EXISTS intakes_by_hour ON intakes(received_hour, id)"},
    {1, "CREATE TABLE IF NOT EXISTS settings(kiosk bigint NOT NULL, key text NOT NULL,"
        " value text NOT NULL, PRIMARY KEY(kiosk, key))"},
    {1, "CREATE TABLE IF NOT EXISTS presence(kiosk bigint PRIMARY KEY, day text NOT NULL,"
        " partners text NOT NULL)"},
    {1, "CREATE TABLE IF NOT EXISTS commands(kiosk bigint NOT NULL, id bigint NOT NULL,"
        " what text NOT NULL, expires bigint NOT NULL, PRIMARY KEY(kiosk, id))"},
    {1, "CREATE TABLE IF NOT EXISTS packs(kiosk bigint NOT NULL, site bigint NOT NULL,"
        " sha256 text NOT NULL, bundle_sha256 text NOT NULL, name text NOT NULL,"
        " version text NOT NULL, sequence bigint NOT NULL, size bigint NOT NULL,"
        " PRIMARY KEY(kiosk, site))"},
    {1, "CREATE TABLE IF NOT EXISTS counters(name text PRIMARY KEY, last bigint NOT NULL)"},
};

/* -1 with an error; 0 when there is nothing yet. */
static gint64 read_version(Pg *pg, const char *text, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(PGresult) result = pg_ask(pg, &why, text, "");
    if (result) {
        return PQntuples(result) > 0 ? pg_int(result, 0, 0) : 0;
    }
    if (strcmp(pg_state(pg), "42P01") == 0) { /* there is no such table */
        return 0;
    }
    g_propagate_error(error, g_steal_pointer(&why));
    return -1;
}

static bool refuse_newer(gint64 version, GError **error)
{
    if (version > SCHEMA_VERSION) {
        g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO,
                    "the database is of a newer version (%" G_GINT64_FORMAT
                    "); use the regiond that made it or a newer one",
                    version);
    }
    return version <= SCHEMA_VERSION;
}

/* The version's row is locked first: of several that start at once, one makes the tables. */
static bool migrate(Pg *pg, gpointer data, GError **error)
{
    (void)data;
    gint64 version =
        read_version(pg, "SELECT version FROM wegwijs_schema WHERE one=1 FOR UPDATE", error);
    bool ok = version >= 0 && refuse_newer(version, error);
    for (gsize i = 0; ok && i < G_N_ELEMENTS(steps); i++) {
        ok = steps[i].version <= version || pg_run(pg, error, steps[i].statement, "");
    }
    return ok && pg_run(pg, error, "UPDATE wegwijs_schema SET version=$1 WHERE one=1", "i",
                        (gint64)SCHEMA_VERSION);
}

/* Two that make this table at once are a duplicate of a row of the catalogue, of a table or of its
 * row type to the second, as far as it came. */
static bool make_version_table(Pg *pg, GError **error)
{
    for (int try = 1;; try++) {
        g_autoptr(GError) why = NULL;
        if (pg_run(pg, &why,
                   "CREATE TABLE IF NOT EXISTS wegwijs_schema(one bigint PRIMARY KEY,"
                   " version bigint NOT NULL)",
                   "") &&
            pg_run(pg, &why,
                   "INSERT INTO wegwijs_schema(one, version) VALUES(1, 0) ON CONFLICT DO NOTHING",
                   "")) {
            return true;
        }
        const char *state = pg_state(pg);
        bool is_race = strcmp(state, "23505") == 0 || strcmp(state, "42P07") == 0 ||
                       strcmp(state, "42710") == 0;
        if (!is_race || try == PG_TRIES) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        }
    }
}

/* A role that may not make tables can use them once they are there. */
static bool prepare(Pg *pg, GError **error)
{
    gint64 version = read_version(pg, "SELECT version FROM wegwijs_schema WHERE one=1", error);
    if (version < 0 || !refuse_newer(version, error)) {
        return false;
    }
    return version == SCHEMA_VERSION ||
           (make_version_table(pg, error) && pg_transact(pg, migrate, NULL, error));
}

static Storage *open_url(const char *url, GError **error)
{
    g_autoptr(Pg) pg = pg_open(url, error);
    if (!pg || !prepare(pg, error)) {
        return NULL;
    }
    StoragePostgres *self = g_new0(StoragePostgres, 1);
    self->base.class = &storage_postgres_class;
    self->pg = g_steal_pointer(&pg);
    return &self->base;
}

static void close_connection(Storage *base)
{
    pg_close(postgres_pg(base));
    g_free(base);
}

bool postgres_next_number(Pg *pg, const char *name, gint64 *number_out, GError **error)
{
    g_autoptr(PGresult) result =
        pg_ask(pg, error,
               "INSERT INTO counters(name, last) VALUES($1, 1) ON CONFLICT(name)"
               " DO UPDATE SET last=counters.last+1 RETURNING last",
               "s", name);
    if (!result) {
        return false;
    }
    *number_out = pg_int(result, 0, 0);
    return true;
}

static bool count(Storage *base, StorageCounts *counts, GError **error)
{
    g_autoptr(PGresult) result =
        pg_ask(postgres_pg(base), error,
               "SELECT (SELECT count(*) FROM kiosks), (SELECT count(*) FROM kiosks WHERE"
               " revoked<>0), (SELECT count(*) FROM intakes)",
               "");
    if (!result) {
        return false;
    }
    counts->kiosks = pg_int(result, 0, 0);
    counts->kiosks_revoked = pg_int(result, 0, 1);
    counts->intakes = pg_int(result, 0, 2);
    return true;
}

const StorageClass storage_postgres_class = {
    .scheme = "postgresql",
    .open = open_url,
    .close = close_connection,
    .add_kiosk = postgres_add_kiosk,
    .find_kiosk = postgres_find_kiosk,
    .find_kiosk_by_name = postgres_find_kiosk_by_name,
    .list_kiosks = postgres_list_kiosks,
    .revoke_kiosk = postgres_revoke_kiosk,
    .add_code = postgres_add_code,
    .find_code = postgres_find_code,
    .enrol = postgres_enrol,
    .take_staff_code = postgres_take_staff_code,
    .add_certificate = postgres_add_certificate,
    .find_certificate = postgres_find_certificate,
    .list_revoked = postgres_list_revoked,
    .list_slip_keys = postgres_list_slip_keys,
    .store_intakes = postgres_store_intakes,
    .read_intakes = postgres_read_intakes,
    .report = postgres_report,
    .set_setting = postgres_set_setting,
    .set_presence = postgres_set_presence,
    .add_command = postgres_add_command,
    .offer_pack = postgres_offer_pack,
    .count = count,
};
