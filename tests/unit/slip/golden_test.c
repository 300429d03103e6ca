// SPDX-License-Identifier: EUPL-1.2
/* Story 4: slips of one visitor in every language on both papers, dot for dot as they were printed
 * before, with a phone number, times, a code and brackets; and that a change is noticed. */
#include <string.h>

#include "golden/golden.h"
#include "golden/picture_text.h"
#include "slip/slip_layout.h"
#include "slip_fixture.h"

enum { CELL = 12, MAX_LAYOUTS = 1024 };

static const char pack[] = "werkcafe-midden-holland";
static const int widths[] = {384, 576};

/* Six doors, tasks, notes. */
static const char answers[] =
    "{\"goal\":\"work\",\"papers\":\"eu\",\"income\":\"bijstand\",\"tasks\":[\"t_clean\"],\"fit\":["
    "\"school_hours\",\"dutch\"],\"support\":[\"money\",\"childcare\"],\"town\":\"gouda\"}";

/* `with_phone`: the door that has a telephone comes first; it is a quiet one, so the other slips
 * show a pictogram. Caller frees. */
static FixtureVisit *visit_new(bool with_phone)
{
    FixtureVisit *visit = fixture_visit_new(pack, answers);
    int quiet = content_find_door(visit->content, "schuldhulp");
    for (gsize i = 1; with_phone && i < visit->result.n_doors; i++) {
        if (visit->result.doors[i].door == quiet) {
            TriagedDoor first = visit->result.doors[0];
            visit->result.doors[0] = visit->result.doors[i];
            visit->result.doors[i] = first;
        }
    }
    g_assert_true((visit->result.doors[0].door == quiet) == with_phone);
    return visit;
}

static cairo_surface_t *draw(const FixtureVisit *visit, TextSetter *setter, int width)
{
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, width);
    g_autoptr(Raster) raster = raster_from_slip(slip);
    return raster_to_surface(raster);
}

static void check(const FixtureVisit *visit, TextSetter *setter, const char *suffix, int width)
{
    gsize n;
    const Language *language = &content_languages(visit->content, &n)[visit->facts.language];
    g_autofree char *name = g_strdup_printf("slips/%s-%d%s", language->code, width, suffix);
    g_autofree char *about = g_strdup_printf("slip in %s of %d dots", language->code, width);
    const Golden golden = {name, CELL, about};
    cairo_surface_t *surface = draw(visit, setter, width);
    golden_check(&golden, surface);
    cairo_surface_destroy(surface);
}

static void test_every_language(void)
{
    gsize n;
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    g_autoptr(FixtureVisit) visit = visit_new(true);
    (void)content_languages(visit->content, &n);
    g_assert_cmpuint(n, ==, 16);
    for (gsize i = 0; i < n * G_N_ELEMENTS(widths); i++) {
        visit->facts.language = (int)(i % n);
        check(visit, setter, "", widths[i / n]);
    }
}

static void test_pictogram(void)
{
    static const char *const languages[] = {"nl", "ar"};
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    g_autoptr(FixtureVisit) visit = visit_new(false);
    for (gsize i = 0; i < G_N_ELEMENTS(languages) * G_N_ELEMENTS(widths); i++) {
        fixture_visit_speak(visit, languages[i / G_N_ELEMENTS(widths)]);
        check(visit, setter, "-pictogram", widths[i % G_N_ELEMENTS(widths)]);
    }
}

/* No file is kept that nothing is compared with. */
static void test_left_over(void)
{
    g_autoptr(FixtureVisit) visit = visit_new(true);
    g_autoptr(GDir) dir = g_dir_open("tests/golden/slips", 0, NULL);
    g_assert_nonnull(dir);
    const char *file;
    while ((file = g_dir_read_name(dir)) != NULL) {
        g_auto(GStrv) parts = g_strsplit_set(file, "-.", -1);
        bool is_known = g_strv_length(parts) >= 3 &&
                        content_find_language(visit->content, parts[0]) >= 0 &&
                        (g_str_equal(parts[1], "384") || g_str_equal(parts[1], "576")) &&
                        (g_str_equal(parts[2], "txt") || g_str_equal(parts[2], "pictogram"));
        if (!is_known) {
            g_error("tests/golden/slips/%s belongs to no slip; remove it", file);
        }
    }
}

