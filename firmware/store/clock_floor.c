// SPDX-License-Identifier: EUPL-1.2
#include "store/clock_floor.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"

enum { HOUR_S = 3600, MAX_FILE_BYTES = 1024 };

static gint64 load_saved(const char *state_dir)
{
    g_autofree char *path = g_build_filename(state_dir, "clock.json", NULL);
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, NULL);
    return MAX(json_get_integer(json, "saved_unix_s", 0), 0);
}

/* Whole hours: the file tells no more than that the kiosk was on. */
static bool save(const char *state_dir, gint64 unix_s, GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, "clock.json", NULL);
    g_autoptr(json_t) json =
        json_pack("{sI}", "saved_unix_s", (json_int_t)(unix_s - unix_s % HOUR_S));
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}

/* A saved time ten years after the build was a mistake whatever made it. */
static gint64 plausible_saved(const char *state_dir)
{
    gint64 saved = load_saved(state_dir);
    return clock_is_plausible(saved, clock_build_unix_s()) ? saved : 0;
}

gint64 clock_floor_read(const char *state_dir, gint64 pack_signed_unix_s)
{
    gint64 floor = MAX(clock_build_unix_s(), plausible_saved(state_dir));
    return MAX(floor, pack_signed_unix_s);
}

bool clock_floor_save(const char *state_dir, gint64 unix_s, GError **error)
{
    gint64 saved = plausible_saved(state_dir);
    bool is_due = unix_s - saved >= HOUR_S;
    return !is_due || !clock_is_plausible(unix_s, clock_floor_read(state_dir, 0)) ||
           save(state_dir, unix_s, error);
}

bool clock_floor_correct(const char *state_dir, gint64 region_unix_s, GError **error)
{
    gint64 saved = load_saved(state_dir);
    if (!clock_is_plausible(region_unix_s, clock_build_unix_s())) {
        return true;
    }
    return saved <= region_unix_s ? clock_floor_save(state_dir, region_unix_s, error)
                                  : save(state_dir, region_unix_s, error);
}
