// SPDX-License-Identifier: EUPL-1.2
/* Every character that can come on screen or paper is in our fonts, regular and bold, and is drawn
 * in the font of its script: those of all catalogues, of the content's names and addresses, and of
 * each language's alphabet, also where no text has used a letter yet. */
#include <pango/pangocairo.h>
#include <string.h>

#include "base/file.h"
#include "draw/text.h"
#include "draw_fixture.h"

enum { MAX_BYTES = 8 << 20 };

static const int weights[] = {400, 600};

/* Whole alphabets with what goes with them; capitals are added. Digits and signs are everybody's.
 */
static const struct {
    const char *language; /* BCP 47 */
    bool is_rtl;
    const char *letters;
} alphabets[] = {
    {"nl", false, "abcdefghijklmnopqrstuvwxyzàáäçèéêëíïóöúüĳ‘’“”„€"},
    {"en", false, "abcdefghijklmnopqrstuvwxyz£’“”"},
    {"ar", true, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـ،؛؟"},
    {"ti", false, "ሀሁሂሃሄህሆለሉሊላሌልሎሐሓመማሠረሰሸቀቐቈቘበቨተቸኀነኘአዐከኸኰዀወዘዠየደጀገጐጠጨጰጸፀፈፐ፡።፣፤፥፦"},
    {"uk", false, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»"},
    {"ru", false, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя«»"},
    {"tr", false, "abcçdefgğhıijklmnoöprsştuüvyzİâîû"},
    {"so", false, "abcdefghijklmnoqrstuwxyz’"},
    {"fa", true, "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤۀ،؛؟«»\xE2\x80\x8C"},
    {"prs", true, "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤۀ،؛؟«»\xE2\x80\x8C"},
    {"ps", true, "ءآابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهیېۍئ،؛؟"},
    {"kmr", false, "abcçdeêfghiîjklmnopqrsştuûvwxyz"},
    {"pl", false, "aąbcćdeęfghijklłmnńoóprsśtuwyzźż„”"},
    {"fr", false, "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ«»’"},
    {"es", false, "abcdefghijklmnñopqrstuvwxyzáéíóúü¿¡«»"},
    {"ckb", true, "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ،؛؟"},
};

/* Of every language: digits, marks, what the programs put between words (middle dot, narrow space,
 * isolates, direction marks, soft hyphen). */
static const char everywhere[] = "0123456789 .,:;!?()[]/+-–—…·•%&@#*'\"=\xC2\xA0\xE2\x80\xAF"
                                 "\xE2\x81\xA6\xE2\x81\xA8\xE2\x81\xA9\xE2\x80\x8E\xE2\x80\x8F"
                                 "\xC2\xAD";

static bool is_seen(gunichar c)
{
    return g_unichar_isgraph(c) && g_unichar_type(c) != G_UNICODE_FORMAT;
}

static void collect(GHashTable *found, const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c >= ' ') {
            g_hash_table_add(found, GUINT_TO_POINTER(c));
            g_hash_table_add(found, GUINT_TO_POINTER(g_unichar_toupper(c)));
        }
    }
}

static void collect_file(GHashTable *found, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_load(path, MAX_BYTES, &error);
    g_assert_no_error(error);
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    g_autofree char *text = g_strndup(data, size);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    collect(found, text);
}

/* All files of a folder with this ending, folders below it too; pictograms are no text. */
static int collect_folder(GHashTable *found, const char *folder, const char *ending)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    int n = 0;
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            n += collect_folder(found, path, ending);
        } else if (g_str_has_suffix(name, ending) && !g_str_equal(name, "pictograms.json")) {
            collect_file(found, path);
            n++;
        }
    }
    return n;
}

static const char *family_of(gunichar c)
{
    switch ((int)g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_ARABIC:
        return "Noto Sans Arabic";
    case G_UNICODE_SCRIPT_ETHIOPIC:
        return "Noto Sans Ethiopic";
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_CYRILLIC:
        return "Noto Sans";
    default:
        return NULL; /* signs that several scripts share */
    }
}

