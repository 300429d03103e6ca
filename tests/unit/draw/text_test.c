// SPDX-License-Identifier: EUPL-1.2
#include "draw/text.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "draw_fixture.h"

enum { PO_MAX_BYTES = 1024 * 1024, CAP = 40 };

static const Colour BLACK = {0, 0, 0};

static TextSetter *new_setter(gsize max)
{
    fixture_use_fonts();
    return text_setter_new(max);
}

static TextStyle style_of(const char *language)
{
    bool is_rtl = g_str_equal(language, "ar");
    return (TextStyle){.language = language, .is_rtl = is_rtl, .cap_px = CAP, .weight = 400};
}

static cairo_surface_t *paint(const TextLayout *layout, int width, int height)
{
    cairo_surface_t *surface = fixture_paper(width, height);
    cairo_t *cairo = cairo_create(surface);
    text_paint(layout, cairo, 0, 0, BLACK);
    cairo_destroy(cairo);
    return surface;
}

static int ink_height(TextSetter *setter, const char *language, const char *text)
{
    TextStyle style = style_of(language);
    const TextLayout *layout = text_set(setter, &style, text, 0);
    cairo_surface_t *surface = paint(layout, 400, text_extents(layout)->height + 40);
    InkBox box;
    g_assert_true(fixture_ink(surface, &box));
    cairo_surface_destroy(surface);
    return box.bottom - box.top + 1;
}

static void test_cap_height(void)
{
    g_autoptr(TextSetter) setter = new_setter(10);
    g_assert_cmpint(abs(ink_height(setter, "nl", "H") - CAP), <=, 1);
    g_assert_cmpint(abs(ink_height(setter, "uk", "П") - CAP), <=, 1);
    g_assert_cmpint(ink_height(setter, "ar", "ا"), >=, CAP);
    g_assert_cmpint(ink_height(setter, "ar", "ا"), <=, CAP * 5 / 4);
    g_assert_cmpint(abs(ink_height(setter, "ti", "ሀ") - CAP), <=, 2);
}

static void test_mixed_runs(void)
{
    static const struct {
        const char *language, *text;
    } rows[] = {
        {"nl", "Geldig tot 24-12-2026 – “één” ’s ë €"},
        {"ar", "مكتب UWV (العمل)، 0800-8115؛ 15:05؟ Ga!"},
        {"ti", "ናብ UWV (ቤት ጽሕፈት) ኪዱ። 0800-8115፣ 15:05"},
        {"uk", "Ґє їі’ №1 (UWV), 0800-8115"},
        {"fa", "پنجره‌ها گ چ ژ ک ی ،"},
        {"ckb", "ە ێ ۆ ڕ ڵ ڤ"},
        {"ps", "ټ ډ ړ ږ ښ ځ څ ڼ ې ۍ"},
        {"fr", "Où\xE2\x80\xAF? «\xC2\xA0ici\xC2\xA0»"},
        {"tr", "İıŞşĞğ"},
        {"nl", "Bezoeker spreekt: العربية, ትግርኛ, Українська"},
    };
    g_autoptr(TextSetter) setter = new_setter(32);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        TextStyle style = style_of(rows[i].language);
        const TextLayout *layout = text_set(setter, &style, rows[i].text, 0);
        g_test_message("%s", rows[i].text);
        g_assert_cmpint(text_extents(layout)->unknown_glyphs, ==, 0);
    }
}

static void test_unknown_glyph(void)
{
    g_autoptr(TextSetter) setter = new_setter(4);
    TextStyle style = style_of("nl");
    g_assert_cmpint(text_extents(text_set(setter, &style, "漢", 0))->unknown_glyphs, ==, 1);
    style.is_emoji = true;
    g_assert_cmpint(text_extents(text_set(setter, &style, "አ", 0))->unknown_glyphs, ==, 1);
}

/* Every translated text of a catalogue; msgstr lines, with the lines that go on. */
static int check_catalogue(TextSetter *setter, const char *path, const char *language)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_load(path, PO_MAX_BYTES, &error);
    g_assert_no_error(error);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    TextStyle style = style_of(language);
    int n = 0;
    for (int i = 0; lines[i]; i++) {
        if (!g_str_has_prefix(lines[i], "msgstr")) {
            continue;
        }
        const TextLayout *layout = text_set(setter, &style, lines[i] + strlen("msgstr"), 0);
        if (text_extents(layout)->unknown_glyphs > 0) {
            g_error("%s:%d: a character that no font has", path, i + 1);
        }
        n++;
    }
    return n;
}

