// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/json.h"
#include "slip/phone.h"
#include "slip/slip_layout.h"
#include "slip/token.h"
#include "slip_fixture.h"

/* On paper no line ends within the reference. */
#define JOINED_REFERENCE                                                                           \
    "04HM-\xE2\x81\xA0"                                                                            \
    "ASW9-\xE2\x81\xA0"                                                                            \
    "X"

#define PDI "\xE2\x81\xA9"

static const int WIDTHS[] = {384, 576};

/* Visitors whose slips differ most: one door and many, quiet doors, notes, towns, tasks. */
static const struct {
    const char *pack, *answers;
} visitors[] = {
    {"werkcafe-midden-holland", "{}"},
    {"werkcafe-midden-holland",
     "{\"goal\":\"work\",\"papers\":\"eu\",\"income\":\"bijstand\",\"tasks\":[\"t_office\","
     "\"t_host\"],\"fit\":[\"school_hours\"],\"support\":[\"none\"]}"},
    {"werkcafe-midden-holland",
     "{\"goal\":\"problem\",\"papers\":\"eu\",\"income\":\"nothing\",\"support\":[\"money\","
     "\"mind\",\"sick\",\"unsafe\"],\"town\":\"zuidplas\"}"},
    {"meedoenbalie-almere",
     "{\"goal\":\"work\",\"papers\":\"asylum\",\"asylum_time\":\"m6\",\"tasks\":[\"t_green\"]}"},
};

typedef void (*SlipCheck)(const FixtureVisit *visit, TextSetter *setter, int width);

/* Every visitor in every language on both papers. */
static void for_all(SlipCheck check)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(512);
    for (gsize v = 0; v < G_N_ELEMENTS(visitors); v++) {
        g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[v].pack, visitors[v].answers);
        gsize n;
        const Language *languages = content_languages(visit->content, &n);
        for (gsize l = 0; l < n; l++) {
            visit->facts.language = (int)l;
            for (gsize w = 0; w < G_N_ELEMENTS(WIDTHS); w++) {
                g_test_message("visitor %zu, %s, %d", v, languages[l].code, WIDTHS[w]);
                check(visit, setter, WIDTHS[w]);
            }
        }
        text_setter_forget(setter);
    }
}

static void check_length(const FixtureVisit *visit, TextSetter *setter, int width)
{
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, width);
    g_assert_cmpint(slip_width_dots(slip), ==, width);
    g_assert_cmpint(slip_height_dots(slip), <=, SLIP_MAX_MM * SLIP_DOTS_PER_MM);
    g_assert_cmpint(slip_height_dots(slip), >, 100 * SLIP_DOTS_PER_MM);
}

static void test_length(void)
{
    for_all(check_length);
}

static bool is_apart(const SheetItem *a, const SheetItem *b)
{
    return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
}

static void check_text(TextSetter *setter, const SheetItem *item)
{
    const TextExtents *extents = text_extents(text_set(setter, &item->style, item->text, item->w));
    g_assert_false(extents->is_overlong);
    g_assert_cmpint(extents->unknown_glyphs, ==, 0);
    g_assert_cmpint(extents->height, ==, item->h);
    g_assert_cmpfloat(item->style.cap_px, >=, 2.5 * SLIP_DOTS_PER_MM);
}

/* Nothing outside the paper, nothing on top of anything (but frames around), nothing too small,
 * nothing cut off: with everything on it, before anything is left out. */
static void check_geometry(const FixtureVisit *visit, TextSetter *setter, int width)
{
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, width, SLIP_TRIM_NOTHING);
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    g_assert_cmpuint(n, >, 10);
    for (gsize i = 0; i < n; i++) {
        g_assert_cmpint(items[i].x, >=, 0);
        g_assert_cmpint(items[i].x + items[i].w, <=, width);
        g_assert_cmpint(items[i].y, >=, 0);
        g_assert_cmpint(items[i].y + items[i].h, <=, sheet_y(sheet));
        if (items[i].kind == SHEET_TEXT) {
            check_text(setter, &items[i]);
        }
        for (gsize k = 0; k < i && items[i].kind != SHEET_FRAME; k++) {
            if (items[k].kind == SHEET_TEXT || items[k].kind == SHEET_PICTURE) {
                g_assert_true(items[i].kind != SHEET_TEXT || is_apart(&items[i], &items[k]));
            }
        }
    }
}

static void test_geometry(void)
{
    for_all(check_geometry);
}