/* The family that Pango draws the one character of `text` in. Caller owns. */
static char *find_family(PangoContext *context, const char *text, int weight)
{
    g_autoptr(PangoLayout) layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_from_string(TEXT_FAMILIES);
    pango_font_description_set_weight(font, (PangoWeight)weight);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text, -1);
    PangoLayoutRun *run = pango_layout_get_line_readonly(layout, 0)->runs->data;
    PangoFontDescription *used = pango_font_describe(run->item->analysis.font);
    char *family = g_strdup(pango_font_description_get_family(used));
    pango_font_description_free(used);
    return family;
}

typedef struct {
    TextSetter *setter;
    PangoContext *context;
    const char *language;
    bool is_rtl;
    int n;
} Reader;

/* On screen and on paper. */
static void check_set(Reader *reader, gunichar c, const char *text)
{
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(weights); i++) {
        const TextStyle style = {.language = reader->language,
                                 .is_rtl = reader->is_rtl,
                                 .cap_px = 20,
                                 .weight = weights[i / 2],
                                 .is_mono_paper = i % 2 == 1};
        if (text_extents(text_set(reader->setter, &style, text, 0))->unknown_glyphs > 0) {
            g_error("%s: no font has U+%04X %s", reader->language, c, text);
        }
    }
}

static void check_character(Reader *reader, gunichar c)
{
    char text[8] = "";
    g_unichar_to_utf8(c, text);
    check_set(reader, c, text);
    reader->n++;
    const char *wanted = family_of(c);
    if (!is_seen(c)) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(weights); i++) {
        g_autofree char *family = find_family(reader->context, text, weights[i]);
        if (wanted ? !g_str_equal(family, wanted) : !strstr(TEXT_FAMILIES, family)) {
            g_error("%s: U+%04X %s is drawn in %s", reader->language, c, text, family);
        }
    }
}

static int check_all(GHashTable *found, const char *language, bool is_rtl)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(64);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_context_set_language(context, pango_language_from_string(language));
    Reader reader = {setter, context, language, is_rtl, 0};
    GHashTableIter at;
    gpointer c;
    g_hash_table_iter_init(&at, found);
    while (g_hash_table_iter_next(&at, &c, NULL)) {
        check_character(&reader, GPOINTER_TO_UINT(c));
    }
    g_object_unref(context);
    return reader.n;
}

static GHashTable *new_set(void)
{
    return g_hash_table_new(NULL, NULL);
}

static void test_catalogues(void)
{
    g_autoptr(GHashTable) found = new_set();
    g_assert_cmpint(collect_folder(found, "assets/locale", ".po"), ==, 16);
    int n = check_all(found, "nl", false);
    g_test_message("%d characters", n);
    g_assert_cmpint(n, >, 300);
}

/* Names of places and providers, endonyms. */
static void test_content(void)
{
    g_autoptr(GHashTable) found = new_set();
    g_assert_cmpint(collect_folder(found, "assets/content", ".json"), >=, 7);
    g_assert_cmpint(check_all(found, "nl", false), >, 100);
}

static void test_alphabets(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(alphabets); i++) {
        g_autoptr(GHashTable) found = new_set();
        collect(found, alphabets[i].letters);
        collect(found, everywhere);
        g_assert_cmpint(check_all(found, alphabets[i].language, alphabets[i].is_rtl), >, 60);
    }
}

/* A script that no font of ours has is noticed. */
static void test_unknown(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(4);
    const TextStyle style = {.language = "th", .cap_px = 20, .weight = 400};
    g_assert_cmpint(text_extents(text_set(setter, &style, "ก", 0))->unknown_glyphs, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/coverage/a letter that no font has is noticed", test_unknown);
    g_test_add_func("/coverage/every character of every translation", test_catalogues);
    g_test_add_func("/coverage/every name in the content", test_content);
    g_test_add_func("/coverage/every alphabet, digits and signs", test_alphabets);
    return g_test_run();
}
