// SPDX-License-Identifier: EUPL-1.2
#include "sim_vfs.h"

#include <errno.h>
#include <string.h>

#include <glib.h>
#include <sqlite3.h>

#include "sim_disk.h"

enum { LEVELS = SQLITE_LOCK_EXCLUSIVE + 1 };

typedef struct {
    sqlite3_file base;
    SimFile *file;
    char *name;
    bool sync_name; /* its first sync is to make its name durable */
    int level;
    bool has_shm;
    guint shm_shared, shm_exclusive; /* bits */
} SimHandle;

static struct {
    sqlite3_vfs vfs;
    SimSync sync;
    bool is_forcing; /* our own pragma is being said */
    int checkpoint_pages;
} state;

static SimHandle *handle_of(sqlite3_file *file)
{
    return (SimHandle *)(gpointer)file;
}

/* ---- File methods ----------------------------------------------------------------------------*/

static int sim_close(sqlite3_file *base)
{
    SimHandle *handle = handle_of(base);
    if (handle->level > 0) {
        handle->file->locks[handle->level]--;
    }
    sim_file_release(handle->file);
    g_free(handle->name);
    return SQLITE_OK;
}

static int sim_read(sqlite3_file *base, void *into, int size, sqlite3_int64 at)
{
    const GByteArray *now = handle_of(base)->file->now;
    if (sim_disk_begin(SIM_CALL_READ) != 0) {
        return SQLITE_IOERR_READ;
    }
    gint64 there = CLAMP((gint64)now->len - at, 0, size);
    if (there > 0) {
        memcpy(into, now->data + at, (gsize)there);
    }
    memset((guint8 *)into + there, 0, (gsize)(size - there));
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int sim_write(sqlite3_file *base, const void *from, int size, sqlite3_int64 at)
{
    SimFile *file = handle_of(base)->file;
    int error = sim_disk_begin(SIM_CALL_WRITE);
    if (error == -1) {
        sim_file_write(file, at, from, (gsize)size / 2);
        return SQLITE_FULL;
    }
    if (error != 0) {
        return error == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    sim_file_write(file, at, from, (gsize)size);
    return sim_disk_is_dead() ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int sim_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    if (sim_disk_begin(SIM_CALL_TRUNCATE) != 0) {
        return SQLITE_IOERR_TRUNCATE;
    }
    sim_file_truncate(handle_of(base)->file, size);
    return sim_disk_is_dead() ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/* What an fsync could not write is not written by the next one either: Linux forgets it. */
static int sim_sync(sqlite3_file *base, int flags)
{
    (void)flags;
    SimHandle *handle = handle_of(base);
    if (sim_disk_begin(SIM_CALL_SYNC) != 0) {
        sim_file_forget(handle->file);
        return SQLITE_IOERR_FSYNC;
    }
    sim_file_sync(handle->file, handle->sync_name);
    handle->sync_name = handle->sync_name && sim_disk_is_dead();
    return sim_disk_is_dead() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int sim_size(sqlite3_file *base, sqlite3_int64 *size)
{
    if (sim_disk_begin(SIM_CALL_OTHER) != 0) {
        return SQLITE_IOERR_FSTAT;
    }
    *size = handle_of(base)->file->now->len;
    return SQLITE_OK;
}

/* How many others hold this level or a higher one. */
static int count_others(const SimHandle *handle, int level)
{
    int n = 0;
    for (int at = level; at < LEVELS; at++) {
        n += handle->file->locks[at];
    }
    return n - (handle->level >= level ? 1 : 0);
}

static void set_level(SimHandle *handle, int level)
{
    if (handle->level > 0) {
        handle->file->locks[handle->level]--;
    }
    if (level > 0) {
        handle->file->locks[level]++;
    }
    handle->level = level;
}

static int sim_lock(sqlite3_file *base, int level)
{
    SimHandle *handle = handle_of(base);
    static const int shuts_out[LEVELS] = {
        [SQLITE_LOCK_SHARED] = SQLITE_LOCK_PENDING,
        [SQLITE_LOCK_RESERVED] = SQLITE_LOCK_RESERVED,
        [SQLITE_LOCK_PENDING] = SQLITE_LOCK_RESERVED,
        [SQLITE_LOCK_EXCLUSIVE] = SQLITE_LOCK_SHARED,
    };
    if (sim_disk_begin(SIM_CALL_OTHER) != 0) {
        return SQLITE_IOERR_LOCK;
    }
    if (level <= handle->level) {
        return SQLITE_OK;
    }
    if (count_others(handle, shuts_out[level]) > 0) {
        return SQLITE_BUSY;
    }
    set_level(handle, level);
    return SQLITE_OK;
}

static int sim_unlock(sqlite3_file *base, int level)
{
    if (level < handle_of(base)->level) {
        set_level(handle_of(base), level);
    }
    return SQLITE_OK;
}

static int sim_check_reserved(sqlite3_file *base, int *out)
{
    *out = count_others(handle_of(base), SQLITE_LOCK_RESERVED) > 0;
    return SQLITE_OK;
}

/* Whether a connection is not to have the synchronous mode that it wishes. */
static bool is_refused(const char *name, const char *value)
{
    return state.sync != SIM_SYNC_AS_WISHED && !state.is_forcing && value &&
           g_ascii_strcasecmp(name, "synchronous") == 0 &&
           (state.sync != SIM_SYNC_NO_EXTRA || g_ascii_strcasecmp(value, "extra") == 0);
}

static int sim_control(sqlite3_file *base, int op, void *argument)
{
    const SimHandle *handle = handle_of(base);
    if (op == SQLITE_FCNTL_HAS_MOVED) {
        *(int *)argument = sim_disk_find(handle->name) != handle->file;
        return SQLITE_OK;
    }
    if (op == SQLITE_FCNTL_PRAGMA) {
        char *const *words = argument; /* answer, name, value */
        return is_refused(words[1], words[2]) ? SQLITE_OK : SQLITE_NOTFOUND;
    }
    return SQLITE_NOTFOUND;
}

static int sim_sector_size(sqlite3_file *base)
{
    (void)base;
    return 4096;
}

static int sim_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- Shared memory ---------------------------------------------------------------------------*/

static int sim_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **out)
{
    SimHandle *handle = handle_of(base);
    GPtrArray *shm = handle->file->shm;
    *out = NULL;
    int error = sim_disk_begin(SIM_CALL_SHM);
    if (error != 0) {
        return error == ENOSPC ? SQLITE_IOERR_SHMSIZE : SQLITE_IOERR_SHMMAP;
    }
    if (!handle->has_shm) {
        handle->has_shm = true;
        handle->file->shm_users++;
    }
    while (extend && (int)shm->len <= page) {
        g_ptr_array_add(shm, g_malloc0((gsize)size));
    }
    *out = page < (int)shm->len ? g_ptr_array_index(shm, (guint)page) : NULL;
    return SQLITE_OK;
}

static void release_shm(SimHandle *handle, guint bits)
{
    SimFile *file = handle->file;
    for (int i = 0; i < SIM_SHM_LOCKS; i++) {
        guint bit = bits & (1u << i);
        file->shm_shared[i] -= (handle->shm_shared & bit) != 0;
        if (handle->shm_exclusive & bit) {
            file->shm_exclusive[i] = false;
        }
    }
    handle->shm_shared &= ~bits;
    handle->shm_exclusive &= ~bits;
}

static int sim_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    SimHandle *handle = handle_of(base);
    SimFile *file = handle->file;
    guint bits = ((1u << n) - 1) << offset;
    if (flags & SQLITE_SHM_UNLOCK) {
        release_shm(handle, bits);
        return SQLITE_OK;
    }
    if (sim_disk_begin(SIM_CALL_OTHER) != 0) {
        return SQLITE_IOERR_SHMLOCK;
    }
    for (int i = offset; i < offset + n; i++) {
        bool is_own = (handle->shm_shared & (1u << i)) != 0;
        if (file->shm_exclusive[i] ||
            ((flags & SQLITE_SHM_EXCLUSIVE) && file->shm_shared[i] > (is_own ? 1 : 0))) {
            return SQLITE_BUSY;
        }
    }
    for (int i = offset; i < offset + n; i++) {
        if (flags & SQLITE_SHM_EXCLUSIVE) {
            file->shm_exclusive[i] = true;
            handle->shm_exclusive |= 1u << i;
        } else if (!(handle->shm_shared & (1u << i))) {
            file->shm_shared[i]++;
            handle->shm_shared |= 1u << i;
        }
    }
    return SQLITE_OK;
}

static void sim_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

static int sim_shm_unmap(sqlite3_file *base, int delete_it)
{
    SimHandle *handle = handle_of(base);
    release_shm(handle, (1u << SIM_SHM_LOCKS) - 1);
    if (handle->has_shm) {
        handle->has_shm = false;
        handle->file->shm_users--;
    }
    if (delete_it && handle->file->shm_users == 0) {
        g_ptr_array_set_size(handle->file->shm, 0);
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2,
    sim_close,
    sim_read,
    sim_write,
    sim_truncate,
    sim_sync,
    sim_size,
    sim_lock,
    sim_unlock,
    sim_check_reserved,
    sim_control,
    sim_sector_size,
    sim_characteristics,
    sim_shm_map,
    sim_shm_lock,
    sim_shm_barrier,
    sim_shm_unmap,
    NULL,
    NULL,
};

/* ---- VFS methods -----------------------------------------------------------------------------*/

static int sim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out)
{
    (void)vfs;
    g_assert(name); /* temporary files are in memory */
    SimHandle *handle = handle_of(base);
    memset(handle, 0, sizeof *handle);
    SimFile *file = sim_disk_find(name);
    bool may_make = (flags & SQLITE_OPEN_CREATE) != 0;
    if (sim_disk_begin(file || !may_make ? SIM_CALL_OPEN : SIM_CALL_MAKE) != 0 ||
        (!file && !may_make)) {
        return SQLITE_CANTOPEN;
    }
    if (!file) {
        file = sim_disk_make(name);
        if (sim_disk_is_dead()) {
            return SQLITE_CANTOPEN;
        }
    }
    handle->base.pMethods = &methods;
    handle->file = file;
    handle->name = g_strdup(name);
    handle->sync_name = may_make && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL));
    sim_file_hold(file);
    if (out) {
        *out = flags;
    }
    return SQLITE_OK;
}

