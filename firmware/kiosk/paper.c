// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/paper.h"

#include "slip/slip.h"

enum { MAX_LAYOUTS = 128 };

struct Paper {
    Printer *printer; /* NULL: none, visitors photograph the screen */
    TextSetter *setter;
    int width_dots;
    bool is_printing; /* the printer has a job */
    bool is_awaited;  /* somebody waits for its answer: an ended visit does not */
    guint no_printer; /* source that answers in place of a printer */
    PrinterState state;
    void (*answer)(VisitPaper paper, gpointer user_data);
    gpointer user_data;
};

Paper *paper_new_take(Printer *printer, const TextSetter *setter, int width_dots,
                      void (*answer)(VisitPaper paper, gpointer user_data), gpointer user_data)
{
    Paper *paper = g_new0(Paper, 1);
    paper->printer = printer;
    paper->width_dots = width_dots;
    paper->setter = text_setter_new_beside(setter, MAX_LAYOUTS);
    paper->state = printer ? PRINTER_STATE_UNKNOWN : PRINTER_STATE_NONE;
    paper->answer = answer;
    paper->user_data = user_data;
    return paper;
}

void paper_free(Paper *paper)
{
    if (!paper) {
        return;
    }
    g_clear_handle_id(&paper->no_printer, g_source_remove);
    printer_close(paper->printer);
    text_setter_free(paper->setter);
    g_free(paper);
}

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

static void take_result(PrinterResult result, PrinterState state, gpointer user_data)
{
    Paper *paper = user_data;
    paper->state = state;
    paper->is_printing = false;
    if (paper->is_awaited) {
        paper->is_awaited = false;
        paper->answer(judge(result), paper->user_data);
    }
}

static gboolean answer_without_printer(gpointer user_data)
{
    Paper *paper = user_data;
    paper->no_printer = 0;
    paper->is_awaited = false;
    paper->answer(VISIT_PAPER_FAILED, paper->user_data);
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
    g_clear_handle_id(&paper->no_printer, g_source_remove);
    text_setter_forget(paper->setter);
}

PrinterState paper_printer_state(const Paper *paper)
{
    return paper->state;
}
