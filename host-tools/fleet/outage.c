// SPDX-License-Identifier: EUPL-1.2
#include "fleet/outage.h"

enum { FLAPS = 10, FLAP_S = 60, SLOW_S = 300 };

static const char *const kinds[] = {
    [OUTAGE_PLAIN] = "plain",       [OUTAGE_HALF] = "half",   [OUTAGE_SLOW] = "slow",
    [OUTAGE_FLAPPING] = "flapping", [OUTAGE_POWER] = "power", [OUTAGE_LINK] = "link",
};
G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == OUTAGE_N_KINDS);

static const char *const ways[] = {
    [OUTAGE_WAY_REFUSED] = "refused",
    [OUTAGE_WAY_SILENT] = "silent",
    [OUTAGE_WAY_BUSY] = "busy",
};
G_STATIC_ASSERT(G_N_ELEMENTS(ways) == OUTAGE_N_WAYS);

static int find(const char *const *names, int n, const char *name)
{
    int at = 0;
    while (at < n && !g_str_equal(names[at], name)) {
        at++;
    }
    return at;
}

const char *outage_kind_name(OutageKind kind)
{
    return kinds[kind];
}

OutageKind outage_find_kind(const char *name)
{
    return (OutageKind)find(kinds, OUTAGE_N_KINDS, name);
}

const char *outage_way_name(OutageWay way)
{
    return ways[way];
}

OutageWay outage_find_way(const char *name)
{
    return (OutageWay)find(ways, OUTAGE_N_WAYS, name);
}

/* Which minute of flapping it is, -1 before and after. */
static gint64 flap_at(const Outage *outage, gint64 at_us)
{
    gint64 minute = (at_us - outage->length_us) / (FLAP_S * G_USEC_PER_SEC);
    bool is_flapping = outage->kind == OUTAGE_FLAPPING && at_us >= outage->length_us;
    return is_flapping && minute < 2 * (gint64)FLAPS ? minute : -1;
}

bool outage_is_up(const Outage *outage, gint64 at_us)
{
    gint64 flap = flap_at(outage, at_us);
    return at_us >= outage->length_us && (flap < 0 || flap % 2 == 0);
}

gint64 outage_next_end(const Outage *outage, gint64 at_us)
{
    gint64 flap = flap_at(outage, at_us);
    return flap < 0 ? G_MAXINT64 : outage->length_us + (flap + 1) * FLAP_S * G_USEC_PER_SEC;
}

double outage_rate(const Outage *outage, gint64 at_us)
{
    if (!outage_is_up(outage, at_us)) {
        return 0;
    }
    double since_s = (double)(at_us - outage->length_us) / G_USEC_PER_SEC;
    switch (outage->kind) {
    case OUTAGE_HALF:
        return outage->per_s / 2;
    case OUTAGE_SLOW:
        return outage->per_s * MIN(1.0, 0.1 + 0.9 * since_s / SLOW_S);
    case OUTAGE_PLAIN:
    case OUTAGE_FLAPPING:
    case OUTAGE_POWER:
    case OUTAGE_LINK:
    case OUTAGE_N_KINDS:
        break;
    }
    return outage->per_s;
}

gint64 outage_ideal_us(const Outage *outage, gint64 requests)
{
    enum { STEP_US = 10000 };
    double done = 0;
    gint64 at_us = outage->length_us;
    while (done < (double)requests) {
        done += outage_rate(outage, at_us) * STEP_US / G_USEC_PER_SEC;
        at_us += STEP_US;
    }
    return at_us - outage->length_us;
}
