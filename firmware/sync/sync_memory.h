// SPDX-License-Identifier: EUPL-1.2
/* What wegwijs-sync remembers over a restart, in `<state>/sync.json`. Nothing depends on it but
 * that a command of the region is not done twice, a spent code is not tried again, old orders of
 * the region stay refused when the newest are lost, and staff see the last contact. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    GPtrArray *commands_done; /* ids (char*), newest last, at most 100 */
    char *spent_code; /* SHA-256 of the last enrolment code that was used or refused, or NULL */
    gint64 last_contact_unix_s;
    gint64 orders_serial; /* of the region's newest orders, or of some shortly before */
    char *orders_key;     /* kid of the key that signed them, NULL: none yet */
} SyncMemory;

/* A missing or damaged file is an empty memory. */
void sync_memory_load(SyncMemory *memory, const char *state_dir);
bool sync_memory_save(const SyncMemory *memory, const char *state_dir,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sync_memory_clear(SyncMemory *memory);

bool sync_memory_has_command(const SyncMemory *memory, const char *id);
void sync_memory_add_command(SyncMemory *memory, const char *id);
