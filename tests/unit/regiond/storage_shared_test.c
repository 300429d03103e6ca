// SPDX-License-Identifier: EUPL-1.2
/* Several processes with one database open: here threads, each with a Storage of its own. */
#include "regiond/storage.h"

#include <string.h>

#include "regiond/database.h"
#include "regiond/pg.h"
#include "scratch.h"

enum { THREADS = 4, IDS = 120, ROUNDS = 10 };

typedef struct {
    const ScratchStore *store;
    char *folder;
    char *url;
    Storage *storage;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    fixture->store = data;
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

/* One of those that work at once. */
typedef struct {
    const char *url;
    int index;
    Storage *storage;
    int good;                         /* how often it was the one */
    gint64 numbers[THREADS * ROUNDS]; /* what it was given */
    int n_numbers;
} Worker;

static void run_at_once(const char *url, GThreadFunc work, Worker workers[THREADS])
{
    GThread *threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (Worker){.url = url, .index = i, .storage = scratch_open(url)};
    }
    for (int i = 0; i < THREADS; i++) {
        threads[i] = g_thread_new("worker", work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        g_thread_join(threads[i]);
        storage_close(workers[i].storage);
    }
}

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
    gint64 one = *(const gint64 *)a, other = *(const gint64 *)b;
    return one < other ? -1 : one > other;
}

/* All numbers that the workers were given, in order. Caller unrefs. */
static GArray *collect(const Worker workers[THREADS])
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (int i = 0; i < THREADS; i++) {
        g_array_append_vals(all, workers[i].numbers, (guint)workers[i].n_numbers);
    }
    g_array_sort(all, compare_numbers);
    return all;
}

/* Each id in batches with others, each worker in another order and with another text. */
static gpointer store_all(gpointer data)
{
    Worker *self = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf("text of %d", self->index % 2);
    for (int from = 0; from < IDS; from += 40) {
        char ids[40][40];
        StorageIntake intakes[40];
        StorageIntakeResult results[40];
        for (int i = 0; i < 40; i++) {
            int number = (from + (self->index % 2 ? 39 - i : i) + 40 * self->index) % IDS;
            g_snprintf(ids[i], sizeof ids[i], "00000000-0000-4000-8000-%012d", number);
            intakes[i] = (StorageIntake){
                .id = ids[i], .outcome = "printed", .sealed = text, .sha256 = "hash"};
        }
        StorageBatch batch = {.kiosk = 1,
                              .intakes = intakes,
                              .n = 40,
                              .now_unix_s = SCRATCH_NOW_UNIX_S,
                              .results = results};
        self->storage->class->store_intakes(self->storage, &batch, &error);
        g_assert_no_error(error);
        for (int i = 0; i < 40; i++) {
            self->good += results[i] == STORAGE_INTAKE_STORED;
            self->n_numbers += results[i] == STORAGE_INTAKE_CONFLICT;
        }
    }
    return NULL;
}

static bool count_row(const StorageIntakeRow *row, gpointer data)
{
    int *counts = data;
    counts[row->sealed[strlen(row->sealed) - 1] - '0']++;
    return true;
}

static void test_intakes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    Worker workers[THREADS];
    scratch_kiosk(fixture->storage, "one");
    run_at_once(fixture->url, store_all, workers);
    int stored = 0, conflicts = 0, kept[2] = {0};
    for (int i = 0; i < THREADS; i++) {
        stored += workers[i].good;
        conflicts += workers[i].n_numbers;
    }
    g_autoptr(GError) error = NULL;
    StorageReader reader = {.take = count_row, .data = kept};
    fixture->storage->class->read_intakes(fixture->storage, &(StorageIntakeFilter){0}, &reader,
                                          &error);
    g_assert_no_error(error);
    g_assert_cmpint(stored, ==, IDS);
    g_assert_cmpint(kept[0] + kept[1], ==, IDS);
    /* Two workers have the one text and two the other: each id was refused to two of them. */
    g_assert_cmpint(conflicts, ==, IDS * 2);
}

static gpointer use_code(gpointer data)
{
    Worker *self = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *serial = g_strdup_printf("A%d", self->index);
    g_autoptr(StorageCertificate) certificate = scratch_certificate(1, serial);
    StorageEnrolment enrolment = {.code_hash = "code",
                                  .request_hash = serial,
                                  .certificate = certificate,
                                  .slip_key = "{}",
                                  .staff_secret = "secret",
                                  .now_unix_s = SCRATCH_NOW_UNIX_S};
    gint64 slip_key = 0;
    if (self->storage->class->enrol(self->storage, &enrolment, &slip_key, &error)) {
        self->good++;
        g_assert_cmpint(slip_key, ==, 1);
    } else {
        g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
    }
    return NULL;
}

static void test_code(Fixture *fixture, gconstpointer data)
{
    (void)data;
    Worker workers[THREADS];
    scratch_kiosk(fixture->storage, "one");
    scratch_code(fixture->storage, 1, "code");
    run_at_once(fixture->url, use_code, workers);
    g_assert_cmpint(workers[0].good + workers[1].good + workers[2].good + workers[3].good, ==, 1);
}

static gpointer take_orders(gpointer data)
{
    Worker *self = data;
    for (int i = 0; i < ROUNDS; i++) {
        g_autoptr(GError) error = NULL;
        StorageReport facts = {
            .report = "{}", .today = "2026-11-23", .now_unix_s = SCRATCH_NOW_UNIX_S};
        g_autoptr(StorageOrders) orders =
            self->storage->class->report(self->storage, 1, &facts, &error);
        g_assert_no_error(error);
        self->numbers[self->n_numbers++] = orders->serial;
        g_assert_true(i == 0 || self->numbers[i] > self->numbers[i - 1]);
    }
    return NULL;
}

