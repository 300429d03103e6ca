// SPDX-License-Identifier: EUPL-1.2
#include "sim_disk.h"

#include <errno.h>
#include <string.h>

/* A change of a file since its last sync. */
typedef struct {
    gint64 at;
    GBytes *data; /* NULL: truncated to `at` */
} Change;

/* A change of names; "to" appears and "from" disappears in one step. */
typedef struct {
    char *from; /* NULL: none; disappears only if it leads to the file */
    char *to;   /* NULL: none */
    int number; /* of the file */
} NameChange;

/* The double's own state; SQLite's VFS and libc's calls have no room for it elsewhere. */
static struct {
    GRand *random;
    SimNames names_kind;
    GHashTable *files;         /* number -> SimFile* */
    GHashTable *names;         /* name -> number */
    GHashTable *durable_names; /* name -> number */
    GPtrArray *pending;        /* NameChange* */
    int last_number;
    int changes, cut_at;
    bool is_dead;
    int calls, fail_at, failed;
    SimFault fault;
    bool fail_forever;
} disk;

/* ---- Files and names -------------------------------------------------------------------------*/

static void free_change(gpointer data)
{
    Change *change = data;
    g_clear_pointer(&change->data, g_bytes_unref);
    g_free(change);
}

static void free_name_change(gpointer data)
{
    NameChange *change = data;
    g_free(change->from);
    g_free(change->to);
    g_free(change);
}

static void free_file(gpointer data)
{
    SimFile *file = data;
    g_byte_array_unref(file->now);
    g_byte_array_unref(file->durable);
    g_ptr_array_unref(file->pending);
    g_ptr_array_unref(file->shm);
    g_free(file);
}

static SimFile *find_number(int number)
{
    return g_hash_table_lookup(disk.files, GINT_TO_POINTER(number));
}

SimFile *sim_disk_find(const char *name)
{
    gpointer number = g_hash_table_lookup(disk.names, name);
    return number ? find_number(GPOINTER_TO_INT(number)) : NULL;
}

GList *sim_disk_list(void)
{
    return g_hash_table_get_keys(disk.names);
}

guint32 sim_disk_random(void)
{
    return g_rand_int(disk.random);
}

void sim_disk_clear(void)
{
    g_clear_pointer(&disk.random, g_rand_free);
    g_clear_pointer(&disk.files, g_hash_table_unref);
    g_clear_pointer(&disk.names, g_hash_table_unref);
    g_clear_pointer(&disk.durable_names, g_hash_table_unref);
    g_clear_pointer(&disk.pending, g_ptr_array_unref);
}

void sim_disk_format(guint32 seed, SimNames names)
{
    sim_disk_clear();
    disk.random = g_rand_new_with_seed(seed);
    disk.names_kind = names;
    disk.files = g_hash_table_new_full(NULL, NULL, NULL, free_file);
    disk.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    disk.durable_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    disk.pending = g_ptr_array_new_with_free_func(free_name_change);
    disk.last_number = 0;
    disk.is_dead = false;
    sim_disk_cut_after(0);
    sim_disk_fail(0, SIM_FAULT_EIO, false);
}

/* ---- Cuts and faults -------------------------------------------------------------------------*/

void sim_disk_cut_after(int changes)
{
    disk.changes = 0;
    disk.cut_at = changes;
}

void sim_disk_kill(void)
{
    disk.is_dead = true;
}

bool sim_disk_is_dead(void)
{
    return disk.is_dead;
}

int sim_disk_changes(void)
{
    return disk.changes;
}

/* True when the power goes during this change. */
static bool count_change(void)
{
    disk.changes++;
    if (disk.cut_at > 0 && disk.changes >= disk.cut_at) {
        disk.is_dead = true;
    }
    return disk.is_dead;
}

void sim_disk_fail(int after, SimFault fault, bool forever)
{
    disk.calls = 0;
    disk.failed = 0;
    disk.fail_at = after;
    disk.fault = fault;
    disk.fail_forever = forever;
}

int sim_disk_calls(void)
{
    return disk.calls;
}

