// SPDX-License-Identifier: EUPL-1.2
/* Lays out the pages of the staff menu. What does not fit on the glass turns into pages with a key
 * to the next one. Main thread. */
#pragma once

#include "kiosk/staff/staff_layout.h"
#include "kiosk/staff/staff_sections.h"

/* Over and around a page. */
typedef struct {
    const char *screen;      /* "staff-printer" */
    const char *detail;      /* its place */
    int page;                /* of those it takes; wraps around */
    StaffLight banner_light; /* of what was just done */
    const char *banner;      /* or NULL */
} StaffFrame;

/* Returns how many pages it takes. Of kind LIST only. */
int staff_screen_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                         const StaffPage *page, Scene *scene);
/* All sections with how they are. `title`: the place's name. */
void staff_screen_lay_out_overview(const StaffSurface *surface, const StaffFrame *frame,
                                   const StaffFacts *facts, Scene *scene);
/* "Are you sure?": `question` with yes and no. */
void staff_screen_lay_out_question(const StaffSurface *surface, const StaffFrame *frame,
                                   const char *question, Scene *scene);