static void check_all_differ(const Worker workers[THREADS], gint64 first)
{
    g_autoptr(GArray) all = collect(workers);
    g_assert_cmpuint(all->len, ==, THREADS * ROUNDS);
    for (guint i = 0; i < all->len; i++) {
        g_assert_cmpint(g_array_index(all, gint64, i), ==, first + i);
    }
}

static void test_serials(Fixture *fixture, gconstpointer data)
{
    (void)data;
    Worker workers[THREADS];
    scratch_kiosk(fixture->storage, "one");
    run_at_once(fixture->url, take_orders, workers);
    check_all_differ(workers, SCRATCH_NOW_UNIX_S);
}

static gpointer take_codes(gpointer data)
{
    Worker *self = data;
    for (int i = 0; i < ROUNDS; i++) {
        g_autoptr(GError) error = NULL;
        self->storage->class->take_staff_code(self->storage, 1, &self->numbers[self->n_numbers++],
                                              &error);
        g_assert_no_error(error);
    }
    return NULL;
}

static void test_staff_codes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    Worker workers[THREADS];
    scratch_kiosk(fixture->storage, "one");
    scratch_code(fixture->storage, 1, "code");
    Worker one = {.storage = fixture->storage};
    use_code(&one);
    run_at_once(fixture->url, take_codes, workers);
    check_all_differ(workers, 0);
}

static gpointer add_kiosks(gpointer data)
{
    Worker *self = data;
    for (int i = 0; i < ROUNDS; i++) {
        g_autofree char *name = g_strdup_printf("kiosk %d of %d", i, self->index);
        scratch_kiosk(self->storage, name);
        g_autoptr(GError) error = NULL;
        gint64 number = 0;
        if (self->storage->class->add_kiosk(self->storage, "wanted by all", 1, &number, &error)) {
            self->good++;
        } else {
            g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
        }
    }
    return NULL;
}

static void test_kiosks(Fixture *fixture, gconstpointer data)
{
    (void)data;
    Worker workers[THREADS];
    run_at_once(fixture->url, add_kiosks, workers);
    g_autoptr(GPtrArray) all = fixture->storage->class->list_kiosks(fixture->storage, NULL);
    g_assert_cmpuint(all->len, ==, THREADS * ROUNDS + 1);
    for (guint i = 0; i < all->len; i++) { /* no number is skipped by a name that was refused */
        g_assert_cmpint(((StorageKiosk *)g_ptr_array_index(all, i))->number, ==, i + 1);
    }
    g_assert_cmpint(workers[0].good + workers[1].good + workers[2].good + workers[3].good, ==, 1);
}

static gpointer open_it(gpointer data)
{
    Worker *self = data;
    g_autoptr(Storage) storage = scratch_open(self->url);
    self->good += storage != NULL;
    return NULL;
}

static void make_at_once(const ScratchStore *store)
{
    g_autofree char *folder = scratch_folder();
    g_autofree char *url = scratch_url(store, folder);
    GThread *threads[THREADS];
    Worker workers[THREADS] = {{.url = url}, {.url = url}, {.url = url}, {.url = url}};
    for (int i = 0; i < THREADS; i++) {
        threads[i] = g_thread_new("worker", open_it, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        g_thread_join(threads[i]);
        g_assert_cmpint(workers[i].good, ==, 1);
    }
    g_autoptr(Storage) storage = scratch_open(url);
    g_assert_cmpint(scratch_kiosk(storage, "one"), ==, 1);
    scratch_remove(g_steal_pointer(&folder));
}

/* What was made is as good as if one had made it: everything else runs on it. */
static void test_fresh(Fixture *fixture, gconstpointer data)
{
    (void)fixture;
    for (int i = 0; i < ROUNDS; i++) {
        make_at_once(data);
    }
}

static void test_newer(Fixture *fixture, gconstpointer data)
{
    const ScratchStore *store = data;
    g_autoptr(GError) error = NULL;
    scratch_kiosk(fixture->storage, "one");
    scratch_execute(fixture->url, store->server ? "UPDATE wegwijs_schema SET version=99"
                                                : "PRAGMA user_version=99");
    g_assert_null(database_open(fixture->url, NULL, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "is of a newer version (99); use the regiond that"));
    g_autoptr(StorageKiosk) kiosk = fixture->storage->class->find_kiosk(fixture->storage, 1, NULL);
    g_assert_cmpstr(kiosk->name, ==, "one"); /* nothing was changed */
}

static void test_not_again_after_revocation(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Storage *storage = fixture->storage;
    scratch_kiosk(storage, "one");
    g_assert_true(storage->class->revoke_kiosk(storage, 1, SCRATCH_NOW_UNIX_S, NULL));
    g_autoptr(StorageCertificate) late = scratch_certificate(1, "02");
    g_assert_false(storage->class->add_certificate(storage, late, &error));
    g_assert_error(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT);
    scratch_code(storage, 1, "code");
    Worker one = {.storage = storage};
    use_code(&one);
    g_assert_cmpint(one.good, ==, 0);
}

static const struct {
    const char *fact;
    void (*test)(Fixture *, gconstpointer);
} facts[] = {
    {"stores each intake once, whoever sends it", test_intakes},
    {"takes a code from one only", test_code},
    {"gives no serial of orders twice", test_serials},
    {"gives no code for staff twice", test_staff_codes},
    {"numbers kiosks without a gap", test_kiosks},
    {"is made once by those who start at once", test_fresh},
    {"is refused when a newer program made it", test_newer},
    {"gives nothing to a kiosk that was revoked meanwhile", test_not_again_after_revocation},
};

static void add_all(const ScratchStore *store)
{
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *path = g_strdup_printf("/shared %s/%s", store->kind, facts[i].fact);
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
    return g_test_run();
}