int sim_disk_failed(void)
{
    return disk.failed;
}

static bool needs_room(SimCall call)
{
    return call == SIM_CALL_WRITE || call == SIM_CALL_MAKE || call == SIM_CALL_RENAME ||
           call == SIM_CALL_SHM || call == SIM_CALL_SYNC;
}

static bool changes_disk(SimCall call)
{
    return call == SIM_CALL_WRITE || call == SIM_CALL_TRUNCATE || call == SIM_CALL_MAKE ||
           call == SIM_CALL_REMOVE || call == SIM_CALL_RENAME;
}

static int error_of(SimCall call)
{
    switch (disk.fault) {
    case SIM_FAULT_EIO:
        return EIO;
    case SIM_FAULT_ENOSPC:
        return needs_room(call) ? ENOSPC : 0;
    case SIM_FAULT_EROFS:
        return changes_disk(call) ? EROFS : 0;
    case SIM_FAULT_SHORT:
        return call == SIM_CALL_WRITE ? -1 : 0;
    }
    return 0;
}

int sim_disk_begin(SimCall call)
{
    if (disk.is_dead) {
        return EIO;
    }
    disk.calls++;
    if (disk.fail_at == 0 || disk.calls < disk.fail_at || (disk.failed > 0 && !disk.fail_forever)) {
        return 0;
    }
    int error = error_of(call);
    disk.failed += error != 0;
    return error;
}

/* ---- Changes of files ------------------------------------------------------------------------*/

static void put(GByteArray *image, gint64 at, const guint8 *data, gsize size)
{
    guint old = image->len;
    if (at + (gint64)size > old) {
        g_byte_array_set_size(image, (guint)(at + (gint64)size));
        if (at > old) {
            memset(image->data + old, 0, (gsize)(at - old));
        }
    }
    memcpy(image->data + at, data, size);
}

static void apply_change(GByteArray *image, const Change *change)
{
    if (change->data) {
        gsize size;
        const guint8 *data = g_bytes_get_data(change->data, &size);
        put(image, change->at, data, size);
    } else if (change->at < image->len) {
        g_byte_array_set_size(image, (guint)change->at);
    }
}

static void note_change(SimFile *file, gint64 at, GBytes *data)
{
    Change *change = g_new(Change, 1);
    change->at = at;
    change->data = data;
    g_ptr_array_add(file->pending, change);
    apply_change(file->now, change);
    (void)count_change();
}

void sim_file_write(SimFile *file, gint64 at, const void *data, gsize size)
{
    note_change(file, at, g_bytes_new(data, size));
}

void sim_file_truncate(SimFile *file, gint64 size)
{
    note_change(file, size, NULL);
}

static void make_durable(SimFile *file)
{
    for (guint i = 0; i < file->pending->len; i++) {
        apply_change(file->durable, g_ptr_array_index(file->pending, i));
    }
    g_ptr_array_set_size(file->pending, 0);
}

void sim_file_forget(SimFile *file)
{
    if (!disk.is_dead) {
        g_ptr_array_set_size(file->pending, 0);
    }
}

void sim_file_hold(SimFile *file)
{
    file->users++;
}

void sim_file_release(SimFile *file)
{
    file->users--;
}

/* ---- Changes of names ------------------------------------------------------------------------*/

static void apply_name(GHashTable *names, const NameChange *change)
{
    if (change->from &&
        GPOINTER_TO_INT(g_hash_table_lookup(names, change->from)) == change->number) {
        (void)g_hash_table_remove(names, change->from);
    }
    if (change->to) {
        g_hash_table_insert(names, g_strdup(change->to), GINT_TO_POINTER(change->number));
    }
}

static void note_name(const char *from, const char *to, int number)
{
    NameChange *change = g_new(NameChange, 1);
    *change = (NameChange){g_strdup(from), g_strdup(to), number};
    g_ptr_array_add(disk.pending, change);
    apply_name(disk.names, change);
}