/* Story 7: texts twice as long, with words that fit no line, from left to right and back. */
static void check_long_words(FixtureVisit *visit, TextSetter *setter)
{
    static const char *const stands_for[] = {"en", "fa"};
    for (gsize i = 0; i < G_N_ELEMENTS(stands_for) * G_N_ELEMENTS(WIDTHS); i++) {
        int width = WIDTHS[i % G_N_ELEMENTS(WIDTHS)];
        fixture_visit_speak(visit, stands_for[i / G_N_ELEMENTS(WIDTHS)]);
        check_geometry(visit, setter, width);
        g_autoptr(Slip) slip = slip_new(&visit->facts, setter, width);
        g_autoptr(Raster) raster = raster_from_slip(slip);
        g_assert_cmpint(raster->height_dots, ==, slip_height_dots(slip));
    }
}

static void test_long_words(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(512);
    for (gsize v = 0; v < G_N_ELEMENTS(visitors); v++) {
        g_autoptr(FixtureVisit) visit =
            fixture_visit_new_long(visitors[v].pack, visitors[v].answers);
        check_long_words(visit, setter);
    }
}

/* Around the QR four modules stay white on the dots themselves, and it is found where it was put.
 */
static void check_quiet_zone(const FixtureVisit *visit, TextSetter *setter, int width)
{
    enum { QUIET = 28, SIDE = 343 };
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, width, 1U << SLIP_TRIM_DOORS);
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    const SheetItem *qr = NULL;
    for (gsize i = 0; i < n; i++) {
        qr = items[i].kind == SHEET_PICTURE ? &items[i] : qr;
    }
    g_assert_nonnull(qr);
    g_assert_cmpint(qr->w, ==, SIDE);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, 3000);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    sheet_paint(sheet, cairo);
    cairo_destroy(cairo);
    g_autoptr(Raster) raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            bool is_quiet = MIN(MIN(x, y), MIN(SIDE - 1 - x, SIDE - 1 - y)) < QUIET;
            g_assert_false(is_quiet && raster_is_black(raster, qr->x + x, qr->y + y));
        }
    }
    g_assert_true(raster_is_black(raster, qr->x + QUIET, qr->y + QUIET));
}

static void test_quiet_zone(void)
{
    for_all(check_quiet_zone);
}

/* The right edge of Arabic is where the left edge of Dutch is: signs, texts and marks mirrored. */
static void test_mirrored(void)
{
    enum { SIDE = 3 };
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[0].pack, visitors[0].answers);
    fixture_visit_speak(visit, "ar");
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    int n_signs = 0;
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == SHEET_SIGN) {
            g_assert_cmpint(items[i].x + items[i].w, ==, 576 - SIDE);
            g_assert_true(items[i].is_rtl);
            n_signs++;
        }
        if (items[i].kind == SHEET_PICTURE) {
            g_assert_cmpint(items[i].x, ==, SIDE);
        }
    }
    g_assert_cmpint(n_signs, >=, 2);
}

static bool has_text(const Sheet *sheet, const char *part)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].text && strstr(items[i].text, part)) {
            return true;
        }
    }
    return false;
}

static bool has_kind(const Sheet *sheet, SheetKind kind)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void test_dutch_for_staff(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "ar");
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_true(has_text(sheet, "Voor de medewerker"));
    g_assert_true(has_text(sheet, "Arabisch"));
    g_assert_true(has_text(sheet, "Computer en kantoor"));
    g_assert_true(has_text(sheet, "Gemeente: werk en inkomen"));
    g_assert_true(has_text(sheet, "Vraag naar werken op proef."));
    g_assert_true(has_text(sheet, JOINED_REFERENCE PDI "\xC2\xA0\xC2\xB7 23-11-2026"));
    fixture_visit_speak(visit, "nl");
    g_autoptr(Sheet) dutch = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_false(has_text(dutch, "tolk"));
}

/* Text `id` in the language of the visit. */
static bool says(const Sheet *sheet, const FixtureVisit *visit, const char *id)
{
    return has_text(sheet, content_text(visit->content, visit->facts.language, id));
}

/* On narrow paper not all fits: the rest of the second door goes before what happens at the first
 * and its notes do. */
static void test_left_out(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "nl");
    g_autoptr(Sheet) whole = slip_lay_out(&visit->facts, setter, 384, SLIP_TRIM_NOTHING);
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 384);
    g_assert_cmpint(sheet_y(whole), >, SLIP_MAX_MM * SLIP_DOTS_PER_MM);
    g_assert_true(says(whole, visit, "note.school_hours"));
    g_assert_false(says(slip_sheet(slip), visit, "note.school_hours"));
    g_assert_true(says(slip_sheet(slip), visit, "door.schooluren.title"));
    g_assert_true(says(slip_sheet(slip), visit, "door.gemeente.next"));
    g_assert_true(says(slip_sheet(slip), visit, "note.trial"));
}

