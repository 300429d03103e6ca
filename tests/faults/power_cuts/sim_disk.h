// SPDX-License-Identifier: EUPL-1.2
/* A disk in memory that loses power. What was written to a file since its last sync may be lost,
 * torn by the sector, or have overtaken what was written before; a name that was made, removed or
 * renamed is durable only when its folder was synced. One folder, SIM_FOLDER; one disk a process
 * (sim_vfs and sim_calls put programs on it); one thread.
 *
 *     sim_disk_format -> sim_disk_cut_after -> … until sim_disk_is_dead, or sim_disk_kill
 *     -> (close all) -> sim_disk_restore_power -> …
 *
 * Two kinds of disks, because fsync(2) of a new file promises only that file:
 *   SIM_NAMES_WITH_FOLDER  SQLite's unix VFS opens and syncs the folder at the first sync of a
 *                          journal, and that makes all names durable
 *   SIM_NAMES_ONE_BY_ONE   the worst that a VFS may do: the first sync of a file makes its own name
 *                          durable and no other (the VFS goes on when it cannot open the folder;
 *                          file systems that roll forward do this) */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SIM_FOLDER "/sim"

typedef enum { SIM_NAMES_WITH_FOLDER, SIM_NAMES_ONE_BY_ONE } SimNames;

/* Empties the disk; all that is random follows from `seed`. Counts begin anew. */
void sim_disk_format(guint32 seed, SimNames names);
void sim_disk_clear(void);

/* The power goes at the `changes`th write, truncation, sync, removal or renaming from now on (1:
 * the next); that one is under way then. 0: never. */
void sim_disk_cut_after(int changes);
/* The power goes now. */
void sim_disk_kill(void);
bool sim_disk_is_dead(void);
/* Changes since the last call of sim_disk_cut_after. */
int sim_disk_changes(void);

/* When nothing is open any more: all becomes one of the states that the cut may have left. */
void sim_disk_restore_power(void);
/* All becomes durable. */
void sim_disk_sync_all(void);

typedef enum { SIM_FAULT_EIO, SIM_FAULT_ENOSPC, SIM_FAULT_EROFS, SIM_FAULT_SHORT } SimFault;
enum { SIM_FAULTS = SIM_FAULT_SHORT + 1 };
/* From the `after`th call of any kind on (1: the next) the disk fails: the first call that can fail
 * so, or with `forever` every one. 0: never. */
void sim_disk_fail(int after, SimFault fault, bool forever);
/* Calls of every kind since the last call of sim_disk_fail, and how many of them failed. */
int sim_disk_calls(void);
int sim_disk_failed(void);

/* ---- For sim_vfs and sim_calls ---------------------------------------------------------------*/

/* A file, whatever its name. Lives as long as somebody holds it, or a name that may come back. */
typedef struct SimFile SimFile;
enum { SIM_SHM_LOCKS = 8 };
struct SimFile {
    int number;          /* its inode */
    int users;           /* who has it open */
    GByteArray *now;     /* what programs see */
    GByteArray *durable; /* what is surely on the disk */
    GPtrArray *pending;  /* changes between the two */
    int locks[5];        /* how many hold SQLite's lock of each level */
    GPtrArray *shm;      /* pages of shared memory */
    int shm_users;
    int shm_shared[SIM_SHM_LOCKS];
    bool shm_exclusive[SIM_SHM_LOCKS];
};

typedef enum {
    SIM_CALL_READ,
    SIM_CALL_WRITE,
    SIM_CALL_TRUNCATE,
    SIM_CALL_SYNC,
    SIM_CALL_OPEN,
    SIM_CALL_MAKE, /* opening that makes the file */
    SIM_CALL_REMOVE,
    SIM_CALL_RENAME,
    SIM_CALL_SHM,
    SIM_CALL_OTHER, /* looks and locks */
} SimCall;

/* To be asked first by every call: 0, or the number of the error with which it fails. -1: a write
 * that is to stop half-way, then with ENOSPC. */
int sim_disk_begin(SimCall call);

SimFile *sim_disk_find(const char *name);
/* These count as changes; they are done even when the power goes meanwhile. */
SimFile *sim_disk_make(const char *name);
void sim_disk_remove(const char *name);
void sim_disk_rename(const char *from, const char *to);
void sim_disk_sync_folder(void);
void sim_file_write(SimFile *file, gint64 at, const void *data, gsize size);
void sim_file_truncate(SimFile *file, gint64 size);
/* `with_name`: and its name, or all names of the folder, as SimNames says. */
void sim_file_sync(SimFile *file, bool with_name);
/* A sync failed: what was not durable never will be, though programs see it until the power goes.
 * Not when it is the power that failed. */
void sim_file_forget(SimFile *file);
void sim_file_hold(SimFile *file);
void sim_file_release(SimFile *file);

/* Names in the folder, in any order; elements borrowed. Caller frees the list. */
GList *sim_disk_list(void);
guint32 sim_disk_random(void);
