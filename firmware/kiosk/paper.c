// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/paper.h"

#include "slip/slip.h"

enum { MAX_LAYOUTS = 128, READY_AGAIN_S = 3 };

struct Paper {
    Printer *printer; /* NULL: none, visitors photograph the screen */
    TextSetter *setter;
    int width_dots;
    bool is_printing; /* the printer has a job */
    bool is_awaited;  /* somebody waits for its answer: an ended visit does not */
    guint no_printer; /* source that answers in place of a printer */
    guint ready;      /* source: says once more that the printer is mended */
    bool is_missed;   /* the visit's last job failed for a reason that the printer told */
    PrinterDone done; /* of a job that is no visit's, or NULL */
    gpointer done_data;
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

static gboolean say_ready(gpointer user_data)
{
    Paper *paper = user_data;
    if (!paper->is_missed || !can_print(paper->state)) {
        paper->ready = 0;
        return G_SOURCE_REMOVE;
    }
    paper->handlers.ready(paper->handlers.user_data);
    return G_SOURCE_CONTINUE;
}

/* Whoever hears that it is ready may print at once or, with something else on the screen, later:
 * said again until then. */
static void note_ready(Paper *paper)
{
    if (paper->is_missed && can_print(paper->state) && paper->ready == 0) {
        paper->ready = g_timeout_add_seconds(READY_AGAIN_S, say_ready, paper);
        paper->handlers.ready(paper->handlers.user_data);
    }
}

static void take_state(PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    paper->state = state;
    paper->handlers.change(state, paper->handlers.user_data);
    note_ready(paper);
}

/* --- printing ----------------------------------------------------------------------------------
 */

static void take_result(PrinterResult result, PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    bool is_awaited = paper->is_awaited;
    bool has_reason = !can_print(state) && state != PRINTER_STATE_UNKNOWN;
    paper->state = state;
    paper->is_printing = false;
    paper->is_awaited = false;
    paper->is_missed = is_awaited && result == PRINTER_RESULT_FAILED && has_reason;
    if (is_awaited) {
        paper->handlers.answer(judge(result), paper->handlers.user_data);
    }
    note_ready(paper);
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
        .presence = time->presence,
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

static void take_other_result(PrinterResult result, PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    PrinterDone done = g_steal_pointer(&paper->done);
    paper->state = state;
    paper->is_printing = false;
    done(result, state, paper->done_data);
    note_ready(paper);
}

bool paper_print_raster_take(Paper *paper, Raster *raster, PrinterDone done, gpointer user_data)
{
    if (!paper->printer || paper->is_printing ||
        !printer_print_take(paper->printer, raster, take_other_result, paper)) {
        return false;
    }
    paper->is_printing = true;
    paper->done = done;
    paper->done_data = user_data;
    return true;
}

void paper_ask(Paper *paper)
{
    if (paper->printer) {
        printer_ask_state(paper->printer, take_state, paper);
    }
}

const char *paper_problem(const Paper *paper)
{
    return paper->printer ? printer_problem(paper->printer) : NULL;
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
        printer_watch_state(printer, take_state, paper);
    }
    return paper;
}

void paper_free(Paper *paper)
{
    if (!paper) {
        return;
    }
    g_clear_handle_id(&paper->ready, g_source_remove);
    g_clear_handle_id(&paper->no_printer, g_source_remove);
    printer_close(paper->printer);
    text_setter_free(paper->setter);
    g_free(paper);
}

int paper_width_dots(const Paper *paper)
{
    return paper->width_dots;
}
