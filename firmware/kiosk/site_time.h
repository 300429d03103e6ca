// SPDX-License-Identifier: EUPL-1.2
/* Wall clock of the site: local time in its time zone and whether it can be believed. Pure but for
 * the time zone's rules. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    gint64 unix_s;
    gint64 local_unix_s; /* seconds since 1970 as a local clock shows them */
    gint64 today;        /* days since 1970, local */
    bool is_plausible;   /* it may be, by what is known at this kiosk */
    bool is_trusted;     /* the same, and the region does not say otherwise */
} SiteTime;

/* `zone_name` is an IANA name; an unknown one counts as UTC. `floor_unix_s`: the least time it can
 * be. */
SiteTime site_time_at(gint64 unix_s, const char *zone_name, gint64 floor_unix_s);
