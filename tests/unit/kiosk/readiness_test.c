// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness.h"

#include <string.h>

#include "draw/fonts.h"
#include "slip/qr_read.h"

#include "kiosk_fixture.h"

enum { WIDTH_DOTS = 576, LIMIT_MS = 30000, SHORT_MS = 900, MAX_LAYOUTS = 64 };

typedef struct {
    KioskFixture base;
    TextSetter *setter;
    Readiness *readiness;
    /* the printer */
    bool is_silent; /* takes jobs and never answers */
    bool is_busy;
    PrinterState state;
    Raster *raster; /* the last job's */
    PrinterDone done;
    gpointer done_data;
    guint answer; /* source */
    int n_jobs, n_changes;
} Fixture;

static gboolean answer(gpointer user_data)
{
    Fixture *f = user_data;
    f->answer = 0;
    f->done(f->state == PRINTER_STATE_READY ? PRINTER_RESULT_PRINTED : PRINTER_RESULT_FAILED,
            f->state, f->done_data);
    return G_SOURCE_REMOVE;
}

static bool print_take(Raster *raster, PrinterDone done, gpointer done_data, gpointer user_data)
{
    Fixture *f = user_data;
    if (f->is_busy) {
        return false;
    }
    raster_free(f->raster);
    f->raster = raster;
    f->done = done;
    f->done_data = done_data;
    f->n_jobs++;
    f->answer = f->is_silent ? 0 : g_idle_add(answer, f);
    return true;
}

static PrinterState tell_state(gpointer user_data)
{
    return ((Fixture *)user_data)->state;
}

static int tell_width(gpointer user_data)
{
    (void)user_data;
    return WIDTH_DOTS;
}

static void take_change(gpointer user_data)
{
    ((Fixture *)user_data)->n_changes++;
}

static void make_readiness(Fixture *f, int max_ms)
{
    const ReadinessMeans means = {
        .settings = f->base.settings,
        .setter = f->setter,
        .paper = {print_take, tell_state, tell_width, f},
        .max_ms = max_ms,
        .changed = take_change,
        .user_data = f,
    };
    readiness_free(f->readiness);
    f->readiness = readiness_new(&means);
}

static void set_up(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) why = NULL;
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *fonts =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    kiosk_fixture_set_up(&f->base, unused);
    f->setter = text_setter_new(MAX_LAYOUTS);
    f->state = PRINTER_STATE_READY;
    make_readiness(f, 0);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
    g_clear_handle_id(&f->answer, g_source_remove);
    readiness_free(f->readiness);
    raster_free(f->raster);
    text_setter_free(f->setter);
    kiosk_fixture_tear_down(&f->base, unused);
}

static gboolean give_up(gpointer user_data)
{
    (void)user_data;
    g_error("not over within %d ms", LIMIT_MS);
    return G_SOURCE_REMOVE;
}

static void start(Fixture *f, bool is_at_glass)
{
    const ReadinessFacts facts = {
        .content = f->base.content,
        .identity = f->base.identity,
        .time = {.unix_s = 1795694400, .local_unix_s = 1795698000, .is_trusted = true},
        .is_at_glass = is_at_glass,
        .is_sound_off = true,
    };
    readiness_start(f->readiness, &facts);
}

static void finish(const Fixture *f)
{
    guint limit = g_timeout_add(LIMIT_MS, give_up, NULL);
    while (readiness_is_running(f->readiness)) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(limit);
}

static StaffLight light(const Fixture *f, ReadinessId id)
{
    return readiness_item(f->readiness, id).light;
}

static void test_all_have_results(Fixture *f, gconstpointer unused)
{
    (void)unused;
    start(f, false);
    g_assert_cmpint(f->n_changes, ==, 0); /* never inside the call */
    finish(f);
    g_assert_cmpint(f->n_changes, >, 0);
    for (ReadinessId id = READINESS_TOUCH; id < READINESS_COUNT; id++) {
        const ReadinessItem item = readiness_item(f->readiness, id);
        g_assert_nonnull(item.state.nl);
        g_assert_nonnull(item.state.en);
        g_assert_cmpint(item.light, !=, STAFF_LIGHT_BUSY);
    }
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_GREEN);
    g_assert_cmpint(light(f, READINESS_QR), ==, STAFF_LIGHT_GREEN);
    g_assert_cmpint(light(f, READINESS_REGION), ==, STAFF_LIGHT_RED); /* no wegwijs-sync here */
    g_assert_cmpint(f->n_jobs, ==, 1);
}

static void test_slip(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    start(f, false);
    finish(f);
    g_autofree char *read = qr_read(f->raster, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(read, "HTTPS://"));
}

static void test_glass(Fixture *f, gconstpointer unused)
{
    (void)unused;
    start(f, true);
    for (int i = 0; i < READINESS_TOUCH_FIELDS; i++) {
        g_assert_cmpint(light(f, READINESS_TOUCH), ==, STAFF_LIGHT_BUSY);
        readiness_answer_colours(f->readiness, false); /* not asked yet */
        readiness_touch(f->readiness, i);
    }
    g_assert_cmpint(light(f, READINESS_TOUCH), ==, STAFF_LIGHT_GREEN);
    while (light(f, READINESS_COLOURS) == STAFF_LIGHT_NONE) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_assert_cmpint(readiness_left_ms(f->readiness, READINESS_COLOURS), >, 0);
    readiness_answer_colours(f->readiness, true);
    finish(f);
    g_assert_cmpint(light(f, READINESS_COLOURS), ==, STAFF_LIGHT_GREEN);
}

