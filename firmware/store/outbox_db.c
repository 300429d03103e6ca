// SPDX-License-Identifier: EUPL-1.2
#include "store/outbox_db.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_TIMEOUT_MS = 2000 };

/* Row counts and sizes are kept by triggers, so that nobody ever has to count. The partial indexes
 * hold what is asked for at each start and each upload, and nothing else. */
static const char schema_1[] =
    "CREATE TABLE outbox("
    " seq INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " outcome INTEGER NOT NULL,"
    " state INTEGER NOT NULL,"
    " sealed BLOB NOT NULL,"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " next_try INTEGER NOT NULL DEFAULT 0,"
    " reason TEXT,"
    " hour INTEGER NOT NULL) STRICT;"
    "CREATE INDEX outbox_due ON outbox(seq, next_try) WHERE state = 0 AND outcome <> 0;"
    "CREATE INDEX outbox_prepared ON outbox(seq) WHERE outcome = 0;"
    "CREATE INDEX outbox_hour ON outbox(hour);"
    "CREATE TABLE tally("
    " one INTEGER PRIMARY KEY CHECK(one = 1),"
    " waiting INTEGER NOT NULL, prepared INTEGER NOT NULL, quarantined INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, expired INTEGER NOT NULL, damaged INTEGER NOT NULL) STRICT;"
    "INSERT INTO tally VALUES(1, 0, 0, 0, 0, 0, 0);"
    "CREATE TRIGGER row_in AFTER INSERT ON outbox BEGIN UPDATE tally SET"
    " waiting = waiting + (new.state = 0 AND new.outcome <> 0),"
    " prepared = prepared + (new.state = 0 AND new.outcome = 0),"
    " quarantined = quarantined + (new.state = 1),"
    " bytes = bytes + length(new.sealed); END;"
    "CREATE TRIGGER row_out AFTER DELETE ON outbox BEGIN UPDATE tally SET"
    " waiting = waiting - (old.state = 0 AND old.outcome <> 0),"
    " prepared = prepared - (old.state = 0 AND old.outcome = 0),"
    " quarantined = quarantined - (old.state = 1),"
    " bytes = bytes - length(old.sealed); END;"
    "CREATE TRIGGER row_moved AFTER UPDATE OF state, outcome ON outbox BEGIN UPDATE tally SET"
    " waiting = waiting - (old.state = 0 AND old.outcome <> 0)"
    "                   + (new.state = 0 AND new.outcome <> 0),"
    " prepared = prepared - (old.state = 0 AND old.outcome = 0)"
    "                     + (new.state = 0 AND new.outcome = 0),"
    " quarantined = quarantined - (old.state = 1) + (new.state = 1); END;"
    "PRAGMA user_version = 1;";

/* What was set aside is asked for with its reasons by staff. */
static const char schema_2[] =
    "CREATE INDEX outbox_set_aside ON outbox(reason, hour) WHERE state = 1;"
    "PRAGMA user_version = 2;";

/* migrations[n] brings a file from version n to n + 1. */
static const char *const migrations[] = {schema_1, schema_2};

static int execute(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int outbox_db_read_number(sqlite3 *db, const char *sql, gint64 *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            *out = sqlite3_column_int64(statement, 0);
            code = SQLITE_OK;
        } else if (code == SQLITE_DONE) {
            code = SQLITE_CORRUPT;
        }
    }
    (void)sqlite3_finalize(statement);
    return code;
}

/* Made by us first, for the mode; never opened when it is there, because closing it would drop
 * SQLite's locks. */
static int make_private(const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0) {
        return SQLITE_OK;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return errno == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN;
    }
    close(fd);
    return SQLITE_OK;
}

static int connect_db(const char *path, sqlite3 **db)
{
    int code = make_private(path);
    if (code == SQLITE_OK) {
        code = sqlite3_open_v2(
            path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    }
    if (code != SQLITE_OK) {
        return code;
    }
    if (sqlite3_db_readonly(*db, "main") == 1) {
        return SQLITE_READONLY;
    }
    (void)sqlite3_busy_timeout(*db, BUSY_TIMEOUT_MS);
    return execute(*db, "PRAGMA synchronous = EXTRA;"
                        "PRAGMA secure_delete = ON;"
                        "PRAGMA cell_size_check = ON;"
                        "PRAGMA trusted_schema = OFF;"
                        "PRAGMA temp_store = MEMORY;"
                        "PRAGMA cache_size = -512;"
                        "PRAGMA journal_size_limit = 4194304;");
}

static int migrate_step(sqlite3 *db, const char *migration)
{
    int code = execute(db, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK) {
        code = execute(db, migration);
        /* Tables of the same names without a version: not a file of ours. */
        code = (code & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : code;
    }
    if (code == SQLITE_OK) {
        code = execute(db, "COMMIT");
    }
    if (code != SQLITE_OK && !sqlite3_get_autocommit(db)) {
        (void)execute(db, "ROLLBACK");
    }
    return code;
}

/* Brings the tables to our version, each step in its transaction. An empty file is version 0; a
 * version we do not know was written by a newer program: its rows are carried over like a damaged
 * file's. */
static int migrate(sqlite3 *db)
{
    gint64 version = 0;
    int code = outbox_db_read_number(db, "PRAGMA user_version", &version);
    if (code == SQLITE_OK && (version < 0 || version > (gint64)G_N_ELEMENTS(migrations))) {
        code = SQLITE_CORRUPT;
    }
    for (; code == SQLITE_OK && version < (gint64)G_N_ELEMENTS(migrations); version++) {
        code = migrate_step(db, migrations[version]);
    }
    return code;
}

/* That the tables answer; their rows are looked at when they are needed. */
static int check_head(sqlite3 *db)
{
    gint64 number;
    int code = outbox_db_read_number(db, "SELECT waiting FROM tally", &number);
    if (code == SQLITE_OK) {
        code = outbox_db_read_number(db, "SELECT count(*) FROM (SELECT id FROM outbox LIMIT 1)",
                                     &number);
    }
    return (code & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : code;
}

int outbox_db_make(const char *path, sqlite3 **db)
{
    int code = connect_db(path, db);
    return code == SQLITE_OK ? migrate(*db) : code;
}

int outbox_db_open(const char *path, sqlite3 **db)
{
    int code = outbox_db_make(path, db);
    if (code == SQLITE_OK) {
        code = check_head(*db);
    }
    if (code == SQLITE_OK) {
        code = execute(*db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    }
    return code;
}
