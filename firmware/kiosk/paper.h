// SPDX-License-Identifier: EUPL-1.2
/* Performs VISIT_EFFECT_PRINT: draws the visit's slip and hands its dots to the printer. Main
 * thread; the answer comes on the main loop. */
#pragma once

#include "draw/text.h"
#include "kiosk/visit.h"
#include "slip/printer.h"

typedef struct Paper Paper;

typedef struct {
    gint64 local_unix_s;
    bool is_clock_trusted;
} PaperTime;

/* `answer` is called once for each paper_print, on the main loop, never inside the call. `printer`
 * is handed over and may be NULL; pictograms are shared with `setter`. */
Paper *paper_new_take(Printer *printer, const TextSetter *setter, int width_dots,
                      void (*answer)(VisitPaper paper, gpointer user_data), gpointer user_data);
void paper_free(Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

void paper_print(Paper *paper, const Visit *visit, const PaperTime *time);
/* The visit is over: an answer that still comes is dropped, layouts are forgotten. */
void paper_forget(Paper *paper);
PrinterState paper_printer_state(const Paper *paper);
