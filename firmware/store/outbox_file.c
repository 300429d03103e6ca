// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "store/outbox.h"
#include "store/outbox_db.h"
#include "store/outbox_salvage.h"

enum { KEPT_DAMAGED = 3, MAX_DAMAGED = 1000000 };

struct OutboxFile {
    char *path;
    int lock;
    sqlite3 *db;            /* NULL while it could not be opened */
    struct stat opened;     /* which file `db` is */
    GHashTable *statements; /* literal -> sqlite3_stmt* */
    int mended;
    int code;     /* of the last failure */
    char *reason; /* in words */
};

/* ---- Codes and words -------------------------------------------------------------------------*/

static bool is_damage(int code)
{
    int primary = code & 0xff;
    return code > 0 && (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB);
}

static bool is_full(int code)
{
    return code > 0 && (code & 0xff) == SQLITE_FULL;
}

/* Keeps SQLite's words before the handle forgets them. */
static int note_failure(OutboxFile *file, int code)
{
    if (code != SQLITE_OK && code > 0) {
        g_free(file->reason);
        bool has_words = file->db && (sqlite3_extended_errcode(file->db) & 0xff) == (code & 0xff);
        file->reason = g_strdup(has_words ? sqlite3_errmsg(file->db) : sqlite3_errstr(code));
    }
    file->code = code;
    return code;
}

static int note_system_failure(OutboxFile *file, const char *attempted)
{
    g_free(file->reason);
    file->reason = g_strdup_printf("%s: %s", attempted, g_strerror(errno));
    file->code = errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR;
    return file->code;
}

static bool report(const OutboxFile *file, int code, const char *attempted, GError **error)
{
    if (code == SQLITE_OK) {
        return true;
    }
    OutboxError kind = OUTBOX_ERROR_IO;
    const char *words = file->reason ? file->reason : "failed";
    const char *advice = "check that its folder exists, is writable and on a working disk";
    if (code == OUTBOX_WORK_FULL) {
        kind = OUTBOX_ERROR_FULL;
        words = "its bound is reached";
        advice = "bring the kiosk online so that it can send";
    } else if (code == OUTBOX_WORK_NOT_FOUND) {
        kind = OUTBOX_ERROR_NOT_FOUND;
        words = "there is no such row";
        advice = "nothing was changed";
    } else if (is_full(code)) {
        kind = OUTBOX_ERROR_FULL;
        advice = "free space on its disk";
    } else if (is_damage(code)) {
        kind = OUTBOX_ERROR_CORRUPT;
    }
    g_set_error(error, OUTBOX_ERROR, (gint)kind, "outbox %s: cannot %s: %s; %s", file->path,
                attempted, words, advice);
    return false;
}

static int execute(OutboxFile *file, const char *sql)
{
    return note_failure(file, sqlite3_exec(file->db, sql, NULL, NULL, NULL));
}

/* ---- Lock and identity -----------------------------------------------------------------------*/

