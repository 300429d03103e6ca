// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/site_time.h"

#include "base/clock.h"

enum { DAY_S = 86400 };

SiteTime site_time_at(gint64 unix_s, const char *zone_name, gint64 floor_unix_s)
{
    SiteTime time = {.unix_s = unix_s, .local_unix_s = unix_s};
    time.is_trusted = time.is_plausible = clock_is_plausible(unix_s, floor_unix_s);
    GTimeZone *zone = g_time_zone_new_identifier(zone_name);
    if (zone) {
        gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, unix_s);
        time.local_unix_s += interval >= 0 ? g_time_zone_get_offset(zone, interval) : 0;
        g_time_zone_unref(zone);
    }
    time.today = time.local_unix_s / DAY_S - (time.local_unix_s % DAY_S < 0 ? 1 : 0);
    return time;
}