static int sim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    if (sim_disk_begin(SIM_CALL_REMOVE) != 0) {
        return SQLITE_IOERR_DELETE;
    }
    if (!sim_disk_find(name)) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    sim_disk_remove(name);
    if (!sim_disk_is_dead() && sync_folder) {
        if (sim_disk_begin(SIM_CALL_SYNC) != 0) {
            return SQLITE_IOERR_DIR_FSYNC;
        }
        sim_disk_sync_folder();
    }
    return sim_disk_is_dead() ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

/* Like the unix VFS: an empty file does not exist, and neither does one that cannot be asked
 * after. */
static int sim_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    const SimFile *file = sim_disk_find(name);
    *out = sim_disk_begin(SIM_CALL_OTHER) == 0 && file &&
           (flags != SQLITE_ACCESS_EXISTS || file->now->len > 0);
    return SQLITE_OK;
}

static int sim_full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    (void)g_strlcpy(out, name, (gsize)size);
    return SQLITE_OK;
}

static int sim_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    for (int i = 0; i < size; i++) {
        out[i] = (char)sim_disk_random();
    }
    return size;
}

static int sim_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us;
}

static int sim_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    *out = G_GINT64_CONSTANT(212000000000000);
    return SQLITE_OK;
}

static int sim_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    (void)size;
    (void)out;
    return 0;
}

