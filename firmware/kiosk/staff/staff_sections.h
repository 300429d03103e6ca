// SPDX-License-Identifier: EUPL-1.2
/* The sections of the staff menu: one table. A new entry is one row there and one file
 * section_<id>.c with its functions. Main thread. */
#pragma once

#include "kiosk/staff/staff_desk.h"
#include "kiosk/staff/staff_facts.h"
#include "kiosk/staff/staff_page.h"

typedef struct {
    const char *id; /* "printer": its tile on the overview is "staff.printer" */
    StaffText title;
    Sign sign;
    /* How all of it is, for the overview. NULL: it has no state. */
    StaffLight (*look)(const StaffFacts *facts);
    /* `place` is "" for its first page, else what a link named. */
    void (*fill)(const StaffFacts *facts, const char *place, StaffPage *page);
    /* `key` of an item on that page was touched. NULL: it only tells. */
    void (*act)(StaffDesk *desk, const char *place, const char *key);
} StaffSection;

const StaffSection *staff_sections(gsize *n);
const StaffSection *staff_find_section(const char *id); /* NULL: none */
