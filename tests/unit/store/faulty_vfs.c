// SPDX-License-Identifier: EUPL-1.2
#include "faulty_vfs.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

enum { SECTOR = 512 };

/* A change since the last sync. */
typedef struct {
    gint64 at;
    GBytes *data; /* NULL: truncated to `at` */
} Change;

/* A file by its inode (it may be renamed): what is surely on the disk, and what came after. */
typedef struct {
    GByteArray *durable;
    GPtrArray *changes;
    int users; /* files open on it */
} Disk;

typedef struct {
    sqlite3_file base;
    Disk *disk;
    sqlite3_file *real;
} TestFile;

/* The double's own state; SQLite's VFS has no room for it elsewhere. */
static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    sqlite3_io_methods methods;
    GHashTable *disks; /* inode -> Disk* */
    int changes, fail_at, code;
    gint64 bytes_read;
    gboolean no_growth;
} state;

static void free_change(gpointer data)
{
    Change *change = data;
    g_clear_pointer(&change->data, g_bytes_unref);
    g_free(change);
}

static void free_disk(gpointer data)
{
    Disk *disk = data;
    g_byte_array_unref(disk->durable);
    g_ptr_array_unref(disk->changes);
    g_free(disk);
}

/* The inode of a path as a key; caller owns. 0 when there is none. */
static gint64 *inode_key(const char *path)
{
    struct stat st;
    gint64 *key = g_new0(gint64, 1);
    *key = stat(path, &st) == 0 ? (gint64)st.st_ino : 0;
    return key;
}

static void read_whole(sqlite3_file *real, GByteArray *into)
{
    sqlite3_int64 size = 0;
    g_assert_cmpint(real->pMethods->xFileSize(real, &size), ==, SQLITE_OK);
    g_byte_array_set_size(into, (guint)size);
    if (size > 0) {
        g_assert_cmpint(real->pMethods->xRead(real, into->data, (int)size, 0), ==, SQLITE_OK);
    }
}

/* Read through SQLite's own handle: opening the file here would drop SQLite's locks at its close.
 * An empty file nobody has open is a new one, perhaps under a number used before. */
static Disk *find_disk(const char *path, sqlite3_file *real)
{
    g_autofree gint64 *key = inode_key(path);
    Disk *disk = g_hash_table_lookup(state.disks, key);
    sqlite3_int64 size = 0;
    g_assert_cmpint(real->pMethods->xFileSize(real, &size), ==, SQLITE_OK);
    if (!disk || (size == 0 && disk->users == 0)) {
        disk = g_new0(Disk, 1);
        disk->durable = g_byte_array_new();
        disk->changes = g_ptr_array_new_with_free_func(free_change);
        read_whole(real, disk->durable);
        g_hash_table_insert(state.disks, g_steal_pointer(&key), disk);
    }
    disk->users++;
    return disk;
}

/* Counts a change; SQLITE_OK, or the code it fails with. */
static int count_change(void)
{
    state.changes++;
    return state.fail_at > 0 && state.changes >= state.fail_at ? state.code : SQLITE_OK;
}

static void note_change(Disk *disk, gint64 at, const void *data, int size)
{
    if (disk) {
        Change *change = g_new0(Change, 1);
        change->at = at;
        change->data = data ? g_bytes_new(data, (gsize)size) : NULL;
        g_ptr_array_add(disk->changes, change);
    }
}

static void apply_bytes(GByteArray *image, gint64 at, const guint8 *data, gsize size)
{
    if (at + (gint64)size > image->len) {
        guint old = image->len;
        g_byte_array_set_size(image, (guint)(at + (gint64)size));
        memset(image->data + old, 0, image->len - old);
    }
    memcpy(image->data + at, data, size);
}

/* Applies a change, by sectors when `random`. */
static void apply_change(GByteArray *image, const Change *change, GRand *random)
{
    if (!change->data) {
        if (change->at < image->len && !(random && g_rand_boolean(random))) {
            g_byte_array_set_size(image, (guint)change->at);
        }
        return;
    }
    gsize size;
    const guint8 *data = g_bytes_get_data(change->data, &size);
    for (gsize done = 0; done < size;) {
        gsize part = MIN(SECTOR - ((gsize)change->at + done) % SECTOR, size - done);
        if (!random || g_rand_boolean(random)) {
            apply_bytes(image, change->at + (gint64)done, data + done, part);
        }
        done += part;
    }
}

static void make_durable(Disk *disk, GRand *random)
{
    for (guint i = 0; i < disk->changes->len; i++) {
        apply_change(disk->durable, g_ptr_array_index(disk->changes, i), random);
    }
    g_ptr_array_set_size(disk->changes, 0);
}

/* ---- File methods ----------------------------------------------------------------------------*/

static TestFile *test_file(sqlite3_file *file)
{
    return (TestFile *)(gpointer)file;
}

static int file_close(sqlite3_file *file)
{
    if (test_file(file)->disk) {
        test_file(file)->disk->users--;
    }
    return test_file(file)->real->pMethods->xClose(test_file(file)->real);
}

static int file_read(sqlite3_file *file, void *into, int size, sqlite3_int64 at)
{
    state.bytes_read += size;
    return test_file(file)->real->pMethods->xRead(test_file(file)->real, into, size, at);
}

