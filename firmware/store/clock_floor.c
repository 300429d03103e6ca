// SPDX-License-Identifier: EUPL-1.2
#include "store/clock_floor.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"

enum { HOUR_S = 3600, MAX_FILE_BYTES = 1024 };

static gint64 round_down(gint64 unix_s)
{
    return unix_s - unix_s % HOUR_S;
}

/* As it stands, plausible or not. */
static ClockSaved load(const char *state_dir)
{
    g_autofree char *path = g_build_filename(state_dir, "clock.json", NULL);
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, NULL);
    return (ClockSaved){
        .saved_unix_s = MAX(json_get_integer(json, "saved_unix_s", 0), 0),
        .confirmed_unix_s = MAX(json_get_integer(json, "confirmed_unix_s", 0), 0),
    };
}

/* Whole hours: the file tells no more than that the kiosk was on. */
static bool save(const char *state_dir, const ClockSaved *saved, GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, "clock.json", NULL);
    g_autoptr(json_t) json =
        json_pack("{sI sI}", "saved_unix_s", (json_int_t)round_down(saved->saved_unix_s),
                  "confirmed_unix_s", (json_int_t)round_down(saved->confirmed_unix_s));
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}

/* A saved time ten years after the build was a mistake whatever made it. */
ClockSaved clock_floor_load(const char *state_dir)
{
    ClockSaved saved = load(state_dir);
    return clock_is_plausible(saved.saved_unix_s, clock_build_unix_s()) ? saved : (ClockSaved){0};
}

gint64 clock_floor_read(const char *state_dir, gint64 pack_signed_unix_s)
{
    gint64 floor = MAX(clock_build_unix_s(), clock_floor_load(state_dir).saved_unix_s);
    return MAX(floor, pack_signed_unix_s);
}

bool clock_floor_save(const char *state_dir, gint64 unix_s, GError **error)
{
    ClockSaved saved = clock_floor_load(state_dir);
    bool is_due = unix_s - saved.saved_unix_s >= HOUR_S;
    saved.saved_unix_s = unix_s;
    return !is_due || !clock_is_plausible(unix_s, clock_floor_read(state_dir, 0)) ||
           save(state_dir, &saved, error);
}

bool clock_floor_correct(const char *state_dir, gint64 region_unix_s, GError **error)
{
    ClockSaved there = load(state_dir);
    gint64 hour = round_down(region_unix_s);
    bool is_there = there.saved_unix_s == hour && there.confirmed_unix_s == hour;
    return is_there || !clock_is_plausible(region_unix_s, clock_build_unix_s()) ||
           save(state_dir, &(const ClockSaved){hour, hour}, error);
}
