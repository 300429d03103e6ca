// SPDX-License-Identifier: EUPL-1.2
/* One kiosk of a trial with the real thing: a folder with settings, state and outbox, and a process
 * of wegwijs-sync that works there. Made, enrolled, filled, started, stopped. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct {
    const char *programs;                       /* folder of wegwijs-sync and regiond */
    const char *region_dir;                     /* as region.sh makes it */
    const char *work_dir;                       /* a folder for each kiosk goes here */
    int retry_most_s, send_delay_s, interval_s; /* settings of each kiosk */
} RealPlace;

typedef struct {
    char *folder, *settings;
    GSubprocess *process; /* NULL: not running */
    gint64 rss_kib;       /* by real_kiosk_note_memory */
} RealKiosk;

/* Makes the folder and enrols with the region, which must run. `name` is new to it. */
bool real_kiosk_make(RealKiosk *kiosk, const RealPlace *place, const char *name, GError **error);
/* Seals so many intakes of 1 kB into the outbox; their ids (owned by the set) are added to `ids`.
 */
bool real_kiosk_fill(const RealKiosk *kiosk, guint intakes, GHashTable *ids, GError **error);
/* What it says goes to a pipe: g_subprocess_get_stderr_pipe. */
bool real_kiosk_start(RealKiosk *kiosk, const RealPlace *place, GError **error);
/* Ends the process and waits for that. */
void real_kiosk_stop(RealKiosk *kiosk);
/* Takes the memory it has now as what it needs, and forgets how much it ever had: while the region
 * is away, or after the first upload when it never was. */
void real_kiosk_note_memory(RealKiosk *kiosk);
/* The most it had since, above that. KiB. */
gint64 real_kiosk_memory_growth_kib(const RealKiosk *kiosk);
void real_kiosk_clear(RealKiosk *kiosk);

/* Runs a program to its end; what it says on standard output (caller owns), NULL when it fails. */
char *real_run(const char *const *arguments, GError **error);
