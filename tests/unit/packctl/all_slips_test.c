// SPDX-License-Identifier: EUPL-1.2
/* The slip of everything that triage can say: every visit of both packs, in every language on both
 * papers. A sample of them; with WEGWIJS_ALL=1 the length of all. */
#include "packctl/slips.h"

#include <string.h>

#include "draw/fonts.h"
#include "pack_fixture.h"
#include "packctl/slip_check.h"
#include "slip/slip_layout.h"

enum {
    MAX_DOTS = SLIP_MAX_MM * SLIP_DOTS_PER_MM,
    MAX_LAYOUTS = 4096,
    MARGIN = 64, /* white around the paper, where nothing may be */
};

static const char *const packs[] = {PACK_CAFE, PACK_AZC};
static const int widths[] = {384, 576};

/* The slips of one pack that differ. */
typedef struct {
    Pack *pack;
    const Content *content;
    GArray *slips; /* PossibleSlip */
    PreparedSlip prepared;
    TextSetter *setter;
    int longest_dots; /* as slip_check_run says */
} Results;

static void use_fonts(void)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *path =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    g_autoptr(GError) error = NULL;
    if (!fonts_use(path, &error)) {
        g_error("%s", error->message);
    }
}

static bool is_set(const char *name)
{
    return g_strcmp0(g_getenv(name), "1") == 0;
}

/* Of `n`, about `wanted`, evenly, beginning elsewhere every day. */
static guint sample_step(guint n, guint wanted, guint *first)
{
    guint step = MAX(1, n / wanted);
    *first = (guint)(g_get_real_time() / G_TIME_SPAN_DAY) % step;
    return step;
}

/* How many visitors a pack: `few`, fewer under sanitizers, or `all`. */
static guint choose_count(guint few, guint all)
{
    return is_set("WEGWIJS_ALL") ? all : is_set("WEGWIJS_SAMPLE") ? MAX(1, few / 4) : few;
}

static Results *results_new(const char *folder, bool is_short)
{
    Results *results = g_new0(Results, 1);
    results->pack = pack_fixture_load(folder);
    results->content = results->pack->content;
    results->slips = slips_list(results->content, is_short);
    results->setter = text_setter_new(MAX_LAYOUTS);
    return results;
}

static void results_free(Results *results)
{
    text_setter_free(results->setter);
    g_array_unref(results->slips);
    pack_free(results->pack);
    g_free(results);
}

typedef void (*SlipCheck)(Results *results, const SlipFacts *facts, int width);

/* A number of slips of one pack, each in every language on both papers. */
static void for_each_of(Results *results, guint wanted, SlipCheck check)
{
    guint first;
    gsize n;
    guint step = sample_step(results->slips->len, wanted, &first);
    g_test_message("%s: one of %u of %u slips", results->pack->name, step, results->slips->len);
    (void)content_languages(results->content, &n);
    for (guint i = first; i < results->slips->len; i += step) {
        slips_prepare(results->content, &g_array_index(results->slips, PossibleSlip, i),
                      &results->prepared);
        for (gsize k = 0; k < n * G_N_ELEMENTS(widths); k++) {
            const SlipFacts facts = slips_facts(&results->prepared, (int)(k % n));
            check(results, &facts, widths[k / n]);
        }
    }
}

static void for_each(guint wanted, SlipCheck check)
{
    for (gsize p = 0; p < G_N_ELEMENTS(packs); p++) {
        Results *results = results_new(packs[p], false);
        for_each_of(results, wanted, check);
        results_free(results);
    }
}

static void fail(const SlipFacts *facts, int width, const char *what)
{
    gsize n;
    const Door *doors = content_doors(facts->content, &n);
    g_error("%d dots, language %s, first door %s: %s", width,
            content_languages(facts->content, &n)[facts->language].code,
            doors[facts->result->doors[0].door].id, what);
}

/* --- length ------------------------------------------------------------------------------------
 */

