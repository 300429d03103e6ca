// SPDX-License-Identifier: EUPL-1.2
/* One byte to wegwijs-sync through `<run>/wake.sock`. If it does not run, it will find out by
 * itself. Main thread. */
#pragma once

#include <glib.h>

#define SYNC_BELL_OUTCOME  'w' /* an intake got its outcome */
#define SYNC_BELL_SEND_NOW 'n' /* staff want everything sent and reported at once */

typedef struct SyncBell SyncBell;

/* Caller frees. */
SyncBell *sync_bell_new(const char *run_dir);
void sync_bell_free(SyncBell *bell);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SyncBell, sync_bell_free)

/* Never blocks. */
void sync_bell_ring(const SyncBell *bell, char what);
