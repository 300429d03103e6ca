// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/paper.h"

#include "draw/fonts.h"

#include "kiosk_fixture.h"

enum { WIDTH_DOTS = 576, LIMIT_MS = 20000, MAX_LAYOUTS = 64 };

typedef struct {
    KioskFixture base;
    TextSetter *screen; /* as the kiosk's screens have one */
    Paper *paper;
    GMainLoop *loop;
    int n_answers;
    VisitPaper answer;
    int n_changes, n_ready;
    int n_others; /* jobs that are no visit's */
    PrinterResult other;
    PrinterState state;
} Fixture;

static const PaperTime noon = {.local_unix_s = 1795694400, .is_clock_trusted = true};

static void take_answer(VisitPaper paper, gpointer user_data)
{
    Fixture *f = user_data;
    f->n_answers++;
    f->answer = paper;
    g_main_loop_quit(f->loop);
}

static void take_change(PrinterState state, gpointer user_data)
{
    Fixture *f = user_data;
    f->n_changes++;
    f->state = state;
}

static void take_ready(gpointer user_data)
{
    Fixture *f = user_data;
    f->n_ready++;
}

static void open_paper_take(Fixture *f, Printer *printer)
{
    const PaperHandlers handlers = {take_answer, take_change, take_ready, f};
    f->paper = paper_new_take(printer, f->screen, WIDTH_DOTS, &handlers);
}

static void set_up(Fixture *f, gconstpointer user_data)
{
    g_autoptr(GError) why = NULL;
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *fonts =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    kiosk_fixture_set_up(&f->base, user_data);
    f->screen = text_setter_new(MAX_LAYOUTS);
    f->loop = g_main_loop_new(NULL, FALSE);
    g_strlcpy(f->base.visit.reference, "7K3M-9QXD-W", sizeof f->base.visit.reference);
    kiosk_fixture_step(&f->base, VISIT_EVENT_PRINT, 0);
}

static void tear_down(Fixture *f, gconstpointer user_data)
{
    paper_free(f->paper);
    text_setter_free(f->screen);
    g_main_loop_unref(f->loop);
    kiosk_fixture_tear_down(&f->base, user_data);
}

static void open_file_printer(Fixture *f)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *folder = kiosk_fixture_file(&f->base, "run");
    const PrinterOptions options = {.kind = "file", .path = folder, .width_dots = WIDTH_DOTS};
    Printer *printer = printer_open(&options, &why);
    g_assert_no_error(why);
    open_paper_take(f, printer);
}

static gboolean give_up(gpointer user_data)
{
    (void)user_data;
    g_error("no answer within %d ms", LIMIT_MS);
    return G_SOURCE_REMOVE;
}

static void await_answer(Fixture *f)
{
    guint limit = g_timeout_add(LIMIT_MS, give_up, NULL);
    while (f->n_answers == 0) {
        g_main_loop_run(f->loop);
    }
    g_source_remove(limit);
}

static void test_no_printer(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    open_paper_take(f, NULL);
    paper_print(f->paper, &f->base.visit, &noon);
    g_assert_cmpint(f->n_answers, ==, 0); /* never inside the call */
    await_answer(f);
    g_assert_cmpint(f->answer, ==, VISIT_PAPER_FAILED);
    g_assert_cmpint(paper_printer_state(f->paper), ==, PRINTER_STATE_NONE);
}

static void test_unconfirmed(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    open_file_printer(f);
    paper_print(f->paper, &f->base.visit, &noon);
    await_answer(f);
    g_assert_cmpint(f->answer, ==, VISIT_PAPER_UNCONFIRMED); /* a file confirms nothing */
    g_assert_cmpint(f->n_answers, ==, 1);
}

/* A printer event after the visit ended never brings it back (votingworks/vxsuite#5661). */
static void test_forgotten(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    open_file_printer(f);
    paper_print(f->paper, &f->base.visit, &noon);
    paper_forget(f->paper);
    PrinterState before = paper_printer_state(f->paper);
    gint64 until_us = g_get_monotonic_time() + LIMIT_MS * G_GINT64_CONSTANT(1000);
    while (paper_printer_state(f->paper) == before && g_get_monotonic_time() < until_us) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_assert_cmpint(paper_printer_state(f->paper), !=, before); /* the job did end */
    g_assert_cmpint(f->n_answers, ==, 0);
}

static void take_other(PrinterResult result, PrinterState state, gpointer user_data)
{
    Fixture *f = user_data;
    (void)state;
    f->n_others++;
    f->other = result;
    g_main_loop_quit(f->loop);
}

static void test_other(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    open_file_printer(f);
    g_assert_true(paper_print_raster_take(f->paper, raster_new(WIDTH_DOTS, 40), take_other, f));
    g_autoptr(Raster) second = raster_new(WIDTH_DOTS, 40);
    g_assert_false(paper_print_raster_take(f->paper, second, take_other, f));
    paper_forget(f->paper);
    guint limit = g_timeout_add(LIMIT_MS, give_up, NULL);
    while (f->n_others == 0) {
        g_main_loop_run(f->loop);
    }
    g_source_remove(limit);
    g_assert_cmpint(f->other, ==, PRINTER_RESULT_SENT);
    g_assert_cmpint(f->n_answers, ==, 0);
}

static void test_no_other(Fixture *f, gconstpointer user_data)
{
    g_autoptr(Raster) raster = raster_new(WIDTH_DOTS, 40);
    (void)user_data;
    open_paper_take(f, NULL);
    g_assert_false(paper_print_raster_take(f->paper, raster, take_other, f));
}

static void add(const char *name, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/paper/without a printer the visitor photographs the screen", test_no_printer);
    add("/paper/a printer that confirms nothing leaves it to the visitor", test_unconfirmed);
    add("/paper/an answer after the end of the visit finds nobody", test_forgotten);
    add("/paper/a slip of staff comes out though a visit ends", test_other);
    add("/paper/a slip of staff is not taken without a printer", test_no_other);
    return g_test_run();
}
