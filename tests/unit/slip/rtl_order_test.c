// SPDX-License-Identifier: EUPL-1.2
/* Story 4 (odoo/odoo#249060: a phone number reversed): on slips that run from right to left, each
 * number, time, date, code and word in brackets looks as it does alone. It is drawn alone, from
 * left to right, and its dots are looked for in the dots of the slip's text. */
#include "slip/slip_layout.h"

#include <string.h>

#include "slip_fixture.h"

enum { MAX_LAYOUTS = 1024, MAX_ALONE = 1600, FEW_DOTS = 8 };

static const char *const languages[] = {"ar", "fa", "prs", "ckb", "ps"};
static const int widths[] = {384, 576};

/* The second has the door with a telephone first. */
static const char *const visitors[] = {
    "{\"goal\":\"problem\",\"papers\":\"eu\",\"income\":\"nothing\",\"support\":[\"money\","
    "\"mind\",\"sick\",\"unsafe\"],\"town\":\"zuidplas\"}",
    "{\"goal\":\"problem\",\"support\":[\"money\"]}",
    "{\"goal\":\"work\",\"papers\":\"eu\",\"income\":\"bijstand\",\"tasks\":[\"t_office\"],"
    "\"fit\":[\"school_hours\"],\"support\":[\"none\"]}",
};

typedef enum { PHONE, CLOCK, DATE, CODE, BRACKETS, N_KINDS } Kind;

static const char *const patterns[N_KINDS] = {
    [PHONE] = "(?<![0-9-])0[0-9]{2,3}[- ][0-9]{4,7}(?![0-9-])",
    [CLOCK] = "(?<![0-9])[0-9]{2}:[0-9]{2}(?![0-9])",
    [DATE] = "[0-9]{2}-[0-9]{2}-[0-9]{4}",
    [CODE] = "04HM-|ASW9-(\xE2\x81\xA0)?X",
    [BRACKETS] = "\\((\xE2\x81\xA8)?[A-Za-z][A-Za-z -]*(\xE2\x81\xA9)?\\)",
};

static const Colour black = {0, 0, 0};

/* --- dots --------------------------------------------------------------------------------------
 */

static Raster *draw(TextSetter *setter, const TextStyle *style, const char *text, int width)
{
    const TextLayout *layout = text_set(setter, style, text, width);
    int height = text_extents(layout)->height;
    int room = width > 0 ? width : MAX_ALONE;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, room + 2, height + 2);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    text_paint(layout, cairo, 1, 1, black);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    return raster;
}

/* The box around what is black. */
static cairo_rectangle_int_t find_ink(const Raster *raster)
{
    int left = raster->width_dots;
    int top = raster->height_dots;
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < raster->height_dots; y++) {
        for (int x = 0; x < raster->width_dots; x++) {
            if (raster_is_black(raster, x, y)) {
                left = MIN(left, x);
                right = MAX(right, x + 1);
                top = MIN(top, y);
                bottom = MAX(bottom, y + 1);
            }
        }
    }
    g_assert_cmpint(left, <, right);
    return (cairo_rectangle_int_t){left, top, right - left, bottom - top};
}

/* Whether `alone` (within `ink`) is at x, y of `raster`, but for a few dots. */
static bool is_at(const Raster *raster, const Raster *alone, const cairo_rectangle_int_t *ink,
                  int x, int y)
{
    int allowed = FEW_DOTS;
    for (int row = 0; row < ink->height; row++) {
        for (int column = 0; column < ink->width; column++) {
            bool is_black = raster_is_black(raster, x + column, y + row);
            allowed -= is_black != raster_is_black(alone, ink->x + column, ink->y + row);
            if (allowed < 0) {
                return false;
            }
        }
    }
    return true;
}

typedef struct {
    const SheetItem *item;
    TextSetter *setter;
    Raster *raster; /* of the whole text, as on paper */
} Found;

static void see(Found *found, const SheetItem *item, TextSetter *setter, int width)
{
    *found = (Found){item, setter, draw(setter, &item->style, item->text, width)};
}

/* Where `part` stands in the text, as drawn alone from left to right: how many times, and the left
 * edge of the last one, counted from the top. */
static int count_seen(const Found *found, const char *part, int *left)
{
    TextStyle style = found->item->style;
    style.is_rtl = false;
    style.align = TEXT_ALIGN_START;
    g_autoptr(Raster) alone = draw(found->setter, &style, part, 0);
    cairo_rectangle_int_t ink = find_ink(alone);
    int n = 0;
    for (int y = 0; y + ink.height <= found->raster->height_dots; y++) {
        for (int x = 0; x + ink.width <= found->raster->width_dots; x++) {
            if (is_at(found->raster, alone, &ink, x, y)) {
                *left = x;
                n++;
                x += ink.width;
            }
        }
    }
    return n;
}