/* Of five notes that do not fit the first two do. */
static void test_notes_left(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[3].pack, visitors[3].answers);
    fixture_visit_speak(visit, "ckb");
    const TriagedDoor *first = &visit->result.doors[0];
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 384);
    g_assert_cmpint(first->n_notes, ==, 5);
    for (int i = 0; i < first->n_notes; i++) {
        g_assert_cmpint(says(slip_sheet(slip), visit, first->notes[i]), ==, i < 2);
    }
}

/* That no name is on it was on the screen; a note was not. */
static void test_assurance(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[3].pack, visitors[3].answers);
    fixture_visit_speak(visit, "fa");
    const TriagedDoor *first = &visit->result.doors[0];
    g_autoptr(Slip) wide = slip_new(&visit->facts, setter, 576);
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 384);
    g_assert_true(says(slip_sheet(wide), visit, "slip.noname"));
    g_assert_false(says(slip_sheet(slip), visit, "slip.noname"));
    g_assert_true(says(slip_sheet(slip), visit, first->notes[first->n_notes - 1]));
}

/* The widest letters there are, large and in one line. */
static void test_widest_reference(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "ar");
    visit->facts.reference = "WWWW-WWWW-W";
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 384, SLIP_TRIM_NOTHING);
    gsize n;
    int n_seen = 0;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].text && g_str_has_prefix(items[i].text, "WWWW-")) {
            const TextLayout *layout = text_set(setter, &items[i].style, items[i].text, items[i].w);
            g_assert_cmpint(text_extents(layout)->n_lines, ==, 1);
            g_assert_cmpfloat(items[i].style.cap_px, >=, 1.25 * SHEET_MIN_CAP);
            n_seen++;
        }
    }
    g_assert_cmpint(n_seen, ==, 1);
}

/* Without a trusted clock: no date, no "open now", no end of validity. */
static void test_untrusted_clock(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "nl");
    g_autoptr(Sheet) trusted = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_true(has_text(trusted, "maandag \xE2\x81\xA8"
                                    "23-11-2026\xE2\x81\xA9"));
    g_assert_true(has_text(trusted, "23-12-2026"));
    g_assert_true(has_text(trusted, "Nu dicht"));
    visit->facts.is_clock_trusted = false;
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_false(has_text(sheet, "2026"));
    g_assert_false(has_text(sheet, "Nu "));
    g_assert_true(has_text(sheet, "Vraag de tijden aan de balie."));
}

static void test_without_key(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "nl");
    visit->facts.qr_text = NULL;
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_false(has_kind(sheet, SHEET_PICTURE));
    g_assert_true(has_text(sheet, JOINED_REFERENCE));
    g_assert_true(has_text(sheet, "Laat dit briefje zien"));
    g_assert_false(has_text(sheet, "Scan de code"));
}

static void test_quiet_door(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[0].pack, visitors[0].answers);
    fixture_visit_speak(visit, "nl");
    g_autoptr(Sheet) open = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_true(has_kind(open, SHEET_PICTOGRAM));
    visit->result.n_doors = 1;
    visit->result.doors[0].door = content_find_door(visit->content, "schuldhulp");
    g_autoptr(Sheet) quiet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_false(has_kind(quiet, SHEET_PICTOGRAM));
}

/* The words for the place have the number already, in every language. */
static void test_phone(void)
{
    gsize n, n_items;
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(
        "werkcafe-midden-holland", "{\"goal\":\"problem\",\"support\":[\"money\"]}");
    (void)content_languages(visit->content, &n);
    for (gsize l = 0; l < n; l++) {
        visit->facts.language = (int)l;
        g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
        const SheetItem *items = sheet_items(sheet, &n_items);
        int n_phones = 0;
        for (gsize i = 0; i < n_items; i++) {
            n_phones += items[i].text && phone_is_in("0800-8115", items[i].text);
        }
        g_assert_cmpint(n_phones, ==, 1);
    }
}

/* Eight doors on a slip; a ninth is left to the record. */
static void test_many_doors(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[0].pack, visitors[0].answers);
    fixture_visit_speak(visit, "nl");
    visit->result.n_doors = 10;
    for (int i = 0; i < 10; i++) {
        visit->result.doors[i].door = i;
    }
    gsize n;
    const Door *doors = content_doors(visit->content, &n);
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_true(
        has_text(sheet, content_text(visit->content, visit->facts.language, doors[7].title)));
    g_assert_false(
        has_text(sheet, content_text(visit->content, visit->facts.language, doors[8].title)));
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 384);
    g_assert_cmpint(slip_height_dots(slip), <=, SLIP_MAX_MM * SLIP_DOTS_PER_MM);
}