/* --- a change is noticed -----------------------------------------------------------------------
 */

typedef void (*Change)(SheetItem *items, gsize n);

static SheetItem *find(SheetItem *items, gsize n, SheetKind kind)
{
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == kind) {
            return &items[i];
        }
    }
    g_error("no such thing on the slip");
}

/* Two millimetres to the side. */
static void move_qr(SheetItem *items, gsize n)
{
    find(items, n, SHEET_PICTURE)->x -= 2 * SLIP_DOTS_PER_MM;
}

static void lose_sign(SheetItem *items, gsize n)
{
    find(items, n, SHEET_SIGN)->sign = SIGN_NONE;
}

/* The place's name. */
static void lose_text(SheetItem *items, gsize n)
{
    strcpy(find(items, n, SHEET_TEXT)->text, " ");
}

/* As when the letters were not joined and turned round. */
static void reverse_headline(SheetItem *items, gsize n)
{
    gsize headline = 0;
    for (gsize i = 0; i < n; i++) {
        bool is_larger = items[i].style.cap_px > items[headline].style.cap_px;
        headline = items[i].kind == SHEET_TEXT && is_larger && items[i].style.is_rtl ? i : headline;
    }
    g_autofree char *turned = g_utf8_strreverse(items[headline].text, -1);
    strcpy(items[headline].text, turned);
}

/* Another version of a font, more or less: edges by grey levels instead of by hinting. */
static void draw_otherwise(SheetItem *items, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        items[i].style.is_mono_paper = items[i].style.is_emoji;
    }
}

static const struct {
    const char *fact;
    Change change;
} changes[] = {
    {"a code that moved", move_qr},
    {"a sign that is gone", lose_sign},
    {"a text that is gone", lose_text},
    {"Arabic letters in wrong order", reverse_headline},
};

static cairo_surface_t *paint(const Sheet *sheet, int width)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, sheet_y(sheet));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    sheet_paint(sheet, cairo);
    cairo_destroy(cairo);
    return surface;
}

/* Cells that differ from the slip as kept when it is painted again, changed or not. */
static int count_after(Change change, int width)
{
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    g_autoptr(FixtureVisit) visit = visit_new(true);
    fixture_visit_speak(visit, "ar");
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, width, SLIP_TRIM_NOTHING);
    cairo_surface_t *before = paint(sheet, width);
    g_autoptr(PictureText) drawn = picture_text_from_surface(before, CELL);
    g_autofree char *text = picture_text_write(drawn);
    g_autoptr(PictureText) kept = picture_text_parse(text);
    g_assert_nonnull(kept);
    gsize n;
    SheetItem *items = (SheetItem *)sheet_items(sheet, &n);
    if (change) {
        change(items, n);
    }
    cairo_surface_t *grey = paint(sheet, width);
    g_autoptr(Raster) raster = raster_from_surface(grey);
    cairo_surface_t *after = raster_to_surface(raster);
    cairo_surface_destroy(grey);
    g_autoptr(PictureText) now = picture_text_from_surface(after, CELL);
    cairo_surface_destroy(before);
    cairo_surface_destroy(after);
    return picture_text_compare(kept, now, NULL);
}

static void test_noticed(void)
{
    fixture_use_fonts();
    for (gsize w = 0; w < G_N_ELEMENTS(widths); w++) {
        g_assert_cmpint(count_after(NULL, widths[w]), ==, 0);
        int otherwise = count_after(draw_otherwise, widths[w]);
        g_test_message("%d dots, letters drawn otherwise: %d cells", widths[w], otherwise);
        g_assert_cmpint(otherwise, <=, 3);
        for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
            int n = count_after(changes[i].change, widths[w]);
            g_test_message("%d dots, %s: %d cells", widths[w], changes[i].fact, n);
            g_assert_cmpint(n, >, 3);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/golden slips/story 4: as before in every language", test_every_language);
    g_test_add_func("/golden slips/with a pictogram as before", test_pictogram);
    g_test_add_func("/golden slips/each picture belongs to a slip", test_left_over);
    g_test_add_func("/golden slips/a change is noticed", test_noticed);
    return g_test_run();
}