/* --- texts -------------------------------------------------------------------------------------
 */

typedef struct {
    int n[N_KINDS];
    int n_ranges;
} Tally;

/* Without what has no shape: isolates, joiners. Caller owns. */
static char *strip_marks(const char *text)
{
    GString *kept = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_type(c) != G_UNICODE_FORMAT) {
            g_string_append_unichar(kept, c);
        }
    }
    return g_string_free(kept, FALSE);
}

/* Every part of that kind, and not its mirror image. */
static void check_kind(const Found *found, Kind kind, Tally *tally)
{
    g_autoptr(GRegex) regex = g_regex_new(patterns[kind], 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_regex_match(regex, found->item->text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        g_autofree char *matched = g_match_info_fetch(match, 0);
        g_autofree char *part = strip_marks(matched);
        g_autofree char *turned = g_utf8_strreverse(part, -1);
        int left;
        if (count_seen(found, part, &left) == 0) {
            g_test_message("%s does not look like it in: %s", part, found->item->text);
            g_test_fail();
        }
        if (strcmp(part, turned) != 0 && count_seen(found, turned, &left) > 0) {
            g_test_message("%s is turned round in: %s", part, found->item->text);
            g_test_fail();
        }
        tally->n[kind]++;
    }
}

/* Opening hours are read as the language is: the hour they begin stands right of the hour they end.
 */
static void check_range(const Found *found, Tally *tally)
{
    g_autoptr(GRegex) regex = g_regex_new("([0-9:]{5})[^0-9A-Za-z ]+([0-9:]{5})", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (g_regex_match(regex, found->item->text, 0, &match)) {
        g_autofree char *from = g_match_info_fetch(match, 1);
        g_autofree char *until = g_match_info_fetch(match, 2);
        int from_left = 0;
        int until_left = 0;
        g_assert_cmpint(count_seen(found, from, &from_left), ==, 1);
        g_assert_cmpint(count_seen(found, until, &until_left), ==, 1);
        g_assert_cmpint(from_left, >, until_left);
        tally->n_ranges++;
    }
}

static void check_sheet(const Sheet *sheet, TextSetter *setter, Tally *tally)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        /* down to the staff's block, which is Dutch */
        if (items[i].kind == SHEET_TEXT && !g_str_equal(items[i].style.language, "nl")) {
            Found found;
            see(&found, &items[i], setter, items[i].w);
            for (Kind kind = 0; kind < BRACKETS; kind++) {
                check_kind(&found, kind, tally);
            }
            check_range(&found, tally);
            raster_free(found.raster);
            see(&found, &items[i], setter, 0); /* a line may end between words in brackets */
            check_kind(&found, BRACKETS, tally);
            raster_free(found.raster);
        }
    }
}

static void test_language(gconstpointer data)
{
    fixture_use_fonts();
    Tally tally = {0};
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    for (gsize i = 0; i < G_N_ELEMENTS(visitors) * G_N_ELEMENTS(widths); i++) {
        g_autoptr(FixtureVisit) visit =
            fixture_visit_new("werkcafe-midden-holland", visitors[i / G_N_ELEMENTS(widths)]);
        fixture_visit_speak(visit, data);
        g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter,
                                              widths[i % G_N_ELEMENTS(widths)], SLIP_TRIM_NOTHING);
        check_sheet(sheet, setter, &tally);
    }
    for (Kind kind = 0; kind < N_KINDS; kind++) {
        g_test_message("%s: %d", patterns[kind], tally.n[kind]);
        g_assert_cmpint(tally.n[kind], >=, 2);
    }
    g_assert_cmpint(tally.n_ranges, >=, 2);
}

/* What the tests above look for is found where it is and not where it is not. */
static void test_finder(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    SheetItem item = {.w = 576,
                      .style = {.language = "ar",
                                .is_rtl = true,
                                .cap_px = 20,
                                .weight = 400,
                                .is_mono_paper = true},
                      .text = (char *)"(huisarts) 5118-0080 00:90"};
    static const struct {
        const char *part;
        bool is_there;
    } parts[] = {{"(huisarts)", true},  {")huisarts(", false}, {"5118-0080", true},
                 {"0800-8115", false},  {"00:90", true},       {"09:00", false},
                 {"(wijkteam)", false}, {"8115", false}};
    Found found;
    see(&found, &item, setter, item.w);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        int left;
        g_test_message("%s", parts[i].part);
        g_assert_cmpint(count_seen(&found, parts[i].part, &left), ==, parts[i].is_there);
    }
    raster_free(found.raster);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rtl/the finder finds what is there and nothing else", test_finder);
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autofree char *name =
            g_strconcat("/rtl/story 4: numbers, times, codes and brackets are in order in ",
                        languages[i], NULL);
        g_test_add_data_func(name, languages[i], test_language);
    }
    return g_test_run();
}