/* slip_new leaves out what it must, and all of it if it must: when that fits, every slip does. */
static void check_shortest(Results *results, const SlipFacts *facts, int width)
{
    g_autoptr(Sheet) sheet = slip_lay_out(facts, results->setter, width, SLIP_TRIM_ALL);
    if (sheet_y(sheet) > results->longest_dots) {
        fail(facts, width, "longer than the longest that packctl finds");
    }
}

/* What packctl finds among a few whole slips is the longest of all. */
static void test_shortest(void)
{
    for (gsize p = 0; p < G_N_ELEMENTS(packs); p++) {
        Results *results = results_new(packs[p], true);
        g_auto(SlipCheckReport) report;
        slip_check_run(results->content, false, &report);
        g_assert_cmpint(report.height_dots, <=, MAX_DOTS);
        g_assert_cmpuint(report.n_slips, ==, results->slips->len);
        results->longest_dots = report.height_dots;
        for_each_of(results, choose_count(24, G_MAXUINT), check_shortest);
        results_free(results);
    }
}

/* --- ink ---------------------------------------------------------------------------------------
 */

enum {
    MAX_INK_PERCENT = 20,
    BAND = 40, /* 5 mm: what the head's supply feels */
    MAX_BAND_PERCENT = 45,
    MAX_SOLID = 32, /* dots: a black square of 4 mm is printed nowhere */
};

static Raster *draw_with_margin(const Sheet *sheet, int width)
{
    int height = sheet_y(sheet);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width + 2 * MARGIN, height + 2 * MARGIN);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_translate(cairo, MARGIN, MARGIN);
    sheet_paint(sheet, cairo);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    return raster;
}

static int count_black(const Raster *raster, int x0, int y0, int width, int height)
{
    int n = 0;
    for (int y = y0; y < y0 + height; y++) {
        for (int x = x0; x < x0 + width; x++) {
            n += raster_is_black(raster, x, y);
        }
    }
    return n;
}

/* The side of the largest square that is all black. */
static int find_solid(const Raster *raster)
{
    g_autofree int *sides = g_new0(int, raster->width_dots + 1); /* of squares ending here */
    int most = 0;
    for (int y = 0; y < raster->height_dots; y++) {
        int before = 0;
        for (int x = 1; x <= raster->width_dots; x++) {
            int above = sides[x];
            bool is_black = raster_is_black(raster, x - 1, y);
            sides[x] = is_black ? MIN(MIN(above, sides[x - 1]), before) + 1 : 0;
            before = above;
            most = MAX(most, sides[x]);
        }
    }
    return most;
}

static void check_ink(Results *results, const SlipFacts *facts, int width)
{
    g_autoptr(Sheet) sheet = slip_lay_out(facts, results->setter, width, SLIP_TRIM_NOTHING);
    g_autoptr(Raster) raster = draw_with_margin(sheet, width);
    int height = sheet_y(sheet);
    int ink = count_black(raster, MARGIN, MARGIN, width, height);
    if (count_black(raster, 0, 0, raster->width_dots, raster->height_dots) != ink) {
        fail(facts, width, "ink beside the paper");
    }
    if (ink * 100 > MAX_INK_PERCENT * width * height) {
        fail(facts, width, "too much ink");
    }
    for (int y = 0; y + BAND <= height; y += BAND) {
        int band = count_black(raster, MARGIN, MARGIN + y, width, BAND);
        if (band * 100 > MAX_BAND_PERCENT * width * BAND) {
            fail(facts, width, "too much ink in 5 mm");
        }
    }
    if (find_solid(raster) > MAX_SOLID) {
        fail(facts, width, "a large black area");
    }
}

static void test_ink(void)
{
    for_each(choose_count(4, 16), check_ink);
}

/* --- what is on it -----------------------------------------------------------------------------
 */

static void check_text(Results *results, const SlipFacts *facts, int width, const SheetItem *item)
{
    const TextExtents *extents =
        text_extents(text_set(results->setter, &item->style, item->text, item->w));
    if (extents->is_overlong || extents->width > item->w || extents->height != item->h) {
        fail(facts, width, item->text);
    }
    if (extents->unknown_glyphs > 0 || item->style.cap_px < SHEET_MIN_CAP) {
        fail(facts, width, item->text);
    }
}

