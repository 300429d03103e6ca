// SPDX-License-Identifier: EUPL-1.2
/* Performs VISIT_EFFECT_PRINT: draws the visit's slip and hands its dots to the printer. Main
 * thread; the answer comes on the main loop. */
#pragma once

#include "draw/text.h"
#include "intake/presence.h"
#include "kiosk/visit.h"
#include "slip/printer.h"

typedef struct Paper Paper;

typedef struct {
    gint64 local_unix_s;
    bool is_clock_trusted;
    const Presence *presence; /* of today, or NULL; borrowed during the call */
} PaperTime;

/* All are called on the main loop. */
typedef struct {
    /* Once for each paper_print, never inside the call. */
    void (*answer)(VisitPaper paper, gpointer user_data);
    /* The printer is not as it was: its paper ended, it came back; see printer_watch_state. */
    void (*change)(PrinterState state, gpointer user_data);
    /* A job failed because of something that is mended now, and nobody has printed or forgotten
     * since. Comes again every few seconds until then. */
    void (*ready)(gpointer user_data);
    gpointer user_data;
} PaperHandlers;

/* `printer` is handed over and may be NULL; pictograms are shared with `setter`. */
Paper *paper_new_take(Printer *printer, const TextSetter *setter, int width_dots,
                      const PaperHandlers *handlers);
void paper_free(Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

void paper_print(Paper *paper, const Visit *visit, const PaperTime *time);
/* The visit is over: an answer that still comes is dropped, layouts are forgotten, and nothing is
 * printed any more when the printer is mended. */
void paper_forget(Paper *paper);
/* For slips that are no visitor's. `done` is called once on the main loop, never inside the call,
 * also when visits begin and end meanwhile. False: there is no printer or a job is under way;
 * nothing was taken. */
bool paper_print_raster_take(Paper *paper, Raster *raster, PrinterDone done,
                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Asks the printer at once instead of when it is its time; `change` tells what it says. */
void paper_ask(Paper *paper);
PrinterState paper_printer_state(const Paper *paper);
const char *paper_problem(const Paper *paper); /* as printer_problem */
int paper_width_dots(const Paper *paper);