/* Nobody touches anything, and the printer takes a job and is never heard of again. */
static void test_limits(Fixture *f, gconstpointer unused)
{
    (void)unused;
    make_readiness(f, SHORT_MS);
    f->is_silent = true;
    gint64 began_us = g_get_monotonic_time();
    start(f, true);
    readiness_touch(f->readiness, 3);
    finish(f);
    g_assert_cmpint((g_get_monotonic_time() - began_us) / 1000, <, LIMIT_MS / 2);
    g_assert_cmpint(light(f, READINESS_TOUCH), ==, STAFF_LIGHT_AMBER);
    g_assert_cmpint(light(f, READINESS_COLOURS), ==, STAFF_LIGHT_NONE);
    g_assert_nonnull(readiness_item(f->readiness, READINESS_COLOURS).state.nl);
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_AMBER);
    f->done(PRINTER_RESULT_FAILED, PRINTER_STATE_OFFLINE, f->done_data); /* too late to count */
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_AMBER);
}

static void test_freed(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->is_silent = true;
    start(f, false);
    while (f->n_jobs == 0) {
        g_main_context_iteration(NULL, TRUE);
    }
    int n_changes = f->n_changes;
    readiness_free(g_steal_pointer(&f->readiness));
    f->done(PRINTER_RESULT_PRINTED, PRINTER_STATE_READY, f->done_data);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_cmpint(f->n_changes, ==, n_changes);
}

static void test_stopped(Fixture *f, gconstpointer unused)
{
    (void)unused;
    start(f, true);
    readiness_stop(f->readiness);
    g_assert_false(readiness_is_running(f->readiness));
    g_assert_cmpint(light(f, READINESS_TOUCH), ==, STAFF_LIGHT_NONE);
    g_assert_nonnull(readiness_item(f->readiness, READINESS_PRINTER).state.nl);
    start(f, false);
    finish(f);
    g_assert_cmpint(f->n_jobs, ==, 1);
}

static void test_print_again(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_assert_false(readiness_print_again(f->readiness)); /* there is nothing yet */
    f->state = PRINTER_STATE_PAPER_OUT;
    start(f, false);
    g_assert_false(readiness_print_again(f->readiness));
    finish(f);
    g_assert_cmpint(light(f, READINESS_PAPER), ==, STAFF_LIGHT_RED);
    f->state = PRINTER_STATE_READY;
    g_assert_true(readiness_print_again(f->readiness));
    finish(f);
    g_assert_cmpint(f->n_jobs, ==, 2);
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_GREEN);
    g_assert_cmpint(light(f, READINESS_PAPER), ==, STAFF_LIGHT_GREEN);
}

static void test_busy_printer(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->is_busy = true;
    start(f, false);
    finish(f);
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_AMBER);
    g_assert_cmpint(light(f, READINESS_QR), ==, STAFF_LIGHT_GREEN); /* read all the same */
}

static void test_proof(Fixture *f, gconstpointer unused)
{
    const ReadinessFacts facts = {.content = f->base.content, .identity = f->base.identity};
    (void)unused;
    g_assert_cmpint(readiness_proof(f->readiness).light, ==, STAFF_LIGHT_NONE);
    readiness_print_proof(f->readiness, &facts);
    g_assert_cmpint(readiness_proof(f->readiness).light, ==, STAFF_LIGHT_BUSY);
    while (readiness_proof(f->readiness).light == STAFF_LIGHT_BUSY) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_assert_cmpint(readiness_proof(f->readiness).light, ==, STAFF_LIGHT_GREEN);
    g_assert_false(readiness_is_running(f->readiness));
    g_assert_cmpint(readiness_light(f->readiness), ==, STAFF_LIGHT_NONE);
}

static void test_nothing_there(Fixture *f, gconstpointer unused)
{
    const ReadinessFacts facts = {0}; /* no content, not enrolled, no clock, sound */
    (void)unused;
    readiness_start(f->readiness, &facts);
    finish(f);
    g_assert_cmpint(light(f, READINESS_CLOCK), ==, STAFF_LIGHT_RED);
    g_assert_cmpint(light(f, READINESS_CERTIFICATE), ==, STAFF_LIGHT_RED);
    g_assert_cmpint(light(f, READINESS_CONTENT), ==, STAFF_LIGHT_RED);
    g_assert_cmpint(light(f, READINESS_QR), ==, STAFF_LIGHT_AMBER);
    g_assert_cmpint(light(f, READINESS_SPEECH), ==, STAFF_LIGHT_NONE);
    g_assert_cmpint(light(f, READINESS_PRINTER), ==, STAFF_LIGHT_GREEN);
    g_autoptr(json_t) json = readiness_json(f->readiness, STAFF_LANGUAGE_NL);
    g_assert_false(json_get_bool(json, "ready", true));
    g_assert_cmpint(json_array_size(json_object_get(json, "items")), ==, READINESS_COUNT);
    g_assert_true(json_is_null(json_object_get(json, "started_local")));
}

static void add(const char *name, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/readiness/every item has a result in both languages", test_all_have_results);
    add("/readiness/the slip that is printed carries a code that reads", test_slip);
    add("/readiness/touch, then colours, at the glass", test_glass);
    add("/readiness/it ends in time though nobody and nothing answers", test_limits);
    add("/readiness/a printer's answer after its end finds nobody", test_freed);
    add("/readiness/it can be stopped and begun again", test_stopped);
    add("/readiness/it prints again without trying again", test_print_again);
    add("/readiness/a busy printer is not waited for", test_busy_printer);
    add("/readiness/a test slip alone has a result of its own", test_proof);
    add("/readiness/a kiosk without anything is told what it lacks", test_nothing_there);
    return g_test_run();
}
