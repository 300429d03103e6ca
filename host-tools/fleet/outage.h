// SPDX-License-Identifier: EUPL-1.2
/* What a region can do at which moment, around one outage. The outage begins at moment 0; all
 * moments and lengths are microseconds of a virtual clock. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    OUTAGE_PLAIN,    /* back at once, as able as before */
    OUTAGE_HALF,     /* half as able */
    OUTAGE_SLOW,     /* a tenth as able, growing to all in five minutes */
    OUTAGE_FLAPPING, /* a minute there, a minute gone, ten times; then there to stay */
    OUTAGE_POWER,    /* not the region: all kiosks get their power back at the same moment */
    OUTAGE_LINK,     /* not the region: all kiosks see their network come back at once */
    OUTAGE_N_KINDS,
} OutageKind;

/* "plain", …; of an unknown name OUTAGE_N_KINDS. */
const char *outage_kind_name(OutageKind kind);
OutageKind outage_find_kind(const char *name);

/* How the region fails meanwhile. */
typedef enum {
    OUTAGE_WAY_REFUSED, /* connections are refused at once */
    OUTAGE_WAY_SILENT,  /* nothing answers */
    OUTAGE_WAY_BUSY,    /* the web server answers 503 for it */
    OUTAGE_N_WAYS,
} OutageWay;
const char *outage_way_name(OutageWay way);
OutageWay outage_find_way(const char *name);

typedef struct {
    OutageKind kind;
    OutageWay way;
    gint64 length_us;
    double per_s; /* requests a second, when all is well */
} Outage;

/* Whether the region can be reached. */
bool outage_is_up(const Outage *outage, gint64 at_us);
/* When it goes next, if it is up `at_us`; G_MAXINT64: it stays. */
gint64 outage_next_end(const Outage *outage, gint64 at_us);
/* Requests a second that it can do `at_us`; 0 while it cannot be reached. */
double outage_rate(const Outage *outage, gint64 at_us);
/* How long after the outage so many requests are done, if it never idles. */
gint64 outage_ideal_us(const Outage *outage, gint64 requests);