static int file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    sqlite3_int64 end = 0;
    sqlite3_file *real = test_file(file)->real;
    if (state.no_growth && real->pMethods->xFileSize(real, &end) == SQLITE_OK && at + size > end) {
        return SQLITE_FULL;
    }
    int code = count_change();
    if (code != SQLITE_OK) {
        return code;
    }
    note_change(test_file(file)->disk, at, from, size);
    return test_file(file)->real->pMethods->xWrite(test_file(file)->real, from, size, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = count_change();
    if (code != SQLITE_OK) {
        return SQLITE_IOERR_TRUNCATE;
    }
    note_change(test_file(file)->disk, size, NULL, 0);
    return test_file(file)->real->pMethods->xTruncate(test_file(file)->real, size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    if (count_change() != SQLITE_OK) {
        return SQLITE_IOERR_FSYNC;
    }
    if (test_file(file)->disk) {
        make_durable(test_file(file)->disk, NULL);
    }
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return test_file(file)->real->pMethods->xFileSize(test_file(file)->real, size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return test_file(file)->real->pMethods->xLock(test_file(file)->real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return test_file(file)->real->pMethods->xUnlock(test_file(file)->real, level);
}

static int file_check_reserved(sqlite3_file *file, int *out)
{
    return test_file(file)->real->pMethods->xCheckReservedLock(test_file(file)->real, out);
}

static int file_control(sqlite3_file *file, int op, void *argument)
{
    return test_file(file)->real->pMethods->xFileControl(test_file(file)->real, op, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    return test_file(file)->real->pMethods->xSectorSize(test_file(file)->real);
}

/* No promises: a sector may be torn from its neighbour. */
static int file_characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return test_file(file)->real->pMethods->xShmMap(test_file(file)->real, page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return test_file(file)->real->pMethods->xShmLock(test_file(file)->real, offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    test_file(file)->real->pMethods->xShmBarrier(test_file(file)->real);
}

static int file_shm_unmap(sqlite3_file *file, int delete_flag)
{
    return test_file(file)->real->pMethods->xShmUnmap(test_file(file)->real, delete_flag);
}

/* ---- VFS methods -----------------------------------------------------------------------------*/

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    TestFile *test = test_file(file);
    test->real = (sqlite3_file *)(gpointer)(test + 1);
    int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    int code = state.real->xOpen(state.real, path, test->real, flags, out);
    test->disk = code == SQLITE_OK && path && (flags & kept) ? find_disk(path, test->real) : NULL;
    test->base.pMethods = test->real->pMethods ? &state.methods : NULL;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    if (count_change() != SQLITE_OK) {
        return SQLITE_IOERR_DELETE;
    }
    g_autofree gint64 *key = inode_key(path);
    Disk *disk = g_hash_table_lookup(state.disks, key);
    if (disk && disk->users == 0) {
        (void)g_hash_table_remove(state.disks, key);
    }
    return state.real->xDelete(state.real, path, sync_folder);
}

void faulty_vfs_install(void)
{
    state.real = sqlite3_vfs_find(NULL);
    state.disks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_disk);
    state.vfs = *state.real;
    state.vfs.szOsFile = (int)sizeof(TestFile) + state.real->szOsFile;
    state.vfs.zName = "faulty";
    state.vfs.xOpen = vfs_open;
    state.vfs.xDelete = vfs_delete;
    state.methods = (sqlite3_io_methods){
        2,
        file_close,
        file_read,
        file_write,
        file_truncate,
        file_sync,
        file_size,
        file_lock,
        file_unlock,
        file_check_reserved,
        file_control,
        file_sector_size,
        file_characteristics,
        file_shm_map,
        file_shm_lock,
        file_shm_barrier,
        file_shm_unmap,
        NULL,
        NULL,
    };
    g_assert_cmpint(sqlite3_vfs_register(&state.vfs, 1), ==, SQLITE_OK);
}

void faulty_vfs_reset(void)
{
    g_hash_table_remove_all(state.disks);
    state.changes = 0;
    state.fail_at = 0;
    state.bytes_read = 0;
    state.no_growth = FALSE;
}

void faulty_vfs_forbid_growth(void)
{
    state.no_growth = TRUE;
}

void faulty_vfs_fail(int after, int code)
{
    state.fail_at = after > 0 ? state.changes + after : 0;
    state.code = code;
}

int faulty_vfs_changes(void)
{
    return state.changes;
}

gint64 faulty_vfs_bytes_read(void)
{
    return state.bytes_read;
}

static void restore_file(const char *path, PowerCut kind, GRand *random)
{
    g_autofree gint64 *key = inode_key(path);
    Disk *disk = g_hash_table_lookup(state.disks, key);
    if (disk) {
        if (kind != POWER_CUT_NOTHING_UNSYNCED) {
            make_durable(disk, kind == POWER_CUT_SOME_UNSYNCED ? random : NULL);
        }
        g_assert_true(g_file_set_contents(path, (const char *)disk->durable->data,
                                          (gssize)disk->durable->len, NULL));
    } else if (g_str_has_suffix(path, "-shm")) {
        g_assert_cmpint(g_remove(path), ==, 0);
    }
}

void faulty_vfs_cut_power(const char *folder, PowerCut kind, GRand *random)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    for (guint i = 0; i < paths->len; i++) {
        restore_file(g_ptr_array_index(paths, i), kind, random);
    }
    faulty_vfs_reset();
}
