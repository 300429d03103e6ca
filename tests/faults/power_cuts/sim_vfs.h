// SPDX-License-Identifier: EUPL-1.2
/* SQLite on sim_disk: the default VFS of this process, with the promises and the habits of SQLite's
 * unix VFS (powersafe overwrite; a journal's first sync is also its folder's). */
#pragma once

#include <stdbool.h>

void sim_vfs_install(void);

/* What connections opened from now on are made to do by a pragma that they cannot take back. Only
 * for showing that the tests find what these lose. */
typedef enum {
    SIM_SYNC_AS_WISHED,
    SIM_SYNC_NORMAL,   /* synchronous=NORMAL, whatever the program wishes */
    SIM_SYNC_OFF,      /* synchronous=OFF likewise */
    SIM_SYNC_NO_EXTRA, /* synchronous=EXTRA is passed over: FULL it is */
} SimSync;
void sim_vfs_force(SimSync sync);

/* Connections opened from now on copy their log into the file after so many pages: the more
 * often, the more cuts meet it. */
void sim_vfs_checkpoint_after(int pages);