static void test_catalogues(void)
{
    g_autoptr(TextSetter) setter = new_setter(8);
    g_autoptr(GDir) folder = g_dir_open("assets/locale", 0, NULL);
    const char *name;
    int n = 0;
    while ((name = g_dir_read_name(folder)) != NULL) {
        if (g_str_has_suffix(name, ".po")) {
            g_autofree char *path = g_build_filename("assets/locale", name, NULL);
            g_autofree char *language = g_strndup(name, strlen(name) - 3);
            n += check_catalogue(setter, path, language);
        }
    }
    g_assert_cmpint(n, >, 300);
}

static void test_wrapping(void)
{
    static const char TEXT[] = "U kunt hier vandaag nog terecht zonder afspraak en zonder naam.";
    g_autoptr(TextSetter) setter = new_setter(64);
    TextStyle style = style_of("nl");
    const TextExtents *whole = text_extents(text_set(setter, &style, TEXT, 0));
    g_assert_cmpint(whole->n_lines, ==, 1);
    g_assert_cmpint(whole->line_px, ==, (int)lround(1.3 * CAP / 0.714));
    for (int width = 350; width < whole->width; width += 37) {
        const TextExtents *extents = text_extents(text_set(setter, &style, TEXT, width));
        g_assert_false(extents->is_overlong);
        g_assert_cmpint(extents->n_lines, >, 1);
        g_assert_cmpint(extents->width, <=, width);
        g_assert_cmpint(extents->height, ==, extents->n_lines * whole->line_px);
    }
}

static void test_overlong(void)
{
    g_autoptr(TextSetter) setter = new_setter(4);
    TextStyle style = style_of("nl");
    const TextExtents *extents =
        text_extents(text_set(setter, &style, "een arbeidsongeschiktheidsverzekering", 400));
    g_assert_true(extents->is_overlong);
    g_assert_cmpint(extents->width, >, 400);
    g_assert_cmpint(extents->n_lines, ==, 2);
}

static void test_line_heights(void)
{
    g_autoptr(TextSetter) setter = new_setter(8);
    double em = CAP / 0.714;
    TextStyle style = style_of("ar");
    g_assert_cmpint(text_extents(text_set(setter, &style, "عمل", 0))->line_px, ==,
                    (int)lround(1.6 * em));
    style = style_of("ti");
    g_assert_cmpint(text_extents(text_set(setter, &style, "ስራሕ", 0))->line_px, ==,
                    (int)lround(1.6 * em));
    g_autoptr(Theme) theme = g_new0(Theme, 1);
    theme->line_height_latin = 1.5;
    theme->line_height_tall = 2;
    text_setter_use_theme(setter, theme);
    style = style_of("nl");
    g_assert_cmpint(text_extents(text_set(setter, &style, "werk", 0))->line_px, ==,
                    (int)lround(1.5 * em));
    style.line_height = 1.1;
    g_assert_cmpint(text_extents(text_set(setter, &style, "werk", 0))->line_px, ==,
                    (int)lround(1.1 * em));
}

static void test_start_side(void)
{
    static const struct {
        const char *language, *text;
        TextAlign align;
        bool is_left, is_right;
    } rows[] = {
        {"nl", "werk", TEXT_ALIGN_START, true, false},
        {"nl", "werk", TEXT_ALIGN_END, false, true},
        {"ar", "عمل", TEXT_ALIGN_START, false, true},
        {"ar", "عمل", TEXT_ALIGN_END, true, false},
        {"ar", "UWV", TEXT_ALIGN_START, false, true},
        {"nl", "hoi", TEXT_ALIGN_CENTER, false, false},
    };
    g_autoptr(TextSetter) setter = new_setter(16);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        TextStyle style = style_of(rows[i].language);
        style.align = rows[i].align;
        const TextLayout *layout = text_set(setter, &style, rows[i].text, 600);
        cairo_surface_t *surface = paint(layout, 600, 150);
        InkBox box;
        g_assert_true(fixture_ink(surface, &box));
        g_assert_cmpint(box.left < 12, ==, rows[i].is_left);
        g_assert_cmpint(box.right > 600 - 12, ==, rows[i].is_right);
        cairo_surface_destroy(surface);
    }
}

/* In Arabic the number stands at the left end of the line, with its digits in their own order:
 * the same pixels as alone. */
