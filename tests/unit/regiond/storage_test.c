// SPDX-License-Identifier: EUPL-1.2
#include "regiond/storage.h"

#include <string.h>

#include "regiond/database.h"
#include "scratch.h"

#define ID_A "0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d11"
#define ID_B "0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d22"

typedef struct {
    char *folder;
    char *url;
    Storage *storage;
} Fixture;

/* Every test runs on each kind of storage: `data` is the ScratchStore. */
static void set_up(Fixture *fixture, gconstpointer data)
{
    fixture->folder = scratch_folder();
    fixture->url = scratch_url(data, fixture->folder);
    fixture->storage = scratch_open(fixture->url);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    storage_close(fixture->storage);
    scratch_remove(fixture->folder);
    g_free(fixture->url);
}

static void reopen(Fixture *fixture)
{
    storage_close(fixture->storage);
    fixture->storage = scratch_open(fixture->url);
}

static StorageIntakeResult store(Storage *storage, gint64 kiosk, const char *id, const char *sealed)
{
    g_autoptr(GError) error = NULL;
    StorageIntake intake = {.id = id, .outcome = "printed", .sealed = sealed, .sha256 = "hash"};
    StorageIntakeResult result;
    StorageBatch batch = {.kiosk = kiosk,
                          .intakes = &intake,
                          .n = 1,
                          .now_unix_s = SCRATCH_NOW_UNIX_S + 1234,
                          .results = &result};
    storage->class->store_intakes(storage, &batch, &error);
    g_assert_no_error(error);
    return result;
}

static bool note_row(const StorageIntakeRow *row, gpointer data)
{
    g_string_append_printf(data, "%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ";", row->id,
                           row->sealed, row->kiosk, row->received_hour_unix_s);
    return true;
}

static char *read_all(Storage *storage, const char *id, gint64 since_unix_s)
{
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);
    StorageIntakeFilter filter = {.id = id, .since_unix_s = since_unix_s};
    StorageReader reader = {.take = note_row, .data = text};
    storage->class->read_intakes(storage, &filter, &reader, &error);
    g_assert_no_error(error);
    return g_string_free(text, FALSE);
}

static void test_intakes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    gint64 one = scratch_kiosk(fixture->storage, "one");
    gint64 two = scratch_kiosk(fixture->storage, "two");
    g_assert_cmpint(store(fixture->storage, one, ID_A, "a"), ==, STORAGE_INTAKE_STORED);
    reopen(fixture);
    g_assert_cmpint(store(fixture->storage, one, ID_A, "a"), ==, STORAGE_INTAKE_DUPLICATE);
    g_assert_cmpint(store(fixture->storage, one, ID_A, "b"), ==, STORAGE_INTAKE_CONFLICT);
    g_assert_cmpint(store(fixture->storage, two, ID_A, "a"), ==, STORAGE_INTAKE_CONFLICT);
    g_assert_cmpint(store(fixture->storage, two, ID_B, "c"), ==, STORAGE_INTAKE_STORED);
    g_autofree char *all = read_all(fixture->storage, NULL, 0);
    g_autofree char *wanted = g_strdup_printf(ID_A " a 1 %d;" ID_B " c 2 %d;", SCRATCH_NOW_UNIX_S,
                                              SCRATCH_NOW_UNIX_S); /* the hour and no finer */
    g_assert_cmpstr(all, ==, wanted);
    g_autofree char *later = read_all(fixture->storage, NULL, SCRATCH_NOW_UNIX_S + 3600);
    g_assert_cmpstr(later, ==, "");
    g_autofree char *by_id = read_all(fixture->storage, ID_B, SCRATCH_NOW_UNIX_S + 10);
    g_assert_true(g_str_has_prefix(by_id, ID_B));
}

