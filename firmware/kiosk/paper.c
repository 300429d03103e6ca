// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/paper.h"

#include "slip/slip.h"

/* While somebody waits for a printer to be mended, and at rest. */
enum { MAX_LAYOUTS = 128, LOOK_SOON_S = 3, LOOK_AT_REST_S = 60 };

struct Paper {
    Printer *printer; /* NULL: none, visitors photograph the screen */
    TextSetter *setter;
    int width_dots;
    bool is_printing; /* the printer has a job */
    bool is_awaited;  /* somebody waits for its answer: an ended visit does not */
    guint no_printer; /* source that answers in place of a printer */
    guint look;       /* source: when the printer is asked next */
    bool is_asking;
    bool is_missed;  /* the visit's last job failed, and it may be printed again */
    bool was_broken; /* since then the printer said what is wrong */
    PrinterState state;
    PaperHandlers handlers;
};

static VisitPaper judge(PrinterResult result)
{
    switch (result) {
    case PRINTER_RESULT_PRINTED:
        return VISIT_PAPER_PRINTED;
    case PRINTER_RESULT_SENT:
    case PRINTER_RESULT_UNKNOWN:
        return VISIT_PAPER_UNCONFIRMED;
    case PRINTER_RESULT_FAILED:
        return VISIT_PAPER_FAILED;
    }
    g_assert_not_reached();
}

/* --- how the printer is ------------------------------------------------------------------------
 */

static bool can_print(PrinterState state)
{
    return state == PRINTER_STATE_READY || state == PRINTER_STATE_NEAR_END;
}

static void look_later(Paper *paper);

static void note_state(Paper *paper, PrinterState state)
{
    bool is_new = state != paper->state;
    paper->state = state;
    paper->was_broken = paper->was_broken || (!can_print(state) && state != PRINTER_STATE_UNKNOWN);
    if (is_new) {
        paper->handlers.change(state, paper->handlers.user_data);
    }
    if (paper->is_missed && paper->was_broken && can_print(state)) {
        paper->handlers.ready(paper->handlers.user_data);
    }
}

static void take_state(PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    paper->is_asking = false;
    if (!paper->is_printing) {
        note_state(paper, state);
    }
    look_later(paper);
}

static gboolean look(gpointer user_data)
{
    Paper *paper = user_data;
    paper->look = 0;
    if (paper->is_printing || paper->is_asking) {
        look_later(paper);
    } else {
        paper->is_asking = true;
        printer_ask_state(paper->printer, take_state, paper);
    }
    return G_SOURCE_REMOVE;
}

static void look_later(Paper *paper)
{
    g_clear_handle_id(&paper->look, g_source_remove);
    if (paper->printer) {
        guint wait_s = paper->is_missed ? LOOK_SOON_S : LOOK_AT_REST_S;
        paper->look = g_timeout_add_seconds(wait_s, look, paper);
    }
}

/* --- printing ----------------------------------------------------------------------------------
 */

static void take_result(PrinterResult result, PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    bool is_awaited = paper->is_awaited;
    paper->is_printing = false;
    paper->is_awaited = false;
    paper->is_missed = is_awaited && result == PRINTER_RESULT_FAILED;
    paper->was_broken = false;
    if (is_awaited) {
        paper->handlers.answer(judge(result), paper->handlers.user_data);
    }
    note_state(paper, state);
    look_later(paper);
}

static gboolean answer_without_printer(gpointer user_data)
{
    Paper *paper = user_data;
    paper->no_printer = 0;
    paper->is_awaited = false;
    paper->handlers.answer(VISIT_PAPER_FAILED, paper->handlers.user_data);
    return G_SOURCE_REMOVE;
}

static Raster *draw(Paper *paper, const Visit *visit, const PaperTime *time)
{
    const char *provider_ids[CONTENT_MAX_DOORS] = {NULL};
    if (visit->provider_door >= 0 && visit->provider_chosen >= 0) {
        gsize n;
        const Door *doors = content_doors(visit->content, &n);
        const Door *door = &doors[visit->result.doors[visit->provider_door].door];
        provider_ids[visit->provider_door] = door->providers[visit->provider_chosen].id;
    }
    const SlipFacts facts = {
        .content = visit->content,
        .answers = &visit->answers,
        .result = &visit->result,
        .language = visit->language,
        .reference = visit->reference,
        .qr_text = visit->qr_text[0] ? visit->qr_text : NULL,
        .provider_ids = provider_ids,
        .local_unix_s = time->local_unix_s,
        .is_clock_trusted = time->is_clock_trusted,
    };
    g_autoptr(Slip) slip = slip_new(&facts, paper->setter, paper->width_dots);
    return raster_from_slip(slip);
}

void paper_print(Paper *paper, const Visit *visit, const PaperTime *time)
{
    /* a job of a visit that ended meanwhile still runs: its answer must not count for this one */
    bool is_free = paper->printer && !paper->is_printing;
    paper->is_missed = false;
    if (is_free) {
        Raster *raster = draw(paper, visit, time);
        paper->is_printing = printer_print_take(paper->printer, raster, take_result, paper);
        if (!paper->is_printing) {
            raster_free(raster);
        }
    }
    paper->is_awaited = is_free && paper->is_printing;
    if (!paper->is_awaited) {
        g_clear_handle_id(&paper->no_printer, g_source_remove);
        paper->no_printer = g_idle_add(answer_without_printer, paper);
    }
}

void paper_forget(Paper *paper)
{
    paper->is_awaited = false;
    paper->is_missed = false;
    g_clear_handle_id(&paper->no_printer, g_source_remove);
    text_setter_forget(paper->setter);
}

PrinterState paper_printer_state(const Paper *paper)
{
    return paper->state;
}

Paper *paper_new_take(Printer *printer, const TextSetter *setter, int width_dots,
                      const PaperHandlers *handlers)
{
    Paper *paper = g_new0(Paper, 1);
    paper->printer = printer;
    paper->width_dots = width_dots;
    paper->setter = text_setter_new_beside(setter, MAX_LAYOUTS);
    paper->state = printer ? PRINTER_STATE_UNKNOWN : PRINTER_STATE_NONE;
    paper->handlers = *handlers;
    if (printer) {
        paper->look = g_idle_add(look, paper);
    }
    return paper;
}

void paper_free(Paper *paper)
{
    if (!paper) {
        return;
    }
    g_clear_handle_id(&paper->look, g_source_remove);
    g_clear_handle_id(&paper->no_printer, g_source_remove);
    printer_close(paper->printer);
    text_setter_free(paper->setter);
    g_free(paper);
}

int paper_width_dots(const Paper *paper)
{
    return paper->width_dots;
}
