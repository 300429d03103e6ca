// SPDX-License-Identifier: EUPL-1.2
/* The least time it can be: the newest of the build's date, the time last saved in
 * `<state>/clock.json` and the newest signed pack. With clock_is_plausible it says whether the wall
 * clock can be believed. What is saved is the region's word and the time that wegwijs-sync ran
 * since, never the wall clock: that may be put wrong, and put right, by anything. Both programs
 * read; wegwijs-sync saves. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `pack_signed_unix_s`: of the pack in use, 0 when none. A missing or damaged file counts as never
 * saved. */
gint64 clock_floor_read(const char *state_dir, gint64 pack_signed_unix_s);

typedef struct {
    gint64 saved_unix_s;     /* 0: never, or not plausible */
    gint64 confirmed_unix_s; /* the region's last word; what was saved after it is counted on */
} ClockSaved;
/* What the file says, in whole hours; zeros when it says nothing that can be. */
ClockSaved clock_floor_load(const char *state_dir);

/* Saves a time that is counted on from what was saved; writes at most once an hour and only a
 * plausible, later one, else nothing and true. */
bool clock_floor_save(const char *state_dir, gint64 unix_s,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The region's signed time, which also lowers what ran ahead. */
bool clock_floor_correct(const char *state_dir, gint64 region_unix_s,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
