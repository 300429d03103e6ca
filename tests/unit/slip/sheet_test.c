// SPDX-License-Identifier: EUPL-1.2
#include "slip/sheet.h"

#include <string.h>

#include "slip/raster.h"
#include "slip_fixture.h"

enum { WIDTH = 384 };

static const SheetText BODY = {.start = 40, .width = WIDTH - 40, .cap = 30, .weight = 400};

static TextSetter *new_setter(void)
{
    fixture_use_fonts();
    return text_setter_new(64);
}

static const SheetItem *item_at(const Sheet *sheet, gsize index)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    g_assert_cmpuint(index, <, n);
    return &items[index];
}

static void test_flow(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    sheet_add_text(sheet, &BODY, "een");
    g_assert_cmpint(sheet_y(sheet), ==, sheet_line(sheet, 30));
    sheet_add_text(sheet, &BODY, "");
    g_assert_cmpint(sheet_y(sheet), ==, sheet_line(sheet, 30));
    sheet_skip(sheet, 5);
    sheet_add_text(sheet, &BODY, "twee");
    g_assert_cmpint(item_at(sheet, 1)->y, ==, sheet_line(sheet, 30) + 5);
    g_assert_cmpint(item_at(sheet, 1)->x, ==, 40);
}

static void test_mirrored(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    sheet_use_language(sheet, "ar", true);
    sheet_set_pad(sheet, 10);
    sheet_add_sign(sheet, 0, 30, SIGN_PLACE);
    sheet_add_bar(sheet, 5, 20, 4);
    g_assert_cmpint(item_at(sheet, 0)->x, ==, WIDTH - 10 - 30);
    g_assert_cmpint(item_at(sheet, 1)->x, ==, WIDTH - 10 - 5 - 20);
    sheet_use_language(sheet, "nl", false);
    sheet_add_sign(sheet, 0, 30, SIGN_PLACE);
    g_assert_cmpint(item_at(sheet, 2)->x, ==, 10);
}

/* A word too long for its line: smaller type first, then a break in the word. */
static void test_long_words(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    sheet_add_text(sheet, &BODY, "arbeidsmarktregio");
    const TextStyle smaller = item_at(sheet, 0)->style;
    g_assert_cmpfloat(smaller.cap_px, <, 30);
    g_assert_cmpfloat(smaller.cap_px, >=, SHEET_MIN_CAP);
    g_assert_false(smaller.may_break_words);
    sheet_add_text(sheet, &BODY, "arbeidsongeschiktheidsverzekeringen");
    g_assert_cmpfloat(item_at(sheet, 1)->style.cap_px, ==, SHEET_MIN_CAP);
    g_assert_true(item_at(sheet, 1)->style.may_break_words);
    g_assert_cmpint(item_at(sheet, 1)->h, ==, 2 * sheet_line(sheet, SHEET_MIN_CAP));
}

/* A code stands at the start side of Arabic, but reads from the left. */
static void test_code_in_arabic(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    sheet_use_language(sheet, "ar", true);
    SheetText how = {.width = WIDTH, .cap = 30, .weight = 600, .is_ltr = true};
    sheet_add_text(sheet, &how, "04HM-ASW9-X");
    const SheetItem *item = item_at(sheet, 0);
    g_assert_false(item->style.is_rtl);
    g_assert_cmpint(item->style.align, ==, TEXT_ALIGN_END);
}

/* What is measured is what is added, and measuring adds nothing. */
static void test_measured(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    static const char words[] = "Neem uw paspoort of identiteitskaart mee, als u die heeft";
    gsize n;
    int height = sheet_measure_text(sheet, &BODY, words);
    (void)sheet_items(sheet, &n);
    g_assert_cmpuint(n, ==, 0);
    g_assert_cmpint(sheet_measure_text(sheet, &BODY, ""), ==, 0);
    sheet_add_text(sheet, &BODY, words);
    g_assert_cmpint(sheet_y(sheet), ==, height);
    g_assert_cmpint(height, >, sheet_line(sheet, BODY.cap));
}

/* More than can be set at once becomes several paragraphs, with every word. */
static void test_divided(void)
{
    static const char *const joints[] = {" ", "\xE1\x8A\xA5"};
    g_autoptr(TextSetter) setter = new_setter();
    for (gsize i = 0; i < G_N_ELEMENTS(joints); i++) {
        g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
        g_autofree char *word = g_strnfill(1000, 'a');
        const char *words[] = {word, word, word, word, word, NULL};
        g_autofree char *text = g_strjoinv(joints[i], (char **)words);
        g_autoptr(GString) said = g_string_new(NULL);
        gsize n;
        sheet_add_text(sheet, &BODY, text);
        const SheetItem *items = sheet_items(sheet, &n);
        for (gsize k = 0; k < n; k++) {
            g_assert_true(g_utf8_validate(items[k].text, -1, NULL));
            g_string_append(said, items[k].text);
        }
        g_assert_cmpuint(n, ==, 2);
        g_assert_cmpstr(said->str, ==, text);
        g_assert_cmpint(sheet_measure_text(sheet, &BODY, text), ==, sheet_y(sheet));
    }
}

static void test_tight(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    int usual = sheet_line(sheet, SHEET_MIN_CAP);
    sheet_set_tight(sheet, true);
    int tight = sheet_line(sheet, SHEET_MIN_CAP);
    g_assert_cmpint(tight, <, usual);
    g_assert_cmpint(tight, >, SHEET_MIN_CAP * 3 / 2);
    sheet_set_tight(sheet, false);
    g_assert_cmpint(sheet_line(sheet, SHEET_MIN_CAP), ==, usual);
}

static void test_painted(void)
{
    g_autoptr(TextSetter) setter = new_setter();
    g_autoptr(Sheet) sheet = sheet_new(setter, WIDTH);
    sheet_add_bar(sheet, 8, 16, 4);
    sheet_skip(sheet, 20);
    sheet_add_frame(sheet, 10, 2);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, 20);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    sheet_paint(sheet, cairo);
    cairo_destroy(cairo);
    g_autoptr(Raster) raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    for (int x = 0; x < WIDTH; x++) {
        g_assert_cmpint(raster_is_black(raster, x, 2), ==, x >= 8 && x < 24);
        g_assert_true(raster_is_black(raster, x, 11));
        g_assert_cmpint(raster_is_black(raster, x, 15), ==, x < 2 || x >= WIDTH - 2);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sheet/texts follow each other downwards", test_flow);
    g_test_add_func("/sheet/a right-to-left language mirrors places", test_mirrored);
    g_test_add_func("/sheet/long words shrink, then break", test_long_words);
    g_test_add_func("/sheet/codes read from the left in every language", test_code_in_arabic);
    g_test_add_func("/sheet/measuring a text adds nothing", test_measured);
    g_test_add_func("/sheet/more than can be set at once is divided", test_divided);
    g_test_add_func("/sheet/tight lines stand closer, and apart", test_tight);
    g_test_add_func("/sheet/bars and frames are whole dots", test_painted);
    return g_test_run();
}
