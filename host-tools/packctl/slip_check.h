// SPDX-License-Identifier: EUPL-1.2
/* Whether every slip that a site can print is short enough to be handed out: 25 cm on both papers,
 * in every language, when all is left out that slip_new can leave out. fonts_use comes before. One
 * thread. */
#pragma once

#include "intake/content.h"

/* The longest slip there can be. */
typedef struct {
    guint n_slips;      /* that differ, before languages and papers */
    int height_dots;    /* over SLIP_MAX_MM * SLIP_DOTS_PER_MM: the pack is at fault */
    int width_dots;     /* of its paper */
    int door, language; /* its first door; indices in the content */
    char *longest_text; /* of its paragraphs the highest; owned */
    int longest_text_dots;
    guint
        n_also; /* further pairs of language and first door that are too long by that door alone */
} SlipCheckReport;

/* Finds it. `is_shown`: say on standard error how far it is, on a terminal. slip_check_clear
 * comes after. */
void slip_check_run(const Content *content, bool is_shown, SlipCheckReport *report);
void slip_check_clear(SlipCheckReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SlipCheckReport, slip_check_clear)

/* What is wrong, with door, language and length; NULL when nothing is. Caller owns. */
char *slip_check_describe_fault(const Content *content, const SlipCheckReport *report);
