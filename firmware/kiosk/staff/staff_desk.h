// SPDX-License-Identifier: EUPL-1.2
/* What the keys of the staff menu can do. Whatever takes time is asked of the program and shows on
 * the page when it is done. Main thread. */
#pragma once

#include "kiosk/staff/staff_facts.h"
#include "kiosk/staff/staff_page.h"

typedef enum {
    STAFF_REQUEST_TAKE_OVER, /* settings or today's word were changed: visitors get them now */
    STAFF_REQUEST_TEST_SLIP,
    STAFF_REQUEST_PAPER_CHANGED, /* ask the printer at once */
    STAFF_REQUEST_SEND_NOW,
    STAFF_REQUEST_READINESS, /* begin the readiness check */
    STAFF_REQUEST_ROLL_BACK, /* to the content before */
    STAFF_REQUEST_RESTART,   /* of this program */
    STAFF_REQUEST_SHUT_DOWN, /* of the board */
    STAFF_REQUEST_NEW_PIN,
    STAFF_REQUEST_COUNT,
} StaffRequest;

typedef struct {
    const StaffFacts *facts;
    Settings *settings;    /* STAFF layer may be changed; see base/settings.h */
    SiteToday *today;      /* to be changed and saved */
    Readiness *readiness;  /* answers of staff to it; NULL: none yet */
    StaffScratch *scratch; /* of the page shown */
    const char *state_dir;
    /* False: it could not be done; the error is for staff, in their words, and was journalled. */
    void (*request)(StaffRequest request, gpointer user_data);
    /* One line over the page until the next touch. */
    void (*say)(StaffLight light, const char *text, gpointer user_data);
    /* Writes a line into the journal: what was done and how it went. */
    void (*note)(const char *action, const char *result, gpointer user_data);
    void (*go)(const char *place, gpointer user_data); /* "": back to the section's first page */
    void (*set_language)(StaffLanguage language, gpointer user_data);
    gpointer user_data;
} StaffDesk;