static void check_slip(Results *results, const SlipFacts *facts, int width)
{
    for (guint trimmed = SLIP_TRIM_NOTHING; trimmed <= SLIP_TRIM_ALL; trimmed += SLIP_TRIM_ALL) {
        g_autoptr(Sheet) sheet = slip_lay_out(facts, results->setter, width, trimmed);
        gsize n;
        const SheetItem *items = sheet_items(sheet, &n);
        for (gsize i = 0; i < n; i++) {
            if (items[i].x < 0 || items[i].x + items[i].w > width ||
                items[i].y + items[i].h > sheet_y(sheet)) {
                fail(facts, width, "beside the paper");
            }
            if (items[i].kind == SHEET_TEXT) {
                check_text(results, facts, width, &items[i]);
            }
        }
    }
    g_autoptr(Slip) slip = slip_new(facts, results->setter, width);
    if (slip_height_dots(slip) > MAX_DOTS) {
        fail(facts, width, "longer than 25 cm");
    }
}

static void test_slips(void)
{
    for_each(choose_count(4, 40), check_slip);
}

/* Texts and where they stand. Caller owns. */
static char *read_all(const Sheet *sheet)
{
    GString *all = g_string_new(NULL);
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        g_string_append_printf(all, "%d,%d\t%s\n", items[i].x, items[i].y,
                               items[i].text ? items[i].text : "");
    }
    return g_string_free(all, FALSE);
}

/* The same visit with nothing answered of class `never` but the town, which chooses addresses. */
static Answers forget_secrets(const Content *content, const Answers *answers)
{
    gsize n;
    Answers kept = *answers;
    const Question *questions = content_questions(content, &n);
    int town = content_find_question(content, "town");
    for (gsize i = 0; i < n; i++) {
        kept.chosen[i] = questions[i].is_sent || (int)i == town ? kept.chosen[i] : 0;
    }
    return kept;
}

static bool is_title(const Content *content, int language, const char *text)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    for (gsize i = 0; i < n; i++) {
        if (g_str_equal(content_text(content, language, doors[i].title), text)) {
            return true;
        }
    }
    return false;
}

/* A door may be called what somebody answered; nothing else may. */
static void check_option(const SlipFacts *facts, int width, const char *all, const char *id)
{
    const char *option = content_text(facts->content, facts->language, id);
    g_autofree char *line = g_strdup_printf("\t%s\n", option);
    if (strstr(all, line) && !is_title(facts->content, facts->language, option)) {
        fail(facts, width, option);
    }
}

static void check_never(Results *results, const SlipFacts *facts, int width)
{
    gsize n;
    const Answers kept = forget_secrets(facts->content, facts->answers);
    const Question *questions = content_questions(facts->content, &n);
    SlipFacts without = *facts;
    without.answers = &kept;
    g_autoptr(Sheet) sheet = slip_lay_out(facts, results->setter, width, SLIP_TRIM_NOTHING);
    g_autoptr(Sheet) other = slip_lay_out(&without, results->setter, width, SLIP_TRIM_NOTHING);
    g_autofree char *all = read_all(sheet);
    g_autofree char *all_other = read_all(other);
    g_assert_cmpstr(all, ==, all_other);
    for (gsize i = 0; i < n; i++) {
        for (gsize k = 0; !questions[i].is_sent && k < questions[i].n_options; k++) {
            check_option(facts, width, all, questions[i].options[k].text);
        }
    }
}

static void test_never(void)
{
    for_each(choose_count(8, 200), check_never);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    use_fonts();
    g_test_add_func("/slips/of every result fit 25 cm in every language", test_shortest);
    g_test_add_func("/slips/have a bounded share of ink, and none beside the paper", test_ink);
    g_test_add_func("/slips/have nothing cut off, too small or without a glyph", test_slips);
    g_test_add_func("/slips/do not depend on answers of class never", test_never);
    return g_test_run();
}