static int lock_file(OutboxFile *file, int how)
{
    int result;
    do {
        result = flock(file->lock, how);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? SQLITE_OK : note_system_failure(file, "cannot lock");
}

static void unlock_file(OutboxFile *file)
{
    (void)flock(file->lock, LOCK_UN);
}

/* A name that cannot be looked at is not a name that is missing. */
static int look_for(OutboxFile *file, const char *path, bool *is_there)
{
    struct stat st;
    *is_there = lstat(path, &st) == 0;
    return *is_there || errno == ENOENT ? SQLITE_OK
                                        : note_system_failure(file, "cannot look for it");
}

/* Whether `path` is still the file that is open. */
static bool is_current(const OutboxFile *file)
{
    struct stat now;
    return file->db && stat(file->path, &now) == 0 && now.st_dev == file->opened.st_dev &&
           now.st_ino == file->opened.st_ino;
}

static void close_db(OutboxFile *file, bool is_set_aside)
{
    g_hash_table_remove_all(file->statements);
    if (file->db) {
        if (is_set_aside) {
            (void)sqlite3_db_config(file->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        }
        int code = sqlite3_close(file->db);
        g_assert(code == SQLITE_OK);
        file->db = NULL;
    }
}

static int open_db(OutboxFile *file)
{
    int code = outbox_db_open(file->path, &file->db);
    if (code == SQLITE_OK && stat(file->path, &file->opened) != 0) {
        return note_system_failure(file, "cannot look at it");
    }
    return note_failure(file, code);
}

/* ---- Mending ---------------------------------------------------------------------------------*/

/* Durable before the next step: a folder that was not synced may forget one renaming and keep a
 * later one, and then rows would stand in a log that belongs to no file, or to another one. */
static int rename_file(OutboxFile *file, const char *from, const char *to)
{
    g_autofree char *folder = g_path_get_dirname(file->path);
    if (rename(from, to) != 0) {
        return errno == ENOENT ? SQLITE_OK : note_system_failure(file, "cannot set it aside");
    }
    return file_sync_folder(folder, NULL) ? SQLITE_OK
                                          : note_system_failure(file, "cannot sync its folder");
}

static char *damaged_name(const OutboxFile *file, int number, const char *suffix)
{
    return g_strdup_printf("%s.damaged-%d%s", file->path, number, suffix);
}

/* The numbers there are, in any order, perhaps twice; elements int. */
static GArray *list_damaged(const OutboxFile *file)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
    g_autofree char *folder = g_path_get_dirname(file->path);
    g_autofree char *base = g_path_get_basename(file->path);
    g_autofree char *prefix = g_strconcat(base, ".damaged-", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        gint64 number =
            g_str_has_prefix(name, prefix) ? g_ascii_strtoll(name + strlen(prefix), NULL, 10) : 0;
        if (number > 0 && number < MAX_DAMAGED) {
            int value = (int)number;
            g_array_append_val(numbers, value);
        }
    }
    return numbers;
}

static int next_damaged_number(const OutboxFile *file)
{
    g_autoptr(GArray) numbers = list_damaged(file);
    int last = 0;
    for (guint i = 0; i < numbers->len; i++) {
        last = MAX(last, g_array_index(numbers, int, i));
    }
    return last + 1;
}

static void remove_damaged(const OutboxFile *file, int number)
{
    g_autofree char *name = damaged_name(file, number, "");
    g_autofree char *wal = damaged_name(file, number, "-wal");
    (void)unlink(name);
    (void)unlink(wal);
}

/* Moves what is left of the old file out of the way: its parts first by name, so that a power cut
 * in between leaves <path>.repaired and no <path>, which the next opening understands. */
static int set_aside(OutboxFile *file, int number)
{
    g_autofree char *wal = g_strconcat(file->path, "-wal", NULL);
    g_autofree char *shm = g_strconcat(file->path, "-shm", NULL);
    g_autofree char *aside = damaged_name(file, number, "");
    g_autofree char *aside_wal = damaged_name(file, number, "-wal");
    int code = rename_file(file, file->path, aside);
    if (code == SQLITE_OK) {
        code = rename_file(file, wal, aside_wal);
    }
    (void)unlink(shm);
    return code;
}

static int swap_repaired(OutboxFile *file, int number)
{
    g_autofree char *repaired = g_strconcat(file->path, ".repaired", NULL);
    g_autofree char *folder = g_path_get_dirname(file->path);
    int code = set_aside(file, number);
    if (code == SQLITE_OK && rename(repaired, file->path) != 0) {
        code = note_system_failure(file, "cannot put the mended file in place");
    }
    if (code == SQLITE_OK && !file_sync_folder(folder, NULL)) {
        code = note_system_failure(file, "cannot sync its folder");
    }
    return code;
}

/* A mending that a power cut stopped: gone on with when its fresh file was complete, else
 * forgotten.
 */
static int finish_mending(OutboxFile *file)
{
    g_autofree char *repaired = g_strconcat(file->path, ".repaired", NULL);
    g_autofree char *journal = g_strconcat(repaired, "-journal", NULL);
    bool is_repaired_there = false;
    bool is_old_there = false;
    int code = look_for(file, repaired, &is_repaired_there);
    if (code == SQLITE_OK) {
        code = look_for(file, file->path, &is_old_there);
    }
    if (code != SQLITE_OK || !is_repaired_there) {
        return code;
    }
    if (!is_old_there) {
        return swap_repaired(file, next_damaged_number(file));
    }
    (void)unlink(repaired);
    (void)unlink(journal);
    return SQLITE_OK;
}

/* Makes <path>.repaired with every row that can be read. */
static int build_repaired(OutboxFile *file, gint64 *carried)
{
    g_autofree char *repaired = g_strconcat(file->path, ".repaired", NULL);
    int code = note_failure(file, outbox_db_make(repaired, &file->db));
    if (code == SQLITE_OK) {
        code = execute(file, "BEGIN IMMEDIATE");
    }
    if (code == SQLITE_OK) {
        code = note_failure(file, outbox_salvage(file->path, file->db, carried));
    }
    if (code == SQLITE_OK) {
        code = execute(file, "UPDATE tally SET damaged = damaged + 1; COMMIT;");
    }
    close_db(file, false);
    return code;
}

/* Under the exclusive lock, `db` is the damaged file or NULL. Says what it did: nobody else knows.
 */
static int mend(OutboxFile *file)
{
    g_autofree char *reason = g_strdup(file->reason);
    close_db(file, true);
    int code = finish_mending(file);
    gint64 carried = 0;
    if (code == SQLITE_OK) {
        code = build_repaired(file, &carried);
    }
    int number = next_damaged_number(file);
    if (code == SQLITE_OK) {
        code = swap_repaired(file, number);
    }
    if (code == SQLITE_OK) {
        code = open_db(file);
    }
    if (code != SQLITE_OK) {
        close_db(file, true);
        return code;
    }
    file->mended++;
    remove_damaged(file, number - KEPT_DAMAGED);
    g_warning("outbox %s was damaged (%s): set aside as .damaged-%d, %" G_GINT64_FORMAT
              " rows carried over; check the disk",
              file->path, reason, number, carried);
    return SQLITE_OK;
}

/* Under the exclusive lock: opens, and mends when it has to. */
static int open_or_mend(OutboxFile *file)
{
    close_db(file, true);
    int code = finish_mending(file);
    if (code == SQLITE_OK) {
        code = open_db(file);
    }
    if (is_damage(code)) {
        return mend(file);
    }
    if (code != SQLITE_OK) {
        close_db(file, true);
    }
    return code;
}

/* ---- For the outbox --------------------------------------------------------------------------*/

static void finalize_statement(gpointer statement)
{
    (void)sqlite3_finalize(statement);
}

OutboxFile *outbox_file_open(const char *path, GError **error)
{
    g_autoptr(OutboxFile) file = g_new0(OutboxFile, 1);
    file->path = g_strdup(path);
    file->statements =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize_statement);
    g_autofree char *lock_path = g_strconcat(path, ".lock", NULL);
    file->lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int code = file->lock < 0 ? note_system_failure(file, "cannot make its lock file")
                              : lock_file(file, LOCK_EX);
    if (code == SQLITE_OK) {
        code = open_or_mend(file);
        unlock_file(file);
    }
    return report(file, code, "open", error) ? g_steal_pointer(&file) : NULL;
}

