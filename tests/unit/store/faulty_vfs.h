// SPDX-License-Identifier: EUPL-1.2
/* A SQLite VFS between the outbox and the system's, for tests: it counts what is read, fails on
 * command, and forgets what was never synced, as a power cut does. Installed as the default VFS for
 * the rest of the process; one thread. Syncs are remembered, not carried out: tests are fast. */
#pragma once

#include <glib.h>

void faulty_vfs_install(void);

/* Forgets all files and counts, fails nothing. No connection may be open. */
void faulty_vfs_reset(void);

/* From the `after`th write, truncation, sync or deletion on (1 is the next), all of them fail with
 * `code` (SQLITE_FULL, SQLITE_IOERR_WRITE …). 0: never. */
void faulty_vfs_fail(int after, int code);
/* From now on no file grows: a write past its end fails with SQLITE_FULL. Until the reset. */
void faulty_vfs_forbid_growth(void);
/* Writes, truncations, syncs and deletions since the reset. */
int faulty_vfs_changes(void);
/* Bytes read since the reset. */
gint64 faulty_vfs_bytes_read(void);

typedef enum {
    POWER_CUT_NOTHING_UNSYNCED, /* what was not synced is lost */
    POWER_CUT_ALL_UNSYNCED,     /* it all reached the disk */
    POWER_CUT_SOME_UNSYNCED,    /* by the sector, at random */
} PowerCut;

/* After every connection was closed: makes the files of `folder` what a power cut may have left of
 * them. */
void faulty_vfs_cut_power(const char *folder, PowerCut kind, GRand *random);