SimFile *sim_disk_make(const char *name)
{
    SimFile *file = g_new0(SimFile, 1);
    file->number = ++disk.last_number;
    file->now = g_byte_array_new();
    file->durable = g_byte_array_new();
    file->pending = g_ptr_array_new_with_free_func(free_change);
    file->shm = g_ptr_array_new_with_free_func(g_free);
    g_hash_table_insert(disk.files, GINT_TO_POINTER(file->number), file);
    note_name(NULL, name, file->number);
    (void)count_change();
    return file;
}

void sim_disk_remove(const char *name)
{
    SimFile *file = sim_disk_find(name);
    note_name(name, NULL, file->number);
    (void)count_change();
}

void sim_disk_rename(const char *from, const char *to)
{
    SimFile *file = sim_disk_find(from);
    note_name(from, to, file->number);
    (void)count_change();
}

static gboolean is_gone(gpointer number, gpointer data, gpointer user_data)
{
    const SimFile *file = data;
    const GHashTable *kept = user_data;
    return file->users == 0 && !g_hash_table_contains((GHashTable *)kept, number);
}

/* Files that nobody holds and no name leads to. */
static void sweep(void)
{
    g_autoptr(GHashTable) kept = g_hash_table_new(NULL, NULL);
    GHashTable *const tables[] = {disk.names, disk.durable_names};
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        GHashTableIter iter;
        gpointer number;
        g_hash_table_iter_init(&iter, tables[i]);
        while (g_hash_table_iter_next(&iter, NULL, &number)) {
            (void)g_hash_table_add(kept, number);
        }
    }
    for (guint i = 0; i < disk.pending->len; i++) {
        const NameChange *change = g_ptr_array_index(disk.pending, i);
        (void)g_hash_table_add(kept, GINT_TO_POINTER(change->number));
    }
    (void)g_hash_table_foreach_remove(disk.files, is_gone, kept);
}

static void make_names_durable(void)
{
    for (guint i = 0; i < disk.pending->len; i++) {
        apply_name(disk.durable_names, g_ptr_array_index(disk.pending, i));
    }
    g_ptr_array_set_size(disk.pending, 0);
    sweep();
}

/* What happened to a name before it led to a durable file is past. */
static void forget_name(const char *name, guint before)
{
    for (guint i = before; i > 0; i--) {
        NameChange *change = g_ptr_array_index(disk.pending, i - 1);
        if (g_strcmp0(change->from, name) == 0) {
            g_clear_pointer(&change->from, g_free);
        }
        if (g_strcmp0(change->to, name) == 0) {
            g_clear_pointer(&change->to, g_free);
        }
        if (!change->from && !change->to) {
            (void)g_ptr_array_remove_index(disk.pending, i - 1);
        }
    }
}

static void make_name_durable(const SimFile *file)
{
    for (guint i = disk.pending->len; i > 0; i--) {
        const NameChange *change = g_ptr_array_index(disk.pending, i - 1);
        if (change->number == file->number && change->to) {
            g_autofree char *name = g_strdup(change->to);
            apply_name(disk.durable_names, change);
            (void)g_ptr_array_remove_index(disk.pending, i - 1);
            forget_name(name, i - 1);
            return;
        }
    }
}

void sim_disk_sync_folder(void)
{
    if (!count_change()) {
        make_names_durable();
    }
}

void sim_file_sync(SimFile *file, bool with_name)
{
    if (count_change()) {
        return;
    }
    make_durable(file);
    if (with_name) {
        if (disk.names_kind == SIM_NAMES_WITH_FOLDER) {
            make_names_durable();
        } else {
            make_name_durable(file);
        }
    }
}

void sim_disk_sync_all(void)
{
    GHashTableIter iter;
    gpointer file;
    g_hash_table_iter_init(&iter, disk.files);
    while (g_hash_table_iter_next(&iter, NULL, &file)) {
        make_durable(file);
    }
    make_names_durable();
}

/* ---- The cut ---------------------------------------------------------------------------------*/

/* What becomes of the changes that were not synced. */
typedef enum { FATE_LOST, FATE_KEPT, FATE_PREFIX, FATE_TORN, FATE_TORN_WITH_NOISE } Fate;