static void test_phone_order(void)
{
    g_autoptr(TextSetter) setter = new_setter(4);
    TextStyle arabic = style_of("ar");
    TextStyle plain = arabic;
    plain.is_rtl = false;
    plain.line_height = 1.6;
    const TextLayout *line = text_set(setter, &arabic, "اتصل على 0800-8115", 0);
    const TextLayout *alone = text_set(setter, &plain, "0800-8115", 0);
    int width = text_extents(alone)->width - 2;
    int raise = text_extents(alone)->first_baseline - text_extents(line)->first_baseline;
    cairo_surface_t *a = paint(line, 800, 120);
    cairo_surface_t *b = paint(alone, 800, 120);
    int n_dark = 0;
    for (int y = 20; y < 80; y++) {
        for (int x = 0; x < width; x++) {
            g_assert_cmpint(fixture_grey(a, x, y - raise), ==, fixture_grey(b, x, y));
            n_dark += fixture_grey(b, x, y) < 128;
        }
    }
    g_assert_cmpint(n_dark, >, 500);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

static void test_kept(void)
{
    g_autoptr(TextSetter) setter = new_setter(5);
    TextStyle style = style_of("nl");
    const TextLayout *first = text_set(setter, &style, "werk", 300);
    g_assert_true(text_set(setter, &style, "werk", 300) == first);
    g_assert_true(text_set(setter, &style, "werk", 301) != first);
    style.weight = 600;
    g_assert_true(text_set(setter, &style, "werk", 300) != first);
    style.weight = 400;
    for (int i = 0; i < 100; i++) {
        g_autofree char *text = g_strdup_printf("tekst %d", i);
        (void)text_set(setter, &style, text, 300);
        g_assert_true(text_set(setter, &style, "werk", 300) == first);
        g_assert_cmpuint(text_setter_count(setter), <=, 5);
    }
    text_setter_forget(setter);
    g_assert_cmpuint(text_setter_count(setter), ==, 0);
    g_assert_cmpint(text_extents(text_set(setter, &style, "werk", 300))->n_lines, ==, 1);
}

static void test_pictogram(void)
{
    g_autoptr(TextSetter) setter = new_setter(1);
    TextStyle style = {.cap_px = 64, .is_emoji = true};
    const TextLayout *book = text_set(setter, &style, "📚", 0);
    g_assert_cmpint(text_extents(book)->width, ==, 64);
    g_assert_cmpint(text_extents(book)->height, ==, 64);
    text_setter_forget(setter);
    g_assert_true(text_set(setter, &style, "📚", 0) == book);
    style.is_mono_paper = true;
    const TextLayout *printed = text_set(setter, &style, "📚", 0);
    cairo_surface_t *surface = paint(printed, 64, 64);
    for (int i = 0; i < 64 * 64; i++) {
        int grey = fixture_grey(surface, i % 64, i / 64);
        g_assert_true(grey == 0 || grey == 255);
    }
    cairo_surface_destroy(surface);
}

static void test_paper_has_no_grey(void)
{
    g_autoptr(TextSetter) setter = new_setter(4);
    TextStyle style = {.language = "nl", .cap_px = 20, .weight = 400, .is_mono_paper = true};
    cairo_surface_t *surface = paint(text_set(setter, &style, "Werkcafé Ag8", 0), 300, 40);
    for (int i = 0; i < 300 * 40; i++) {
        int grey = fixture_grey(surface, i % 300, i / 300);
        g_assert_true(grey == 0 || grey == 255);
    }
    cairo_surface_destroy(surface);
}

static void test_painting_allocates_nothing(void)
{
    g_autoptr(TextSetter) setter = new_setter(4);
    TextStyle style = style_of("ar");
    const TextLayout *layout = text_set(setter, &style, "ماذا تريد أن تفعل؟ 0800-8115", 500);
    cairo_surface_t *surface = fixture_paper(500, 300);
    cairo_t *cairo = cairo_create(surface);
    text_paint(layout, cairo, 0, 0, BLACK);
    struct mallinfo2 before = mallinfo2();
    for (int i = 0; i < 200; i++) {
        text_paint(layout, cairo, 0, 0, BLACK);
        g_assert_true(text_set(setter, &style, "ماذا تريد أن تفعل؟ 0800-8115", 500) == layout);
    }
    struct mallinfo2 after = mallinfo2();
    g_assert_cmpuint(after.uordblks, <=, before.uordblks);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/a capital is as high as asked, other scripts look as large",
                    test_cap_height);
    g_test_add_func("/text/mixed scripts have all their characters", test_mixed_runs);
    g_test_add_func("/text/a character without a font is counted", test_unknown_glyph);
    g_test_add_func("/text/every translation has all its characters", test_catalogues);
    g_test_add_func("/text/lines break at words and stay in the width", test_wrapping);
    g_test_add_func("/text/a word too long is told, not cut", test_overlong);
    g_test_add_func("/text/line height follows script and theme", test_line_heights);
    g_test_add_func("/text/start is the right side in Arabic", test_start_side);
    g_test_add_func("/text/story 4: a phone number keeps its order in Arabic", test_phone_order);
    g_test_add_func("/text/layouts are kept within the bound and forgotten", test_kept);
    g_test_add_func("/text/pictograms are square and stay", test_pictogram);
    g_test_add_func("/text/paper has no grey", test_paper_has_no_grey);
    g_test_add_func("/text/painting again takes no memory", test_painting_allocates_nothing);
    return g_test_run();
}
