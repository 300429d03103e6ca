// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/selftest.h"

#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "draw/fonts.h"
#include "kiosk/paper.h"
#include "kiosk/printer_setup.h"
#include "kiosk/staff/readiness.h"
#include "kiosk/standing.h"

enum { MAX_LAYOUTS = 64, USUAL_PAPER_DOTS = 576 };

typedef struct {
    GMainLoop *loop;
    TextSetter *setter;
    Standing *standing;
    Paper *paper;
    Readiness *readiness;
    bool is_told[READINESS_COUNT]; /* on standard error */
} Selftest;

static void clear_selftest(Selftest *test)
{
    g_clear_pointer(&test->readiness, readiness_free);
    g_clear_pointer(&test->paper, paper_free);
    g_clear_pointer(&test->standing, standing_free);
    g_clear_pointer(&test->setter, text_setter_free);
    g_clear_pointer(&test->loop, g_main_loop_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Selftest, clear_selftest)

/* --- paper -------------------------------------------------------------------------------------
 */

static bool print_take(Raster *raster, PrinterDone done, gpointer done_data, gpointer user_data)
{
    Selftest *test = user_data;
    return paper_print_raster_take(test->paper, raster, done, done_data);
}

static PrinterState tell_state(gpointer user_data)
{
    Selftest *test = user_data;
    return paper_printer_state(test->paper);
}

static int tell_width(gpointer user_data)
{
    Selftest *test = user_data;
    return paper_width_dots(test->paper);
}

/* No visit prints here. */
static void ignore_answer(VisitPaper paper, gpointer user_data)
{
    (void)paper;
    (void)user_data;
}

static void ignore_change(PrinterState state, gpointer user_data)
{
    (void)state;
    (void)user_data;
}

static void ignore_ready(gpointer user_data)
{
    (void)user_data;
}

/* A printer that is described wrongly: the rest is tried all the same. */
static void open_paper(Selftest *test, const Settings *settings, GError **problem)
{
    const PaperHandlers handlers = {ignore_answer, ignore_change, ignore_ready, NULL};
    Printer *printer = printer_setup_open(settings, problem);
    test->paper = paper_new_take(
        printer, test->setter, printer ? printer_width_dots(printer) : USUAL_PAPER_DOTS, &handlers);
}

/* --- results -----------------------------------------------------------------------------------
 */

static const char *word(StaffLight light)
{
    switch (light) {
    case STAFF_LIGHT_NONE:
    case STAFF_LIGHT_BUSY:
        return "-";
    case STAFF_LIGHT_GREEN:
        return "ok";
    case STAFF_LIGHT_AMBER:
        return "!";
    case STAFF_LIGHT_RED:
        return "NOT OK";
    }
    g_assert_not_reached();
}

static void tell(Selftest *test, ReadinessId id)
{
    const ReadinessItem item = readiness_item(test->readiness, id);
    if (!item.state.en || test->is_told[id]) {
        return;
    }
    test->is_told[id] = true;
    fprintf(stderr, "%-7s%s: %s%s%s\n", word(item.light), item.title.en, item.state.en,
            item.advice.en ? " " : "", item.advice.en ? item.advice.en : "");
}

static void take_change(gpointer user_data)
{
    Selftest *test = user_data;
    for (ReadinessId id = READINESS_TOUCH; isatty(STDERR_FILENO) && id < READINESS_COUNT; id++) {
        tell(test, id);
    }
    if (!readiness_is_running(test->readiness)) {
        g_main_loop_quit(test->loop);
    }
}

static void write_results(const Readiness *readiness)
{
    g_autoptr(json_t) results = readiness_json(readiness, STAFF_LANGUAGE_EN);
    json_dumpf(results, stdout, JSON_INDENT(2));
    putchar('\n');
}

static bool judge(const Readiness *readiness, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (ReadinessId id = READINESS_TOUCH; id < READINESS_COUNT; id++) {
        const ReadinessItem item = readiness_item(readiness, id);
        if (item.light == STAFF_LIGHT_RED) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", item.name);
        }
    }
    if (names->len > 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "this kiosk is not ready: %s; the results say what to do", names->str);
        return false;
    }
    return true;
}

/* --- all of it ---------------------------------------------------------------------------------
 */

static void start(Selftest *test, const Settings *settings)
{
    const ReadinessMeans means = {
        .settings = settings,
        .setter = test->setter,
        .paper = {print_take, tell_state, tell_width, test},
        .changed = take_change,
        .user_data = test,
    };
    g_autofree char *folder = standing_content_folder(test->standing);
    const ReadinessFacts facts = {
        .content = standing_content(test->standing),
        .content_folder = folder,
        .identity = standing_identity(test->standing),
        .time = standing_time(test->standing),
        .is_sound_off = !settings_bool(settings, "sound", "enabled"),
    };
    test->readiness = readiness_new(&means);
    readiness_start(test->readiness, &facts);
}

bool selftest_run(Settings *settings, GError **error)
{
    const char *assets = settings_text(settings, "kiosk", "assets_dir");
    g_autofree char *fonts = g_build_filename(assets, "fonts", "fonts.conf", NULL);
    g_auto(Selftest) test = {0};
    if (!fonts_use(fonts, error)) {
        return false;
    }
    test.loop = g_main_loop_new(NULL, FALSE);
    test.setter = text_setter_new(MAX_LAYOUTS);
    test.standing = standing_new(settings);
    g_autoptr(GError) problem = NULL;
    open_paper(&test, settings, &problem);
    start(&test, settings);
    g_main_loop_run(test.loop);
    write_results(test.readiness);
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    return judge(test.readiness, error);
}