static Fate choose_fate(void)
{
    return (Fate)g_rand_int_range(disk.random, FATE_LOST, FATE_TORN_WITH_NOISE + 1);
}

/* A part of a write within one sector: arrived, not, or (what was being written then) noise. A part
 * that did not arrive may still have made the file longer. */
static void tear_part(SimFile *file, gint64 at, const guint8 *data, gsize size, bool with_noise)
{
    guint32 dice = g_rand_int(disk.random) % 16;
    if (with_noise && dice == 0) {
        g_autofree guint8 *noise = g_malloc(size);
        for (gsize i = 0; i < size; i++) {
            noise[i] = (guint8)g_rand_int(disk.random);
        }
        put(file->durable, at, noise, size);
    } else if (dice < 8) {
        put(file->durable, at, data, size);
    } else if (dice == 8 && at + (gint64)size > file->durable->len) {
        static const guint8 zero = 0;
        put(file->durable, at + (gint64)size - 1, &zero, 1);
    }
}

static void tear_change(SimFile *file, const Change *change, gsize sector, bool with_noise)
{
    if (!change->data) {
        if (g_rand_boolean(disk.random)) {
            apply_change(file->durable, change);
        }
        return;
    }
    gsize size;
    const guint8 *data = g_bytes_get_data(change->data, &size);
    for (gsize done = 0; done < size;) {
        gsize part = MIN(sector - ((gsize)change->at + done) % sector, size - done);
        tear_part(file, change->at + (gint64)done, data + done, part, with_noise);
        done += part;
    }
}

static void settle_file(SimFile *file)
{
    Fate fate = choose_fate();
    gsize sector = g_rand_boolean(disk.random) ? 512 : 4096;
    guint n = file->pending->len;
    guint whole = fate == FATE_KEPT              ? n
                  : fate == FATE_PREFIX && n > 0 ? (guint)g_rand_int_range(disk.random, 0, (gint)n)
                                                 : 0;
    for (guint i = 0; i < n; i++) {
        const Change *change = g_ptr_array_index(file->pending, i);
        if (i < whole) {
            apply_change(file->durable, change);
        } else if (fate == FATE_TORN || fate == FATE_TORN_WITH_NOISE ||
                   (fate == FATE_PREFIX && i == whole)) {
            tear_change(file, change, sector, fate == FATE_TORN_WITH_NOISE);
        }
    }
    g_ptr_array_set_size(file->pending, 0);
    g_byte_array_set_size(file->now, 0);
    g_byte_array_append(file->now, file->durable->data, file->durable->len);
    memset(file->locks, 0, sizeof file->locks);
    g_ptr_array_set_size(file->shm, 0);
    g_assert(file->users == 0 && file->shm_users == 0);
}

static void settle_names(void)
{
    Fate fate = choose_fate();
    guint n = disk.pending->len;
    guint whole = fate == FATE_KEPT              ? n
                  : fate == FATE_PREFIX && n > 0 ? (guint)g_rand_int_range(disk.random, 0, (gint)n)
                                                 : 0;
    for (guint i = 0; i < n; i++) {
        bool is_torn = fate == FATE_TORN || fate == FATE_TORN_WITH_NOISE;
        if (i < whole || (is_torn && g_rand_boolean(disk.random))) {
            apply_name(disk.durable_names, g_ptr_array_index(disk.pending, i));
        }
    }
    g_ptr_array_set_size(disk.pending, 0);
    g_hash_table_remove_all(disk.names);
    GHashTableIter iter;
    gpointer name, number;
    g_hash_table_iter_init(&iter, disk.durable_names);
    while (g_hash_table_iter_next(&iter, &name, &number)) {
        g_hash_table_insert(disk.names, g_strdup(name), number);
    }
    sweep();
}

void sim_disk_restore_power(void)
{
    settle_names();
    for (int number = 1; number <= disk.last_number; number++) {
        SimFile *file = find_number(number);
        if (file) {
            settle_file(file);
        }
    }
    disk.is_dead = false;
    sim_disk_cut_after(0);
}