static void test_provider(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[0].pack, visitors[0].answers);
    fixture_visit_speak(visit, "ar");
    visit->result.n_doors = 1;
    visit->result.doors[0].door = content_find_door(visit->content, "uitzend");
    const char *providers[] = {"uitzend-2"};
    visit->facts.provider_ids = providers;
    g_autoptr(Sheet) sheet = slip_lay_out(&visit->facts, setter, 576, SLIP_TRIM_NOTHING);
    g_assert_true(has_text(sheet, "Voorbeeld Uitzendbureau B"));
    g_assert_true(has_text(sheet, "Tafel 4"));
    g_assert_false(has_text(sheet, "Uitzendbureau A"));
}

/* Runs a program and gives what it said; aborts when it fails. Caller owns. */
static char *run(const char *const *argv)
{
    char *said = NULL;
    int status = -1;
    g_autoptr(GError) error = NULL;
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                 NULL, &said, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    return said;
}

/* Story 8: what happens to slips: a dead dot in the print head, ink that bleeds, a crooked photo, a
 * pale one. */
static const char *const damages[][8] = {
    {"-rotate", "4"},
    {"-blur", "0x2"},
    {"+level", "25%,80%", "-blur", "0x1"},
    {"-rotate", "-7", "-resize", "70%"},
    {"-morphology", "Erode", "Square:1"},
};

/* Two dots of the print head are dead, in the middle of the code. */
static void kill_dots(Raster *raster)
{
    for (int y = 0; y < raster->height_dots; y++) {
        for (int x = 150; x <= 220; x += 70) {
            raster->bits[y * raster->stride_bytes + x / 8] &= (guint8) ~(0x80 >> x % 8);
        }
    }
}

static void check_damaged(const char *picture, const char *const *damage, const char *url)
{
    g_autofree char *damaged = g_strconcat(picture, ".bad.png", NULL);
    const char *convert[16] = {"convert",      picture, "-background", "white",
                               "-bordercolor", "white", "-border",     "20"};
    int n = 8;
    for (int i = 0; damage[i]; i++) {
        convert[n++] = damage[i];
    }
    convert[n] = damaged;
    g_autofree char *nothing = run(convert);
    const char *const zbar[] = {"zbarimg",         "--quiet", "--raw", "-Sdisable",
                                "-Sqrcode.enable", damaged,   NULL};
    g_autofree char *read = run(zbar);
    g_assert_nonnull(nothing);
    g_assert_cmpstr(g_strchomp(read), ==, url);
    g_assert_cmpint(g_unlink(damaged), ==, 0);
}

static void test_damaged(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "ar");
    g_autofree char *folder = g_dir_make_tmp("wegwijs-bad-XXXXXX", NULL);
    g_autofree char *picture = g_build_filename(folder, "slip.png", NULL);
    for (gsize w = 0; w < G_N_ELEMENTS(WIDTHS); w++) {
        g_autoptr(Slip) slip = slip_new(&visit->facts, setter, WIDTHS[w]);
        g_autoptr(Raster) raster = raster_from_slip(slip);
        kill_dots(raster);
        g_autoptr(GError) error = NULL;
        g_assert_true(raster_save_png(raster, picture, &error));
        for (gsize i = 0; i < G_N_ELEMENTS(damages); i++) {
            g_test_message("%d %s", WIDTHS[w], damages[i][0]);
            check_damaged(picture, damages[i], visit->qr_text);
        }
    }
    g_assert_cmpint(g_unlink(picture) + g_rmdir(folder), ==, 0);
}

typedef struct {
    char *folder, *picture, *key_file, *jws_file;
    Jwk *key;
} Desk;

static void verify_at_desk(const Desk *desk, const char *url)
{
    g_autofree char *jws = token_to_jws(url);
    g_assert_nonnull(jws);
    g_assert_true(g_file_set_contents(desk->jws_file, jws, -1, NULL));
    const char *const verify[] = {"jose",         "jws", "ver",          "-i",
                                  desk->jws_file, "-k",  desk->key_file, NULL};
    g_autofree char *nothing = run(verify);
    g_assert_nonnull(nothing);
}