static void test_batch_is_whole(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    StorageIntake intakes[] = {
        {.id = ID_A, .outcome = "printed", .sealed = "a", .sha256 = "hash"},
        {.id = ID_B, .outcome = NULL, .sealed = "b", .sha256 = "hash"}, /* breaks a constraint */
    };
    StorageIntakeResult results[2];
    StorageBatch batch = {.kiosk = scratch_kiosk(fixture->storage, "one"),
                          .intakes = intakes,
                          .n = 2,
                          .now_unix_s = SCRATCH_NOW_UNIX_S,
                          .results = results};
    g_assert_false(fixture->storage->class->store_intakes(fixture->storage, &batch, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    g_autofree char *all = read_all(fixture->storage, NULL, 0);
    g_assert_cmpstr(all, ==, "");
}

static bool enrol(Storage *storage, const char *hash, const char *request, const char *serial,
                  gint64 now_unix_s)
{
    g_autoptr(StorageCertificate) certificate = scratch_certificate(1, serial);
    g_autofree char *secret = g_strconcat("secret of ", serial, NULL);
    StorageEnrolment enrolment = {.code_hash = hash,
                                  .request_hash = request,
                                  .certificate = certificate,
                                  .slip_key = "{\"kty\":\"EC\"}",
                                  .staff_secret = secret,
                                  .now_unix_s = now_unix_s};
    g_autoptr(GError) error = NULL;
    gint64 slip_key = 0;
    bool ok = storage->class->enrol(storage, &enrolment, &slip_key, &error);
    if (!ok) {
        g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
    }
    g_assert_true(ok == (slip_key > 0));
    return ok;
}

static void test_code_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    scratch_code(storage, 1, "hash");
    g_assert_false(enrol(storage, "other", "r", "01", SCRATCH_NOW_UNIX_S));
    g_assert_false(enrol(storage, "hash", "r", "01", SCRATCH_NOW_UNIX_S + 900));
    g_assert_true(enrol(storage, "hash", "r", "01", SCRATCH_NOW_UNIX_S + 899));
    g_assert_false(enrol(storage, "hash", "s", "02", SCRATCH_NOW_UNIX_S));
    g_autoptr(StorageCode) code = storage->class->find_code(storage, "hash", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(code->request_hash, ==, "r");
    g_assert_cmpstr(code->serial, ==, "01");
    g_assert_null(storage->class->find_certificate(storage, "02", &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND);
}

static void test_new_code_withdraws_old(Fixture *fixture, gconstpointer data)
{
    (void)data;
    scratch_kiosk(fixture->storage, "one");
    scratch_code(fixture->storage, 1, "first");
    scratch_code(fixture->storage, 1, "second");
    g_assert_false(enrol(fixture->storage, "first", "r", "01", SCRATCH_NOW_UNIX_S));
    g_assert_true(enrol(fixture->storage, "second", "r", "01", SCRATCH_NOW_UNIX_S));
}

static void test_new_certificate_ends_old(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    scratch_kiosk(fixture->storage, "one");
    scratch_code(fixture->storage, 1, "first");
    g_assert_true(enrol(fixture->storage, "first", "r", "01", SCRATCH_NOW_UNIX_S));
    scratch_code(fixture->storage, 1, "second");
    g_assert_true(enrol(fixture->storage, "second", "r", "02", SCRATCH_NOW_UNIX_S));
    g_autoptr(GPtrArray) revoked =
        fixture->storage->class->list_revoked(fixture->storage, SCRATCH_NOW_UNIX_S, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(revoked->len, ==, 1);
    g_assert_cmpstr(((StorageCertificate *)g_ptr_array_index(revoked, 0))->serial, ==, "01");
    g_autoptr(GPtrArray) later =
        fixture->storage->class->list_revoked(fixture->storage, SCRATCH_NOW_UNIX_S + 1001, &error);
    g_assert_cmpuint(later->len, ==, 0); /* expired ones need no list */
}

static char *find_secret(Storage *storage)
{
    g_autoptr(StorageKiosk) kiosk = storage->class->find_kiosk(storage, 1, NULL);
    return g_strdup(kiosk->staff_secret);
}

static gint64 take_number(Storage *storage)
{
    gint64 number = -1;
    g_autoptr(GError) error = NULL;
    if (!storage->class->take_staff_code(storage, 1, &number, &error)) {
        g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
    }
    return number;
}

static void test_staff_codes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    scratch_kiosk(fixture->storage, "one");
    g_autofree char *none = find_secret(fixture->storage);
    g_assert_null(none);
    g_assert_cmpint(take_number(fixture->storage), ==, -1);
    scratch_code(fixture->storage, 1, "first");
    g_assert_true(enrol(fixture->storage, "first", "r", "01", SCRATCH_NOW_UNIX_S));
    g_autofree char *secret = find_secret(fixture->storage);
    g_assert_cmpstr(secret, ==, "secret of 01");
    g_assert_cmpint(take_number(fixture->storage), ==, 0);
    g_assert_cmpint(take_number(fixture->storage), ==, 1);
    reopen(fixture);
    g_assert_cmpint(take_number(fixture->storage), ==, 2);
    scratch_code(fixture->storage, 1, "second");
    g_assert_true(enrol(fixture->storage, "second", "r", "02", SCRATCH_NOW_UNIX_S));
    g_autofree char *other = find_secret(fixture->storage);
    g_assert_cmpstr(other, ==, "secret of 02");
    g_assert_cmpint(take_number(fixture->storage), ==, 0);
    g_assert_true(
        fixture->storage->class->revoke_kiosk(fixture->storage, 1, SCRATCH_NOW_UNIX_S, NULL));
    g_assert_cmpint(take_number(fixture->storage), ==, -1);
}

static void test_revoked(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    scratch_code(storage, 1, "used");
    g_assert_true(enrol(storage, "used", "r", "01", SCRATCH_NOW_UNIX_S));
    scratch_code(storage, 1, "unused");
    g_assert_true(storage->class->revoke_kiosk(storage, 1, SCRATCH_NOW_UNIX_S, &error));
    g_autoptr(StorageKiosk) kiosk = storage->class->find_kiosk(storage, 1, &error);
    g_assert_true(kiosk->is_revoked);
    g_autoptr(StorageCertificate) one = storage->class->find_certificate(storage, "01", &error);
    g_assert_cmpint(one->revoked_unix_s, ==, SCRATCH_NOW_UNIX_S);
    g_assert_false(enrol(storage, "unused", "r", "02", SCRATCH_NOW_UNIX_S));
    g_autoptr(json_t) keys = storage->class->list_slip_keys(storage, &error);
    g_assert_cmpuint(json_array_size(keys), ==, 0);
    g_assert_false(storage->class->revoke_kiosk(storage, 9, SCRATCH_NOW_UNIX_S, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND);
}

static StorageOrders *report(Storage *storage, gint64 kiosk, gint64 now_unix_s, const json_t *done)
{
    g_autoptr(GError) error = NULL;
    StorageReport facts = {
        .report = "{}", .done = done, .today = "2026-11-23", .now_unix_s = now_unix_s};
    StorageOrders *orders = storage->class->report(storage, kiosk, &facts, &error);
    g_assert_no_error(error);
    return orders;
}

static void test_orders(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    g_autoptr(json_t) partners = json_pack("[s]", "partner");
    g_assert_true(storage->class->set_presence(storage, 0, "2026-11-22", partners, &error));
    g_assert_true(
        storage->class->add_command(storage, 1, "restart", SCRATCH_NOW_UNIX_S + 60, &error));
    g_autoptr(StorageOrders) first = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_cmpint(first->serial, ==, SCRATCH_NOW_UNIX_S);
    g_assert_null(first->settings);
    g_assert_cmpuint(json_array_size(first->presence), ==, 0); /* that was yesterday */
    g_assert_cmpuint(json_array_size(first->commands), ==, 1);
    g_autoptr(json_t) done = json_pack("[s]", "1");
    reopen(fixture);
    g_autoptr(StorageOrders) second = report(fixture->storage, 1, SCRATCH_NOW_UNIX_S, done);
    g_assert_cmpint(second->serial, ==, SCRATCH_NOW_UNIX_S + 1);
    g_assert_cmpuint(json_array_size(second->commands), ==, 0);
}

/* Written before a row told more than who. */
static void test_presence(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    g_autoptr(json_t) rows = json_pack("[s, {ss ss}]", "old", "door", "uwv", "table", "3");
    g_assert_true(storage->class->set_presence(storage, 0, "2026-11-23", rows, &error));
    g_autoptr(StorageOrders) orders = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_autoptr(json_t) wanted =
        json_pack("[{ss}, {ss ss}]", "door", "old", "door", "uwv", "table", "3");
    g_assert_true(json_equal(orders->presence, wanted));
}

static void test_command_expires(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    g_assert_true(
        storage->class->add_command(storage, 1, "restart", SCRATCH_NOW_UNIX_S + 60, &error));
    g_autoptr(StorageOrders) late = report(storage, 1, SCRATCH_NOW_UNIX_S + 60, NULL);
    g_assert_cmpuint(json_array_size(late->commands), ==, 0);
}

static void test_own_setting_first(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    g_autoptr(json_t) all = json_string("all");
    g_autoptr(json_t) own = json_string("own");
    g_assert_true(storage->class->set_setting(storage, 1, "message", own, &error));
    g_assert_true(storage->class->set_setting(storage, STORAGE_ALL_KIOSKS, "message", all, &error));
    g_autoptr(StorageOrders) with_own = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_cmpstr(json_string_value(json_object_get(with_own->settings, "message")), ==, "own");
    g_assert_true(storage->class->set_setting(storage, 1, "message", NULL, &error));
    g_autoptr(StorageOrders) without = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_cmpstr(json_string_value(json_object_get(without->settings, "message")), ==, "all");
}

static void test_own_pack_first(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    char text[] = "b";
    StoragePack site = {.sha256 = text, .bundle_sha256 = text, .name = text, .version = text};
    StoragePack own = site, far = site;
    site.sequence = 1;
    own.sequence = 2;
    far.sequence = 3;
    g_assert_true(storage->class->offer_pack(storage, 0, 2, &far, &error));
    g_autoptr(StorageOrders) none = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_null(none->pack);
    g_assert_true(storage->class->offer_pack(storage, 0, 1, &site, &error));
    g_autoptr(StorageOrders) of_site = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_cmpint(of_site->pack->sequence, ==, 1);
    g_assert_true(storage->class->offer_pack(storage, 1, 1, &own, &error));
    g_autoptr(StorageOrders) of_kiosk = report(storage, 1, SCRATCH_NOW_UNIX_S, NULL);
    g_assert_cmpint(of_kiosk->pack->sequence, ==, 2);
}

static void test_names(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    gint64 number = 0;
    scratch_kiosk(fixture->storage, "one");
    g_assert_false(fixture->storage->class->add_kiosk(fixture->storage, "one", 1, &number, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
    g_assert_cmpint(number, ==, 0);
}

static void test_url(void)
{
    g_autoptr(GError) error = NULL;
    static const char *const wrong[] = {"mysql://user:s3cret@x", "postgresql://u:s3cret%@x",
                                        "postgresql://u:s3cret@x/y?s3cret=1"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_null(database_open(wrong[i], "/nowhere", &error));
        g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_URL);
        g_assert_null(strstr(error->message, "s3cret"));
        g_assert_nonnull(strstr(error->message, "postgresql://"));
        g_clear_error(&error);
    }
    g_assert_null(database_open(NULL, "/nowhere", &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
}

static const struct {
    const char *fact;
    void (*test)(Fixture *, gconstpointer);
} facts[] = {
    {"keeps one text under an id, with its hour", test_intakes},
    {"stores a batch whole or not at all", test_batch_is_whole},
    {"takes a code once and in time", test_code_once},
    {"withdraws a code when there is a newer one", test_new_code_withdraws_old},
    {"ends earlier certificates when a kiosk enrols again", test_new_certificate_ends_old},
    {"counts codes for staff anew with each enrolment", test_staff_codes},
    {"shuts a revoked kiosk out everywhere", test_revoked},
    {"gives orders that rise and commands until done", test_orders},
    {"reads partners that were said by name alone", test_presence},
    {"forgets a command that is too old", test_command_expires},
    {"prefers a kiosk's own setting", test_own_setting_first},
    {"prefers a kiosk's own pack to its site's", test_own_pack_first},
    {"gives a name once", test_names},
};

static void add_all(const ScratchStore *store)
{
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *path = g_strdup_printf("/storage/%s/%s", store->kind, facts[i].fact);
        g_test_add(path, Fixture, store, set_up, facts[i].test, tear_down);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *folder = NULL;
    g_autofree char *server = NULL;
    ScratchStore sqlite = {.kind = "sqlite"};
    ScratchStore postgres = {.kind = "postgresql"};
    add_all(&sqlite);
    if (scratch_start_server(&folder, &server)) {
        postgres.server = server;
        postgres.folder = folder;
        add_all(&postgres);
    } else {
        g_test_message("PostgreSQL is not installed: only SQLite is tested");
    }
    g_test_add_func("/storage/refuses a URL it does not know", test_url);
    return g_test_run();
}
