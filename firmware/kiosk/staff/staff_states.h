// SPDX-License-Identifier: EUPL-1.2
/* States that more than one section of the staff menu shows, in words. Pure. */
#pragma once

#include "kiosk/staff/staff_facts.h"
#include "kiosk/staff/staff_page.h"

/* A moment of the world as the site's local clock shows it; 0 stays 0. */
gint64 staff_local(const StaffFacts *facts, gint64 unix_s);

/* An hour of the world: "23-11-2026, tussen 14 en 15 uur". Caller owns. */
char *staff_hour(const StaffFacts *facts, gint64 hour_unix_s);

/* "1 intake", "12 intakes"; "{n}" in the texts. Caller owns. */
char *staff_count(StaffLanguage language, gint64 n, StaffText one, StaffText many);
/* "2 dagen en 3 uur", "5 minuten": the two largest units that are not nothing. Caller owns. */
char *staff_duration(StaffLanguage language, gint64 seconds);

/* The clock: believed or not, and how far from the region's. */
StaffLight staff_clock_look(const StaffFacts *facts);
void staff_clock_add(const StaffFacts *facts, StaffPage *page);
/* The kiosk's certificate with the region; adds nothing where none is known. */
StaffLight staff_certificate_look(const StaffFacts *facts);
void staff_certificate_add(const StaffFacts *facts, StaffPage *page);