/* What came out of the paper is what went in, and a desk's JOSE tool believes it. */
static void scan(const Desk *desk, FixtureVisit *visit, TextSetter *setter, int width)
{
    TokenFacts facts = {.key_id = 7, .kiosk = 7, .minutes = (guint32)width, .site = 1};
    g_autoptr(GError) error = NULL;
    g_autofree char *url = token_write_url(&facts, "w.example", desk->key, &error);
    g_assert_no_error(error);
    visit->facts.qr_text = url;
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, width);
    g_autoptr(Raster) raster = raster_from_slip(slip);
    g_assert_true(raster_save_png(raster, desk->picture, &error));
    const char *const zbar[] = {"zbarimg",         "--quiet",     "--raw", "-Sdisable",
                                "-Sqrcode.enable", desk->picture, NULL};
    g_autofree char *read = run(zbar);
    g_assert_cmpstr(g_strchomp(read), ==, url);
    verify_at_desk(desk, read);
}

static void test_scanned(void)
{
    fixture_use_fonts();
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    Desk desk = {.folder = g_dir_make_tmp("wegwijs-desk-XXXXXX", NULL),
                 .key = jwk_generate(KEY_USE_SIGN, &error)};
    desk.picture = g_build_filename(desk.folder, "slip.png", NULL);
    desk.key_file = g_build_filename(desk.folder, "key.jwk", NULL);
    desk.jws_file = g_build_filename(desk.folder, "token.jws", NULL);
    g_autoptr(json_t) public = jwk_public_json(desk.key);
    g_assert_cmpint(json_dump_file(public, desk.key_file, 0), ==, 0);
    g_autoptr(TextSetter) setter = text_setter_new(512);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    gsize n;
    (void)content_languages(visit->content, &n);
    for (gsize l = 0; l < n; l++) {
        visit->facts.language = (int)l;
        scan(&desk, visit, setter, WIDTHS[l % 2]);
    }
    g_assert_cmpint(g_unlink(desk.picture) + g_unlink(desk.key_file) + g_unlink(desk.jws_file) +
                        g_rmdir(desk.folder),
                    ==, 0);
    jwk_free(desk.key);
    g_free(desk.folder);
    g_free(desk.picture);
    g_free(desk.key_file);
    g_free(desk.jws_file);
}

static void test_pdf(void)
{
    fixture_use_fonts();
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(FixtureVisit) visit = fixture_visit_new(visitors[1].pack, visitors[1].answers);
    fixture_visit_speak(visit, "nl");
    g_autoptr(Slip) slip = slip_new(&visit->facts, setter, 576);
    g_autofree char *folder = g_dir_make_tmp("wegwijs-pdf-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "slip.pdf", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(slip_save_pdf(slip, path, &error));
    g_assert_no_error(error);
    const char *const read[] = {"pdftotext", path, "-", NULL};
    g_autofree char *text = run(read);
    g_assert_nonnull(strstr(text, "Voor de medewerker"));
    g_assert_nonnull(strstr(text, "04HM-ASW9-X"));
    g_assert_cmpint(g_unlink(path) + g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/slip/is never longer than 250 mm", test_length);
    g_test_add_func("/slip/nothing is cut off, too small or on top of each other", test_geometry);
    g_test_add_func("/slip/story 7: long words are broken, not cut off", test_long_words);
    g_test_add_func("/slip/story 8: the QR survives bad paper", test_damaged);
    g_test_add_func("/slip/the quiet zone of the QR is quiet", test_quiet_zone);
    g_test_add_func("/slip/Arabic begins at the right edge", test_mirrored);
    g_test_add_func("/slip/staff read Dutch", test_dutch_for_staff);
    g_test_add_func("/slip/the least useful is left out first", test_left_out);
    g_test_add_func("/slip/two of five notes stay", test_notes_left);
    g_test_add_func("/slip/that it has no name goes before a note does", test_assurance);
    g_test_add_func("/slip/the widest reference is large and in one line", test_widest_reference);
    g_test_add_func("/slip/an untrusted clock gives no times", test_untrusted_clock);
    g_test_add_func("/slip/without a key there is no QR, but a reference", test_without_key);
    g_test_add_func("/slip/a quiet door has no pictogram", test_quiet_door);
    g_test_add_func("/slip/a phone number is said once", test_phone);
    g_test_add_func("/slip/at most eight doors are named", test_many_doors);
    g_test_add_func("/slip/the chosen provider and no other is named", test_provider);
    g_test_add_func("/slip/zbar reads it and jose believes it in every language", test_scanned);
    g_test_add_func("/slip/the PDF has its words", test_pdf);
    return g_test_run();
}
