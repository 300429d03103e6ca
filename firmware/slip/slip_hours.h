// SPDX-License-Identifier: EUPL-1.2
/* When a door is open, in a visitor's words. Days in words, 24 hours, digits 0-9 (norms). Pure. */
#pragma once

#include "intake/content.h"

/* "Now open, until 17:00" or "Now closed. Opens on Monday at 09:00"; "ask at the desk" when the
 * clock is not trusted, no hours are known or it never opens. `local_unix_s`: seconds since 1970 as
 * a local clock shows it. Caller owns. */
char *slip_hours_now(const Content *content, int language, const OpeningHours *hours,
                     gint64 local_unix_s, bool is_clock_trusted);

/* The week, one line for each row of days with the same hours: "Monday–Friday 09:00–17:00". A span
 * is read as the language is, so in Arabic its beginning stands right of its end; the digits of
 * each time run from left to right everywhere. Empty when no hours are known. Caller owns
 * (g_strfreev). */
char **slip_hours_week(const Content *content, int language, const OpeningHours *hours);

/* String id of a weekday, 0 Monday. */
const char *slip_hours_day(int weekday);
/* Weekday of a local time, 0 Monday. */
int slip_hours_weekday(gint64 local_unix_s);
