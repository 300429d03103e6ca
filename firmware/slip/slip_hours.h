// SPDX-License-Identifier: EUPL-1.2
/* When a door is open, in a visitor's words. Days in words, 24 hours, digits 0-9 (norms). Pure. */
#pragma once

#include "intake/presence.h"

/* "Now open, until 17:00" or "Now closed. Opens on Monday at 09:00"; "ask at the desk" when the
 * clock is not trusted, no hours are known or it never opens. `local_unix_s`: seconds since 1970 as
 * a local clock shows it. Caller owns. */
char *slip_hours_now(const Content *content, int language, const OpeningHours *hours,
                     gint64 local_unix_s, bool is_clock_trusted);

/* What is known at the moment of asking. */
typedef struct {
    const Presence *presence; /* of today; NULL: nothing is known */
    gint64 local_unix_s;
    bool is_clock_trusted;
} SlipMoment;

/* What counts for door index `door`: UNKNOWN while the clock is not trusted. */
PresenceKind slip_hours_presence(const SlipMoment *moment, int door);

/* "Now here, at table 3, until 16:30", "Not here today. Open on Tuesday at 09:00" (the next day by
 * its hours), or as slip_hours_now where nothing is known of today. Caller owns. */
char *slip_hours_door(const Content *content, int language, int door, const SlipMoment *moment);

/* The week, one line for each row of days with the same hours: "Monday–Friday 09:00–17:00". A span
 * is read as the language is, so in Arabic its beginning stands right of its end; the digits of
 * each time run from left to right everywhere. Empty when no hours are known. Caller owns
 * (g_strfreev). */
char **slip_hours_week(const Content *content, int language, const OpeningHours *hours);

/* String id of a weekday, 0 Monday. */
const char *slip_hours_day(int weekday);
/* Weekday of a local time, 0 Monday. */
int slip_hours_weekday(gint64 local_unix_s);