/* ---- Pragmas ---------------------------------------------------------------------------------*/

/* Called for every connection that is opened. */
static int prepare_connection(sqlite3 *db, const char **message, const void *api)
{
    (void)message;
    (void)api;
    static const char *const wishes[] = {
        [SIM_SYNC_AS_WISHED] = NULL,
        [SIM_SYNC_NORMAL] = "PRAGMA synchronous = NORMAL",
        [SIM_SYNC_OFF] = "PRAGMA synchronous = OFF",
        [SIM_SYNC_NO_EXTRA] = NULL,
    };
    (void)sqlite3_wal_autocheckpoint(db, state.checkpoint_pages);
    if (wishes[state.sync]) {
        state.is_forcing = true;
        (void)sqlite3_exec(db, wishes[state.sync], NULL, NULL, NULL);
        state.is_forcing = false;
    }
    return SQLITE_OK;
}

void sim_vfs_force(SimSync sync)
{
    state.sync = sync;
}

void sim_vfs_checkpoint_after(int pages)
{
    state.checkpoint_pages = pages;
}

void sim_vfs_install(void)
{
    state.checkpoint_pages = 1000;
    state.vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(SimHandle),
        .mxPathname = 512,
        .zName = "sim",
        .xOpen = sim_open,
        .xDelete = sim_delete,
        .xAccess = sim_access,
        .xFullPathname = sim_full_name,
        .xRandomness = sim_randomness,
        .xSleep = sim_sleep,
        .xGetLastError = sim_last_error,
        .xCurrentTimeInt64 = sim_time,
    };
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    g_assert_cmpint(sqlite3_vfs_register(&state.vfs, 1), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_auto_extension((void (*)(void))prepare_connection), ==, SQLITE_OK);
}