void outbox_file_close(OutboxFile *file)
{
    if (!file) {
        return;
    }
    if (file->lock >= 0 && lock_file(file, LOCK_SH) == SQLITE_OK) {
        close_db(file, !is_current(file));
    }
    close_db(file, true);
    if (file->lock >= 0) {
        close(file->lock);
    }
    g_hash_table_unref(file->statements);
    g_free(file->reason);
    g_free(file->path);
    g_free(file);
}

/* Takes the shared lock with the right file open behind it. */
static int enter(OutboxFile *file)
{
    int code = lock_file(file, LOCK_SH);
    for (int round = 0; code == SQLITE_OK && !is_current(file) && round < 3; round++) {
        code = lock_file(file, LOCK_EX);
        if (code == SQLITE_OK && !is_current(file)) {
            code = open_or_mend(file);
        }
        if (code == SQLITE_OK) {
            code = lock_file(file, LOCK_SH);
        }
    }
    return code;
}

static int transact(OutboxFile *file, const OutboxTask *task, gpointer data)
{
    int code = execute(file, task->writes ? "BEGIN IMMEDIATE" : "BEGIN");
    if (code == SQLITE_OK) {
        code = note_failure(file, task->work(file, data));
    }
    if (code == SQLITE_OK) {
        code = execute(file, "COMMIT");
    }
    if (!sqlite3_get_autocommit(file->db)) {
        (void)sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

static int mend_now(OutboxFile *file)
{
    int code = lock_file(file, LOCK_EX);
    if (code == SQLITE_OK) {
        code = is_current(file) ? mend(file) : open_or_mend(file);
        unlock_file(file);
    }
    return code;
}

static int run_once(OutboxFile *file, const OutboxTask *task, gpointer data)
{
    int code = enter(file);
    if (code == SQLITE_OK) {
        code = transact(file, task, data);
    }
    if (is_full(code) && file->db) {
        /* What the -wal takes can be used again once it is copied into the file: on a full disk
         * that is what lets rows be removed. */
        (void)sqlite3_wal_checkpoint_v2(file->db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
        code = transact(file, task, data);
    }
    unlock_file(file);
    return code;
}

bool outbox_file_run(OutboxFile *file, const OutboxTask *task, gpointer data, GError **error)
{
    int code = run_once(file, task, data);
    if (is_damage(code)) {
        code = mend_now(file);
        if (code == SQLITE_OK) {
            code = run_once(file, task, data);
        }
    }
    return report(file, code, task->attempted, error);
}

int outbox_file_prepare(OutboxFile *file, const char *sql, sqlite3_stmt **out)
{
    sqlite3_stmt *statement = g_hash_table_lookup(file->statements, sql);
    int code = SQLITE_OK;
    if (!statement) {
        code = sqlite3_prepare_v3(file->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
        if (code == SQLITE_OK) {
            g_hash_table_insert(file->statements, (gpointer)(guintptr)sql, statement);
        }
    }
    *out = statement;
    return (code & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : code;
}

int outbox_file_finish(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

gint64 outbox_file_changes(const OutboxFile *file)
{
    return sqlite3_changes64(file->db);
}

int outbox_file_mended(const OutboxFile *file)
{
    return file->mended;
}

void outbox_file_forget_damaged(const OutboxFile *file, gint64 before_unix_s)
{
    g_autoptr(GArray) numbers = list_damaged(file);
    for (guint i = 0; i < numbers->len; i++) {
        int number = g_array_index(numbers, int, i);
        g_autofree char *name = damaged_name(file, number, "");
        struct stat st;
        if (lstat(name, &st) == 0 && st.st_mtime < before_unix_s) {
            remove_damaged(file, number);
        }
    }
}
